/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-run - run a virtual machine in the foreground without storing anything */
#include <stdlib.h>

#include "command/command.h"
#include "command/foreground.h"
#include "command/later.h"
#include "command/vm_program.h"
#include "driver/vm.h"

static const char *file, *secret, *root;
static bool console, debug;
static int64_t timeout_ms = -1;

static const struct option_row options[] = {
	OPT_FLAG (0, "console", &console, "connect to its console"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &timeout_ms, "SEC", "stop it after this time"),
	OPT_VALUE(0, "root", VALUE_DIRECTORY, &root, "DIR", "keep its files below this directory"),
	OPT_VALUE(0, "secret", VALUE_TEXT, &secret, "XML,VALUEFILE", "a secret it needs"),
	OPT_FLAG (0, "debug", &debug, "say what is done, as -v does"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_ONE, &file),
	ROWS_END
};

static const struct later later[] = {
	LATER_VALUE(&secret, "secret", "secrets"),
	LATER_END
};

static int
use_root(void)
{
	auto_free char *path = root ? realpath(root, NULL) : NULL;

	if (root && !path)
		return fail_errno("open %s", root);
	return root ? setenv("VIRTUTILS_ROOT", path, 1) : 0;
}

static int
run(void)
{
	auto_free char *xml = NULL;
	auto_free char *name = NULL;

	if (debug)
		asked.verbose++;
	if (later_refuse(later) < 0 || use_root() < 0)
		return -1;
	xml = input_read(file, NULL);
	if (!xml || foreground_begin() < 0 ||
	    vm_create(xml, input_name(file), vm_define_asked(), &(struct vm_start){ 0 }, &name) < 0)
		return -1;
	if (vm_is_dry_run())
		return 0;
	say("%s started", name);
	return foreground_run(name, console, timeout_ms);
}

const struct command command = {
	.name      = "vm-run",
	.summary   = "run a virtual machine in the foreground; it ends when this program does",
	.example   = "vm-run --console --timeout=60 rescue.xml",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(CONFIG) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) |
		     CAN(BUSY) | CAN(TIMEOUT),
	.run       = run,
};
