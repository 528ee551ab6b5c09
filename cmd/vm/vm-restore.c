/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-restore - start a virtual machine from a file that its memory was saved to */
#include "command/command.h"
#include "command/vm_save_program.h"

static const char *xml_file, *channels;
static bool running, paused;
static struct vm_restore how;

static const struct option_row options[] = {
	OPT_FLAG (0, "bypass-cache", &how.bypass_cache, "leave nothing of the image in the page cache"),
	OPT_VALUE(0, "xml", VALUE_FILE, &xml_file, "FILE", "definition to use instead of the one in the image"),
	OPT_FLAG (0, "running",      &running,          "let it run, whatever the image says"),
	OPT_FLAG (0, "paused",       &paused,           "leave its processors stopped"),
	OPT_FLAG (0, "reset-nvram",  &how.reset_nvram,  "start with fresh firmware variables"),
	OPT_VALUE(0, "parallel-channels", VALUE_TEXT, &channels, "N", "read with several descriptors"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &how.path, "image to read, - for standard input"),
	ROWS_END
};

/* The guest is there when its memory is: there is nothing to leave to itself. */
static int
check_options(void)
{
	if (asked.no_wait || asked.timeout_ms >= 0)
		return fail(FAULT_OPTION, "--%s: a restore is not left before its end", asked.no_wait ? "no-wait" : "timeout");
	if (vm_channels_refuse(channels, NULL) < 0)
		return -1;
	return vm_resume_asked(running, paused, &how.resume);
}

static int
run(void)
{
	auto_free char *xml = NULL, *name = NULL;

	if (check_options() < 0)
		return -1;
	if (xml_file && text_same(xml_file, "-") && text_same(how.path, "-"))
		return fail(FAULT_USAGE, "standard input is given twice");
	if (xml_file && !(xml = input_read(xml_file, NULL)))
		return -1;
	how.xml = xml;
	how.whence = xml ? input_name(xml_file) : NULL;
	if (vm_restore(&how, &name) < 0)
		return -1;
	say("%s restored", name);
	return 0;
}

const struct command command = {
	.name      = "vm-restore",
	.summary   = "start a virtual machine from a file that its memory was saved to",
	.virsh     = "restore",
	.example   = "vm-restore /srv/web1.save --paused",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) |
		     CAN(DENIED),
	.run       = run,
};
