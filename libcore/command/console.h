/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* console - the terminal of this process, or a script, at a guest's serial console */
#ifndef COMMAND_CONSOLE_H
#define COMMAND_CONSOLE_H

#include <stdint.h>

enum { CONSOLE_ESCAPE = 0x1d };          /* ^] */

struct console {
	int escape;              /* this byte typed ends the session; -1: none does */
	const char *send;        /* typed for the user first */
	const char *expect;      /* end once the output matches this regular expression */
	const char *log;         /* file that gets a copy of the output */
	int64_t timeout_ms;      /* 0: as long as it takes */
	int stop_fd;             /* readable: end (a signalfd); 0: none */
	int (*connected)(const char *name);      /* done once it is open; NULL: nothing */
};

/* "^]", "^c", "]" or "none" of -e/--escape: the byte, -1 for none, -2 after FAULT_USAGE. */
int console_escape(const char *text);

/* Connect standard input and output with a console of a running guest (devname NULL: the first),
 * alone (FAULT_BUSY), until the guest closes it, the escape byte is typed, the expected text came or time
 * is up.  A terminal is in raw mode meanwhile.  1 when the guest closed it, 0, or -1: FAULT_TIMEOUT when
 * text was expected and time was up. */
int console_attach(const char *name, const char *devname, const struct console *console);

#endif
