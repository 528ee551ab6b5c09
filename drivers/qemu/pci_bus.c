/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_bus - which PCI functions of a guest are taken, and what fits where */
#include "pci_bus.h"

#include <stdio.h>

#include "base/fail.h"

#define ENDPOINT (FIT_PCI | FIT_PCIE)
#define PCI_SLOTS (FIT_PCI | FIT_PCI_BRIDGE)

static const struct pci_controller controllers[] = {
	{ PCI_ROOT, PCI_MODEL_NAME_NONE, 0,
	  PCI_SLOTS | FIT_PCI_EXPANDER | FIT_HOTPLUG | FIT_AUTOMATIC, 1, 31 },
	{ PCIE_ROOT, PCI_MODEL_NAME_NONE, 0,
	  FIT_PCIE | FIT_ROOT_PORT | FIT_DMI_BRIDGE | FIT_PCIE_EXPANDER | FIT_AUTOMATIC, 1, 31 },
	{ PCI_BRIDGE, PCI_NAME_PCI_BRIDGE, FIT_PCI_BRIDGE,
	  PCI_SLOTS | FIT_HOTPLUG | FIT_AUTOMATIC, 1, 31 },
	{ DMI_TO_PCI_BRIDGE, PCI_NAME_I82801B11, FIT_DMI_BRIDGE,
	  PCI_SLOTS | FIT_AUTOMATIC, 0, 31 },
	{ PCIE_TO_PCI_BRIDGE, PCI_NAME_PCIE_PCI, FIT_PCIE_PCI,
	  PCI_SLOTS | FIT_HOTPLUG | FIT_AUTOMATIC, 1, 31 },
	{ PCIE_ROOT_PORT, PCI_NAME_ROOT_PORT, FIT_ROOT_PORT | FIT_SHARED,
	  FIT_PCIE | FIT_UPSTREAM | FIT_PCIE_PCI | FIT_HOTPLUG | FIT_AUTOMATIC, 0, 0 },
	{ PCIE_SWITCH_UPSTREAM_PORT, PCI_NAME_X3130, FIT_UPSTREAM,
	  FIT_DOWNSTREAM | FIT_AUTOMATIC, 0, 31 },
	{ PCIE_SWITCH_DOWNSTREAM_PORT, PCI_NAME_XIO3130, FIT_DOWNSTREAM,
	  FIT_PCIE | FIT_UPSTREAM | FIT_PCIE_PCI | FIT_HOTPLUG | FIT_AUTOMATIC, 0, 0 },
	{ PCI_EXPANDER_BUS, PCI_NAME_PXB, FIT_PCI_EXPANDER,
	  PCI_SLOTS | FIT_HOTPLUG | FIT_AUTOMATIC, 0, 31 },
	{ PCIE_EXPANDER_BUS, PCI_NAME_PXB_PCIE, FIT_PCIE_EXPANDER,
	  FIT_ROOT_PORT | FIT_DMI_BRIDGE | FIT_AUTOMATIC, 0, 31 },
};

/* For messages: what it is that does not fit. */
static const struct {
	unsigned kind;
	const char *words;
} kinds[] = {
	{ FIT_PCI,           "a standard PCI slot" },
	{ FIT_PCIE,          "a PCI Express slot" },
	{ FIT_PCI_BRIDGE,    "a slot for a pci-bridge" },
	{ FIT_DMI_BRIDGE,    "a slot for a dmi-to-pci-bridge" },
	{ FIT_PCIE_PCI,      "a slot for a pcie-to-pci-bridge" },
	{ FIT_ROOT_PORT,     "a slot for a pcie-root-port" },
	{ FIT_UPSTREAM,      "a slot for a pcie-switch-upstream-port" },
	{ FIT_DOWNSTREAM,    "a slot for a pcie-switch-downstream-port" },
	{ FIT_PCI_EXPANDER,  "a slot for a pci-expander-bus" },
	{ FIT_PCIE_EXPANDER, "a slot for a pcie-expander-bus" },
};

const struct pci_controller *
pci_controller_find(enum controller_model model)
{
	for (unsigned i = 0; i < COUNT(controllers); i++)
		if (controllers[i].model == model)
			return &controllers[i];
	return NULL;
}

const char *
pci_address_text(const struct pci_address *at)
{
	static char text[64];

	snprintf(text, sizeof text, "%04llx:%02llx:%02llx.%llx",
		 (long long)at->domain.value, (long long)at->bus.value,
		 (long long)at->slot.value, (long long)at->function.value);
	return text;
}

static const char *
kind_words(unsigned needs)
{
	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (needs & kinds[i].kind)
			return kinds[i].words;
	return "a slot";
}

void
pci_set_init(struct pci_set *set, unsigned buses, bool growing)
{
	*set = (struct pci_set) { .growing = growing };
	while (set->n < buses)
		list_add(set);
}

void
pci_set_done(struct pci_set *set)
{
	free(set->item);
	*set = (struct pci_set) { 0 };
}

bool
pci_slot_taken(const struct pci_set *set, unsigned bus, unsigned slot)
{
	return bus < set->n && set->item[bus].taken[slot];
}

bool
pci_bus_full(const struct pci_bus *bus)
{
	for (unsigned slot = bus->controller->first; slot <= bus->controller->last; slot++)
		if (!bus->taken[slot])
			return false;
	return true;
}

/* Does a bus take this device?  What the user asks for may also cross between PCI and
 * PCI Express, give up hotplug, and be on a bus that is never chosen unasked. */
