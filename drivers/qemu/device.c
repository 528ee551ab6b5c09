/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device - devices that are plugged into a guest that runs, and unplugged */
#include "device.h"

#include "alias.h"
#include "assign.h"
#include "base/fail.h"
#include "block.h"
#include "guest.h"
#include "launch.h"
#include "network.h"
#include "state/place.h"
#include "tls.h"
#include "validate.h"

/* ---- command lines ---- */

/* Cards whose taps were opened by others are there under names that nobody can tell. */
static void
add_other_taps(struct launch *launch)
{
	static const int unknown = -1;

	list_each(nic, &launch->def->devices.nics) {
		bool opened = false;

		list_each(tap, &launch->taps)
			opened = opened || text_same(tap->alias, nic->info.alias);
		if (!opened && launch_opens(nic))
			*list_add(&launch->taps) = (struct qemu_tap){
				.alias = nic->info.alias, .tap = xmemdup(&unknown, sizeof unknown), .taps = 1,
			};
	}
}

static char *
run_dir(const struct vm *vm)
{
	return place_file(PLACE_RUN, GUEST_FOLDER "/domain-%d-%s", vm->id, vm->name);
}

static int
command_line(struct launch *launch, struct strings *ret_argv)
{
	launch->caps = qemu_caps(launch->def->devices.emulator);
	if (!launch->caps || launch_find_scsis(launch) < 0)
		return -1;
	add_other_taps(launch);
	return launch_args(launch, true, ret_argv);
}

#define NO_LAUNCH(v, d) { .vm = (v), .def = (d), .run_dir = run_dir(v), LAUNCH_CLOSED }

/* What `large` is more than `small`.  launch: of the large one, with what was opened for it. */
static int
find_parts(struct launch *launch, struct vm_def *small, struct part_list *ret_parts)
{
	auto_launch struct launch less = NO_LAUNCH(launch->vm, small);
	auto_strings struct strings argv = { 0 }, other = { 0 };

	if (command_line(launch, &argv) < 0 || command_line(&less, &other) < 0)
		return -1;
	parts_more(&argv, &other, ret_parts);
	return 0;
}

/* ---- prepare ---- */

/* One without an alias gets it yet. */
bool
device_is_new(const struct vm_def *before, const char *alias)
{
	struct vm_device device;
	unsigned index;

	return !vm_device_find_alias(before, alias, &device, &index);
}

static int
prepare_disk(struct vm *vm, struct disk *disk)
{
	if (launch_check_source(disk) < 0 || qemu_find_chain(&disk->source) < 0 || tls_choose(&disk->source) < 0)
		return -1;
	for (struct storage_source *image = &disk->source; image && !storage_source_empty(image); image = image->backing) {
		if (!image->index)
			image->index = vm_next_node(vm);
	}
	return 0;
}

static int
prepare(struct vm *vm, const struct vm_def *before, struct vm_def *after)
{
	auto_launch struct launch launch = NO_LAUNCH(vm, after);
	auto_parts struct part_list more = { 0 };

	if (validate_start(after) < 0)
		return -1;
	list_each(disk, &after->devices.disks)
		if (device_is_new(before, disk->info.alias) && prepare_disk(vm, disk) < 0)
			return -1;
	list_each(nic, &after->devices.nics)
		if (device_is_new(before, nic->info.alias) && nic_check(nic) < 0)
			return -1;
	qemu_name_devices(after);
	launch_name_channels(&launch);
	return find_parts(&launch, (struct vm_def *)before, &more) < 0 ? -1 : parts_check(&more);
}

/* ---- plug ---- */

static int
open_hosts(struct launch *launch, const struct vm_def *before)
{
	struct vm *vm = launch->vm;

	list_each(disk, &launch->def->devices.disks)
		if (device_is_new(before, disk->info.alias) && device_give_images(vm, disk) < 0)
			return -1;
	list_each(nic, &launch->def->devices.nics)
		if (device_is_new(before, nic->info.alias) && launch_opens(nic) &&
		    (device_note_nic(vm, nic) < 0 || vm_save_live(vm) < 0 || launch_open_nic(launch, nic) < 0))
			return -1;
	list_each(hostdev, &launch->def->devices.hostdevs)
		if (device_is_new(before, hostdev->info.alias) &&
		    (assign_hostdev(vm, hostdev) < 0 || launch_open_vhost(launch, hostdev) < 0))
			return -1;
	return launch_allow_locking(launch->def, guest_pid(vm->name));
}

