/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* later - options of the command table whose machinery is not there yet
 *
 * They are understood, so that a script's command line stays valid, and refused
 * with FAULT_OPTION, so that nobody believes they had an effect. */
#ifndef COMMAND_LATER_H
#define COMMAND_LATER_H

#include <stdbool.h>

struct later {
	const bool *flag;                /* one of the two: what the option filled */
	const char *const *value;
	const char *option, *needs;      /* "publish", "host networking" */
};
#define LATER_FLAG(p, o, n)  { .flag = (p), .option = (o), .needs = (n) }
#define LATER_VALUE(p, o, n) { .value = (const char *const *)(p), .option = (o), .needs = (n) }
#define LATER_END { 0 }

/* -1 and FAULT_OPTION "--publish needs host networking, ..." when one was given. */
int later_refuse(const struct later *rows);

#endif
