/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_devices - displays, interfaces, ports and other devices that QEMU cannot have */
#include <net/if.h>

#include "base/fail.h"
#include "machine.h"
#include "model/net_kinds.h"
#include "network.h"
#include "validate.h"

/* ---- host ends of character devices ---- */

static int
check_source(const struct vm_def *def, const struct chardev_source *source, const char *what)
{
	bool connects = source->mode == CHARDEV_CONNECT || !source->mode;

	if (source->reconnect == YES && (source->type == CHARDEV_TCP || source->type == CHARDEV_UNIX)) {
		if (!connects)
			return fail(FAULT_CONFIG, "%s: only who connects can reconnect", what);
		if (!source->reconnect_timeout.value)
			return fail(FAULT_CONFIG, "%s: the timeout of reconnect cannot be 0", what);
	}
	if ((source->type == CHARDEV_SPICEVMC || source->type == CHARDEV_SPICEPORT) && !machine_shows(def, GRAPHICS_SPICE))
		return fail(FAULT_CONFIG, "%s: type '%s' needs graphics of type 'spice'", what,
			    words_name(&chardev_kind_words, source->type));
	return 0;
}

static int
check_sources(const struct vm_def *def)
{
	const struct vm_devices *d = &def->devices;

#define CHECK_ALL(list, what)                                                   \
	list_each(device, list)                                                 \
		if (check_source(def, &device->source, what) < 0)               \
			return -1;
	CHECK_ALL(&d->serials,    "serial port")
	CHECK_ALL(&d->parallels,  "parallel port")
	CHECK_ALL(&d->consoles,   "console")
	CHECK_ALL(&d->channels,   "channel")
	CHECK_ALL(&d->smartcards, "smart card")
	CHECK_ALL(&d->redirdevs,  "redirdev")
	CHECK_ALL(&d->rngs,       "rng")
#undef CHECK_ALL
	return 0;
}

/* ---- serial ports ---- */

/* Sorts of port that only some architectures have. */
static const struct { enum chardev_target target; bool x86; } serial_targets[] = {
	{ TARGET_ISA_SERIAL,       true },
	{ TARGET_ISA_DEBUG,        true },
	{ TARGET_SPAPR_VIO_SERIAL, false },
	{ TARGET_SYSTEM_SERIAL,    false },
	{ TARGET_SCLP_SERIAL,      false },
};

static int
check_serials(const struct vm_def *def)
{
	list_each(serial, &def->devices.serials)
		for (unsigned i = 0; i < COUNT(serial_targets); i++)
			if (serial_targets[i].target == serial->target && serial_targets[i].x86 != machine_is_x86(def))
				return fail(FAULT_CONFIG, "a serial port of type '%s' is not possible on architecture '%s'",
					    words_name(&chardev_target_words, serial->target), def->os.arch);
	return 0;
}

/* ---- network interfaces ---- */

static bool
is_power_of_two(unsigned n)
{
	return n && !(n & (n - 1));
}

/* Only passt knows these. */
static int
check_without_passt(const struct nic *nic)
{
	if (nic->port_forwards.n || nic->backend.log_file || (nic->type == NIC_USER && nic->source.dev))
		return fail(FAULT_CONFIG, "interface '%s': portForward, logFile and a device of the host are for type 'user' with backend 'passt'",
			    nic->mac.address);
	if (nic->type == NIC_USER && nic->backend.type && !text_same(nic->backend.type, "default"))
		return fail(FAULT_UNSUPPORTED, "interface '%s': backend %s is not supported", nic->mac.address, quote(nic->backend.type));
	return 0;
}

static int
check_addresses(const struct nic *nic)
{
	unsigned v4 = 0, v6 = 0;

	list_each(ip, &nic->ips) {
		bool six = ip_is_v6(ip->address);

		if (++*(six ? &v6 : &v4) > 1)
			return fail(FAULT_CONFIG, "interface '%s': passt gives a guest one address of each family", nic->mac.address);
		if (six && ip->prefix.value)
			return fail(FAULT_CONFIG, "interface '%s': passt's IPv6 networks have no prefix but 64", nic->mac.address);
	}
	return 0;
}

/* The device is put between others of their signs: "ADDRESS%DEVICE/PORTS". */
static int
check_passt(const struct nic *nic)
{
	if (!nic_has_passt(nic))
		return check_without_passt(nic);
	list_each(forward, &nic->port_forwards)
		if (forward->dev && (strlen(forward->dev) >= IFNAMSIZ || strpbrk(forward->dev, "/%,: ")))
			return fail(FAULT_CONFIG, "interface '%s': %s is no name of a device", nic->mac.address, quote(forward->dev));
	return check_addresses(nic);
}

