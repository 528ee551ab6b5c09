/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules_device - displays, sound and the small devices */
#include "driver/vm_rules_inside.h"

#include <time.h>

int
vm_rules_virtio(const char *what, const char *name, const struct virtio_options *options, bool is_virtio)
{
	return RULES_HOLD(what, name,
		{ !is_virtio && (options->iommu || options->ats || options->packed || options->page_per_vq), FAULT_CONFIG,
		  "iommu, ats, packed and page_per_vq are for virtio devices" });
}

/* ---- displays and sound ---- */

static bool
is_time(const char *text)
{
	struct tm time = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%S", &time);

	return end && !*end;
}

static int
check_graphics(const struct graphics *graphics)
{
	return RULES_HOLD("graphics", words_name(&graphics_kind_words, graphics->type),
		{ graphics->type == GRAPHICS_VNC && graphics->connected && graphics->connected != PASSWORD_KEEP, FAULT_CONFIG,
		  "connected viewers are kept" },
		{ graphics->passwd_valid_to && !is_time(graphics->passwd_valid_to), FAULT_XML,
		  "the end of its password is no YYYY-MM-DDTHH:MM:SS" },
		{ graphics->p2p == YES && graphics->dbus_address, FAULT_XML, "peer to peer has no address" });
}

static int
check_video(const struct video *video)
{
	return RULES_HOLD("video", words_name(&video_model_words, video->model),
		{ video->model == VIDEO_RAMFB && video->info.address.type, FAULT_CONFIG, "it has no address" });
}

static bool
audio_known(const struct vm_def *def, unsigned id)
{
	list_each(audio, &def->devices.audios)
		if (audio->id == id)
			return true;
	return !id;
}

static int
check_stream(const struct audio_stream *stream)
{
	const struct rule rule = { stream->fixed_settings != YES && (stream->settings.frequency || stream->settings.channels ||
				   stream->settings.format), FAULT_CONFIG, "settings are for fixed ones" };

	return rules_hold("audio", NULL, &rule, 1);
}

static int
check_audio(const struct vm_def *def)
{
	list_each(audio, &def->devices.audios) {
		list_before(other, audio, &def->devices.audios)
			if (audio->id == other->id)
				return fail(FAULT_XML, "two audio backends have id %u", audio->id);
		if (check_stream(&audio->input) < 0 || check_stream(&audio->output) < 0)
			return -1;
	}
	list_each(sound, &def->devices.sounds)
		if (!audio_known(def, sound->audio_id))
			return fail(FAULT_XML, "there is no audio backend %u", sound->audio_id);
	list_each(graphics, &def->devices.graphics)
		if (graphics->type == GRAPHICS_VNC && !audio_known(def, graphics->audio_id))
			return fail(FAULT_XML, "there is no audio backend %u", graphics->audio_id);
	return 0;
}

static int
check_displays(const struct vm_def *def)
{
	list_each(graphics, &def->devices.graphics)
		if (check_graphics(graphics) < 0)
			return -1;
	list_each(video, &def->devices.videos)
		if (check_video(video) < 0 ||
		    vm_rules_virtio("video", words_name(&video_model_words, video->model), &video->driver.virtio,
				    video->model == VIDEO_VIRTIO) < 0)
			return -1;
	return check_audio(def);
}

/* ---- small ones ---- */

static int
check_input(const struct input *input)
{
	bool is_virtio = input->bus == INPUT_BUS_VIRTIO;

	return RULES_HOLD("input", words_name(&input_kind_words, input->type),
		{ input->model && !is_virtio, FAULT_CONFIG, "a model is for the virtio bus" },
		{ input->type == INPUT_PASSTHROUGH && !is_virtio, FAULT_CONFIG, "it is for the virtio bus" },
		{ input->grab && strcmp(input->grab, "all"), FAULT_XML, "it grabs 'all' or nothing" },
		{ input->type == INPUT_EVDEV && input->bus && input->bus != INPUT_BUS_NO_BUS, FAULT_CONFIG, "it has no bus" },
		{ input->bus == INPUT_BUS_USB && input->info.address.type && input->info.address.type != ADDRESS_USB, FAULT_XML,
		  "its address is of type 'usb'" });
}

static int
check_tpm(const struct tpm *tpm)
{
	bool banks = tpm->active_pcr_banks.sha1 || tpm->active_pcr_banks.sha256 || tpm->active_pcr_banks.sha384 ||
		     tpm->active_pcr_banks.sha512;
	bool external = tpm->backend == TPM_EXTERNAL;

	return RULES_HOLD("TPM", NULL,
		{ banks && tpm->version != TPM_2_0, FAULT_XML, "active_pcr_banks are for version 2.0" },
		{ external && !tpm->source.type, FAULT_XML, "missing source of an external TPM" },
		{ external && !text_same(tpm->source.type, "unix"), FAULT_XML, "an external TPM is behind a unix socket" },
		{ external && text_same(tpm->source.mode, "bind"), FAULT_XML, "we connect to an external TPM" });
}

