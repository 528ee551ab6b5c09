/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_assign - give every PCI device of a guest its address, adding controllers as needed */
#include "pci_assign.h"

#include "base/rule.h"
#include "complete.h"
#include "pci_devices.h"

struct assignment {
	struct vm_def *def;
	const struct machine *machine;
	struct pci_set set;
	bool express;
};

/* Function of each controller of an ICH9 USB set. */
static const struct {
	enum controller_model model;
	unsigned function;
} companions[] = {
	{ USB_ICH9_UHCI1, 0 },
	{ USB_ICH9_UHCI2, 1 },
	{ USB_ICH9_UHCI3, 2 },
	{ USB_ICH9_EHCI1, 7 },
};

static int
companion_function(const struct controller *c)
{
	if (c->type == CONTROLLER_USB)
		for (unsigned i = 0; i < COUNT(companions); i++)
			if (companions[i].model == c->model)
				return companions[i].function;
	return -1;
}

static int
highest_bus(const struct vm_def *def)
{
	int highest = -1;

	list_each(c, &def->devices.controllers)
		if (c->type == CONTROLLER_PCI && c->index.value > highest)
			highest = c->index.value;
	return highest;
}

/* What a machine does not have, before places are looked for. */
static int
check_controllers(const struct assignment *a)
{
	list_each(c, &a->def->devices.controllers)
		if (c->type == CONTROLLER_PCI && RULES_HOLD("PCI controller", words_name(&controller_model_words, c->model),
			{ (c->model == PCI_ROOT || c->model == PCIE_ROOT) && c->index.value, FAULT_XML, "it has index 0" },
			{ c->model == PCI_EXPANDER_BUS && a->machine->family != MACHINE_I440FX, FAULT_CONFIG, "it is of machine type 'pc'" },
			{ c->model == PCIE_EXPANDER_BUS && a->machine->family != MACHINE_Q35, FAULT_CONFIG, "it is of machine type 'q35'" },
			{ c->index.value < 0 || c->index.value > 255, FAULT_CONFIG, "its index is out of range" }) < 0)
			return -1;
	return 0;
}

/* Give the buses of the set the models the definition says; buses it leaves out in
 * between are what devices would add. */
static int
name_buses(struct assignment *a)
{
	list_each(c, &a->def->devices.controllers) {
		const struct pci_controller *pci = c->type == CONTROLLER_PCI ? pci_controller_find(c->model) : NULL;

		if (c->type != CONTROLLER_PCI)
			continue;
		if (!pci)
			return fail(FAULT_CONFIG, "PCI controller %u has no model",
				    (unsigned)c->index.value);
		if (a->set.item[c->index.value].controller)
			return fail(FAULT_CONFIG, "there are two PCI controllers with index %u",
				    (unsigned)c->index.value);
		a->set.item[c->index.value].controller = pci;
	}
	for (unsigned i = 0; i < a->set.n; i++)
		if (!a->set.item[i].controller)
			a->set.item[i].controller = pci_controller_find(!i ? a->machine->root :
									a->express ? PCIE_ROOT_PORT : PCI_BRIDGE);
	return 0;
}

static int
collect(void *device, struct device_info *info, unsigned needs, void *context)
{
	struct assignment *a = context;

	(void)device;
	if (!pci_address_there(info))
		return 0;
	return pci_reserve(&a->set, &info->address.pci, needs, true);
}

static int
prepare(struct assignment *a, unsigned buses, bool growing, bool pcie_pci_bridge)
{
	pci_set_init(&a->set, buses, growing);
	a->set.pcie_pci_bridge = pcie_pci_bridge;
	if (name_buses(a) < 0 || pci_each_device(a->def, a->express, collect, a) < 0)
		return -1;
	return pci_chipset(a->def, a->machine, &a->set);
}

/* While growing, nothing is written to the definition but what only the chipset decides. */
static int
give_next(struct assignment *a, struct device_info *info, unsigned needs, int function)
{
	struct pci_address at;

	if (pci_reserve_next(&a->set, needs, function, &at) < 0)
		return -1;
	if (!a->set.growing)
		device_address_pci(&info->address, at);
	return 0;
}

