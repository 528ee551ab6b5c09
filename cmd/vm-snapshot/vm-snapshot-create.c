/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-create - take a snapshot of a virtual machine as a document asks for it */
#include "command/command.h"
#include "command/moment_program.h"

static const char *file;
static bool redefine, current, no_metadata, halt, disk_only, reuse, quiesce, atomic, live;

static const struct option_row options[] = {
	OPT_FLAG(0, "redefine",       &redefine,    "only take over a complete document of an existing snapshot"),
	OPT_FLAG(0, "current",        &current,     "with --redefine: make it the current one"),
	OPT_FLAG(0, "no-metadata",    &no_metadata, "keep nothing about it"),
	OPT_FLAG(0, "halt",           &halt,        "stop the virtual machine afterwards"),
	OPT_FLAG(0, "disk-only",      &disk_only,   "disks without memory"),
	OPT_FLAG(0, "reuse-external", &reuse,       "overlay files exist already"),
	OPT_FLAG(0, "quiesce",        &quiesce,     "freeze the guest's filesystems meanwhile"),
	OPT_FLAG(0, "atomic",         &atomic,      "all disks or none, which is always so"),
	OPT_FLAG(0, "live",           &live,        "the guest runs on while its memory is saved"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",      "domain",  VALUE_VM,   ARG_ONE,      NULL,  "name, UUID or number of the virtual machine"),
	ARG("XMLFILE", "xmlfile", VALUE_FILE, ARG_OPTIONAL, &file, "document to read, - for standard input; none: a plain snapshot"),
	ROWS_END
};

static unsigned
how(void)
{
	return (redefine ? SNAPSHOT_REDEFINE : 0) | (current ? SNAPSHOT_CURRENT : 0) |
	       (no_metadata ? SNAPSHOT_NO_METADATA : 0) | (halt ? SNAPSHOT_HALT : 0) |
	       (disk_only ? SNAPSHOT_DISK_ONLY : 0) | (reuse ? SNAPSHOT_REUSE : 0) |
	       (quiesce ? SNAPSHOT_QUIESCE : 0) | (atomic ? SNAPSHOT_ATOMIC : 0) |
	       (live ? SNAPSHOT_LIVE : 0) | (asked.validate ? SNAPSHOT_VALIDATE : 0);
}

static int
take(const char *vm_name)
{
	auto_free char *xml = file ? input_read(file, NULL) : xstrdup("<domainsnapshot/>\n");
	auto_vm struct vm *vm = xml ? vm_open(vm_name, VM_TO_CHANGE) : NULL;
	auto_free char *name = NULL;

	if (!vm || snapshot_create(vm, xml, file ? input_name(file) : NULL, how(), &name) < 0)
		return -1;
	if (!moment_has_name(xml) && !asked.dry_run)
		answer("%s\n", name);
	say("snapshot %s %s", name, redefine ? "redefined" : "taken");
	return 0;
}

const struct command command = {
	.name      = "vm-snapshot-create",
	.summary   = "take a snapshot of a virtual machine, as a document asks for it",
	.virsh     = "snapshot-create",
	.example   = "vm-snapshot-create web1 before-upgrade.xml",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) |
		     CAN(XML) | CAN(CONFIG) | CAN(SCHEMA) | CAN(AGENT),
	.run       = snapshot_job_asked,
	.each      = take,
};
