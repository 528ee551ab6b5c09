/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tool - the programs that some backends are made of */
#ifndef TOOL_H
#define TOOL_H

#include <stdbool.h>

#include "base/text.h"

/* Run it with these words, a null pointer behind the last.  With ret_output, what it wrote to
 * standard output goes there; caller frees. */
int tool_run(char **ret_output, const char *tool, ...) __attribute__((sentinel));

/* The lines of a text, one by one: *at goes to the next.  NULL at the end; caller frees. */
char *tool_line(const char **at);

/* Who makes a volume, for what is not whole yet: "4711_123456" names a process for good. */
char *tool_maker(void);                  /* caller frees */
bool tool_maker_lives(const char *maker);

#endif