static bool
fits(const struct pci_bus *bus, unsigned needs, bool asked)
{
	unsigned offers = bus->controller ? bus->controller->offers : 0;

	if (asked) {
		offers |= offers & ENDPOINT ? ENDPOINT : 0;
		needs |= needs & FIT_PCI_BRIDGE ? FIT_PCI : 0;
		return needs & offers & FIT_KINDS;
	}
	return needs & offers & FIT_KINDS && offers & FIT_AUTOMATIC &&
	       !(needs & FIT_HOTPLUG & ~offers);
}

static void
add_bus(struct pci_set *set, enum controller_model model)
{
	list_add(set)->controller = pci_controller_find(model);
}

static bool
any_bus_takes(const struct pci_set *set, unsigned needs)
{
	for (unsigned i = 0; i < set->n; i++)
		if (fits(&set->item[i], needs, false))
			return true;
	return false;
}

/* Add what carries a conventional PCI device, and what that needs to be plugged in. */
static void
add_pci_slots(struct pci_set *set)
{
	if (any_bus_takes(set, FIT_PCI_BRIDGE)) {
		add_bus(set, PCI_BRIDGE);
		return;
	}
	if (set->pcie_pci_bridge) {
		add_bus(set, PCIE_ROOT_PORT);
		add_bus(set, PCIE_TO_PCI_BRIDGE);
		return;
	}
	add_bus(set, DMI_TO_PCI_BRIDGE);
	add_bus(set, PCI_BRIDGE);
}

/* Add buses until bus number `bus` exists; they are of a sort that suits the device. */
static int
grow(struct pci_set *set, unsigned bus, unsigned needs)
{
	while (set->n <= bus) {
		if (needs & (FIT_PCI | FIT_PCI_BRIDGE))
			add_pci_slots(set);
		else if (needs & (FIT_PCIE | FIT_UPSTREAM | FIT_PCIE_PCI))
			add_bus(set, PCIE_ROOT_PORT);
		else if (needs & FIT_DOWNSTREAM)
			add_bus(set, PCIE_SWITCH_UPSTREAM_PORT);
		else
			return fail(FAULT_CONFIG, "%s is needed, none is free, and none can be added",
				    kind_words(needs));
	}
	return 0;
}

static int
check_asked(const struct pci_set *set, const struct pci_address *at, unsigned needs, bool asked)
{
	const struct pci_bus *bus;

	if (at->domain.value)
		return fail(FAULT_XML, "PCI address %s: only PCI domain 0 is available",
			    pci_address_text(at));
	if (at->bus.value < 0 || at->bus.value >= set->n)
		return fail(FAULT_CONFIG, "PCI address %s: only PCI buses up to %u are available",
			    pci_address_text(at), set->n - 1);
	bus = &set->item[at->bus.value];
	if (!fits(bus, needs, asked))
		return fail(FAULT_XML, "PCI address %s: the device needs %s, which its bus does not have",
			    pci_address_text(at), kind_words(needs));
	if (at->slot.value < bus->controller->first || at->slot.value > bus->controller->last)
		return fail(FAULT_XML, "PCI address %s: slots of this bus are %u to %u",
			    pci_address_text(at), bus->controller->first, bus->controller->last);
	if (at->function.value < 0 || at->function.value > 7)
		return fail(FAULT_CONFIG, "PCI address %s: functions are 0 to 7", pci_address_text(at));
	return 0;
}

int
pci_reserve(struct pci_set *set, const struct pci_address *at, unsigned needs, bool asked)
{
	struct pci_bus *bus;
	unsigned slot = at->slot.value;

	if (set->growing && at->bus.value < 256 && grow(set, at->bus.value, needs) < 0)
		return -1;
	if (check_asked(set, at, needs, asked) < 0)
		return -1;
	bus = &set->item[at->bus.value];
	if (bus->taken[slot] >> at->function.value & 1)
		return fail(FAULT_XML, "PCI address %s is used twice", pci_address_text(at));
	if (!bus->taken[slot])
		bus->shared[slot] = needs & FIT_SHARED;
	bus->taken[slot] |= 1 << at->function.value;
	return 0;
}

/* A free function of the wanted sort in this slot, -1 when there is none. */
static int
free_function(const struct pci_bus *bus, unsigned slot, unsigned needs, int function)
{
	int first = function < 0 ? 0 : function, last = function < 0 ? 7 : function;

	if (!bus->taken[slot])
		return first;
	if (!(needs & FIT_SHARED) || !bus->shared[slot])
		return -1;
	for (int f = first; f <= last; f++)
		if (!(bus->taken[slot] >> f & 1))
			return f;
	return -1;
}

static bool
find_on_bus(const struct pci_set *set, unsigned number, unsigned needs, int function,
	    struct pci_address *ret_at)
{
	const struct pci_bus *bus = &set->item[number];

	if (!fits(bus, needs, false))
		return false;
	for (unsigned slot = bus->controller->first; slot <= bus->controller->last; slot++) {
		int free_one = free_function(bus, slot, needs, function);

		if (free_one >= 0) {
			*ret_at = pci_address(0, number, slot, free_one);
			return true;
		}
	}
	return false;
}

int
pci_reserve_next(struct pci_set *set, unsigned needs, int function, struct pci_address *ret_at)
{
	for (unsigned bus = 0; bus < set->n; bus++)
		if (find_on_bus(set, bus, needs, function, ret_at))
			return pci_reserve(set, ret_at, needs, false);
	if (!set->growing)
		return fail(FAULT_CONFIG, "no PCI slot is left: %s is needed", kind_words(needs));
	if (grow(set, set->n, needs) < 0)
		return -1;
	*ret_at = pci_address(0, set->n - 1, set->item[set->n - 1].controller->first,
			      function < 0 ? 0 : function);
	return pci_reserve(set, ret_at, needs, false);
}
