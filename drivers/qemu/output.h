/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output - what an emulator wrote before it gave up */
#ifndef QEMU_OUTPUT_H
#define QEMU_OUTPUT_H

#include <sys/types.h>

/* The last line that says something in a file from offset on, without the
 * program's own name in front.  Caller frees; NULL when there is none. */
char *output_last_line(int fd, off_t offset, const char *program);

#endif
