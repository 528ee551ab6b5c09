/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete - what QEMU adds to a definition: machine, default devices, addresses */
#include "complete.h"

#include <sys/utsname.h>

#include "base/fail.h"
#include "pci_assign.h"
#include "state/place.h"
#include "validate.h"

/* A 64-bit emulator runs a 32-bit guest on KVM; under emulation the smaller one is used. */
static const char *
emulator_arch(const struct vm_def *def)
{
	return def->type == VM_KVM && text_same(def->os.arch, "i686") ? "x86_64" : def->os.arch;
}

int
qemu_complete_emulator(struct vm_def *def)
{
	struct utsname host;

	if (!def->os.arch) {
		if (uname(&host) < 0)
			return fail_errno("ask for the architecture of this host");
		def->os.arch = xstrdup(host.machine);
	}
	if (!def->devices.emulator)
		def->devices.emulator = qemu_binary(emulator_arch(def));
	return def->devices.emulator ? 0 : -1;
}

struct controller *
qemu_find_controller(const struct vm_def *def, enum controller_kind type, unsigned index)
{
	list_each(c, &def->devices.controllers)
		if (c->type == type && c->index.value == index)
			return c;
	return NULL;
}

/* Behind the last one of its type with a smaller index, before a companion of the same
 * index that is not its master, else at the end. */
static unsigned
controller_place(const struct controller_list *list, enum controller_kind type, unsigned index)
{
	unsigned place = list->n;
	bool found = false;

	for (unsigned i = list->n; i-- > 0;) {
		const struct controller *c = &list->item[i];

		if (c->type != type)
			continue;
		if (c->index.value > index ||
		    (c->index.value == index && c->info.master_startport.given))
			place = i, found = true;
		else if (!found)
			place = i + 1, found = true;
	}
	return place;
}

bool
qemu_add_controller(struct vm_def *def, enum controller_kind type, unsigned index,
			enum controller_model model)
{
	struct controller_list *list = &def->devices.controllers;
	unsigned place;

	if (qemu_find_controller(def, type, index))
		return false;
	place = controller_place(list, type, index);
	list_add(list);
	memmove(&list->item[place + 1], &list->item[place], (list->n - 1 - place) * sizeof *list->item);
	memset(&list->item[place], 0, sizeof *list->item);
	model_init(&controller_type, &list->item[place]);
	list->item[place].type = type;
	list->item[place].index = NUMBER_OF(index);
	list->item[place].model = model;
	return true;
}

int
qemu_complete_addresses(struct completion *c)
{
	if (qemu_complete_virtio_serial(c->def) < 0 || qemu_complete_other_addresses(c->def) < 0)
		return -1;
	if (pci_assign(c->def, qemu_caps_has(c->caps, "pcie-pci-bridge")) < 0)
		return -1;
	return qemu_complete_usb(c->def);
}

int
qemu_complete_with(struct vm_def *def, const struct qemu_caps *caps, const char *var)
{
	struct completion c = { .def = def, .caps = caps, .var = var };

	if (qemu_complete_machine(&c) < 0 || qemu_complete_cpu(&c) < 0 || qemu_complete_defaults(&c) < 0 ||
	    vm_def_complete(def) < 0)
		return -1;
	if (qemu_complete_devices(&c) < 0 || qemu_complete_addresses(&c) < 0)
		return -1;
	return qemu_validate(def, caps);
}

int
qemu_complete(struct vm_def *def)
{
	auto_free char *var = place_file(PLACE_VAR, "qemu");
	const struct qemu_caps *caps;

	if (qemu_complete_emulator(def) < 0)
		return -1;
	caps = qemu_caps(def->devices.emulator);
	return caps ? qemu_complete_with(def, caps, var) : -1;
}
