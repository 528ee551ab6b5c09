/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-save-image-edit - change the definition inside an image of a saved virtual machine in an editor */
#include "command/command.h"
#include "command/vm_save_program.h"

static const char *file;
static bool running, paused;
static enum vm_resume resume;

static const struct option_row options[] = {
	OPT_FLAG(0, "running", &running, "it runs when it is back"),
	OPT_FLAG(0, "paused",  &paused,  "it is paused when it is back"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file, "image that vm-save wrote"),
	ROWS_END
};

static int
accept(const char *edited, const void *what)
{
	(void)what;
	return vm_image_define(file, edited, "edited", resume);
}

static int
run(void)
{
	auto_free char *xml = NULL;

	if (vm_resume_asked(running, paused, &resume) < 0)
		return -1;
	xml = vm_image_xml(file, VIEW_SECRET);
	return xml ? vm_edit_image(xml, resume, accept, NULL) : -1;
}

const struct command command = {
	.name      = "vm-save-image-edit",
	.summary   = "change the definition inside an image that a virtual machine was saved to",
	.virsh     = "save-image-edit",
	.example   = "vm-save-image-edit /srv/web1.save --set=//disk/source/@file=/srv/moved.qcow2",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(DENIED),
	.run       = run,
};