static int
check_memory(const struct memory_device *memory)
{
	bool nvdimm = memory->model == MEMORY_NVDIMM, mem = memory->model == MEMORY_VIRTIO_MEM, pmem = memory->model == MEMORY_VIRTIO_PMEM;
	uint64_t block = memory->target.block, requested = memory->target.requested.value;

	return RULES_HOLD("memory module", words_name(&memory_model_words, memory->model),
		{ memory->target.label_size && memory->target.label_size < 128 * 1024, FAULT_XML, "a label has at least 128 KiB" },
		{ nvdimm && memory->target.label_size >= memory->target.size, FAULT_XML, "its label is larger than the module" },
		{ nvdimm && memory->discard == YES, FAULT_CONFIG, "its contents are not discarded" },
		{ nvdimm && memory->uuid, FAULT_CONFIG, "UUIDs are for pSeries" },
		{ mem && (!block || block & (block - 1)), FAULT_DETAIL, "the size of its blocks is not a power of two" },
		{ mem && requested > memory->target.size, FAULT_DETAIL, "more is requested than it has" },
		{ mem && block && requested % block, FAULT_DETAIL, "no whole number of blocks is requested" },
		{ pmem && memory->target.node.given, FAULT_CONFIG, "it is in no NUMA cell" },
		{ pmem && memory->access == MEMORY_ACCESS_PRIVATE, FAULT_CONFIG, "its access is shared" });
}

enum { SUBSTREAM_BITS = 20 };

static int
check_iommu(const struct vm_def *def, const struct iommu *iommu)
{
	bool intel = iommu->driver.caching_mode || iommu->driver.eim || iommu->driver.dma_translation;
	bool amd = iommu->driver.passthrough || iommu->driver.xtsup;
	bool smmuv3 = iommu->driver.pci_bus.given || iommu->driver.accel || iommu->driver.ats || iommu->driver.ril ||
		      iommu->driver.ssid_size.given || iommu->driver.oas.given || iommu->driver.cmdqv;

	return RULES_HOLD("iommu", words_name(&iommu_model_words, iommu->model),
		{ iommu->model == IOMMU_INTEL && iommu->driver.intremap == YES && def->features.ioapic != IOAPIC_QEMU, FAULT_CONFIG,
		  "interrupt remapping needs <ioapic driver='qemu'/>" },
		{ iommu->model == IOMMU_INTEL && iommu->driver.eim == YES && iommu->driver.intremap != YES, FAULT_CONFIG,
		  "eim needs interrupt remapping" },
		{ iommu->model != IOMMU_INTEL && intel, FAULT_XML, "options are for model 'intel'" },
		{ iommu->model != IOMMU_INTEL && iommu->model != IOMMU_AMD && (iommu->driver.intremap || iommu->driver.iotlb),
		  FAULT_XML, "options are for models 'intel' and 'amd'" },
		{ iommu->model != IOMMU_AMD && amd, FAULT_XML, "passthrough and xtsup are for model 'amd'" },
		{ iommu->model != IOMMU_INTEL && iommu->model != IOMMU_VIRTIO && iommu->driver.aw_bits, FAULT_XML,
		  "aw_bits is for models 'intel' and 'virtio'" },
		{ iommu->model != IOMMU_SMMUV3 && smmuv3, FAULT_XML, "options are for model 'smmuv3'" },
		{ iommu->driver.ssid_size.value > SUBSTREAM_BITS || iommu->driver.ssid_size.value < 0, FAULT_XML,
		  "ssidsize is 0 to 20" },
		{ (iommu->model == IOMMU_INTEL || iommu->model == IOMMU_SMMUV3) && iommu->info.address.type, FAULT_XML, "it has no address" });
}

static int
check_filesystem(const struct filesystem *fs)
{
	bool virtiofs = fs->driver.type == FS_VIRTIOFS;

	return RULES_HOLD("file system", fs->target,
		{ virtiofs && fs->accessmode && fs->accessmode != FS_PASSTHROUGH, FAULT_CONFIG,
		  "virtiofs has access mode 'passthrough'" });
}

static int
check_panics(const struct vm_def *def)
{
	list_each(panic, &def->devices.panics)
		list_before(other, panic, &def->devices.panics)
			if (panic->model == other->model)
				return fail(FAULT_XML, "two panic devices of one model");
	return def->devices.watchdogs.n > 1 ? fail(FAULT_XML, "there can be only one watchdog") : 0;
}

static int
check_controller(const struct controller *c)
{
	return RULES_HOLD("controller", words_name(&controller_kind_words, c->type),
		{ c->type == CONTROLLER_PCI && c->index.value > 255, FAULT_CONFIG, "index is at most 255" },
		{ c->pci.chassis_nr.given && (c->pci.chassis_nr.value < 1 || c->pci.chassis_nr.value > 255), FAULT_CONFIG,
		  "chassisNr is 1 to 255" },
		{ c->pci.chassis.value > 255, FAULT_CONFIG, "chassis is 0 to 255" },
		{ c->pci.port.value > 255, FAULT_CONFIG, "port is 0 to 255" },
		{ c->pci.bus_nr.given && (c->pci.bus_nr.value < 1 || c->pci.bus_nr.value > 254), FAULT_CONFIG,
		  "busNr is 1 to 254" });
}

int
vm_rules_devices(const struct vm_def *def)
{
	const struct vm_devices *d = &def->devices;

#define CHECK_ALL(list, check)                                                  \
	list_each(device, list)                                                 \
		if (check(device) < 0)                                          \
			return -1;
	CHECK_ALL(&d->controllers, check_controller)
	CHECK_ALL(&d->filesystems, check_filesystem)
	CHECK_ALL(&d->inputs,      check_input)
	CHECK_ALL(&d->tpms,        check_tpm)
	CHECK_ALL(&d->memories,    check_memory)
#undef CHECK_ALL
	list_each(iommu, &d->iommus) {
		if (check_iommu(def, iommu) < 0)
			return -1;
		if (d->iommus.n > 1 && iommu->model != IOMMU_SMMUV3)
			return fail(FAULT_XML, "only model 'smmuv3' has several IOMMUs");
	}
	if (d->vsock && d->vsock->cid && d->vsock->cid < 3)
		return fail(FAULT_CONFIG, "vsock: the addresses of guests begin at 3");
	return check_panics(def) < 0 ? -1 : check_displays(def);
}
