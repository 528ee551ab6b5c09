/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_devices - the devices of a guest that are on a PCI bus, and what each needs there */
#include "pci_devices.h"

enum { PLAIN = FIT_PCI | FIT_HOTPLUG, EXPRESS = FIT_PCIE | FIT_HOTPLUG };

/* The slot of a device that exists for both sorts of bus. */
static unsigned
either(bool express)
{
	return express ? EXPRESS : PLAIN;
}

/* Transitional devices have I/O ports, which PCI Express devices cannot. */
static unsigned
virtio_needs(enum virtio_model model, bool express)
{
	return model == VIRTIO_MODEL_TRANSITIONAL ? PLAIN : either(express);
}

static unsigned
scsi_needs(enum controller_model model, bool express)
{
	switch (model) {
	case SCSI_VIRTIO_SCSI:
	case SCSI_VIRTIO_NON_TRANSITIONAL:
		return either(express);
	case SCSI_IBMVSCSI:
		return 0;
	default:
		return PLAIN;
	}
}

static unsigned
pci_controller_needs(const struct controller *c, bool express)
{
	const struct pci_controller *pci;

	switch (c->type) {
	case CONTROLLER_PCI:
		pci = pci_controller_find(c->model);
		return pci ? pci->needs : 0;
	case CONTROLLER_SCSI:
		return scsi_needs(c->model, express);
	case CONTROLLER_NVME:
		return either(express);
	case CONTROLLER_SATA:
	case CONTROLLER_IDE:
		return PLAIN;
	case CONTROLLER_USB:
		if (c->model == CONTROLLER_MODEL_NO_DEVICE)
			return 0;
		return c->model == USB_QEMU_XHCI || c->model == USB_NEC_XHCI ? either(express) : PLAIN;
	case CONTROLLER_VIRTIO_SERIAL:
		return c->model == SCSI_VIRTIO_TRANSITIONAL ? PLAIN : either(express);
	default:
		return 0;
	}
}

static unsigned
controller_needs(const void *device, bool express)
{
	return pci_controller_needs(device, express);
}

static unsigned
filesystem_needs(const void *device, bool express)
{
	const struct filesystem *fs = device;

	return virtio_needs(fs->model, express);
}

static unsigned
nic_needs(const void *device, bool express)
{
	static const char *const express_too[] = { "virtio", "virtio-non-transitional", "e1000e", "igb" };
	const struct nic *nic = device;

	if (text_same(nic->model, "usb-net") || text_same(nic->model, "spapr-vlan") || nic->type == NIC_HOSTDEV)
		return 0;
	if (nic->model && !nic_model_known(nic->model))
		return either(express);
	for (unsigned i = 0; i < COUNT(express_too); i++)
		if (text_same(nic->model, express_too[i]))
			return either(express);
	return PLAIN;
}

/* A device of the host, like those behind it. */
static unsigned
assigned_nic_needs(const void *device, bool express)
{
	const struct nic *nic = device;

	return nic->type == NIC_HOSTDEV && nic->source.host_type == ADDRESS_PCI ? either(express) : 0;
}

static unsigned
sound_needs(const void *device, bool express)
{
	const struct sound *sound = device;

	(void)express;
	return sound->model == SOUND_SB16 || sound->model == SOUND_PCSPK || sound->model == SOUND_USB ? 0 : PLAIN;
}

static unsigned
disk_needs(const void *device, bool express)
{
	const struct disk *disk = device;

	return disk->target.bus == DISK_BUS_VIRTIO ? virtio_needs(disk_virtio_model(disk), express) : 0;
}

static unsigned
hostdev_needs(const void *device, bool express)
{
	const struct hostdev *hostdev = device;

	switch (hostdev->type) {
	case HOSTDEV_PCI:
	case HOSTDEV_MDEV:
		return either(express);
	case HOSTDEV_SCSI_HOST:
		return hostdev->model == HOSTDEV_VIRTIO_TRANSITIONAL ? PLAIN : either(express);
	default:
		return 0;
	}
}

static unsigned
memballoon_needs(const void *device, bool express)
{
	const struct memballoon *balloon = device;

	switch (balloon->model) {
	case MEMBALLOON_VIRTIO:
	case MEMBALLOON_VIRTIO_NON_TRANSITIONAL:
		return either(express);
	case MEMBALLOON_VIRTIO_TRANSITIONAL:
		return PLAIN;
	default:
		return 0;
	}
}

static unsigned
rng_needs(const void *device, bool express)
{
	const struct rng *rng = device;

	return virtio_needs(rng->model, express);
}

static unsigned
watchdog_needs(const void *device, bool express)
{
	const struct watchdog *watchdog = device;

	(void)express;
	return watchdog->model == WATCHDOG_I6300ESB ? PLAIN : 0;
}

