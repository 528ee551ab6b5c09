/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_controllers - IOMMU, controllers and hubs */
#include "args_inside.h"
#include "pci_bus.h"

/* Devices of QEMU by model. */
static const struct {
	enum controller_kind type;
	enum controller_model model;
	const char *driver;
} drivers[] = {
	{ CONTROLLER_USB,  USB_PIIX3_UHCI,               "piix3-usb-uhci" },
	{ CONTROLLER_USB,  USB_PIIX4_UHCI,               "piix4-usb-uhci" },
	{ CONTROLLER_USB,  USB_EHCI,                     "usb-ehci" },
	{ CONTROLLER_USB,  USB_ICH9_EHCI1,               "ich9-usb-ehci1" },
	{ CONTROLLER_USB,  USB_ICH9_UHCI1,               "ich9-usb-uhci1" },
	{ CONTROLLER_USB,  USB_ICH9_UHCI2,               "ich9-usb-uhci2" },
	{ CONTROLLER_USB,  USB_ICH9_UHCI3,               "ich9-usb-uhci3" },
	{ CONTROLLER_USB,  USB_VT82C686B_UHCI,           "vt82c686b-usb-uhci" },
	{ CONTROLLER_USB,  USB_PCI_OHCI,                 "pci-ohci" },
	{ CONTROLLER_USB,  USB_NEC_XHCI,                 "nec-usb-xhci" },
	{ CONTROLLER_USB,  USB_QEMU_XHCI,                "qemu-xhci" },
	{ CONTROLLER_SCSI, SCSI_LSILOGIC,                "lsi" },
	{ CONTROLLER_SCSI, SCSI_LSISAS1068,              "mptsas1068" },
	{ CONTROLLER_SCSI, SCSI_LSISAS1078,              "megasas" },
	{ CONTROLLER_SCSI, SCSI_VMPVSCSI,                "pvscsi" },
	{ CONTROLLER_SCSI, SCSI_IBMVSCSI,                "spapr-vscsi" },
	{ CONTROLLER_SCSI, SCSI_DC390,                   "dc390" },
	{ CONTROLLER_SCSI, SCSI_AM53C974,                "am53c974" },
	{ CONTROLLER_SCSI, SCSI_VIRTIO_SCSI,             "virtio-scsi-pci" },
	{ CONTROLLER_SCSI, SCSI_VIRTIO_TRANSITIONAL,     "virtio-scsi-pci-transitional" },
	{ CONTROLLER_SCSI, SCSI_VIRTIO_NON_TRANSITIONAL, "virtio-scsi-pci-non-transitional" },
	{ CONTROLLER_VIRTIO_SERIAL, CONTROLLER_MODEL_NONE,        "virtio-serial-pci" },
	{ CONTROLLER_VIRTIO_SERIAL, CONTROLLER_VIRTIO,            "virtio-serial-pci" },
	{ CONTROLLER_VIRTIO_SERIAL, SCSI_VIRTIO_TRANSITIONAL,     "virtio-serial-pci-transitional" },
	{ CONTROLLER_VIRTIO_SERIAL, SCSI_VIRTIO_NON_TRANSITIONAL, "virtio-serial-pci-non-transitional" },
	{ CONTROLLER_SATA, CONTROLLER_MODEL_NONE,        "ahci" },
	{ CONTROLLER_CCID, CONTROLLER_MODEL_NONE,        "usb-ccid" },
	{ CONTROLLER_NVME, CONTROLLER_MODEL_NONE,        "nvme" },
};

static const char *
controller_driver(const struct controller *c)
{
	for (unsigned i = 0; i < COUNT(drivers); i++)
		if (drivers[i].type == c->type && drivers[i].model == c->model)
			return drivers[i].driver;
	return c->type == CONTROLLER_PCI ? words_name(&pci_model_name_words, c->pci.model_name) : NULL;
}

/* What the board brings, the guest's definition only names. */
static bool
on_board(const struct args *a, const struct controller *c)
{
	if (c->type == CONTROLLER_PCI)
		return c->model == PCI_ROOT || c->model == PCIE_ROOT;
	if (c->type == CONTROLLER_USB)
		return c->model == CONTROLLER_MODEL_NO_DEVICE;
	if (c->index.value)
		return false;
	return (c->type == CONTROLLER_IDE && a->machine->ide) || (c->type == CONTROLLER_SATA && a->machine->sata);
}

static void
pci_props(const struct controller *c, struct json_object *device)
{
	switch (c->model) {
	case PCI_BRIDGE:
		prop_given(device, "chassis_nr", c->pci.chassis_nr);
		break;
	case PCIE_ROOT_PORT:
	case PCIE_SWITCH_DOWNSTREAM_PORT:
		prop_given(device, "port", c->pci.port);
		prop_given(device, "chassis", c->pci.chassis);
		prop_tri(device, "hotplug", c->pci.hotplug);
		if (c->pci.mem_reserve)
			prop_number(device, "mem-reserve", (int64_t)(c->pci.mem_reserve << 10));
		break;
	case PCI_EXPANDER_BUS:
	case PCIE_EXPANDER_BUS:
		prop_given(device, "bus_nr", c->pci.bus_nr);
		prop_given(device, "numa_node", c->pci.node);
		break;
	default:
		break;
	}
}

static void
usb_props(struct args *a, const struct controller *c, struct json_object *device)
{
	auto_free char *master = NULL;

	if (c->ports.given && (c->model == USB_NEC_XHCI || c->model == USB_QEMU_XHCI)) {
		prop_given(device, "p2", c->ports);
		prop_given(device, "p3", c->ports);
	}
	if (!c->info.master_startport.given)
		return;
	master = text_format("%s.0", qemu_controller_alias(a->def, CONTROLLER_USB, c->index.value));
	prop_string(device, "masterbus", master);
	prop_given(device, "firstport", c->info.master_startport);
}