/* The controller of the same set that already has a place; in the dry run, one that comes earlier. */
static const struct controller *
placed_companion(const struct assignment *a, const struct controller *c)
{
	list_each(other, &a->def->devices.controllers) {
		if (companion_function(other) < 0 || other->index.value != c->index.value)
			continue;
		if (pci_address_there(&other->info) || (a->set.growing && other < c))
			return other;
	}
	return NULL;
}

/* All controllers of a set share one slot. */
static int
give_companion(struct assignment *a, struct controller *c, unsigned needs, int function)
{
	const struct controller *other = placed_companion(a, c);
	struct pci_address at;

	if (!other) {
		if (give_next(a, &c->info, needs, function) < 0)
			return -1;
	} else if (pci_address_there(&other->info)) {
		at = other->info.address.pci;
		at.function = NUMBER_OF(function);
		if (pci_reserve(&a->set, &at, needs, true) < 0)
			return -1;
		if (!a->set.growing)
			device_address_pci(&c->info.address, at);
	}
	if (!a->set.growing)
		c->info.address.pci.multifunction = function ? UNSAID : YES;
	return 0;
}

static int
give(void *device, struct device_info *info, unsigned needs, void *context)
{
	struct assignment *a = context;

	(void)device;
	return pci_address_wanted(info) ? give_next(a, info, needs, -1) : 0;
}

static int
give_controller(void *device, struct device_info *info, unsigned needs, void *context)
{
	struct assignment *a = context;
	struct controller *c = device;
	int function = companion_function(c);

	if (c->type == CONTROLLER_PCI || !pci_address_wanted(info))
		return 0;
	return function < 0 ? give_next(a, info, needs, -1) : give_companion(a, c, needs, function);
}

static int
give_pci_controller(void *device, struct device_info *info, unsigned needs, void *context)
{
	const struct controller *c = device;

	if (c->type != CONTROLLER_PCI || !pci_address_wanted(info))
		return 0;
	return give_next(context, info, needs, -1);
}

/* PCI controllers first, then the rest in the order of the table. */
static int
give_all(struct assignment *a)
{
	for (unsigned i = 0; i < pci_sorts_count; i++)
		if (pci_sorts[i].list == offsetof(struct vm_def, devices.controllers) &&
		    pci_each(&pci_sorts[i], a->def, a->express, give_pci_controller, a) < 0)
			return -1;
	for (unsigned i = 0; i < pci_sorts_count; i++) {
		bool controllers = pci_sorts[i].list == offsetof(struct vm_def, devices.controllers);

		if (pci_each(&pci_sorts[i], a->def, a->express, controllers ? give_controller : give, a) < 0)
			return -1;
	}
	return 0;
}

/* On PCI, leave a slot for a bridge unless the buses are full anyway. */
static int
spare_bridge_slot(struct assignment *a)
{
	struct pci_address unused;

	if (a->express)
		return 0;
	for (unsigned i = 0; i < a->set.n; i++)
		if (!pci_bus_full(&a->set.item[i]))
			return pci_reserve_next(&a->set, FIT_PCI | FIT_HOTPLUG, -1, &unused);
	return 0;
}

/* On PCI Express, leave one port for a device to be plugged, if the ports are ours to manage. */
static int
spare_port(struct assignment *a, int highest)
{
	struct pci_address unused;

	if (!a->express || highest > 0 || a->set.n == 1)
		return 0;
	return pci_reserve_next(&a->set, FIT_PCIE | FIT_HOTPLUG, -1, &unused);
}

/* Put the buses that had to be added into the definition. */
static int
add_controllers(struct assignment *a)
{
	struct pci_address unused;

	for (unsigned i = 1; i < a->set.n; i++) {
		const struct pci_controller *bus = a->set.item[i].controller;

		if (qemu_add_controller(a->def, CONTROLLER_PCI, i, bus->model) &&
		    pci_reserve_next(&a->set, bus->needs, -1, &unused) < 0)
			return -1;
	}
	return 0;
}

