/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-create - start a virtual machine straight from a document */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/vm.h"

static bool print_name;
static struct vm_start start;
static struct vm_after after = { .timeout_ms = -1 };

static const struct option_row options[] = {
	OPT_FLAG (0, "paused",      &start.paused,      "leave its processors stopped"),
	OPT_FLAG (0, "reset-nvram", &start.reset_nvram, "start with fresh firmware variables"),
	OPT_VALUE(0, "pass-fds", VALUE_TEXT, &start.pass_fds, "N,M", "hand these open descriptors to the hypervisor"),
	OPT_FLAG (0, "console",     &after.console,     "connect to its console"),
	OPT_WORD (0, "wait",        &after.wait, "WHAT", vm_wait_words, "return once it is running, its agent answers, it has an address"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &after.timeout_ms, "SEC", "how long to wait"),
	OPT_FLAG (0, "print-name",  &print_name,        "print the name it has"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
create(const char *file)
{
	struct vm_start how = start;
	auto_free char *xml = input_read(file, NULL);
	auto_free char *name = NULL;

	if (!xml || vm_create(xml, input_name(file), vm_define_asked(), &how, &name) < 0)
		return -1;
	if (print_name)
		answer("%s\n", name);
	say("%s started", name);
	return vm_after_start(name, &after);
}

const struct command command = {
	.name      = "vm-create",
	.summary   = "start a virtual machine from a document that is not kept",
	.virsh     = "create",
	.example   = "vm-create --print-name rescue.xml",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(CONFIG) | CAN(SCHEMA) | CAN(STATE) | CAN(UNSUPPORTED) |
		     CAN(OPTION) | CAN(BUSY) | CAN(TIMEOUT),
	.each      = create,
};
