/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_record - what is on record of devices that come and go, and what becomes of it
 *
 * Whoever plugged one in may have been killed at any moment, and a guest lets go of a device when
 * it likes: so each opening of the guest for a change looks. */
#include "driver/block_inside.h"
#include "driver/device_inside.h"
#include "driver/vm_inside.h"
#include "driver/vm_nic.h"

ENUM_WORDS(device_change, DEVICE_CHANGE);

#define T struct device_record
static const struct row device_record_rows[] = {
	STRING(T, alias,  "@alias",                  FILED | REQUIRED, "which device"),
	ENUM  (T, change, "@change", device_change,  FILED | REQUIRED, "it comes, goes or is tuned"),
	ROWS_END
};
#undef T

const struct type device_record_type = {
	.name = "device", .size = sizeof(struct device_record), .rows = device_record_rows,
};

static struct device_record *
find(const struct vm *vm, const char *alias)
{
	list_each(record, &vm->live->devices)
		if (text_same(record->alias, alias))
			return record;
	return NULL;
}

enum device_change
device_record(struct vm *vm, const char *alias, enum device_change change)
{
	struct device_record *record = find(vm, alias);
	enum device_change was = record ? record->change : DEVICE_CHANGE_NONE;

	if (!record)
		*(record = list_add(&vm->live->devices)) = (struct device_record){ .alias = xstrdup(alias) };
	record->change = change;
	return was;
}

void
device_record_drop(struct vm *vm, const char *alias)
{
	struct device_record_list *list = &vm->live->devices;
	struct device_record *record = find(vm, alias);

	if (!record)
		return;
	model_done(&device_record_type, record);
	memmove(record, record + 1, (size_t)(list->item + list->n - record - 1) * sizeof *record);
	list->n--;
}

bool
device_is_leaving(const struct vm *vm, const char *alias)
{
	const struct device_record *record = find(vm, alias);

	return record && (record->change == DEVICE_GOES || record->change == DEVICE_GOES_FROM_BOTH);
}

/* ---- definitions ---- */

struct vm_def *
device_without(const struct vm_def *def, const char *alias)
{
	auto_vm_def struct vm_def *copy = vm_def_copy(def);
	struct vm_device device;
	unsigned index;

	if (!vm_device_find_alias(copy, alias, &device, &index))
		return NULL;
	vm_device_remove(copy, device.row, index);
	return steal(copy);
}

void
device_become(struct vm *vm, struct vm_def *def)
{
	vm_def_free(vm->live->def);
	vm->live->def = def;
}

int
device_store(struct vm *vm, struct vm_def *def)
{
	vm_def_free(vm->config);
	vm->config = def;
	return vm_save_config(vm);
}

struct comparison {
	const struct vm_def *before;
	struct strings *aliases;
};

static int
add_new(const struct vm_device *device, __attribute__((unused)) unsigned i, void *context)
{
	const struct comparison *comparison = context;
	const struct device_info *info = vm_device_info(device);
	struct vm_device old;
	unsigned index;

	if (info && info->alias && !vm_device_find_alias(comparison->before, info->alias, &old, &index))
		strings_add(comparison->aliases, info->alias);
	return 0;
}

void
device_new_aliases(const struct vm_def *before, const struct vm_def *after, struct strings *ret_aliases)
{
	vm_devices_each(after, add_new, &(struct comparison){ before, ret_aliases });
}

/* ---- what has become of it ---- */

/* The guest has it no more, or never had. */
static int
settle_gone(struct vm *vm, const char *alias)
{
	struct vm_def *after = device_without(vm->live->def, alias);

	if (!after)
		return 0;
	if (DRIVER_CALL(device, drop, vm, after) < 0) {
		vm_def_free(after);
		return -1;
	}
	device_become(vm, after);
	return 0;
}

