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

/* The letter that a name's line begins with. */
enum qemu_name {
	QEMU_TYPE = 't',                 /* of QOM: "virtio-blk-pci" */
	QEMU_CPU  = 'c',                 /* a model of processor */
};

struct qemu_caps {
	char *binary, *arch;             /* "x86_64" */
	unsigned version;                /* 7002022 */
	char *package;                   /* "Debian 1:7.2+dfsg-7" */
	struct qemu_machine_list machines;
	struct text names;               /* "\n", then a line for each of a qemu_name, in order */
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
void qemu_caps_add(struct qemu_caps *caps, enum qemu_name letter, const char *name);
void qemu_caps_names(const struct qemu_caps *caps, enum qemu_name letter, struct strings *ret_names);

#endif