static void
scsi_props(const struct controller *c, struct json_object *device)
{
	auto_free char *iothread = c->driver.iothread ? text_format("iothread%u", c->driver.iothread) : NULL;

	prop_string(device, "iothread", iothread);
	prop_count(device, "num_queues", c->driver.queues);
	prop_count(device, "cmd_per_lun", c->driver.cmd_per_lun);
	prop_count(device, "max_sectors", c->driver.max_sectors);
	prop_tri(device, "ioeventfd", c->driver.ioeventfd);
	virtio_props(device, &c->driver.virtio);
}

static void
serial_props(const struct controller *c, struct json_object *device)
{
	prop_given(device, "max_ports", c->ports);
	prop_given(device, "vectors", c->vectors);
	virtio_props(device, &c->driver.virtio);
}

/* QEMU wants one: where the controller has none, that of a disk, else its name. */
static const char *
nvme_serial(const struct vm_def *def, const struct controller *c)
{
	if (c->serial)
		return c->serial;
	list_each(disk, &def->devices.disks)
		if (disk->target.bus == DISK_BUS_NVME && disk->serial &&
		    disk->info.address.drive.controller.value == c->index.value)
			return disk->serial;
	return c->info.alias;
}

static int
add_controller(struct args *a, const struct controller *c)
{
	const char *driver = controller_driver(c);
	auto_json struct json_object *device = NULL;

	if (!driver)
		return fail(FAULT_UNSUPPORTED, "controller '%s': model '%s' is not supported", c->info.alias,
			    c->model ? words_name(&controller_model_words, c->model) : "default");
	device = device_new(driver);
	switch (c->type) {
	case CONTROLLER_PCI:
		pci_props(c, device);
		break;
	case CONTROLLER_USB:
		usb_props(a, c, device);
		break;
	case CONTROLLER_SCSI:
		scsi_props(c, device);
		break;
	case CONTROLLER_VIRTIO_SERIAL:
		serial_props(c, device);
		break;
	case CONTROLLER_NVME:
		prop_string(device, "serial", nvme_serial(a->def, c));
		break;
	default:
		break;
	}
	/* Companions share the name of their master, who alone has it. */
	if (!c->info.master_startport.given)
		prop_string(device, "id", c->info.alias);
	if (device_address(a, device, &c->info) < 0)
		return -1;
	return args_device(a, steal(device), &c->info);
}

static int
add_sort(struct args *a, enum controller_kind type)
{
	list_each(c, &a->def->devices.controllers)
		if (c->type == type && !on_board(a, c) && add_controller(a, c) < 0)
			return -1;
	return 0;
}

static void
add_hole(struct args *a)
{
	list_each(c, &a->def->devices.controllers)
		if (c->type == CONTROLLER_PCI && c->pci.hole64.given)
			args_addf(a, "-global", "%s.pci-hole64-size=%lldK",
				  c->model == PCIE_ROOT ? "q35-pcihost" : "i440FX-pcihost",
				  (long long)c->pci.hole64.value >> 10);
}

static int
add_iommu(struct args *a, const struct iommu *iommu)
{
	auto_json struct json_object *device = NULL;

	if (iommu->model == IOMMU_SMMUV3)
		return fail(FAULT_UNSUPPORTED, "iommu: model 'smmuv3' is of another architecture");
	device = device_new(iommu->model == IOMMU_VIRTIO ? "virtio-iommu-pci" : "intel-iommu");
	prop_string(device, "id", iommu->info.alias);
	prop_onoff(device, "intremap", iommu->driver.intremap);
	prop_tri(device, "caching-mode", iommu->driver.caching_mode);
	prop_onoff(device, "eim", iommu->driver.eim);
	prop_tri(device, "device-iotlb", iommu->driver.iotlb);
	prop_count(device, "aw-bits", iommu->driver.aw_bits);
	prop_tri(device, "dma-translation", iommu->driver.dma_translation);
	if (iommu->driver.granule)
		prop_string(device, "granule", words_name(&iommu_granule_words, iommu->driver.granule));
	if (device_address(a, device, &iommu->info) < 0)
		return -1;
	return args_device(a, steal(device), &iommu->info);
}

static int
add_hubs(struct args *a)
{
	list_each(hub, &a->def->devices.hubs) {
		auto_json struct json_object *device = json_build("s:driver", "usb-hub", "s:id", hub->info.alias, NULL);

		if (device_address(a, device, &hub->info) < 0 || args_device(a, steal(device), &hub->info) < 0)
			return -1;
	}
	return 0;
}

int
args_controllers(struct args *a)
{
	static const enum controller_kind order[] = {
		CONTROLLER_PCI, CONTROLLER_USB, CONTROLLER_SCSI, CONTROLLER_IDE,
		CONTROLLER_SATA, CONTROLLER_VIRTIO_SERIAL, CONTROLLER_NVME,
	};

	add_hole(a);
	list_each(iommu, &a->def->devices.iommus)
		if (add_iommu(a, iommu) < 0)
			return -1;
	for (unsigned i = 0; i < COUNT(order); i++)
		if (add_sort(a, order[i]) < 0)
			return -1;
	/* CCID readers hang from USB, possibly behind a hub. */
	if (add_hubs(a) < 0)
		return -1;
	return add_sort(a, CONTROLLER_CCID);
}
