/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret-dumpxml - print what a secret is for */
#include "command/command.h"
#include "driver/secret.h"

static const struct argument_row arguments[] = {
	ARG("SECRET", "secret", VALUE_SECRET, ARG_MANY, NULL, "UUID of the secret, or what it is for"),
	ROWS_END
};

static int
dump(const char *word)
{
	auto_secret struct secret *secret = secret_open(word, OBJECT_TO_READ);
	auto_free char *xml = secret ? secret_xml(secret) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "secret-dumpxml",
	.summary   = "print the XML of a secret, which never has the value",
	.virsh     = "secret-dumpxml",
	.example   = "secret-dumpxml /srv/images/web.luks",
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.each      = dump,
};
