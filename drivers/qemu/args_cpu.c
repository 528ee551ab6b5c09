/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_cpu - the processor: model, features, paravirtualization, topology */
#include "args_inside.h"

/* ---- model ---- */

/* "At least this model" is given all the host has. */
static enum cpu_mode
effective_mode(const struct vm_cpu *cpu)
{
	return cpu->mode == CPU_CUSTOM && cpu->match == CPU_MINIMUM ? CPU_HOST_MODEL : cpu->mode;
}

static int
add_model(const struct args *a, const struct vm_cpu *cpu, struct text *out)
{
	switch (effective_mode(cpu)) {
	case CPU_HOST_PASSTHROUGH:
		text_add(out, "host");
		break;
	case CPU_HOST_MODEL:
		/* Without acceleration QEMU's best emulation stands for the host. */
		text_add(out, a->def->type == VM_KVM ? "host" : "max");
		break;
	case CPU_MAXIMUM:
		text_add(out, "max");
		break;
	default:
		if (!cpu->model)
			return fail(FAULT_CONFIG, "the processor has no model");
		option_text(out, cpu->model);
	}
	/* Only 64-bit emulators let it be switched off. */
	if (cpu->migratable == YES || text_same(a->how->caps->arch, "x86_64"))
		option_onoff(out, "migratable", cpu->migratable);
	option(out, "vendor", cpu->vendor_id);
	return 0;
}

/* QEMU spells with hyphens what libvirt spells with underscores. */
static void
add_feature(struct text *out, const char *name, bool on)
{
	text_add_char(out, ',');
	for (; *name; name++)
		text_add_char(out, *name == '_' ? '-' : *name);
	text_add(out, on ? "=on" : "=off");
}

static void
add_features(const struct vm_cpu *cpu, struct text *out)
{
	list_each(feature, &cpu->features)
		switch (feature->policy) {
		case CPU_FORCE:
		case CPU_REQUIRE:
		case CPU_POLICY_NONE:
			add_feature(out, feature->name, true);
			break;
		case CPU_DISABLE:
		case CPU_FORBID:
			add_feature(out, feature->name, false);
			break;
		case CPU_OPTIONAL:
		case cpu_policy_count:
			break;
		}
}

/* ---- what a guest that knows it is virtual can use ---- */

static void
add_timers(const struct vm_def *def, struct text *out)
{
	list_each(timer, &def->clock.timers) {
		if (timer->name == TIMER_KVMCLOCK)
			option_onoff(out, "kvmclock", timer->present);
		if (timer->name == TIMER_HYPERVCLOCK && timer->present == YES)
			option(out, "hv-time", "on");
		if (timer->name == TIMER_TSC && timer->frequency)
			text_addf(out, ",tsc-frequency=%llu", (unsigned long long)timer->frequency);
	}
}

#define HV(member, key) { offsetof(struct hyperv, member), key }
static const struct { size_t offset; const char *key; } hyperv_before[] = {
	HV(relaxed, "hv-relaxed"), HV(vapic, "hv-vapic"),
}, hyperv_behind[] = {
	HV(vpindex, "hv-vpindex"), HV(runtime, "hv-runtime"), HV(synic, "hv-synic"),
	HV(stimer, "hv-stimer"), HV(stimer_direct, "hv-stimer-direct"), HV(reset, "hv-reset"),
}, hyperv_last[] = {
	HV(frequencies, "hv-frequencies"), HV(reenlightenment, "hv-reenlightenment"),
	HV(tlbflush, "hv-tlbflush"), HV(tlbflush_direct, "hv-tlbflush-direct"), HV(tlbflush_extended, "hv-tlbflush-ext"),
	HV(ipi, "hv-ipi"), HV(evmcs, "hv-evmcs"), HV(avic, "hv-avic"),
	HV(emsr_bitmap, "hv-emsr-bitmap"), HV(xmm_input, "hv-xmm-input"),
};
#undef HV

#define ADD_HYPERV(rows)                                                                        \
	for (unsigned i = 0; i < COUNT(rows); i++)                                              \
		if (*(const enum tri *)((const char *)hv + (rows)[i].offset) == YES)            \
			option(out, (rows)[i].key, "on")

static void
add_hyperv(const struct hyperv *hv, struct text *out)
{
	if (!hv)
		return;
	if (hv->mode == HYPERV_PASSTHROUGH) {
		option(out, "hv-passthrough", "on");
		return;
	}
	ADD_HYPERV(hyperv_before);
	if (hv->spinlocks == YES)
		text_addf(out, ",hv-spinlocks=0x%x", hv->spinlocks_retries);
	ADD_HYPERV(hyperv_behind);
	if (hv->vendor_id == YES)
		option(out, "hv-vendor-id", hv->vendor_id_value);
	ADD_HYPERV(hyperv_last);
}

static void
add_kvm(const struct kvm_features *kvm, struct text *out)
{
	if (!kvm)
		return;
	if (kvm->hidden == YES)
		option(out, "kvm", "off");
	if (kvm->hint_dedicated == YES)
		option(out, "kvm-hint-dedicated", "on");
	if (kvm->poll_control == YES)
		option(out, "kvm-poll-control", "on");
	if (kvm->pv_ipi == NO)
		option(out, "kvm-pv-ipi", "off");
}

static void
add_panic(const struct vm_def *def, struct text *out)
{
	list_each(panic, &def->devices.panics)
		if (panic->model == PANIC_HYPERV)
			text_add(out, ",hv-crash");
}

static void
add_cache(const struct vm_cpu *cpu, struct text *out)
{
	static const char *const words[] = {
		[CPU_CACHE_NONE] = "",
		[CPU_CACHE_EMULATE] = ",l3-cache=on,host-cache-info=off",
		[CPU_CACHE_PASSTHROUGH] = ",host-cache-info=on,l3-cache=off",
		[CPU_CACHE_DISABLE] = ",l3-cache=off,host-cache-info=off",
	};

	text_add(out, words[cpu->cache.mode]);
}

static void
add_address_width(const struct vm_cpu *cpu, struct text *out)
{
	if (cpu->maxphysaddr.mode == ADDRESS_WIDTH_PASSTHROUGH)
		option(out, "host-phys-bits", "on");
	if (cpu->maxphysaddr.mode == ADDRESS_WIDTH_EMULATE)
		text_addf(out, ",phys-bits=%u", cpu->maxphysaddr.bits);
}

int
args_cpu(struct args *a)
{
	const struct vm_def *def = a->def;
	const struct vm_cpu *cpu = a->how->cpu ? a->how->cpu : def->cpu;
	const struct vm_features *f = &def->features;
	auto_text struct text out = { 0 };

	if (!cpu || add_model(a, cpu, &out) < 0)
		return cpu ? -1 : 0;
	add_features(cpu, &out);
	add_timers(def, &out);
	if (f->apic)
		option_onoff(&out, "kvm-pv-eoi", f->apic->eoi);
	option_onoff(&out, "kvm-pv-unhalt", f->pvspinlock);
	add_hyperv(f->hyperv, &out);
	add_panic(def, &out);
	add_kvm(f->kvm, &out);
	option_onoff(&out, "pmu", f->pmu);
	add_cache(cpu, &out);
	add_address_width(cpu, &out);
	args_add(a, "-cpu", text_get(&out));
	return 0;
}
