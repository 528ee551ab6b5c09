/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules - what libvirt refuses of any completed definition, whatever the hypervisor */
#include "driver/vm_rules_inside.h"

#include "driver/vm_complete.h"
#include "model/vm_kinds.h"

/* ---- what there is one of each ---- */

static int
check_tuning_doubles(const struct vm_def *def)
{
	const struct memnode_list *memnodes = &def->numatune.memnodes;

	list_each(memnode, memnodes)
		list_before(other, memnode, memnodes)
			if (memnode->cellid.value == other->cellid.value)
				return fail(FAULT_XML, "two memnodes of NUMA cell %lld", (long long)memnode->cellid.value);
	list_each(cipher, &def->keywrap)
		list_before(other, cipher, &def->keywrap)
			if (text_same(cipher->name, other->name))
				return fail(FAULT_INTERNAL, "two key wrapping ciphers are %s", quote(cipher->name));
	list_each(thread, &def->iothreadids)
		list_before(other, thread, &def->iothreadids)
			if (thread->id == other->id)
				return fail(FAULT_XML, "two I/O threads have id %u", thread->id);
	list_each(device, &def->blkiotune.devices)
		list_before(other, device, &def->blkiotune.devices)
			if (text_same(device->path, other->path))
				return fail(FAULT_CONFIG, "two blkiotune devices have path %s", quote(device->path));
	list_each(pin, &def->cputune.vcpupins)
		list_before(other, pin, &def->cputune.vcpupins)
			if (pin->vcpu.value == other->vcpu.value)
				return fail(FAULT_INTERNAL, "two vcpupins of processor %lld", (long long)pin->vcpu.value);
	list_each(pin, &def->cputune.iothreadpins)
		list_before(other, pin, &def->cputune.iothreadpins)
			if (pin->iothread == other->iothread)
				return fail(FAULT_INTERNAL, "two iothreadpins of I/O thread %u", pin->iothread);
	return 0;
}

static int
check_info(void *found, void *holder, const struct type *holder_type, void *context)
{
	const struct device_info *info = found;
	struct strings *aliases = context;

	(void)holder, (void)holder_type;
	if (info->rom.enabled == NO && (info->rom.bar || info->rom.file))
		return fail(FAULT_CONFIG, "a device has settings of a ROM that is disabled");
	if (!info->alias || !alias_is_user(info->alias))
		return 0;
	for (unsigned i = 0; i < aliases->n; i++)
		if (!strcmp(aliases->item[i], info->alias))
			return fail(FAULT_CONFIG, "two devices have alias '%s'", info->alias);
	strings_add(aliases, info->alias);
	return 0;
}

static int
check_infos(const struct vm_def *def)
{
	auto_strings struct strings aliases = { 0 };

	/* Nothing is changed: only what is called could do so. */
	return model_each(&vm_def_type, (void *)def, &device_info_type, check_info, &aliases);
}

/* What the guest's own label does not allow, none of its files has. */
static int
check_source_label(void *found, void *holder, const struct type *holder_type, void *context)
{
	const struct source_seclabel *label = found;
	const struct vm_def *def = context;

	(void)holder, (void)holder_type;
	list_each(own, &def->seclabels)
		if (label->model && text_same(own->model, label->model) && (own->relabel == NO || own->type == SECLABEL_NONE))
			return fail(FAULT_CONFIG, "a source has a seclabel of model '%s', which labels nothing of this guest", label->model);
	return 0;
}

static int
check_seclabels(const struct vm_def *def)
{
	return model_each(&vm_def_type, (void *)def, &source_seclabel_type, check_source_label, (void *)def);
}

/* ---- firmware, clocks, actions ---- */

/* A longer wait than this does not fit. */
enum { REBOOT_LONGEST = 65535 };

static int
check_os(const struct vm_def *def)
{
	const struct vm_os *os = &def->os;
	int64_t reboot = os->bios.reboot_timeout.value;

	return RULES_HOLD("os", NULL,
		{ os->bios.reboot_timeout.given && (reboot < -1 || reboot > REBOOT_LONGEST), FAULT_CONFIG,
		  "rebootTimeout is -1 to 65535" },
		{ os->loader.stateless == YES && os->nvram, FAULT_DETAIL, "a loader without state has no nvram" });
}

static int
check_timers(const struct vm_def *def)
{
	list_each(timer, &def->clock.timers)
		if (RULES_HOLD("timer", words_name(&timer_name_words, timer->name),
			{ (timer->name == TIMER_KVMCLOCK || timer->name == TIMER_HYPERVCLOCK) && timer->tickpolicy, FAULT_CONFIG,
			  "it has no tickpolicy" },
			{ timer->frequency && timer->name != TIMER_TSC, FAULT_CONFIG, "it has no frequency of its own" },
			{ timer->mode && timer->name != TIMER_TSC, FAULT_CONFIG, "it has no mode" },
			{ timer->track && timer->name != TIMER_PLATFORM && timer->name != TIMER_RTC, FAULT_CONFIG, "it follows no time" }) < 0)
			return -1;
	return 0;
}

static bool
dumps_core(enum lifecycle action)
{
	return action == LIFECYCLE_COREDUMP_DESTROY || action == LIFECYCLE_COREDUMP_RESTART;
}

static int
check_actions(const struct vm_def *def)
{
	return RULES_HOLD("on_poweroff and on_reboot", NULL,
		{ dumps_core(def->on_poweroff) || dumps_core(def->on_reboot), FAULT_CONFIG, "only a crash is dumped" },
		{ def->on_poweroff == LIFECYCLE_PRESERVE_RUNNING || def->on_reboot == LIFECYCLE_PRESERVE_RUNNING, FAULT_CONFIG,
		  "only a guest that crashed runs on" });
}

static int
check_title(const struct vm_def *def)
{
	return RULES_HOLD("title", NULL, { def->title && strchr(def->title, '\n'), FAULT_XML, "it has more than one line" });
}

static int
check_sysinfo(const struct vm_def *def)
{
	list_each(info, &def->sysinfos)
		list_each(entry, &info->entries)
			if (!entry->value && !entry->file)
				return fail(FAULT_XML, "sysinfo: an fwcfg entry needs a value or a file");
	return 0;
}

/* ---- all ---- */

int
vm_def_check(const struct vm_def *def)
{
	static int (*const rules[])(const struct vm_def *def) = {
		check_usb, check_addresses, vm_rules_disks, check_tuning_doubles, check_infos, vm_rules_cpu, vm_rules_tuning, check_os, check_timers,
		check_actions, check_title, check_sysinfo, check_seclabels, vm_rules_nics, vm_rules_hostdevs, vm_rules_ports, vm_rules_devices,
	};

	for (unsigned i = 0; i < COUNT(rules); i++)
		if (rules[i](def) < 0)
			return -1;
	return 0;
}
