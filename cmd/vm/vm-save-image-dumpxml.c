/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-save-image-dumpxml - print the definition inside an image of a saved virtual machine */
#include "command/command.h"
#include "driver/vm_save.h"

static const char *file;
static bool security_info;

static const struct option_row options[] = {
	OPT_FLAG(0, "security-info", &security_info, "passwords and other secrets too"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file, "image that vm-save wrote"),
	ROWS_END
};

static int
run(void)
{
	auto_free char *xml = vm_image_xml(file, security_info ? VIEW_SECRET : VIEW_CONFIG);

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "vm-save-image-dumpxml",
	.summary   = "print the definition inside an image that a virtual machine was saved to",
	.virsh     = "save-image-dumpxml",
	.example   = "vm-save-image-dumpxml /srv/web1.save --xpath='//disk/source/@file'",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(DENIED),
	.run       = run,
};
