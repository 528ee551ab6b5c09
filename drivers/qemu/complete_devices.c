/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete_devices - what single devices leave open and QEMU decides */
#include "base/fail.h"
#include "complete.h"
#include "model/vm_kinds.h"

/* The first type of a list that the emulator has. */
struct choice {
	const char *type;
	int value;
};

static int
choose(const struct completion *c, const struct choice *choices)
{
	for (; choices->type; choices++)
		if (qemu_caps_has(c->caps, choices->type))
			return choices->value;
	return 0;
}

static const struct choice usb_choices[] = {
	{ "piix3-usb-uhci", USB_PIIX3_UHCI },
	{ "pci-ohci",       USB_PCI_OHCI },
	{ "qemu-xhci",      USB_QEMU_XHCI },
	{ "nec-usb-xhci",   USB_NEC_XHCI },
	{ NULL, 0 }
};
static const struct choice scsi_choices[] = {
	{ "lsi53c895a",     SCSI_LSILOGIC },
	{ "virtio-scsi-pci", SCSI_VIRTIO_SCSI },
	{ NULL, 0 }
};

static int
complete_controllers(struct completion *c)
{
	list_each(controller, &c->def->devices.controllers) {
		const struct choice *choices = controller->type == CONTROLLER_USB ? usb_choices :
					       controller->type == CONTROLLER_SCSI ? scsi_choices : NULL;

		if (!choices || (controller->model && controller->model != CONTROLLER_AUTO))
			continue;
		controller->model = choose(c, choices);
		if (!controller->model)
			return fail(FAULT_UNSUPPORTED, "emulator '%s' has no %s controller", c->caps->binary,
				    words_name(&controller_kind_words, controller->type));
	}
	return 0;
}

static void
complete_encryption(struct storage_encryption *encryption)
{
	if (encryption && !encryption->engine)
		encryption->engine = ENGINE_QEMU;
}

static void
complete_disk(struct disk *disk)
{
	if (!disk->driver.name)
		disk->driver.name = xstrdup("qemu");
	if (!disk->source.format && disk->source.type != STORAGE_VOLUME)
		disk->source.format = FORMAT_RAW;
	complete_encryption(disk->encryption);
	complete_encryption(disk->source.encryption);
}

static const struct { const char *type, *model; } nic_models[] = {
	{ "rtl8139",        "rtl8139" },
	{ "e1000",          "e1000" },
	{ "virtio-net-pci", "virtio" },
};

static void
complete_nic(struct completion *c, struct nic *nic)
{
	if (nic->model || nic->type == NIC_HOSTDEV)
		return;
	/* The device of the host is a virtio one. */
	if (nic->type == NIC_VDPA)
		nic->model = xstrdup("virtio");
	for (unsigned i = 0; !nic->model && i < COUNT(nic_models); i++)
		if (qemu_caps_has(c->caps, nic_models[i].type))
			nic->model = xstrdup(nic_models[i].model);
}

/* The device behind each sort of serial port. */
static const struct {
	enum chardev_target target;
	enum chardev_model model;
} serial_models[] = {
	{ TARGET_ISA_SERIAL, MODEL_ISA_SERIAL },
	{ TARGET_USB_SERIAL, MODEL_USB_SERIAL },
	{ TARGET_PCI_SERIAL, MODEL_PCI_SERIAL },
	{ TARGET_ISA_DEBUG,  MODEL_ISA_DEBUGCON },
};

static void
complete_serial(struct completion *c, struct chardev *serial)
{
	static const struct { enum address_kind at; enum chardev_target target; } by_address[] = {
		{ ADDRESS_USB, TARGET_USB_SERIAL },
		{ ADDRESS_PCI, TARGET_PCI_SERIAL },
		{ ADDRESS_ISA, TARGET_ISA_SERIAL },
	};

	for (unsigned i = 0; !serial->target && i < COUNT(by_address); i++)
		if (serial->info.address.type == by_address[i].at)
			serial->target = by_address[i].target;
	if (!serial->target && machine_is_x86(c->def))
		serial->target = TARGET_ISA_SERIAL;
	for (unsigned i = 0; !serial->model && i < COUNT(serial_models); i++)
		if (serial->target == serial_models[i].target)
			serial->model = serial_models[i].model;
}

enum { VGA_RAM = 16 << 10, QXL_RAM = 64 << 10, QXL_VGAMEM = 16 << 10 };     /* KiB */

static void
complete_qxl(struct video *video)
{
	if (!video->ram)
		video->ram = QXL_RAM;
	if (!video->vram)
		video->vram = QXL_RAM;
	if (!video->vgamem)
		video->vgamem = QXL_VGAMEM;
}

static const struct choice video_choices[] = {
	{ "cirrus-vga",     VIDEO_CIRRUS },
	{ "VGA",            VIDEO_VGA },
	{ "virtio-gpu-pci", VIDEO_VIRTIO },
	{ NULL, 0 }
};

