/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output - standard output, and what becomes of it */
#include "command/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

/* A file we open must never become standard output because the caller closed
 * that one: fill the gap with something that refuses writing (or reading). */
void
output_guard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(fault_status(FAULT_SYSTEM));
}

int
output_close(int status)
{
	bool pending = __fpending(stdout) != 0, broken = ferror(stdout) != 0;

	errno = 0;
	if (fclose(stdout) != 0 && (pending || errno != EBADF))
		broken = true;
	if (!broken)
		return status;
	message_target(NULL);
	if (errno)
		fail_errno("standard output");
	else
		fail(FAULT_SYSTEM, "standard output: not everything could be written");
	message_failure();
	return fault_status(FAULT_SYSTEM);
}

void
output_tell(const char *what)
{
	answer("%s\n", what);
}

void
answer(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
}

bool
output_is_tty(void)
{
	static int tty = -1;

	if (tty < 0)
		tty = isatty(STDOUT_FILENO);
	return tty;
}

static bool
is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

static bool
terminal_can(void)
{
	const char *term = getenv("TERM");

	return output_is_tty() && term && strcmp(term, "dumb") != 0;
}

bool
output_colour(void)
{
	static const char disabled[] = "/etc/terminal-colors.d/virtutils.disable";
	const char *forced = getenv("CLICOLOR_FORCE");

	if (settings.color && strcmp(settings.color, "auto") != 0)
		return strcmp(settings.color, "always") == 0;
	if (is_set("NO_COLOR"))
		return false;
	if (forced && *forced && strcmp(forced, "0") != 0)
		return true;
	return terminal_can() && access(disabled, F_OK) < 0;
}
