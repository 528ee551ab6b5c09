/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete_bus - controllers: their order and numbers, and those that devices need */
#include "driver/vm_complete.h"

#include "base/fail.h"
#include "model/vm_order.h"

/* ---- order: by number within a kind, USB masters before their companions ---- */

static enum standing
controller_to_new(const void *old_controller, const void *new_controller)
{
	const struct controller *old = old_controller, *new = new_controller;

	if (old->type != new->type)
		return STRANGER;
	if (!new->index.given)
		return LAST_BEFORE;
	if (old->index.given && old->index.value > new->index.value)
		return AFTER;
	if (old->index.given && old->index.value == new->index.value &&
	    !new->info.master_startport.given && old->info.master_startport.given)
		return AFTER;
	return BEFORE;
}

/* ---- numbers ---- */

static const struct { enum controller_model model; unsigned port; } companions[] = {
	{ USB_ICH9_UHCI1, 0 }, { USB_ICH9_UHCI2, 2 }, { USB_ICH9_UHCI3, 4 },
};

static bool
is_usb2(const struct controller *controller)
{
	if (controller->type != CONTROLLER_USB)
		return false;
	for (unsigned i = 0; i < COUNT(companions); i++)
		if (controller->model == companions[i].model)
			return true;
	return controller->model == USB_ICH9_EHCI1;
}

static bool
number_taken(const struct controller_list *list, const struct controller *like, int64_t index, bool same_model)
{
	list_each(controller, list)
		if (controller->type == like->type && controller->index.given && controller->index.value == index &&
		    (!same_model || controller->model == like->model))
			return true;
	return false;
}

/* USB 2 controllers in a row are one bus, until a model comes for the second time. */
static struct number
number_for(const struct controller_list *list, const struct controller *controller)
{
	const struct controller *previous = controller > list->item ? controller - 1 : NULL;
	int64_t index = 0;

	if (previous && is_usb2(controller) && is_usb2(previous) &&
	    !number_taken(list, controller, previous->index.value, true))
		return previous->index;
	while (number_taken(list, controller, index, false))
		index++;
	return NUMBER_OF(index);
}

static int
check_numbers(const struct controller_list *list)
{
	list_each(controller, list)
		list_before(other, controller, list)
			if (other->type == controller->type && other->index.value == controller->index.value &&
			    controller->type != CONTROLLER_USB)
				return fail(FAULT_XML, "several %s controllers have index %lld",
					    words_name(&controller_kind_words, controller->type),
					    (long long)controller->index.value);
	return 0;
}

static void
complete_companion(struct controller *controller)
{
	for (unsigned i = 0; i < COUNT(companions); i++)
		if (controller->type == CONTROLLER_USB && controller->model == companions[i].model &&
		    !controller->info.master_startport.given)
			controller->info.master_startport = NUMBER_OF(companions[i].port);
	if (controller->type == CONTROLLER_USB && controller->model == CONTROLLER_MODEL_NO_DEVICE) {
		controller->info.address.type = ADDRESS_NONE;
		controller->info.master_startport.given = false;
	}
}

/* ---- controllers that devices need ---- */

struct controller *
controller_need(struct vm_def *def, enum controller_kind type, unsigned index)
{
	struct controller *controller;

	list_each(old, &def->devices.controllers)
		if (old->type == type && old->index.given && old->index.value == index)
			return old;
	controller = list_add(&def->devices.controllers);
	controller->type = type;
	controller->index = NUMBER_OF(index);
	return controller;
}

/* More than any machine takes: "hdzzzzzz" is a name too. */
enum { CONTROLLERS_LIMIT = 1024 };

int
controllers_need(struct vm_def *def, enum controller_kind type, int64_t last)
{
	if (last >= CONTROLLERS_LIMIT)
		return fail(FAULT_CONFIG, "a disk on %s controller %lld: there are %d at most",
			    words_name(&controller_kind_words, type), (long long)last, CONTROLLERS_LIMIT);
	for (int64_t i = 0; i <= last; i++)
		controller_need(def, type, i);
	return 0;
}

static int
need_for_disks(struct vm_def *def, enum controller_kind type, enum disk_bus bus)
{
	int64_t last = -1;

	list_each(disk, &def->devices.disks)
		if (disk->target.bus == bus && disk->info.address.type == ADDRESS_DRIVE &&
		    disk->info.address.drive.controller.value > last)
			last = disk->info.address.drive.controller.value;
	return controllers_need(def, type, last);
}

