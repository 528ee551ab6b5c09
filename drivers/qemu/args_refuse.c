/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_refuse - what a definition may ask for and this driver does not do
 *
 * What shares out the host's resources is tuning.h's. */
#include "args_inside.h"
#include "driver/network_switch.h"
#include "network.h"
#include "validate.h"

static int
cannot(const char *device, const char *name, const char *what)
{
	return fail(FAULT_UNSUPPORTED, "%s '%s': %s is not supported", device, name ? name : "", what);
}

static int
refuse_disk(const struct disk *disk)
{
	const char *name = disk->target.dev;

	if (disk->backenddomain)
		return cannot("disk", name, "backenddomain");
	if (disk->driver.discard_no_unref)
		return cannot("disk", name, "discard_no_unref");
	if (disk->driver.iothreads.n)
		return cannot("disk", name, "a mapping of its queues to I/O threads");
	if (disk->driver.statistics.n || disk->driver.histograms.n)
		return cannot("disk", name, "statistics of its driver");
	if (disk->throttle_filters.n)
		return cannot("disk", name, "throttlefilters");
	if (disk->model == DISK_USB_BOT)
		return cannot("disk", name, "model 'usb-bot'");
	for (const struct storage_source *s = &disk->source; s; s = s->backing) {
		if (s->slices.n > 1)
			return cannot("disk", name, "more than one slice of an image");
		if (s->fdgroup)
			return cannot("disk", name, "an image by file descriptors");
		if (s->data_store)
			return cannot("disk", name, "dataStore");
		if (s->type == STORAGE_VHOST_VDPA || s->type == STORAGE_CTL)
			return cannot("disk", name, words_name(&storage_kind_words, s->type));
		if (s->net.known_hosts || s->net.username)
			return cannot("disk", name, "keys of SSH");
	}
	return 0;
}

static int
refuse_nic(const struct nic *nic)
{
	const char *name = nic->info.alias;

	if ((nic->inbound || nic->outbound) && !nic_has_tap(nic))
		return cannot("interface", name, "bandwidth");
	if (nic->filter.name && !nic_has_tap(nic))
		return cannot("interface", name, "filterref");
	if (nic->virtualport && nic->virtualport->type && !network_is_switched(nic->virtualport))
		return cannot("interface", name, "a virtualport of a switch that asks for more than its kernel's");
	if ((nic->inbound || nic->outbound) && nic->type == NIC_DIRECT)
		return cannot("interface", name, "bandwidth of a shared device");
	if (nic->filter.name && nic->type == NIC_DIRECT)
		return cannot("interface", name, "a filter on a shared device");
	if (nic->virtualport && nic->type != NIC_BRIDGE && nic->type != NIC_NETWORK)
		return cannot("interface", name, "virtualport");
	if (nic->vlan.tags.n && nic->type != NIC_NETWORK && nic->type != NIC_HOSTDEV && !network_is_switched(nic->virtualport))
		return cannot("interface", name, "vlan");
	if (nic->coalesce_rx_frames_max && nic->type == NIC_DIRECT)
		return cannot("interface", name, "coalesce");
	if (nic->port_isolated == YES && nic->type != NIC_BRIDGE && nic->type != NIC_NETWORK)
		return cannot("interface", name, "port isolation");
	if (nic->trust_guest_rx_filters == YES)
		return cannot("interface", name, "trustGuestRxFilters");
	if (nic->backend.hostname || nic->backend.fqdn)
		return cannot("interface", name, "a name given by its backend");
	if (nic->downscript)
		return cannot("interface", name, "downscript");
	if (nic->backenddomain)
		return cannot("interface", name, "backenddomain");
	return 0;
}

/* What QEMU's virtiofsd and its 9p cannot do. */
static int
refuse_filesystem(const struct filesystem *fs)
{
	if (fs->idmap.uids.n || fs->idmap.gids.n)
		return cannot("filesystem", fs->target, "idmap");
	if (fs->binary.openfiles)
		return cannot("filesystem", fs->target, "a limit of open files");
	if (fs->driver.type == FS_MTP)
		return cannot("filesystem", fs->target, "driver 'mtp'");
	if (fs->space_hard_limit || fs->space_soft_limit)
		return cannot("filesystem", fs->target, "a limit of its space");
	return 0;
}

