/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* machine - families of emulated boards, and what comes with each */
#include "machine.h"

static const struct machine machines[] = {
	[MACHINE_OTHER]   = { .family = MACHINE_OTHER },
	[MACHINE_I440FX]  = { .family = MACHINE_I440FX, .root = PCI_ROOT, .ide = true, .usb = true,
			      .ps2 = true, .ram = "pc.ram" },
	[MACHINE_Q35]     = { .family = MACHINE_Q35, .root = PCIE_ROOT, .sata = true, .usb = true,
			      .ps2 = true, .ram = "pc.ram" },
	[MACHINE_ISAPC]   = { .family = MACHINE_ISAPC, .ide = true, .ps2 = true, .ram = "pc.ram" },
	[MACHINE_MICROVM] = { .family = MACHINE_MICROVM, .ram = "microvm.ram" },
	[MACHINE_VIRT]    = { .family = MACHINE_VIRT, .root = PCIE_ROOT, .usb = true, .ram = "mach-virt.ram" },
};

/* Names of machine types by their beginning; an x86 board only counts on x86. */
static const struct {
	const char *beginning;
	bool whole, x86;
	enum machine_family family;
} names[] = {
	{ "pc",         true,  true,  MACHINE_I440FX },
	{ "pc-i440",    false, true,  MACHINE_I440FX },
	{ "pc-0.",      false, true,  MACHINE_I440FX },
	{ "pc-1.",      false, true,  MACHINE_I440FX },
	{ "rhel",       false, true,  MACHINE_I440FX },
	{ "q35",        true,  true,  MACHINE_Q35 },
	{ "pc-q35",     false, true,  MACHINE_Q35 },
	{ "isapc",      true,  true,  MACHINE_ISAPC },
	{ "microvm",    true,  true,  MACHINE_MICROVM },
	{ "virt",       true,  false, MACHINE_VIRT },
	{ "virt-",      false, false, MACHINE_VIRT },
};

bool
machine_is_x86(const struct vm_def *def)
{
	return text_same(def->os.arch, "x86_64") || text_same(def->os.arch, "i686");
}

const struct machine *
machine_of(const struct vm_def *def)
{
	const char *name = def->os.machine ? def->os.machine : "";
	bool x86 = machine_is_x86(def);

	for (unsigned i = 0; i < COUNT(names); i++)
		if (names[i].x86 == x86 &&
		    (names[i].whole ? text_same(name, names[i].beginning) : text_starts(name, names[i].beginning)))
			return &machines[names[i].family];
	return &machines[MACHINE_OTHER];
}

struct controller *
machine_controller(const struct vm_def *def, enum controller_kind type, unsigned index)
{
	list_each(c, &def->devices.controllers)
		if (c->type == type && c->index.value == index)
			return c;
	return NULL;
}

bool
machine_shows(const struct vm_def *def, enum graphics_kind type)
{
	list_each(graphics, &def->devices.graphics)
		if (graphics->type == type)
			return true;
	return false;
}