static int
check_nics(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics) {
		if (nic->driver.rx_queue_size && !is_power_of_two(nic->driver.rx_queue_size))
			return fail(FAULT_CONFIG, "interface '%s': rx_queue_size is not a power of two", nic->mac.address);
		if (nic->driver.tx_queue_size && !is_power_of_two(nic->driver.tx_queue_size))
			return fail(FAULT_CONFIG, "interface '%s': tx_queue_size is not a power of two", nic->mac.address);
		if (check_passt(nic) < 0)
			return -1;
	}
	return 0;
}

/* ---- displays ---- */

static int
check_graphics(const struct vm_def *def)
{
	unsigned count[graphics_kind_count] = { 0 };

	list_each(graphics, &def->devices.graphics)
		if (++count[graphics->type] > 1)
			return fail(FAULT_CONFIG, "there can be only one graphics of type '%s'",
				    words_name(&graphics_kind_words, graphics->type));
	return 0;
}

static const struct { enum video_model model; bool second; } videos[] = {
	{ VIDEO_VGA,    true },
	{ VIDEO_CIRRUS, false },
	{ VIDEO_VMVGA,  false },
	{ VIDEO_QXL,    true },
	{ VIDEO_VIRTIO, true },
	{ VIDEO_NONE,   false },
	{ VIDEO_BOCHS,  true },
	{ VIDEO_RAMFB,  false },
};

static int
check_videos(const struct vm_def *def)
{
	list_each(video, &def->devices.videos) {
		const char *model = words_name(&video_model_words, video->model);
		unsigned i = 0;

		while (i < COUNT(videos) && videos[i].model != video->model)
			i++;
		if (i == COUNT(videos))
			return fail(FAULT_CONFIG, "QEMU has no video adapter of model '%s'", model);
		if (video->primary != YES && !videos[i].second)
			return fail(FAULT_CONFIG, "a video adapter of model '%s' can only be the first one", model);
	}
	return 0;
}

/* ---- names that become files, or parts of options ---- */

static int
check_file_name(const char *name, const char *what)
{
	if (name && (strchr(name, '/') || text_same(name, ".") || text_same(name, "..")))
		return fail(FAULT_CONFIG, "%s '%s': its name cannot be that of a file", what, name);
	return 0;
}

static int
check_names(const struct vm_def *def)
{
	list_each(shmem, &def->devices.shmems)
		if (check_file_name(shmem->name, "shmem") < 0)
			return -1;
	list_each(channel, &def->devices.channels) {
		bool socket = channel->source.type == CHARDEV_UNIX && !channel->source.path;

		if (socket && check_file_name(channel->name, "channel") < 0)
			return -1;
		if (channel->target == TARGET_GUESTFWD && (!channel->address || !channel->port))
			return fail(FAULT_CONFIG, "a channel of type 'guestfwd' needs an address and a port");
	}
	list_each(hostdev, &def->devices.hostdevs)
		if (hostdev->type == HOSTDEV_MDEV && !hostdev->source.uuid)
			return fail(FAULT_CONFIG, "a hostdev of type 'mdev' needs a UUID");
	list_each(info, &def->sysinfos)
		list_each(entry, &info->entries)
			if (!entry->name)
				return fail(FAULT_CONFIG, "an fwcfg entry needs a name");
	return 0;
}

/* ---- the rest ---- */

static int
check_iommu(const struct vm_def *def)
{
	const struct iommu *iommu = def->devices.iommu;

	if (!iommu || iommu->model != IOMMU_INTEL)
		return 0;
	if (machine_of(def)->family != MACHINE_Q35)
		return fail(FAULT_CONFIG, "iommu of model 'intel' needs machine type 'q35'");
	if (iommu->driver.intremap == YES && def->features.ioapic != IOAPIC_QEMU)
		return fail(FAULT_CONFIG, "iommu: interrupt remapping needs <ioapic driver='qemu'/>");
	if (iommu->driver.eim == YES && iommu->driver.intremap != YES)
		return fail(FAULT_CONFIG, "iommu: eim needs interrupt remapping");
	return 0;
}

static int
check_memballoon(const struct vm_def *def)
{
	if (def->devices.memballoon && def->devices.memballoon->model == MEMBALLOON_XEN)
		return fail(FAULT_CONFIG, "QEMU has no memballoon of model 'xen'");
	return 0;
}

int
validate_devices(const struct vm_def *def)
{
	static int (*const checks[])(const struct vm_def *) = {
		check_sources, check_serials, check_names, check_nics, check_graphics, check_videos, check_iommu, check_memballoon,
	};

	for (unsigned i = 0; i < COUNT(checks); i++)
		if (checks[i](def) < 0)
			return -1;
	return 0;
}
