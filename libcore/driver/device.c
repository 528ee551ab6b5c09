/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device - devices that are plugged in, unplugged and changed: live, stored or both */
#include "driver/device.h"

#include <time.h>

#include "base/clock.h"
#include "driver/block_inside.h"
#include "driver/device_inside.h"
#include "driver/pool.h"
#include "driver/vm_complete.h"
#include "driver/vm_inside.h"

static const char *
where_words(struct device_where where)
{
	return where.live ? where.config ? "live, stored" : "live" : "stored";
}

/* Complete a definition that was changed; a live one has what only the host knows. */
static int
complete(struct vm_def *def, bool live)
{
	if (vm_complete(def) < 0)
		return -1;
	return live && host_here()->driver->local ? volume_resolve_disks(def) : 0;
}

static struct vm_def *
definition(struct vm *vm, bool live)
{
	struct vm_live *now = live ? vm_live(vm) : NULL;

	return live ? now ? now->def : NULL : vm_config(vm);
}

/* ---- attach ---- */

/* Memory modules hang from the cells. */
static int
check_cells(const struct vm_def *def, const struct vm_device *device)
{
	if (device->row->type != &memory_device_type || (def->cpu && def->cpu->cells.n))
		return 0;
	return fail(FAULT_CONFIG, "memory modules need NUMA cells, and there are none");
}

/* A copy of the definition, with a copy of the device.  Caller frees. */
static struct vm_def *
with_device(struct vm *vm, bool live, const struct vm_device *device)
{
	const struct vm_def *def = definition(vm, live);
	auto_vm_def struct vm_def *copy = def ? vm_def_copy(def) : NULL;
	auto_vm_device struct vm_device added = { device->row, NULL };

	if (!copy || check_cells(copy, device) < 0)
		return NULL;
	if (device_is_unique(device) && vm_device_find(copy, device) >= 0)
		return fail(FAULT_STATE, "such a device '%s' is there already", vm_device_word(device)), NULL;
	fail_forget();           /* what is not there can come */
	added = vm_device_copy(device);
	/* Unlike those of a document, it has its place among the disks of the bus that only its name tells. */
	if (device->row->type == &disk_type)
		complete_disk_bus(added.object);
	return vm_device_add(copy, &added) < 0 || complete(copy, live) < 0 ? NULL : steal(copy);
}

/* A card has the same address in both definitions. */
static void
give_identity(struct vm *vm, const struct vm_device *device)
{
	struct nic *nic = device->object;

	if (device->row->type != &nic_type || nic->mac.address)
		return;
	nic->mac.address = vm_new_mac(vm_def(vm)->type);
	nic->mac.type = MAC_KIND_NONE;
}

static void
record_all(struct vm *vm, const struct strings *aliases)
{
	for (unsigned i = 0; i < aliases->n; i++)
		device_record(vm, aliases->item[i], DEVICE_COMES);
}

static void
forget_all(struct vm *vm, const struct strings *aliases)
{
	for (unsigned i = 0; i < aliases->n; i++)
		device_record_drop(vm, aliases->item[i]);
	free(vm->live->device_config);
	vm->live->device_config = NULL;
}

/* What was plugged in of it is unplugged by the record. */
static int
plug_failed(struct vm *vm)
{
	struct failure why = fail_aside();

	device_settle(vm);
	return fail_again(&why);
}

/* after and stored (which may be NULL) are taken over. */
static int
plug(struct vm *vm, struct vm_def *after_owned, struct vm_def *stored_owned, char **ret_alias)
{
	auto_vm_def struct vm_def *before = NULL, *after = after_owned, *stored = stored_owned;
	auto_strings struct strings aliases = { 0 };

	if (DRIVER_HAS(device, prepare) && DRIVER_CALL(device, prepare, vm, vm->live->def, after) < 0)
		return -1;
	device_new_aliases(vm->live->def, after, &aliases);
	before = vm->live->def;
	vm->live->def = steal(after);
	vm->live->device_config = stored ? vm_def_text(stored, VIEW_STORED) : NULL;
	record_all(vm, &aliases);
	if (vm_jobs_save(vm) < 0)
		return -1;
	if (DRIVER_CALL(device, plug, vm, before) < 0)
		return plug_failed(vm);
	if (stored && device_store(vm, steal(stored)) < 0)
		return -1;
	forget_all(vm, &aliases);
	if (vm_jobs_save(vm) < 0)
		return -1;
	if (ret_alias)
		*ret_alias = aliases.n ? xstrdup(aliases.item[aliases.n - 1]) : NULL;
	return vm_event(vm_folder(), vm->name, "device-added", aliases.n ? aliases.item[aliases.n - 1] : NULL, NULL);
}

int
device_attach(struct vm *vm, struct vm_device *device, struct device_where where, char **ret_alias)
{
	auto_vm_def struct vm_def *stored = NULL, *after = NULL;

	if (device_may(device, DEVICE_ATTACH) < 0 || !vm_def(vm))
		return -1;
	give_identity(vm, device);
	if ((where.config && !(stored = with_device(vm, false, device))) ||
	    (where.live && !(after = with_device(vm, true, device))))
		return -1;
	if (vm_told("attach a device '%s' to %s, %s", vm_device_word(device), vm->name, where_words(where)))
		return 0;
	if (where.live)
		return plug(vm, steal(after), steal(stored), ret_alias);
	return device_store(vm, steal(stored));
}