unsigned
pci_video_needs(const void *device, bool express)
{
	const struct video *video = device;

	switch (video->model) {
	case VIDEO_VGA:
	case VIDEO_CIRRUS:
	case VIDEO_VMVGA:
	case VIDEO_QXL:
		return PLAIN;
	case VIDEO_VIRTIO:
	case VIDEO_BOCHS:
		return either(express);
	default:
		return 0;
	}
}

static unsigned
shmem_needs(const void *device, bool express)
{
	(void)device;
	(void)express;
	return PLAIN;
}

static unsigned
input_needs(const void *device, bool express)
{
	const struct input *input = device;

	return input->bus == INPUT_BUS_VIRTIO ? virtio_needs(input->model, express) : 0;
}

static unsigned
serial_needs(const void *device, bool express)
{
	const struct chardev *serial = device;

	(void)express;
	return serial->target == TARGET_PCI_SERIAL ? PLAIN : 0;
}

static unsigned
panic_needs(const void *device, bool express)
{
	const struct panic *panic = device;

	(void)express;
	return panic->model == PANIC_PVPANIC ? FIT_PCI : 0;
}

static unsigned
crypto_needs(const void *device, bool express)
{
	(void)device;
	return either(express);
}

static unsigned
vsock_needs(const void *device, bool express)
{
	const struct vsock *vsock = device;

	return virtio_needs(vsock->model, express);
}

static unsigned
memory_needs(const void *device, bool express)
{
	const struct memory_device *memory = device;

	return memory->model == MEMORY_VIRTIO_PMEM || memory->model == MEMORY_VIRTIO_MEM ? either(express) : 0;
}

/* It must be on the root bus, which has no hotplug. */
static unsigned
iommu_needs(const void *device, bool express)
{
	const struct iommu *iommu = device;

	if (iommu->model != IOMMU_VIRTIO)
		return 0;
	return express ? FIT_PCIE : FIT_PCI;
}

#define D ((const struct vm_devices *)NULL)
#define LISTED(member, f) {                                        \
	.list = offsetof(struct vm_def, devices.member),           \
	.size = sizeof *D->member.item,                            \
	.info = offsetof(__typeof__(*D->member.item), info),       \
	.needs = f }
#define SINGLE(member, f) {                                        \
	.list = offsetof(struct vm_def, devices.member),           \
	.info = offsetof(__typeof__(*D->member), info),            \
	.single = true, .needs = f }

const struct pci_sort pci_sorts[] = {
	LISTED(filesystems, filesystem_needs),
	LISTED(nics,        nic_needs),
	LISTED(sounds,      sound_needs),
	LISTED(controllers, controller_needs),
	LISTED(disks,       disk_needs),
	LISTED(nics,        assigned_nic_needs),
	LISTED(hostdevs,    hostdev_needs),
	SINGLE(memballoon,  memballoon_needs),
	LISTED(rngs,        rng_needs),
	LISTED(watchdogs,   watchdog_needs),
	LISTED(videos,      pci_video_needs),
	LISTED(shmems,      shmem_needs),
	LISTED(inputs,      input_needs),
	LISTED(serials,     serial_needs),
	LISTED(panics,      panic_needs),
	LISTED(memories,    memory_needs),
	SINGLE(vsock,       vsock_needs),
	LISTED(iommus,      iommu_needs),
	LISTED(cryptos,     crypto_needs),
};
const unsigned pci_sorts_count = COUNT(pci_sorts);

/* The common beginning of every LIST_OF(). */
struct any_list { void *item; unsigned n; };

int
pci_each(const struct pci_sort *sort, struct vm_def *def, bool express, pci_device_call call, void *context)
{
	void *at = (char *)def + sort->list;
	struct any_list list = *(struct any_list *)at;

	if (sort->single)
		list = (struct any_list) { *(void **)at, *(void **)at != NULL };
	for (unsigned i = 0; i < list.n; i++) {
		char *device = (char *)list.item + i * sort->size;
		unsigned needs = sort->needs(device, express);
		int result = needs ? call(device, (struct device_info *)(device + sort->info), needs, context) : 0;

		if (result)
			return result;
	}
	return 0;
}

int
pci_each_device(struct vm_def *def, bool express, pci_device_call call, void *context)
{
	for (unsigned i = 0; i < pci_sorts_count; i++) {
		int result = pci_each(&pci_sorts[i], def, express, call, context);

		if (result)
			return result;
	}
	return 0;
}

bool
pci_address_wanted(const struct device_info *info)
{
	return info->address.type == ADDRESS_NONE ||
	       (info->address.type == ADDRESS_PCI && !pci_address_given(&info->address.pci));
}

bool
pci_address_there(const struct device_info *info)
{
	return info->address.type == ADDRESS_PCI && pci_address_given(&info->address.pci);
}
