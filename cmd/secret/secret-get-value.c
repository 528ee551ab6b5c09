/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret-get-value - print the value of a secret */
#include <stdio.h>

#include "command/command.h"
#include "driver/secret.h"

static const char *word;
static bool plain;

static const struct option_row options[] = {
	OPT_FLAG(0, "plain", &plain, "the bytes themselves, not base64"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("SECRET", "secret", VALUE_SECRET, ARG_ONE, &word, "UUID of the secret, or what it is for"),
	ROWS_END
};

static int
run(void)
{
	auto_secret struct secret *secret = secret_open(word, OBJECT_TO_READ);
	auto_bytes struct bytes value = { 0 }, text = { 0 };

	if (!secret)
		return -1;
	if (secret->def->private == YES)
		return fail(FAULT_DENIED, "it is private: its value is not shown");
	if (secret_value(secret, &value) < 0)
		return -1;
	if (plain) {
		fwrite(value.data, 1, value.size, stdout);
		return 0;
	}
	base64_encode(&value, &text);
	answer("%s\n", text.data);
	return 0;
}

const struct command command = {
	.name      = "secret-get-value",
	.summary   = "print the value of a secret that is not private",
	.virsh     = "secret-get-value",
	.example   = "secret-get-value --plain /srv/images/web.luks >passphrase",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = run,
};
