/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* preserve - an emulator that outlives its guest's shutdown, because a backup needs it
 *
 * NAME.preserve asks for that.  A guest that shuts down is then reset and left stopped, and the file is
 * NAME.preserved: the emulator ends with the backup, unless the guest was resumed before.
 *
 * Needs nothing of libcore but its first floor, for the keeper's sake. */
#ifndef QEMU_PRESERVE_H
#define QEMU_PRESERVE_H

#include <stdbool.h>

int preserve_begin(int dir, const char *vm);
/* It is over: from now on a shutdown is the end.  A guest that waits already goes on waiting. */
int preserve_end(int dir, const char *vm);

bool preserve_is_wanted(int dir, const char *vm);
bool preserve_is_waiting(int dir, const char *vm);
/* It has shut down: false when nobody wants it preserved any more. */
bool preserve_wait(int dir, const char *vm);
/* It is resumed, and may shut down once more.  false: it did not wait. */
bool preserve_resume(int dir, const char *vm);

#endif