static unsigned
virtio_serial_of(const struct device_info *info)
{
	return info->address.type == ADDRESS_VIRTIO_SERIAL ? info->address.virtio_serial.controller.value : 0;
}

static void
need_virtio_serial(struct vm_def *def)
{
	list_each(channel, &def->devices.channels)
		if (channel->target == TARGET_VIRTIO)
			controller_need(def, CONTROLLER_VIRTIO_SERIAL, virtio_serial_of(&channel->info));
	list_each(console, &def->devices.consoles)
		if (console->target == TARGET_VIRTIO)
			controller_need(def, CONTROLLER_VIRTIO_SERIAL, virtio_serial_of(&console->info));
}

/* Smart cards without a slot get the next one of the first controller. */
static void
need_ccid(struct vm_def *def)
{
	int64_t last = -1;

	list_each(smartcard, &def->devices.smartcards)
		if (smartcard->info.address.type == ADDRESS_CCID && !smartcard->info.address.ccid.controller.value &&
		    smartcard->info.address.ccid.slot.value > last)
			last = smartcard->info.address.ccid.slot.value;
	list_each(smartcard, &def->devices.smartcards) {
		struct device_address *address = &smartcard->info.address;

		if (address->type == ADDRESS_NONE) {
			address->type = ADDRESS_CCID;
			address->ccid.controller = NUMBER_OF(0);
			address->ccid.slot = NUMBER_OF(++last);
		}
		if (address->type == ADDRESS_CCID)
			controller_need(def, CONTROLLER_CCID, address->ccid.controller.value);
	}
}

static const struct { enum controller_kind type; enum disk_bus bus; } of_disks[] = {
	{ CONTROLLER_SCSI, DISK_BUS_SCSI }, { CONTROLLER_FDC, DISK_BUS_FDC },
	{ CONTROLLER_IDE, DISK_BUS_IDE }, { CONTROLLER_SATA, DISK_BUS_SATA }, { CONTROLLER_NVME, DISK_BUS_NVME },
};

/* ---- those of the document ---- */

/* No USB at all, or controllers of which one at least is no other one's companion. */
static int
check_masters(const struct controller_list *list)
{
	unsigned none = 0, some = 0, masters = 0;

	list_each(controller, list) {
		if (controller->type != CONTROLLER_USB)
			continue;
		*(controller->model == CONTROLLER_MODEL_NO_DEVICE ? &none : &some) += 1;
		masters += !controller->info.master_startport.given;
	}
	if (none && none + some > 1)
		return fail(FAULT_DETAIL, "a guest that is to have no USB has another USB controller");
	return some && !masters ? fail(FAULT_DETAIL, "USB controllers have companions but no master") : 0;
}

int
controllers_settle(struct vm_def *def)
{
	struct controller_list *list = &def->devices.controllers;

	if (def->devices.controllers_settled)
		return 0;
	def->devices.controllers_settled = true;
	list_each(controller, list)
		complete_companion(controller);
	order_settle(list->item, list->n, sizeof *list->item, controller_to_new);
	return check_masters(list) < 0 ? -1 : hostdevs_need_scsi(def);
}

int
complete_controllers(struct vm_def *def)
{
	struct controller_list *list = &def->devices.controllers;

	if (controllers_settle(def) < 0)
		return -1;
	list_each(controller, list)
		if (!controller->index.given)
			controller->index = number_for(list, controller);
	for (unsigned i = 0; i < COUNT(of_disks); i++)
		if (need_for_disks(def, of_disks[i].type, of_disks[i].bus) < 0)
			return -1;
	need_virtio_serial(def);
	need_ccid(def);
	return check_numbers(list);
}

/* ---- USB may be missing ---- */

int
check_usb(const struct vm_def *def)
{
	bool usb = false, off = false;

	list_each(controller, &def->devices.controllers) {
		usb |= controller->type == CONTROLLER_USB && controller->model != CONTROLLER_MODEL_NO_DEVICE;
		off |= controller->type == CONTROLLER_USB && controller->model == CONTROLLER_MODEL_NO_DEVICE;
	}
	if (off && def->devices.hubs.n)
		return fail(FAULT_CONFIG, "there is no USB for a hub");
	list_each(input, &def->devices.inputs)
		if (off && input->bus == INPUT_BUS_USB)
			return fail(FAULT_CONFIG, "there is no USB for an input");
	if (!usb && def->devices.redirdevs.n)
		return fail(FAULT_CONFIG, "there is no USB for a redirected device");
	return 0;
}
