/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_update - devices that are changed where they are */
#include "driver/block_inside.h"
#include "driver/device_inside.h"
#include "driver/vm_inside.h"

/* What an element does not say of the place, the name and the look of a device stays. */
static void
keep_place(const struct vm_device *old, const struct vm_device *next)
{
	const struct device_info *was = vm_device_info(old);
	struct device_info *info = vm_device_info(next);

	if (!was || !info)
		return;
	if (!info->address.type) {
		info->address = was->address;
		if (was->address.usb.port)
			info->address.usb.port = xstrdup(was->address.usb.port);
	}
	if (!info->alias && was->alias)
		info->alias = xstrdup(was->alias);
}

static void
keep_text(char **member, const char *was)
{
	if (!*member && was)
		*member = xstrdup(was);
}

/* Its place in a network, and what the network decided for it. */
static void
keep_port(const struct nic *was, struct nic *nic)
{
	keep_text(&nic->source.portid, was->source.portid);
	if (!nic->virtualport && was->virtualport)
		nic->virtualport = model_copy(&nic_virtualport_type, was->virtualport);
}

static void
keep_card(const struct vm_device *old, const struct vm_device *next)
{
	const struct nic *was = old->object;
	struct nic *nic = next->object;

	keep_text(&nic->mac.address, was->mac.address);
	keep_text(&nic->model, was->model);
	keep_text(&nic->target.dev, was->target.dev);
	if (nic->type == NIC_NETWORK && text_same(nic->source.network, was->source.network))
		keep_port(was, nic);
}

/* A copy of the device that is to take the place of another.  Caller does vm_device_done(). */
static struct vm_device
next_of(const struct vm_device *old, const struct vm_device *wanted)
{
	struct vm_device next = vm_device_copy(wanted);

	keep_place(old, &next);
	if (next.row->type == &nic_type)
		keep_card(old, &next);
	return next;
}

/* ret_index: where it is. */
static struct vm_def *
changed(const struct vm_def *def, const struct vm_device *wanted, unsigned *ret_index)
{
	int index = vm_device_find(def, wanted);
	auto_vm_def struct vm_def *copy = index < 0 ? NULL : vm_def_copy(def);
	auto_vm_device struct vm_device next = { wanted->row, NULL };
	struct vm_device old;

	if (!copy)
		return NULL;
	old = vm_devices_at(copy, wanted->row, (unsigned)index);
	next = next_of(&old, wanted);
	vm_device_replace(copy, wanted->row, (unsigned)index, &next);
	*ret_index = (unsigned)index;
	return vm_complete(copy) < 0 ? NULL : steal(copy);
}

/* What was refused is as it was; what went wrong is looked at as if this program had been killed. */
static int
not_updated(struct vm *vm, const char *alias)
{
	struct failure why = fail_aside();

	if (why.fault != FAULT_UNSUPPORTED) {
		device_settle(vm);
	} else {
		device_record_drop(vm, alias);
		vm_jobs_save(vm);
	}
	return fail_again(&why);
}

/* By which name it goes on record: that a guest is to let go of it stays there instead.  Caller frees. */
static char *
record_name(const struct vm *vm, const struct vm_device *device)
{
	const struct device_info *info = DRIVER_HAS(device, restore) ? vm_device_info(device) : NULL;

	return info && info->alias && !device_is_leaving(vm, info->alias) ? xstrdup(info->alias) : NULL;
}

/* Until it is done it is on record: who finds it there puts back what was.  The driver puts what it learns (a port,
 * the number of an image) into the new one. */
static int
update_live(struct vm *vm, struct vm_def *after_owned, const struct vm_def *stored, const struct row *row,
	    unsigned index, bool force)
{
	auto_vm_def struct vm_def *after = after_owned;
	struct vm_device now = vm_devices_at(vm->live->def, row, index);
	struct vm_device next = vm_devices_at(after, row, index);
	auto_free char *alias = record_name(vm, &now);

	if (alias)
		device_record(vm, alias, DEVICE_IS_UPDATED);
	if (vm_jobs_save(vm) < 0)
		return -1;
	if (DRIVER_CALL(device, update, vm, &now, &next, force) < 0)
		return not_updated(vm, alias);
	device_record_drop(vm, alias);
	device_become(vm, steal(after));
	vm->live->device_config = stored ? vm_def_text(stored, VIEW_STORED) : NULL;
	return vm_jobs_save(vm);
}

int
device_update(struct vm *vm, struct vm_device *device, struct device_where where, bool force)
{
	auto_vm_def struct vm_def *stored = NULL, *after = NULL;
	unsigned index;

	if (device_may(device, DEVICE_UPDATE) < 0 || (where.config && !vm_config(vm)) || (where.live && !vm_live(vm)))
		return -1;
	if (where.config && !(stored = changed(vm->config, device, &index)))
		return -1;
	if (where.live && !(after = changed(vm->live->def, device, &index)))
		return -1;
	if (vm_told("update the device '%s' of %s%s%s", vm_device_word(device), vm->name,
		    where.live ? ", live" : "", where.config ? ", stored" : ""))
		return 0;
	if (!where.live)
		return device_store(vm, steal(stored));
	return update_live(vm, steal(after), stored, device->row, index, force) < 0 ? -1 : device_settle(vm);
}
