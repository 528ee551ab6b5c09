/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-save-image-define - replace the definition inside an image of a saved virtual machine */
#include "command/command.h"
#include "command/vm_save_program.h"

static const char *file, *xml_file;
static bool running, paused;
static enum vm_resume resume;

static const struct option_row options[] = {
	OPT_FLAG(0, "running", &running, "it runs when it is back"),
	OPT_FLAG(0, "paused",  &paused,  "it is paused when it is back"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file,     "image that vm-save wrote"),
	ARG("XML",  "xml",  VALUE_FILE, ARG_ONE, &xml_file, "definition to put in, - for standard input"),
	ROWS_END
};

static int
run(void)
{
	auto_free char *xml = NULL;

	if (vm_resume_asked(running, paused, &resume) < 0)
		return -1;
	xml = input_read(xml_file, NULL);
	return xml ? vm_image_define(file, xml, input_name(xml_file), resume) : -1;
}

const struct command command = {
	.name      = "vm-save-image-define",
	.summary   = "replace the definition inside an image that a virtual machine was saved to",
	.virsh     = "save-image-define",
	.example   = "vm-save-image-define /srv/web1.save moved.xml --paused",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(DENIED),
	.run       = run,
};
