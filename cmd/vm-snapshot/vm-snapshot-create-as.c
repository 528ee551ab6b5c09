/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-create-as - take a snapshot of a virtual machine as the command line asks for it */
#include "command/command.h"
#include "command/moment_program.h"
#include "driver/moment_spec.h"

static const char *name, *description, *memspec;
static struct strings diskspecs;
static bool print_xml_only, no_metadata, halt, disk_only, reuse, quiesce, atomic, live, validate;

static const struct option_row options[] = {
	OPT_VALUE(0, "memspec", VALUE_TEXT, &memspec, "SPEC",   "where memory goes: [file=]PATH[,snapshot=MODE]"),
	OPT_FLAG (0, "print-xml",      &print_xml_only, "print the document instead, and do nothing"),
	OPT_FLAG (0, "no-metadata",    &no_metadata,    "keep nothing about it"),
	OPT_FLAG (0, "halt",           &halt,           "stop the virtual machine afterwards"),
	OPT_FLAG (0, "disk-only",      &disk_only,      "disks without memory"),
	OPT_FLAG (0, "reuse-external", &reuse,          "overlay files exist already"),
	OPT_FLAG (0, "quiesce",        &quiesce,        "freeze the guest's filesystems meanwhile"),
	OPT_FLAG (0, "atomic",         &atomic,         "all disks or none, which is always so"),
	OPT_FLAG (0, "live",           &live,           "the guest runs on while its memory is saved"),
	OPT_FLAG (0, "validate",       &validate,       "check the document against its schema first"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",          "domain",      VALUE_VM,   ARG_ONE,      NULL,         "name, UUID or number of the virtual machine"),
	ARG("NAME",        "name",        VALUE_TEXT, ARG_OPTIONAL, &name,        "what the snapshot is called; none: the time in seconds"),
	ARG("DESCRIPTION", "description", VALUE_TEXT, ARG_OPTIONAL, &description, "what it is for"),
	ARG("DISKSPEC",    "diskspec",    VALUE_TEXT, ARG_ANY,      &diskspecs,   "DISK[,snapshot=MODE][,driver=FORMAT][,stype=file|block][,file=PATH]"),
	ROWS_END
};

static unsigned
how(void)
{
	return (no_metadata ? SNAPSHOT_NO_METADATA : 0) | (halt ? SNAPSHOT_HALT : 0) |
	       (disk_only ? SNAPSHOT_DISK_ONLY : 0) | (reuse ? SNAPSHOT_REUSE : 0) |
	       (quiesce ? SNAPSHOT_QUIESCE : 0) | (atomic ? SNAPSHOT_ATOMIC : 0) |
	       (live ? SNAPSHOT_LIVE : 0) | (validate ? SNAPSHOT_VALIDATE : 0);
}

static int
take(const char *vm_name)
{
	auto_free char *xml = snapshot_spec(name, description, memspec, &diskspecs);
	auto_vm struct vm *vm = xml ? vm_open(vm_name, print_xml_only ? VM_TO_READ : VM_TO_CHANGE) : NULL;
	auto_free char *made = NULL;

	if (!vm)
		return -1;
	if (print_xml_only) {
		answer("%s", xml);
		return 0;
	}
	if (snapshot_create(vm, xml, NULL, how(), &made) < 0)
		return -1;
	if (!name && !asked.dry_run)
		answer("%s\n", made);
	say("snapshot %s taken", made);
	return 0;
}

const struct command command = {
	.name      = "vm-snapshot-create-as",
	.summary   = "take a snapshot of a virtual machine, as the command line asks for it",
	.virsh     = "snapshot-create-as",
	.example   = "vm-list --name 'web-*' | vm-snapshot-create-as - --name=before-upgrade",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) |
		     CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(AGENT),
	.run       = snapshot_job_asked,
	.each      = take,
};