static int
refuse_hostdev(const struct hostdev *hostdev)
{
	if (hostdev->driver_model)
		return cannot("hostdev", hostdev->info.alias, "a variant of its driver");
	if (hostdev->iommufd == YES)
		return cannot("hostdev", hostdev->info.alias, "iommufd");
	return hostdev->info.acpi_nodeset ? cannot("hostdev", hostdev->info.alias, "acpi/@nodeset") : 0;
}

static int
refuse_tpm(const struct tpm *tpm)
{
	return tpm->profile.source || tpm->profile.name ? cannot("tpm", tpm->info.alias, "a profile") : 0;
}

static int
refuse_controller(const struct controller *c)
{
	return c->driver.iothreads.n ? cannot("controller", c->info.alias, "a mapping of its queues to I/O threads") : 0;
}

static int
refuse_iommu(const struct iommu *iommu)
{
	if (iommu->model == IOMMU_AMD)
		return cannot("iommu", iommu->info.alias, "model 'amd'");
	if (iommu->model == IOMMU_VIRTIO && iommu->driver.aw_bits)
		return cannot("iommu", iommu->info.alias, "aw_bits of model 'virtio'");
	return iommu->driver.granule || iommu->driver.granule_size ? cannot("iommu", iommu->info.alias, "a granule") : 0;
}

static int
refuse_video(const struct video *video)
{
	return video->driver.vgaconf ? cannot("video", video->info.alias, "vgaconf") : 0;
}

/* No module of the host's that we know of would enforce these; "dac" is emulator_user()'s. */
static int
refuse_seclabel(const struct seclabel *label)
{
	if (label->type == SECLABEL_NONE || (!label->label && !label->baselabel) ||
	    (text_same(label->model, "dac") && label->type == SECLABEL_STATIC))
		return 0;
	return fail(FAULT_UNSUPPORTED, "seclabel: model '%s' with a label is not supported", label->model ? label->model : "");
}

static int
refuse_source_label(void *found, __attribute__((unused)) void *holder,
		    __attribute__((unused)) const struct type *type, __attribute__((unused)) void *context)
{
	const struct source_seclabel *label = found;

	return label->label ? fail(FAULT_UNSUPPORTED, "source/seclabel: model '%s' with a label is not supported",
				   label->model ? label->model : "") : 0;
}

/* How ticks that were missed are made up for is QEMU's own choice. */
static bool
has_catchup(const struct vm_clock *clock)
{
	list_each(timer, &clock->timers)
		if (timer->catchup.threshold || timer->catchup.slew || timer->catchup.limit)
			return true;
	return false;
}

/* Files that have several tables. */
static bool
has_rawset(const struct vm_os *os)
{
	list_each(table, &os->acpi_tables)
		if (table->type == ACPI_RAWSET)
			return true;
	return false;
}

/* How much the last waits count is QEMU's own choice. */
static bool
has_poll_weight(const struct iothread_list *threads)
{
	list_each(thread, threads)
		if (thread->poll.weight.value)
			return true;
	return false;
}

