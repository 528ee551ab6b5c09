/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_controllers - controllers that QEMU cannot have */
#include "base/rule.h"
#include "machine.h"
#include "validate.h"

/* ---- PCI ---- */

/* Which settings a model of PCI controller has. */
enum { CHASSIS_NR = 1 << 0, CHASSIS = 1 << 1, PORT = 1 << 2, BUS_NR = 1 << 3, NODE = 1 << 4, HOTPLUG = 1 << 5, INDEX = 1 << 6 };

static const struct { enum controller_model model; unsigned settings; } pci_settings[] = {
	{ PCI_BRIDGE,                  CHASSIS_NR },
	{ PCIE_ROOT_PORT,              CHASSIS | PORT | HOTPLUG },
	{ PCIE_SWITCH_DOWNSTREAM_PORT, CHASSIS | PORT | HOTPLUG },
	{ PCI_EXPANDER_BUS,            BUS_NR | NODE },
	{ PCIE_EXPANDER_BUS,           BUS_NR | NODE },
};

static const struct { unsigned setting; const char *name; size_t offset; } pci_names[] = {
	{ CHASSIS_NR, "chassisNr", offsetof(struct controller, pci.chassis_nr) },
	{ CHASSIS,    "chassis",   offsetof(struct controller, pci.chassis) },
	{ PORT,       "port",      offsetof(struct controller, pci.port) },
	{ BUS_NR,     "busNr",     offsetof(struct controller, pci.bus_nr) },
	{ NODE,       "node",      offsetof(struct controller, pci.node) },
	{ INDEX,      "index",     offsetof(struct controller, pci.index) },
};

static int
check_pci_settings(const struct controller *c)
{
	unsigned allowed = 0;

	for (unsigned i = 0; i < COUNT(pci_settings); i++)
		if (pci_settings[i].model == c->model)
			allowed = pci_settings[i].settings;
	for (unsigned i = 0; i < COUNT(pci_names); i++)
		if (((const struct number *)((const char *)c + pci_names[i].offset))->given &&
		    !(allowed & pci_names[i].setting))
			return fail(FAULT_CONFIG, "PCI controller %u: model '%s' has no '%s'", (unsigned)c->index.value,
				    words_name(&controller_model_words, c->model), pci_names[i].name);
	if (c->pci.hotplug && !(allowed & HOTPLUG))
		return fail(FAULT_CONFIG, "PCI controller %u: model '%s' has no 'hotplug'", (unsigned)c->index.value,
			    words_name(&controller_model_words, c->model));
	return 0;
}

/* The devices of QEMU that can play each model. */
#define NAME(name) (1 << (name))
static const struct { enum controller_model model; unsigned names; } pci_players[] = {
	{ PCI_ROOT,                    0 },
	{ PCIE_ROOT,                   0 },
	{ PCI_BRIDGE,                  NAME(PCI_NAME_PCI_BRIDGE) },
	{ DMI_TO_PCI_BRIDGE,           NAME(PCI_NAME_I82801B11) },
	{ PCIE_TO_PCI_BRIDGE,          NAME(PCI_NAME_PCIE_PCI) },
	{ PCIE_ROOT_PORT,              NAME(PCI_NAME_IOH3420) | NAME(PCI_NAME_ROOT_PORT) },
	{ PCIE_SWITCH_UPSTREAM_PORT,   NAME(PCI_NAME_X3130) },
	{ PCIE_SWITCH_DOWNSTREAM_PORT, NAME(PCI_NAME_XIO3130) },
	{ PCI_EXPANDER_BUS,            NAME(PCI_NAME_PXB) },
	{ PCIE_EXPANDER_BUS,           NAME(PCI_NAME_PXB_PCIE) },
};

static int
check_player(const struct controller *c)
{
	for (unsigned i = 0; i < COUNT(pci_players); i++)
		if (pci_players[i].model == c->model && c->pci.model_name && !(pci_players[i].names & NAME(c->pci.model_name)))
			return fail(FAULT_CONFIG, "PCI controller %u: model '%s' is not played by '%s'", (unsigned)c->index.value,
				    words_name(&controller_model_words, c->model), words_name(&pci_model_name_words, c->pci.model_name));
	return 0;
}
#undef NAME

static int
check_pci(const struct vm_def *def, const struct controller *c)
{
	unsigned cells = def->cpu ? def->cpu->cells.n : 0;

	if (c->pci.node.given && c->pci.node.value >= cells)
		return fail(FAULT_XML, "PCI controller %u: there is no NUMA cell %lld", (unsigned)c->index.value,
			    (long long)c->pci.node.value);
	return check_pci_settings(c) < 0 ? -1 : check_player(c);
}

/* ---- others ---- */

static int
check_scsi(const struct controller *c)
{
	bool is_virtio = c->model == SCSI_VIRTIO_SCSI || c->model == SCSI_VIRTIO_TRANSITIONAL || c->model == SCSI_VIRTIO_NON_TRANSITIONAL;
	bool tuned = c->driver.queues || c->driver.cmd_per_lun || c->driver.max_sectors || c->driver.ioeventfd;

	return RULES_HOLD("controller", words_name(&controller_kind_words, c->type),
		{ tuned && !(c->type == CONTROLLER_SCSI && is_virtio), FAULT_CONFIG,
		  "queues, cmd_per_lun, max_sectors and ioeventfd are for model 'virtio-scsi'" },
		{ c->model == SCSI_NCR53C90 || c->model == SCSI_BUSLOGIC, FAULT_CONFIG, "QEMU has no such model here" },
		{ c->model == USB_QUSB1 || c->model == USB_QUSB2, FAULT_CONFIG, "models 'qusb1' and 'qusb2' are Xen's" },
		{ c->type == CONTROLLER_XENBUS || c->type == CONTROLLER_ISA, FAULT_CONFIG, "it is of another hypervisor" });
}

static int
check_controller(const struct vm_def *def, const struct controller *c)
{
	switch (c->type) {
	case CONTROLLER_PCI:
		return check_pci(def, c);
	case CONTROLLER_IDE:
		if (!machine_of(def)->ide || c->index.value)
			return fail(FAULT_CONFIG, "machine type '%s' has no IDE controller %u", def->os.machine,
				    (unsigned)c->index.value);
		return 0;
	default:
		return 0;
	}
}

int
validate_controllers(const struct vm_def *def)
{
	list_each(c, &def->devices.controllers)
		if (check_scsi(c) < 0 || check_controller(def, c) < 0 ||
		    validate_iothread(def, "controller", words_name(&controller_kind_words, c->type), c->driver.iothread) < 0)
			return -1;
	return 0;
}
