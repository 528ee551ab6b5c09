/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret-define - store what a secret is for */
#include "command/command.h"
#include "driver/secret.h"

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
define(const char *file)
{
	auto_free char *xml = input_read(file, NULL);
	auto_free char *uuid = NULL;
	enum secret_define_how how = (asked.validate ? SECRET_VALIDATE : 0) | (asked.strict ? SECRET_STRICT : 0);

	if (!xml || secret_define(xml, input_name(file), how, &uuid) < 0)
		return -1;
	if (!asked.dry_run)
		answer("%s\n", uuid);
	return 0;
}

const struct command command = {
	.name      = "secret-define",
	.summary   = "store what a secret is for, and print its UUID",
	.virsh     = "secret-define",
	.example   = "secret-define disk-key.xml",
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = define,
};