/* ---- detach ---- */

struct vm_def *
device_config_without(struct vm *vm, const struct vm_device *like)
{
	struct vm_def *def = vm_config(vm);
	int index = def ? vm_device_find(def, like) : -1;
	auto_vm_def struct vm_def *copy = index < 0 ? NULL : vm_def_copy(def);

	if (!copy)
		return NULL;
	vm_device_remove(copy, like->row, (unsigned)index);
	return vm_complete(copy) < 0 ? NULL : steal(copy);
}

/* A job's images would go with the disk. */
static int
must_be_free(struct vm *vm, const struct vm_device *device)
{
	return device->row->type == &disk_type ? block_disk_is_free(vm, device->object) : 0;
}

/* Without a name in the hypervisor, a device is nothing but its element. */
static int
drop_nameless(struct vm *vm, const struct vm_device *device, unsigned index)
{
	vm_device_remove(vm->live->def, device->row, index);
	return vm_save_live(vm);
}

static int
unplug(struct vm *vm, const char *alias, enum device_change change)
{
	enum device_change was = device_record(vm, alias, change);

	if (vm_jobs_save(vm) < 0)
		return -1;
	if (DRIVER_CALL(device, unplug, vm, alias) == 0)
		return 0;
	/* A guest that was asked before may let go of it yet. */
	if (was)
		device_record(vm, alias, was);
	else
		device_record_drop(vm, alias);
	vm_jobs_save(vm);
	return -1;
}

/* device is in the live definition, stored (taken over) what is to be stored without it. */
static int
detach(struct vm *vm, const struct vm_device *device, unsigned index, struct vm_def *stored_owned, char **ret_alias)
{
	auto_vm_def struct vm_def *stored = stored_owned;
	const struct device_info *info = device->object ? vm_device_info(device) : NULL;
	auto_free char *alias = info ? xstrdup(info->alias) : NULL;

	if (device->object && must_be_free(vm, device) < 0)
		return -1;
	if (alias && unplug(vm, alias, stored ? DEVICE_GOES_FROM_BOTH : DEVICE_GOES) < 0)
		return -1;
	if (device->object && !alias && drop_nameless(vm, device, index) < 0)
		return -1;
	if (stored && device_store(vm, steal(stored)) < 0)
		return -1;
	if (!alias)
		return 0;
	device_record(vm, alias, DEVICE_GOES);
	if (device_settle(vm) < 0)
		return -1;
	if (!device_is_leaving(vm, alias))
		return 0;
	*ret_alias = steal(alias);
	return vm_jobs_save(vm);
}

int
device_detach(struct vm *vm, const struct vm_device *like, struct device_where where, char **ret_alias)
{
	auto_vm_def struct vm_def *stored = NULL;
	struct vm_device device = { 0 };
	int index = -1;

	*ret_alias = NULL;
	if (device_may(like, DEVICE_DETACH) < 0 || (where.config && !(stored = device_config_without(vm, like))))
		return -1;
	if (where.live && (!vm_live(vm) || (index = vm_device_find(vm->live->def, like)) < 0))
		return -1;
	if (where.live)
		device = vm_devices_at(vm->live->def, like->row, (unsigned)index);
	if (vm_told("detach the device '%s' from %s, %s", vm_device_word(like), vm->name, where_words(where)))
		return 0;
	return detach(vm, &device, (unsigned)index, steal(stored), ret_alias);
}

int
device_detach_alias(struct vm *vm, const char *alias, struct device_where where)
{
	auto_vm_def struct vm_def *stored = NULL;
	auto_free char *leaving = NULL;
	struct vm_device device = { 0 };
	unsigned index = 0;

	if ((where.config && !vm_config(vm)) || (where.live && !vm_live(vm)))
		return -1;
	if (where.config && !(stored = device_without(vm->config, alias)))
		return fail(FAULT_MISSING, "no device %s in the stored definition", quote(alias));
	if (where.live && !vm_device_find_alias(vm->live->def, alias, &device, &index))
		return fail(FAULT_MISSING, "no device %s", quote(alias));
	if (device.object && device_may(&device, DEVICE_DETACH) < 0)
		return -1;
	if (vm_told("detach device %s from %s, %s", alias, vm->name, where_words(where)))
		return 0;
	return detach(vm, &device, index, steal(stored), &leaving);
}

int
device_await_gone(struct vm *vm, const char *alias, int64_t timeout_ms)
{
	int64_t end = clock_deadline(timeout_ms);
	struct timespec pause = { .tv_nsec = 5000000 };

	while (device_is_leaving(vm, alias)) {
		if (clock_ms() >= end)
			return fail(FAULT_TIMEOUT, "the guest has not let go of device %s", alias);
		vm_job_step_aside(vm);
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < 100000000)
			pause.tv_nsec *= 2;
		if (vm_job_return(vm) < 0 || !vm_live(vm))
			return -1;
	}
	return 0;
}