/* A dry run tells how many buses are needed. */
static int
grow_buses(struct assignment *a, int highest, bool pcie_pci_bridge)
{
	if (prepare(a, highest + 1, true, pcie_pci_bridge) < 0 ||
	    spare_bridge_slot(a) < 0 || give_all(a) < 0 || spare_port(a, highest) < 0)
		return -1;
	return add_controllers(a);
}

/* Function 0 of a slot says that other functions are in use, unless the user decided. */
static int
mark_multifunction(void *device, struct device_info *info, unsigned needs, void *context)
{
	struct assignment *a = context;
	struct pci_address *at = &info->address.pci;

	(void)device;
	(void)needs;
	if (pci_address_there(info) && !at->function.value && !at->multifunction &&
	    a->set.item[at->bus.value].taken[at->slot.value] & ~1u)
		at->multifunction = YES;
	return 0;
}

/* Two below the lowest one: an expander has a bridge inside. */
static int
choose_bus_number(struct vm_def *def, struct controller *expander)
{
	int lowest = 256;

	list_each(c, &def->devices.controllers)
		if (c->type == CONTROLLER_PCI && c->pci.bus_nr.given && c->pci.bus_nr.value < lowest)
			lowest = c->pci.bus_nr.value;
	if (lowest <= 2)
		return fail(FAULT_CONFIG, "no bus number is left for PCI controller %u",
			    (unsigned)expander->index.value);
	expander->pci.bus_nr = NUMBER_OF(lowest - 2);
	return 0;
}

static void
set_default(struct number *number, int64_t value)
{
	if (!number->given)
		*number = NUMBER_OF(value);
}

/* What the guest sees of a PCI controller besides its place. */
static int
describe_controller(struct vm_def *def, struct controller *c)
{
	const struct pci_address *at = &c->info.address.pci;

	if (!c->pci.model_name)
		c->pci.model_name = pci_controller_find(c->model)->device;
	switch (c->model) {
	case PCI_BRIDGE:
		set_default(&c->pci.chassis_nr, c->index.value);
		return 0;
	case PCIE_ROOT_PORT:
		set_default(&c->pci.chassis, c->index.value);
		set_default(&c->pci.port, (at->slot.value << 3) + at->function.value);
		return 0;
	case PCIE_SWITCH_DOWNSTREAM_PORT:
		set_default(&c->pci.chassis, c->index.value);
		set_default(&c->pci.port, at->slot.value);
		return 0;
	case PCI_EXPANDER_BUS:
	case PCIE_EXPANDER_BUS:
		return c->pci.bus_nr.given ? 0 : choose_bus_number(def, c);
	default:
		return 0;
	}
}

static int
describe_controllers(struct vm_def *def)
{
	list_each(c, &def->devices.controllers) {
		if (c->type != CONTROLLER_PCI)
			continue;
		if (describe_controller(def, c) < 0)
			return -1;
		/* A bus behind itself, or behind one that comes later. */
		if (c->index.value && c->info.address.pci.bus.value >= c->index.value)
			return fail(FAULT_CONFIG, "PCI controller %u cannot be on bus %u: too many devices have fixed addresses",
				    (unsigned)c->index.value, (unsigned)c->info.address.pci.bus.value);
	}
	return 0;
}

static int
assign(struct assignment *a, bool pcie_pci_bridge)
{
	int highest = highest_bus(a->def);

	if (highest < 0 || a->machine->root == CONTROLLER_MODEL_NONE)
		return 0;
	if (check_controllers(a) < 0 || grow_buses(a, highest, pcie_pci_bridge) < 0)
		return -1;
	pci_set_done(&a->set);
	if (prepare(a, highest_bus(a->def) + 1, false, pcie_pci_bridge) < 0 || give_all(a) < 0)
		return -1;
	pci_each_device(a->def, a->express, mark_multifunction, a);
	return describe_controllers(a->def);
}

int
pci_assign(struct vm_def *def, bool pcie_pci_bridge)
{
	struct assignment a = { .def = def, .machine = machine_of(def) };
	int result;

	a.express = a.machine->root == PCIE_ROOT;
	result = assign(&a, pcie_pci_bridge);
	pci_set_done(&a.set);
	return result;
}
