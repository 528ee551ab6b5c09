/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* caps - what one emulator binary can do, probed once over QMP and cached
 *
 * $CACHE/qemu/KEY.caps, KEY from path, inode, size and mtime of the binary (and of us): a
 * new emulator is probed anew, nothing ever expires. */
#ifndef QEMU_CAPS_H
#define QEMU_CAPS_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/text.h"

struct qemu_machine {
	char *name, *alias;              /* "pc-i440fx-7.2", "pc" */
	char *cpu;                       /* default model: "qemu64" */
	unsigned max_cpus;
	bool numa, is_default, deprecated, hotplug_cpus;
};
LIST_OF(qemu_machine);

struct qemu_caps {
	char *binary, *arch;             /* "x86_64" */
	unsigned version;                /* 7002022 */
	char *package;                   /* "Debian 1:7.2+dfsg-7" */
	struct qemu_machine_list machines;
	struct strings types;            /* QOM types, sorted: "virtio-blk-pci" */
	struct strings commands;         /* QMP commands, sorted */
	struct strings cpus;             /* CPU models, sorted */
	struct strings options;          /* "OPTION.PARAMETER" of query-command-line-options, sorted: "sandbox.spawn" */
	bool kvm;                        /* and usable here */
};

/* From the cache, or by running the binary.  NULL after a failure (FAULT_UNSUPPORTED naming it when it is missing
 * or no emulator).  Borrowed: kept for this invocation. */
const struct qemu_caps *qemu_caps(const char *binary);

/* The default emulator for an architecture: first of qemu-system-ARCH, qemu-kvm on
 * $PATH.  Caller frees; NULL after FAULT_UNSUPPORTED. */
char *qemu_binary(const char *arch);

/* By name or alias; NULL name: the default machine.  NULL when there is none. */
const struct qemu_machine *qemu_caps_machine(const struct qemu_caps *caps, const char *name);
bool qemu_caps_has(const struct qemu_caps *caps, const char *type);

#endif
