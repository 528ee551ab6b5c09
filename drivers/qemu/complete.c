/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete - what QEMU adds to a definition: machine, default devices, addresses */
#include "complete.h"

#include <sys/utsname.h>

#include "base/fail.h"
#include "driver/vm_complete.h"
#include "pci_assign.h"
#include "state/place.h"

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
		def->devices.emulator = qemu_binary(def->os.arch);
	return def->devices.emulator ? 0 : -1;
}

bool
qemu_add_controller(struct vm_def *def, enum controller_kind type, unsigned index,
			enum controller_model model)
{
	struct controller *c;

	if (machine_controller(def, type, index))
		return false;
	c = list_add(&def->devices.controllers);
	model_init(&controller_type, c);
	c->type = type;
	c->index = NUMBER_OF(index);
	c->model = model;
	return true;
}

int
qemu_complete_addresses(struct completion *c)
{
	if (qemu_complete_virtio_serial(c->def) < 0 || qemu_complete_other_addresses(c->def) < 0)
		return -1;
	if (pci_assign(c->def, qemu_caps_has(c->caps, "pcie-pci-bridge")) < 0)
		return -1;
	if (qemu_complete_usb(c->def) < 0)
		return -1;
	console_follow(c->def);
	return 0;
}

int
qemu_complete_with(struct vm_def *def, const struct qemu_caps *caps, const char *var)
{
	struct completion c = { .def = def, .caps = caps, .var = var };

	if (controllers_settle(def) < 0 || qemu_complete_machine(&c) < 0 || qemu_complete_cpu(&c) < 0 || qemu_complete_defaults(&c) < 0 ||
	    vm_def_complete(def) < 0)
		return -1;
	return qemu_complete_devices(&c) < 0 ? -1 : qemu_complete_addresses(&c);
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
