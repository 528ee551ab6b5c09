/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret-set-value - set the value of a secret */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <termios.h>

#include "base/file.h"
#include "base/signals.h"
#include "command/command.h"
#include "driver/secret.h"

static const char *word, *argument, *file;
static bool plain, interactive;

static const struct option_row options[] = {
	OPT_VALUE(0, "file", VALUE_FILE, &file, "FILE", "where the value is, - for standard input"),
	OPT_FLAG (0, "plain", &plain, "the file has the bytes themselves, not base64"),
	OPT_FLAG (0, "interactive", &interactive, "ask on the terminal, without showing what is typed"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("SECRET", "secret", VALUE_SECRET, ARG_ONE, &word, "UUID of the secret, or what it is for"),
	ARG("BASE64", "base64", VALUE_TEXT, ARG_OPTIONAL, &argument, "the value: others can see it here, a file is better"),
	ROWS_END
};

static int
check(void)
{
	int said = !!argument + !!file + interactive;

	if (said != 1)
		return fail(FAULT_USAGE, "say the value by one of --file, --interactive and BASE64");
	if (plain && !file)
		return fail(FAULT_USAGE, "--plain is for --file");
	if (argument)
		warn("the value is in the command line, where others can see it: --file is safe");
	return 0;
}

/* Read what is typed, unless a signal comes before it. */
static ssize_t
read_typed(int tty, int signals, struct bytes *line)
{
	struct pollfd ready[] = { { .fd = tty, .events = POLLIN }, { .fd = signals, .events = POLLIN } };

	if (poll(ready, COUNT(ready), -1) < 0)
		return -1;
	if (ready[0].revents)
		return read(tty, line->data, line->size - 1);
	errno = EINTR;
	return -1;
}

/* Without an echo, which a signal that ends or stops this program must not leave behind: it comes afterwards. */
static ssize_t
read_hidden(int tty, const struct termios *before, struct bytes *line)
{
	struct kept_signals signals = NO_SIGNALS;
	struct termios quiet = *before;
	ssize_t got;

	if (signals_keep(&signals, (const int[]){ SIGQUIT, SIGTSTP, 0 }) < 0)
		return -1;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(tty, TCSAFLUSH, &quiet);
	dprintf(tty, "Value of secret %s: ", word);
	got = read_typed(tty, signals.fd, line);
	tcsetattr(tty, TCSAFLUSH, before);
	dprintf(tty, "\n");
	signals_release(&signals);
	return got;
}

/* A line of the terminal, which does not show it. */
static int
ask(int tty, struct bytes *ret_value)
{
	struct bytes line = { .data = xcalloc(1, BUFSIZ), .size = BUFSIZ };
	struct termios before;
	ssize_t got;

	if (tcgetattr(tty, &before) < 0)
		return bytes_done(&line), fail_errno("ask on the terminal");
	got = read_hidden(tty, &before, &line);
	line.data[got > 0 ? strcspn(line.data, "\n") : 0] = '\0';
	line.size = strlen(line.data);
	*ret_value = line;
	return got < 0 ? fail_errno("read the terminal") : 0;
}

static int
read_value(struct bytes *ret_value)
{
	auto_bytes struct bytes text = { 0 };
	auto_close int tty = interactive ? open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;

	if (interactive)
		return tty < 0 ? fail_errno("ask on the terminal") : ask(tty, ret_value);
	if (argument)
		return base64_decode(argument, ret_value);
	text.data = input_read(file, &text.size);
	if (!text.data)
		return -1;
	if (!plain)
		return base64_decode(text.data, ret_value) < 0 ? fail_within("%s", input_name(file)) : 0;
	*ret_value = text;
	text = (struct bytes) { 0 };
	return 0;
}

static int
run(void)
{
	auto_secret struct secret *secret = check() < 0 ? NULL : secret_open(word, OBJECT_TO_CHANGE);
	auto_bytes struct bytes value = { 0 };

	if (!secret || read_value(&value) < 0 || secret_set_value(secret, &value) < 0)
		return -1;
	say("value set");
	return 0;
}

const struct command command = {
	.name      = "secret-set-value",
	.summary   = "set the value of a secret",
	.virsh     = "secret-set-value",
	.example   = "secret-set-value /srv/images/web.luks --plain --file passphrase",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(USAGE) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.run       = run,
};