/* A device as the stored definition has it: there it has no name but a user's own. */
static struct vm_device
as_stored(const struct vm_device *device)
{
	struct vm_device copy = vm_device_copy(device);
	struct device_info *info = vm_device_info(&copy);

	if (info && info->alias && !alias_is_user(info->alias)) {
		free(info->alias);
		info->alias = NULL;
	}
	return copy;
}

/* Who plugged it out may not have come to this. */
static int
forget_stored(struct vm *vm, const char *alias)
{
	auto_vm_device struct vm_device like = { 0 };
	struct vm_device device;
	struct vm_def *without;
	unsigned index;

	if (!vm->stored || !vm_device_find_alias(vm->live->def, alias, &device, &index))
		return 0;
	like = as_stored(&device);
	without = device_config_without(vm, &like);
	if (!without && fail_fault() == FAULT_MISSING) {
		fail_forget();   /* he did */
		return 0;
	}
	return without ? device_store(vm, without) : -1;
}

/* Its limits were to change, and the host may have half of them: it is told those that are written down.  One that
 * cannot have any has none. */
static int
settle_tuned(struct vm *vm, const char *alias)
{
	struct nic *nic = vm_nic(vm, alias, false);

	if (nic && DRIVER_CALL(nic, tune, vm, nic) == 0)
		return 0;
	if (fail_fault() != FAULT_MISSING && fail_fault() != FAULT_UNSUPPORTED)
		return -1;
	fail_forget();
	return 0;
}

/* What is written down is what was before.  A medium that has gone meanwhile is in no drive again. */
static int
settle_updated(struct vm *vm, const char *alias)
{
	struct vm_device device;
	unsigned index;

	if (!vm_device_find_alias(vm->live->def, alias, &device, &index) ||
	    DRIVER_CALL(device, restore, vm, &device) == 0)
		return 0;
	if (fail_fault() != FAULT_FAILED)
		return -1;
	warn("device %s: %s", alias, fail_story());
	fail_forget();
	return 0;
}

/* What came stays only when all that came with it did: else it goes again. */
static int
settle_one(struct vm *vm, const struct device_record *record, bool *ret_done)
{
	int has;

	*ret_done = true;
	if (record->change == DEVICE_IS_TUNED)
		return settle_tuned(vm, record->alias);
	if (record->change == DEVICE_IS_UPDATED)
		return settle_updated(vm, record->alias);
	has = DRIVER_CALL(device, has, vm, record->alias);
	if (has < 0)
		return -1;
	*ret_done = !has || record->change == DEVICE_COMES;
	if (!has && record->change == DEVICE_GOES_FROM_BOTH && forget_stored(vm, record->alias) < 0)
		return -1;
	return has ? 0 : settle_gone(vm, record->alias);
}

/* The definition that was to be stored with what came or was changed. */
static int
settle_stored(struct vm *vm, bool complete)
{
	auto_free char *xml = steal(vm->live->device_config);
	struct vm_def *def;

	if (!xml || !complete || !vm->stored)
		return 0;
	def = vm_def_parse(xml, strlen(xml), vm->name, VIEW_STORED, READ_SILENT);
	return def ? device_store(vm, def) : -1;
}

int
device_settle(struct vm *vm)
{
	unsigned count = vm->live->devices.n;
	bool complete = true, pending = vm->live->device_config;

	if (!count && !pending)
		return 0;
	for (unsigned i = count; i-- > 0;) {
		const struct device_record *record = &vm->live->devices.item[i];
		bool came = record->change == DEVICE_COMES, done;
		auto_free char *alias = xstrdup(record->alias);
		struct vm_device device;
		unsigned index;

		if (settle_one(vm, record, &done) < 0)
			return -1;
		if (!done)
			continue;
		complete = complete && (!came || vm_device_find_alias(vm->live->def, alias, &device, &index));
		device_record_drop(vm, alias);
	}
	if (settle_stored(vm, complete) < 0)
		return -1;
	return vm->live->devices.n == count && !pending ? 0 : vm_jobs_save(vm);
}
