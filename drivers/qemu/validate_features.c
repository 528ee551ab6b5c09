/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_features - features, clocks, firmware tables and settings that QEMU cannot have */
#include "validate.h"

#include "base/rule.h"
#include "machine.h"

/* Features of other architectures, which an x86 guest cannot have. */
static int
check_features(const struct vm_def *def)
{
	const struct vm_features *f = &def->features;
	const struct { bool said; const char *name; } foreign[] = {
		{ f->gic != NULL, "gic" },                 { f->hpt.resizing || f->hpt.maxpagesize, "hpt" },
		{ f->htm != UNSAID, "htm" },               { f->nested_hv != UNSAID, "nested-hv" },
		{ f->ccf_assist != UNSAID, "ccf-assist" }, { f->cfpc != GUARD_NONE, "cfpc" },
		{ f->sbbc != GUARD_NONE, "sbbc" },         { f->ibs != GUARD_NONE, "ibs" },
		{ def->launch_security && def->launch_security->type == LAUNCH_S390_PV, "s390-pv" },
	};

	if (f->tcg_tb_cache && def->type == VM_KVM)
		return fail(FAULT_CONFIG, "features of TCG are not for domain type 'kvm'");
	for (unsigned i = 0; machine_is_x86(def) && i < COUNT(foreign); i++)
		if (foreign[i].said)
			return fail(FAULT_CONFIG, "feature '%s' is not possible on architecture '%s'", foreign[i].name,
				    def->os.arch);
	return 0;
}

/* ---- clocks ---- */

/* The tick policies that a timer can have. */
#define POLICY(policy) (1 << (policy))
static const struct {
	enum timer_name name;
	unsigned policies;
	bool foreign;                /* on x86 */
} timers[] = {
	{ TIMER_RTC,       POLICY(TICK_DELAY) | POLICY(TICK_CATCHUP) },
	{ TIMER_PIT,       POLICY(TICK_DELAY) | POLICY(TICK_CATCHUP) | POLICY(TICK_DISCARD) },
	{ TIMER_HPET,      ~0u },
	{ TIMER_PLATFORM,  0, true },
	{ TIMER_ARMVTIMER, ~0u, true },
};

static int
check_timer(const struct vm_def *def, const struct timer *timer)
{
	const char *name = words_name(&timer_name_words, timer->name);

	for (unsigned i = 0; i < COUNT(timers); i++)
		if (timers[i].name == timer->name)
			return RULES_HOLD("timer", name,
				{ timers[i].foreign && machine_is_x86(def), FAULT_CONFIG, "it is of another architecture" },
				{ timer->tickpolicy && !(timers[i].policies & POLICY(timer->tickpolicy)), FAULT_CONFIG,
				  "QEMU does not have its tickpolicy" },
				{ timer->name == TIMER_RTC && timer->track == TIMER_TRACK_BOOT, FAULT_CONFIG,
				  "it does not track 'boot'" });
	return 0;
}
#undef POLICY

static int
check_timers(const struct vm_def *def)
{
	list_each(timer, &def->clock.timers)
		if (check_timer(def, timer) < 0)
			return -1;
	return 0;
}

/* ---- what the firmware is handed ---- */

static int
check_fwcfg(const struct vm_def *def)
{
	list_each(info, &def->sysinfos)
		list_each(entry, &info->entries)
			if (RULES_HOLD("fwcfg entry", entry->name,
				{ text_starts(entry->name, "opt/ovmf/") || text_starts(entry->name, "opt/org.qemu/"), FAULT_CONFIG,
				  "that name is reserved" }) < 0)
				return -1;
	return 0;
}

static int
check_settings(const struct vm_def *def)
{
	return RULES_HOLD("domain", def->name,
		{ def->features.smm && def->features.smm->tseg.given && machine_of(def)->family != MACHINE_Q35, FAULT_CONFIG,
		  "the size of TSEG is for machine type 'q35'" },
		{ def->bootloader, FAULT_CONFIG, "QEMU has no boot loader of the host's" },
		{ def->os.bios.useserial == YES && !def->devices.serials.n, FAULT_XML, "a firmware that uses the serial port needs one" },
		{ def->memtune.min_guarantee.given, FAULT_CONFIG, "QEMU has no guaranteed memory (min_guarantee)" },
		{ def->devices.nvram != NULL, FAULT_CONFIG, "nvram is a device of pSeries" });
}

/* ---- what is passed through ---- */

static bool
is_variable(const char *name)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

	return *name && !strchr("0123456789", *name) && !name[strspn(name, letters)];
}

static bool
is_property(const struct override_property *property)
{
	const char *value = property->value ? property->value : "";
	const char *digits = value + (property->type == PROPERTY_SIGNED && *value == '-');

	switch (property->type) {
	case PROPERTY_SIGNED:
	case PROPERTY_UNSIGNED:
		return *digits && !digits[strspn(digits, "0123456789")];
	case PROPERTY_BOOL:
		return !strcmp(value, "true") || !strcmp(value, "false");
	case PROPERTY_REMOVE:
		return !*value;
	default:
		return true;
	}
}

static int
check_passed(const struct vm_def *def)
{
	list_each(env, &def->qemu.envs)
		if (!env->name || !is_variable(env->name))
			return fail(FAULT_XML, "%s is no name of a variable", quote(env->name ? env->name : ""));
	list_each(device, &def->qemu.overrides)
		list_each(property, &device->properties)
			if (!is_property(property))
				return fail(FAULT_XML, "%s is no value of property %s", quote(property->value ? property->value : ""),
					    quote(property->name ? property->name : ""));
	return 0;
}

int
validate_features(const struct vm_def *def)
{
	static int (*const checks[])(const struct vm_def *) = {
		check_features, check_timers, check_fwcfg, check_settings, check_passed,
	};

	for (unsigned i = 0; i < COUNT(checks); i++)
		if (checks[i](def) < 0)
			return -1;
	return 0;
}
