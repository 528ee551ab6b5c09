/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_machine - the board, its firmware and how it is accelerated */
#include "args_inside.h"

/* ---- firmware in flash: unit 0 holds the code, unit 1 the variables ---- */

static bool
has_flash(const struct vm_def *def)
{
	return def->os.loader.type == LOADER_PFLASH && def->os.loader.path;
}

static bool
has_nvram(const struct vm_def *def)
{
	return def->os.nvram && (def->os.nvram->path || def->os.nvram->source.type);
}

static void
flash_node(struct args *a, unsigned unit, const char *path, enum storage_format image, bool readonly)
{
	auto_free char *storage = text_format("libvirt-pflash%u-storage", unit);
	auto_free char *format = text_format("libvirt-pflash%u-format", unit);

	args_json(a, "-blockdev", json_build("s:driver", "file", "s:filename", path, "s:node-name", storage,
					     "b:auto-read-only", 1, "s:discard", "unmap", NULL));
	args_json(a, "-blockdev", json_build("s:node-name", format, "b:read-only", readonly,
					     "s:driver", words_name(&storage_format_words, image ? image : FORMAT_RAW),
					     "s:file", storage, NULL));
}

int
args_firmware_nodes(struct args *a)
{
	const struct vm_os *os = &a->def->os;

	if (!has_flash(a->def))
		return 0;
	flash_node(a, 0, os->loader.path, os->loader.format, os->loader.readonly == YES);
	if (!has_nvram(a->def))
		return 0;
	if (!os->nvram->path && os->nvram->source.type != STORAGE_FILE)
		return fail(FAULT_UNSUPPORTED, "nvram: only files are supported");
	flash_node(a, 1, os->nvram->path ? os->nvram->path : os->nvram->source.file, os->nvram->source.format, false);
	return 0;
}

/* ---- -machine ---- */

static bool
has_nvdimm(const struct vm_def *def)
{
	list_each(memory, &def->devices.memories)
		if (memory->model == MEMORY_NVDIMM)
			return true;
	return false;
}

static const struct timer *
find_timer(const struct vm_def *def, enum timer_name name)
{
	list_each(timer, &def->clock.timers)
		if (timer->name == name)
			return timer;
	return NULL;
}

/* The speaker is part of the board; where it is heard is not. */
static void
add_speaker(const struct vm_def *def, struct text *out)
{
	list_each(sound, &def->devices.sounds) {
		auto_free char *audio = sound->model == SOUND_PCSPK ? audio_name(def, sound->audio_id) : NULL;

		option(out, "pcspk-audiodev", audio);
	}
}

static void
machine_features(struct args *a, struct text *out)
{
	const struct vm_features *f = &a->def->features;
	const struct timer *hpet = find_timer(a->def, TIMER_HPET);

	option_onoff(out, "vmport", f->vmport);
	if (f->smm)
		option_onoff(out, "smm", f->smm->state == NO ? NO : YES);
	if (f->ioapic)
		option(out, "kernel_irqchip", f->ioapic == IOAPIC_QEMU ? "split" : "on");
	if (hpet && hpet->present)
		option_onoff(out, "hpet", hpet->present);
}

static void
machine_memory(struct args *a, struct text *out)
{
	option(out, "dump-guest-core", a->def->dump_core == YES ? "on" : "off");
	if (a->def->memory_backing.nosharepages)
		option(out, "mem-merge", "off");
	if (has_nvdimm(a->def))
		option(out, "nvdimm", "on");
	if (a->def->launch_security)
		option(out, "confidential-guest-support", "lsec0");
	if (a->def->cpu && cpu_has_hmat(a->def->cpu))
		option(out, "hmat", "on");
	if (!a->def->cpu || !a->def->cpu->cells.n)
		option(out, "memory-backend", a->machine->ram);
}

static void
add_accelerator(struct args *a)
{
	const struct kvm_features *kvm = a->def->features.kvm;
	uint64_t cache = a->def->features.tcg_tb_cache;

	if (a->def->type == VM_KVM && kvm && kvm->dirty_ring == YES)
		args_addf(a, "-accel", "kvm,dirty-ring-size=%u", kvm->dirty_ring_size);
	else if (a->def->type == VM_KVM)
		args_add(a, "-accel", "kvm");
	else if (cache)
		args_addf(a, "-accel", "tcg,tb-size=%llu", (unsigned long long)(cache >> 20));
	else
		args_add(a, "-accel", "tcg");
}

int
args_machine(struct args *a)
{
	auto_text struct text out = { 0 };

	text_addf(&out, "%s,usb=off", a->def->os.machine);
	machine_features(a, &out);
	machine_memory(a, &out);
	if (has_flash(a->def))
		option(&out, "pflash0", "libvirt-pflash0-format");
	if (has_flash(a->def) && has_nvram(a->def))
		option(&out, "pflash1", "libvirt-pflash1-format");
	if (a->def->os.bios.useserial == YES)
		option(&out, "graphics", "off");
	add_speaker(a->def, &out);
	args_add(a, "-machine", text_get(&out));
	add_accelerator(a);
	if (a->def->features.smm && a->def->features.smm->tseg.given)
		args_addf(a, "-global", "mch.extended-tseg-mbytes=%lld",
			  (long long)a->def->features.smm->tseg.value >> 20);
	return 0;
}