/* Of other hypervisors, of the libvirt that ran the guest, or of hardware no emulator reaches. */
static int
refuse_whole(const struct vm_def *def)
{
	const struct vm_features *f = &def->features;
	const struct { bool said; const char *path; } rows[] = {
		{ def->bootloader || def->bootloader_args,                  "bootloader" },
		{ def->idmap.uids.n || def->idmap.gids.n,                   "idmap" },
		{ def->resource.fibrechannel_appid != NULL,                 "resource/fibrechannel" },
		{ def->keywrap.n > 0,                                       "keywrap" },
		{ def->devices.leases.n > 0,                                "devices/lease: a lock manager" },
		{ def->qemu.add.n || def->qemu.del.n,                       "qemu:capabilities" },
		{ f->xen != NULL,                                           "features/xen" },
		{ f->msrs != MSRS_NONE,                                     "features/msrs" },
		{ f->viridian,                                              "features/viridian" },
		{ f->privnet,                                               "features/privnet" },
		{ f->ras || f->ps2 || f->aia || f->virtualization,          "features/ras, ps2, aia or virtualization" },
		{ f->hyperv && f->hyperv->mode == HYPERV_HOST_MODEL,        "features/hyperv/@mode 'host-model'" },
		{ f->hyperv && f->hyperv->vsm == YES,                       "features/hyperv/vsm" },
		{ has_poll_weight(&def->iothreadids),                       "iothreadids/iothread/poll/@weight" },
		{ def->hwuuid != NULL,                                      "hwuuid" },
		{ def->throttle_groups.n > 0,                               "throttlegroups" },
		{ def->iommufd.enabled == YES,                              "iommufd" },
		{ def->cputune.energytunes.n > 0,                           "cputune/energytune" },
		{ def->os.varstore != NULL,                                 "os/varstore" },
		{ has_rawset(&def->os),                                     "os/acpi/table/@type 'rawset'" },
		{ def->os.shim != NULL,                                     "os/shim" },
		{ def->devices.pstore != NULL,                              "devices/pstore" },
		{ def->cpu && (def->cpu->deprecated_features || def->cpu->maxphysaddr.limit),
		                                                            "cpu/@deprecated_features or maxphysaddr/@limit" },
		{ def->os.nvram && def->os.nvram->template_format && def->os.nvram->template_format != FORMAT_RAW,
		                                                            "os/nvram/@templateFormat" },
		{ f->hap == NO,                                             "features/hap state 'off'" },
		{ def->vcpu.placement == PLACEMENT_AUTO,                    "vcpu/@placement 'auto': numad" },
		{ def->numatune.memory.placement == PLACEMENT_AUTO,         "numatune/memory/@placement 'auto': numad" },
		{ has_catchup(&def->clock),                                 "clock/timer/catchup" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++)
		if (rows[i].said)
			return fail(FAULT_UNSUPPORTED, "%s is not supported", rows[i].path);
	return 0;
}

#define REFUSE_ANY(list, refuse) \
	list_each(item, list) \
		if (refuse(item) < 0) \
			return -1

int
args_refuse(struct args *a)
{
	const struct vm_def *def = a->def;

	if (validate_start(def) < 0)
		return -1;
	if (def->launch_security && (def->launch_security->type == LAUNCH_SEV_SNP || def->launch_security->type == LAUNCH_TDX))
		return fail(FAULT_UNSUPPORTED, "launchSecurity '%s' is not supported",
			    words_name(&launch_security_kind_words, def->launch_security->type));
	if (def->launch_security && def->launch_security->type != LAUNCH_SEV)
		return fail(FAULT_CONFIG, "launchSecurity '%s' is not possible on architecture '%s'",
			    words_name(&launch_security_kind_words, def->launch_security->type), def->os.arch);
	/* The command line alone shows what libvirt would do. */
	if (a->how->native)
		return 0;
	if (refuse_whole(def) < 0)
		return -1;
	REFUSE_ANY(&def->seclabels, refuse_seclabel);
	if (model_each(&vm_def_type, (void *)def, &source_seclabel_type, refuse_source_label, NULL) < 0)
		return -1;
	REFUSE_ANY(&def->devices.disks, refuse_disk);
	REFUSE_ANY(&def->devices.filesystems, refuse_filesystem);
	REFUSE_ANY(&def->devices.nics, refuse_nic);
	REFUSE_ANY(&def->devices.hostdevs, refuse_hostdev);
	REFUSE_ANY(&def->devices.tpms, refuse_tpm);
	REFUSE_ANY(&def->devices.videos, refuse_video);
	REFUSE_ANY(&def->devices.controllers, refuse_controller);
	REFUSE_ANY(&def->devices.iommus, refuse_iommu);
	return 0;
}