static int
complete_video(struct completion *c, struct video *video)
{
	if (!video->model) {
		video->model = choose(c, video_choices);
		if (!video->model)
			return fail(FAULT_UNSUPPORTED, "emulator '%s' has no video adapter", c->caps->binary);
		if (video->model != VIDEO_VIRTIO && !video->vram)
			video->vram = VGA_RAM;
		if (!video->heads)
			video->heads = 1;
	}
	if (video->model == VIDEO_QXL)
		complete_qxl(video);
	return 0;
}

/* Does path end in "domain-ANYTHING/NAME"? */
static bool
is_run_path(const char *path, const char *name)
{
	const char *last = strrchr(path, '/');
	const char *folder = last;

	if (!last || last == path || !text_same(last + 1, name))
		return false;
	do
		folder--;
	while (folder > path && *folder != '/');
	return text_starts(folder + (*folder == '/'), "domain-");
}

/* Is it below the driver's own directory, with a name that begins with that of a guest? */
static bool
is_own_path(const struct completion *c, const char *path)
{
	auto_free char *own = text_format("%s/channel/", c->var);
	const char *rest = text_starts(path, own) ? path + strlen(own) : NULL;

	if (!rest)
		return false;
	if (text_starts(rest, "target/"))
		rest += strlen("target/");
	return *rest != '/' && rest[strcspn(rest, "/.")] == '.';
}

/* A path that was chosen for an earlier run must not become the user's wish.  On the next
 * one the emulator listens. */
static int
complete_channel(struct completion *c, struct channel *channel)
{
	struct chardev_source *source = &channel->source;

	if (channel->target != TARGET_VIRTIO || source->type != CHARDEV_UNIX || !source->path || !channel->name)
		return 0;
	if (!is_run_path(source->path, channel->name) && !is_own_path(c, source->path))
		return 0;
	if (source->reconnect == YES)
		return fail(FAULT_CONFIG, "channel '%s': only who connects can reconnect", channel->name);
	free(source->path);
	source->path = NULL;
	source->mode = CHARDEV_MODE_NONE;
	return 0;
}

static void
complete_shmem(struct shmem *shmem)
{
	enum { SIZE = 4 << 20 };

	/* With doorbells the server knows the size. */
	if (shmem->model == SHMEM_IVSHMEM_PLAIN && !shmem->size.given)
		shmem->size = NUMBER_OF(SIZE);
	if (shmem->model == SHMEM_IVSHMEM_DOORBELL && !shmem->msi)
		shmem->msi = model_new(&shmem_msi_type);
	if (shmem->msi && shmem->model == SHMEM_IVSHMEM_DOORBELL && !shmem->msi->ioeventfd)
		shmem->msi->ioeventfd = YES;
}

static void
complete_hostdev(struct hostdev *hostdev)
{
	if (hostdev->type == HOSTDEV_MDEV && hostdev->model == HOSTDEV_VFIO_PCI && !hostdev->display)
		hostdev->display = NO;
}

/* Processors of no cell are of the first. */
static void
complete_cells(struct vm_def *def)
{
	struct numa_cell_list none = { 0 }, *cells = def->cpu ? &def->cpu->cells : &none;
	auto_text struct text set = { 0 };

	if (cells->n && cells->item[0].cpus)
		text_add(&set, cells->item[0].cpus);
	for (unsigned vcpu = 0; cells->n && vcpu < def->vcpu.count; vcpu++) {
		bool placed = false;

		list_each(cell, cells)
			placed |= cell->cpus && set_has(cell->cpus, vcpu);
		if (!placed)
			text_addf(&set, "%s%u", text_get(&set)[0] ? "," : "", vcpu);
	}
	if (text_get(&set)[0])
		kind_set.read(&cells->item[0].cpus, text_get(&set), NULL, NULL);
}

int
qemu_complete_devices(struct completion *c)
{
	struct vm_devices *d = &c->def->devices;

	if (complete_controllers(c) < 0)
		return -1;
	complete_cells(c->def);
	list_each(disk, &d->disks)
		complete_disk(disk);
	list_each(nic, &d->nics)
		complete_nic(c, nic);
	list_each(serial, &d->serials)
		complete_serial(c, serial);
	list_each(channel, &d->channels)
		if (complete_channel(c, channel) < 0)
			return -1;
	list_each(video, &d->videos)
		if (complete_video(c, video) < 0)
			return -1;
	list_each(shmem, &d->shmems)
		complete_shmem(shmem);
	list_each(hostdev, &d->hostdevs)
		complete_hostdev(hostdev);
	list_each(memory, &d->memories)
		if (memory->model == MEMORY_VIRTIO_PMEM && !memory->access)
			memory->access = MEMORY_ACCESS_SHARED;
	if (d->vsock && !d->vsock->model)
		d->vsock->model = VIRTIO_MODEL_VIRTIO;
	if (d->vsock && !d->vsock->cid_auto)
		d->vsock->cid_auto = d->vsock->cid ? NO : YES;
	return 0;
}
