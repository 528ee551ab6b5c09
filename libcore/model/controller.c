/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* controller - controllers: buses that devices hang from */
#include "model/controller.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(controller_kind, CONTROLLER_KIND);
ENUM_WORDS(controller_model, CONTROLLER_MODEL);
ENUM_WORDS(pci_model_name, PCI_MODEL_NAME);

#define T struct controller
#define PCI    ONLY_IF(T, type, CONTROLLER_PCI)
#define ROOT   ONLY_IF_ANY(T, model, ONE(PCI_ROOT) | ONE(PCIE_ROOT))
#define XENBUS ONLY_IF(T, type, CONTROLLER_XENBUS)
static const struct row controller_rows[] = {
	ENUM  (T, type,               "@type", controller_kind, ABI, "kind of bus", DEFAULT("ide")),
	NUMBER(T, index,              "@index",               ABI, "number among those of its kind"),
	ENUM  (T, model,              "@model", controller_model, ABI | UNSUPPORTED, "which device it is"),
	NUMBER(T, ports,              "@ports",               ABI, "ports it offers",
	       ONLY_IF_ANY(T, type, ONE(CONTROLLER_USB) | ONE(CONTROLLER_VIRTIO_SERIAL))),
	NUMBER(T, vectors,            "@vectors",             ABI, "interrupt vectors",
	       ONLY_IF(T, type, CONTROLLER_VIRTIO_SERIAL)),
	UINT  (T, max_grant_frames,   "@maxGrantFrames",      ABI, "Xen: frames granted at most",   XENBUS),
	UINT  (T, max_event_channels, "@maxEventChannels",    ABI, "Xen: event channels at most",   XENBUS),
	ENUM  (T, pci.model_name,     "model/@name", pci_model_name, ABI, "device that plays it",   PCI),
	NUMBER(T, pci.chassis_nr,     "target/@chassisNr",    ABI, "chassis number of a bridge",    PCI),
	HEX   (T, pci.chassis,        "target/@chassis", "%llu", ABI, "chassis number of a port",    PCI),
	HEX   (T, pci.port,           "target/@port", "0x%llx", ABI, "port number",                 PCI),
	HEX   (T, pci.bus_nr,         "target/@busNr", "%llu", ABI, "first bus of an expander",     PCI),
	NUMBER(T, pci.index,          "target/@index",        ABI, "pSeries: number of the host bridge", PCI),
	ONOFF (T, pci.hotplug,        "target/@hotplug",      ABI, "devices may be plugged",        PCI),
	U64   (T, pci.mem_reserve,    "target/@memReserve",   ABI, "KiB of memory kept for what is plugged", PCI),
	NUMBER(T, pci.node,           "target/node",          ABI, "NUMA cell of the bus",          PCI),
	STRING(T, serial,             "serial",               ABI, "serial number the guest sees",  ONLY_IF(T, type, CONTROLLER_NVME)),
	UINT  (T, driver.queues,      "driver/@queues",       ABI, "virtqueues"),
	UINT  (T, driver.cmd_per_lun, "driver/@cmd_per_lun",  ABI, "commands queued for a unit"),
	UINT  (T, driver.max_sectors, "driver/@max_sectors",  ABI, "sectors of one request"),
	ONOFF (T, driver.ioeventfd,   "driver/@ioeventfd",    ABI, "requests handled by a thread of their own"),
	UINT  (T, driver.iothread,    "driver/@iothread",     0,   "I/O thread that serves it"),
	VIRTIO_ROWS(T, driver.virtio),
	LIST  (T, driver.iothreads,   "driver/iothreads/iothread", iothread_queues, 0, "I/O threads that serve it, and which queues"),
	PART  (T, info,               ".", device_info,       0,   "place and name"),
	LIMIT (T, pci.hole64,         "pcihole64", "KiB",     ABI, "room for 64 bit addresses",     ROOT),
	ROWS_END
};
#undef XENBUS
#undef ROOT
#undef PCI
#undef T

static bool
is_root(const struct controller *controller)
{
	return controller->model == PCI_ROOT || controller->model == PCIE_ROOT;
}

/* What pSeries hosts demand of their bridges. */
static int
check_phb(const struct controller *controller)
{
	const struct number *target = &controller->pci.index;

	if (controller->model != PCI_ROOT || !target->given)
		return 0;
	if (!controller->index.value != !target->value)
		return fail(FAULT_CONFIG, "only the PCI controller with index 0 has target index 0");
	return 0;
}

/* Which models are of which kind: from one to another of the list. */
static const struct { enum controller_kind kind; enum controller_model first, last; } models[] = {
	{ CONTROLLER_PCI,  PCI_ROOT,       PCIE_EXPANDER_BUS },
	{ CONTROLLER_SCSI, CONTROLLER_AUTO, SCSI_AM53C974 },
	{ CONTROLLER_USB,  USB_PIIX3_UHCI, CONTROLLER_MODEL_NO_DEVICE },
	{ CONTROLLER_IDE,  IDE_PIIX3,      IDE_ICH6 },
	{ CONTROLLER_VIRTIO_SERIAL, SCSI_VIRTIO_TRANSITIONAL, SCSI_VIRTIO_NON_TRANSITIONAL },
	{ CONTROLLER_VIRTIO_SERIAL, CONTROLLER_VIRTIO, CONTROLLER_VIRTIO },
};

static bool
is_virtio(const struct controller *controller)
{
	return controller->model == SCSI_VIRTIO_SCSI || controller->model == SCSI_VIRTIO_TRANSITIONAL ||
	       controller->model == SCSI_VIRTIO_NON_TRANSITIONAL;
}

static int
check_model(const struct controller *controller)
{
	if (controller->model == CONTROLLER_MODEL_NONE)
		return 0;
	for (unsigned i = 0; i < COUNT(models); i++)
		if (controller->type == models[i].kind && controller->model >= models[i].first &&
		    controller->model <= models[i].last)
			return 0;
	return fail(FAULT_CONFIG, "a %s controller has no model '%s'",
		    words_name(&controller_kind_words, controller->type),
		    words_name(&controller_model_words, controller->model));
}

static int
controller_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct controller *controller = object;

	if (controller->index.value < 0 || controller->index.value > INT32_MAX)
		return fail(FAULT_XML, "no controller has index %lld", (long long)controller->index.value);
	if (check_model(controller) < 0)
		return -1;
	if (controller->driver.iothread && (controller->type != CONTROLLER_SCSI || !is_virtio(controller)))
		return fail(FAULT_XML, "an iothread is for a virtio-scsi controller");
	if (controller->type != CONTROLLER_PCI)
		return 0;
	if (is_root(controller) && controller->info.address.type != ADDRESS_NONE)
		return fail(FAULT_CONFIG, "a %s controller has no address",
			    words_name(&controller_model_words, controller->model));
	if (is_root(controller) && !controller->index.value && controller->pci.node.given)
		return fail(FAULT_CONFIG, "the PCI controller with index 0 belongs to no NUMA cell");
	return check_phb(controller);
}

const struct type controller_type = {
	.name = "controller", .size = sizeof(struct controller), .rows = controller_rows,
	.check = controller_check,
};