static int
hand_over(struct qmp *qmp, const struct launch *launch)
{
	for (unsigned i = 0; i < launch->inherited.n; i++) {
		auto_free char *name = text_format("fd-%d", launch->inherited.item[i]);

		if (qmp_give_fd(qmp, name, launch->inherited.item[i]) < 0)
			return -1;
	}
	return 0;
}

static int
make_devices(struct qmp *qmp, struct launch *launch, const struct vm_def *before)
{
	auto_parts struct part_list more = { 0 };

	/* What prepare() has looked at may have changed: settings of the host are read again. */
	if (find_parts(launch, (struct vm_def *)before, &more) < 0 || parts_check(&more) < 0)
		return -1;
	return parts_add(qmp, &more);
}

static int
send_states(struct qmp *qmp, const struct launch *launch, const struct vm_def *before)
{
	list_each(nic, &launch->def->devices.nics)
		if (device_is_new(before, nic->info.alias) && nic->link == LINK_DOWN &&
		    qmp_do(qmp, "set_link", json_build("s:name", nic->info.alias, "b:up", 0, NULL)) < 0)
			return -1;
	return 0;
}

/* Terminals are known when they have been made. */
static int
learn_ptys(struct qmp *qmp, struct vm_def *def)
{
	auto_json struct json_object *chardevs = qmp_call(qmp, "query-chardev", NULL);

	return chardevs ? launch_take_ptys(def, chardevs) : -1;
}

static int
plug(struct vm *vm, const struct vm_def *before)
{
	auto_launch struct launch launch = NO_LAUNCH(vm, vm->live->def);
	auto_qmp struct qmp *qmp = NULL;
	int made;

	if (open_hosts(&launch, before) < 0)
		return -1;
	qmp = qmp_open(vm);
	if (!qmp || hand_over(qmp, &launch) < 0)
		return -1;
	made = device_lend_secrets(qmp, &launch, before) < 0 ? -1 : make_devices(qmp, &launch, before);
	if (device_take_back_secrets(qmp, &launch) < 0 || made < 0 || learn_ptys(qmp, vm->live->def) < 0)
		return -1;
	return send_states(qmp, &launch, before);
}

/* ---- unplug ---- */

static int
has(struct vm *vm, const char *alias)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_json struct json_object *devices =
		qmp ? qmp_call(qmp, "qom-list", json_build("s:path", "/machine/peripheral", NULL)) : NULL;

	if (!json_object_is_type(devices, json_type_array))
		return -1;
	for (size_t i = 0; i < json_length(devices); i++)
		if (text_same(json_string(json_object_array_get_idx(devices, i), "name"), alias))
			return 1;
	return 0;
}

/* One that has been asked already is asked again: a guest that was booting did not hear it. */
static int
unplug(struct vm *vm, const char *alias)
{
	int there = has(vm, alias);
	auto_qmp struct qmp *qmp = there > 0 ? qmp_open(vm) : NULL;

	if (there <= 0)
		return there;
	return qmp ? qmp_do(qmp, "device_del", json_build("s:id", alias, NULL)) : -1;
}

static int
drop_hosts(struct vm *vm, const struct vm_def *after)
{
	list_each(nic, &vm->live->def->devices.nics)
		if (device_is_new(after, nic->info.alias) && device_drop_nic(vm, nic) < 0)
			return -1;
	list_each(hostdev, &vm->live->def->devices.hostdevs)
		if (device_is_new(after, hostdev->info.alias) && hostdev->type == HOSTDEV_PCI &&
		    assign_drop(vm->name, &hostdev->source.pci) < 0)
			return -1;
	return 0;
}

static int
drop(struct vm *vm, const struct vm_def *after)
{
	auto_launch struct launch launch = NO_LAUNCH(vm, vm->live->def);
	auto_parts struct part_list more = { 0 };
	auto_qmp struct qmp *qmp = NULL;

	if (find_parts(&launch, (struct vm_def *)after, &more) < 0)
		return -1;
	qmp = qmp_open(vm);
	return !qmp || parts_remove(qmp, &more) < 0 ? -1 : drop_hosts(vm, after);
}

const struct device_ops qemu_device_ops = {
	.prepare = prepare,
	.plug    = plug,
	.unplug  = unplug,
	.has     = has,
	.drop    = drop,
	.update  = qemu_device_update,
	.restore = qemu_device_restore,
};
