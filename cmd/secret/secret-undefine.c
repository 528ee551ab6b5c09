/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret-undefine - drop a secret */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/secret.h"

static const struct argument_row arguments[] = {
	ARG("SECRET", "secret", VALUE_SECRET, ARG_MANY, NULL, "UUID of the secret, or what it is for"),
	ROWS_END
};

static int
undefine(const char *word)
{
	auto_secret struct secret *secret = secret_open(word, OBJECT_TO_CHANGE);

	if (!secret)
		return absent_is_fine();
	if (secret_undefine(secret) < 0)
		return -1;
	say("undefined");
	return 0;
}

const struct command command = {
	.name      = "secret-undefine",
	.summary   = "drop a secret and its value",
	.virsh     = "secret-undefine",
	.example   = "secret-undefine /srv/images/web.luks",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = undefine,
};
