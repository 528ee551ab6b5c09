/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-save - write the memory of a virtual machine to a file and stop it */
#include "command/command.h"
#include "command/job.h"
#include "command/vm_save_program.h"

static const char *file, *xml_file, *format, *channels;
static bool bypass_cache, running, paused;
static enum vm_resume resume;
static char *xml;

static const struct option_row options[] = {
	OPT_FLAG (0, "bypass-cache", &bypass_cache, "leave nothing of the image in the page cache"),
	OPT_VALUE(0, "xml", VALUE_FILE, &xml_file, "FILE", "definition that it comes back with"),
	OPT_FLAG (0, "running",      &running,      "it runs when it is back, whatever it does now"),
	OPT_FLAG (0, "paused",       &paused,       "it is paused when it is back"),
	OPT_WORD (0, "image-format", &format, "FORMAT", vm_memory_words, "compression of the memory, by the program of that name"),
	OPT_VALUE(0, "parallel-channels", VALUE_TEXT, &channels, "N", "write with several descriptors"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("FILE", "file",   VALUE_FILE, ARG_ONE, &file,     "image to write, - for standard output"),
	ROWS_END
};

static int
run(void)
{
	if (vm_resume_asked(running, paused, &resume) < 0 || vm_channels_refuse(channels, format) < 0)
		return -1;
	xml = xml_file ? input_read(xml_file, NULL) : NULL;
	return xml_file && !xml ? -1 : job_begin();
}

static int
save(const char *name)
{
	const struct vm_save how = {
		.path = file, .format = format, .xml = xml, .whence = xml ? input_name(xml_file) : NULL,
		.resume = resume, .bypass_cache = bypass_cache,
	};
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_vm_writing struct vm_writing writing = WRITING();

	if (!vm || vm_save_begin(vm, &how, &writing) < 0)
		return -1;
	if (vm_is_dry_run())
		return 0;
	if (vm_writing_wait(&writing, "Save") < 0)
		return -1;
	say("saved to %s", file);
	return 0;
}

const struct command command = {
	.name      = "vm-save",
	.summary   = "write the memory of a virtual machine to a file and stop it",
	.virsh     = "save",
	.example   = "vm-save web1 /srv/web1.save --image-format=zstd",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(OPTION) |
		     CAN(BUSY) | CAN(TIMEOUT) | CAN(DENIED),
	.run       = run,
	.each      = save,
};
