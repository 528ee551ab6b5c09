/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_update - devices of a guest that runs are changed where they are */
#include "device.h"

#include "alias.h"
#include "base/fail.h"
#include "base/netlink.h"
#include "block.h"
#include "driver/network.h"
#include "driver/network_switch.h"
#include "driver/nwfilter.h"
#include "driver/vm_nic.h"
#include "launch.h"
#include "macvtap.h"
#include "network.h"
#include "passt.h"
#include "tls.h"

/* ---- media ---- */

static int
check_disk(const struct disk *now, const struct disk *next)
{
	if (now->device != DISK_CDROM && now->device != DISK_FLOPPY)
		return fail(FAULT_UNSUPPORTED, "disk %s: only media of CD-ROM and floppy drives can be changed while it runs",
			    quote(now->target.dev));
	if (model_compare(&disk_type, now, next, ABI) == 0)
		return 0;
	return fail(FAULT_UNSUPPORTED, "disk %s: the drive itself cannot change while it runs", quote(now->target.dev));
}

static void
keep_text(char **member, const char *was)
{
	if (!*member && was)
		*member = xstrdup(was);
}

/* What an element does not say of the drive stays. */
static void
keep_drive(const struct disk *now, struct disk *next)
{
	keep_text(&next->serial, now->serial);
	keep_text(&next->wwn, now->wwn);
	keep_text(&next->vendor, now->vendor);
	keep_text(&next->product, now->product);
}

/* Its images are open under the numbers they have. */
static void
keep_medium(const struct disk *now, struct disk *next)
{
	struct disk *copy = model_copy(&disk_type, now);
	struct storage_source said = next->source;

	next->source = copy->source;
	next->source.startup_policy = said.startup_policy;
	copy->source = said;
	model_free(&disk_type, copy);
}

/* Where each image is, and what interprets it, from the lowest up. */
static int
add_images(struct qmp *qmp, const struct disk *disk, const struct storage_source *image)
{
	auto_free char *below = NULL;
	struct json_object *storage, *format;

	if (image->backing && !storage_source_empty(image->backing)) {
		if (add_images(qmp, disk, image->backing) < 0)
			return -1;
		below = qemu_format_node(image->backing);
	}
	storage = qemu_blockdev_storage(disk, image);
	if (!storage || tls_load_for(qmp, image) < 0 || qmp_do(qmp, "blockdev-add", storage) < 0)
		return -1;
	format = qemu_blockdev_format(disk, image, below);
	return format ? qmp_do(qmp, "blockdev-add", format) : -1;
}

/* On record before they are used: images that a killed program opened keep theirs. */
static int
number_images(struct vm *vm, struct disk *disk)
{
	if (launch_check_source(disk) < 0 || qemu_find_chain(&disk->source) < 0)
		return -1;
	for (struct storage_source *image = &disk->source; image && !storage_source_empty(image); image = image->backing)
		image->index = vm_next_node(vm);
	return vm_save_live(vm) < 0 ? -1 : device_give_images(vm, disk);
}

static int
order(struct qmp *qmp, const char *command, const struct disk *disk)
{
	return qmp_do(qmp, command, json_build("s:id", disk->info.alias, NULL));
}

static int
insert(struct qmp *qmp, const struct disk *disk)
{
	auto_free char *node = qemu_format_node(&disk->source);

	if (qmp_do(qmp, "blockdev-insert-medium", json_build("s:id", disk->info.alias, "s:node-name", node, NULL)) < 0)
		return -1;
	return order(qmp, "blockdev-close-tray", disk);
}

/* The old medium is in it again, when it is still what it was. */
static int
put_back(struct qmp *qmp, const struct disk *now)
{
	struct failure why = fail_aside();

	order(qmp, "blockdev-remove-medium", now);
	if (storage_source_empty(&now->source))
		order(qmp, "blockdev-close-tray", now);
	else
		insert(qmp, now);
	fail_forget();
	return fail_again(&why);
}

/* The guest may have locked the tray; then it is told that somebody wants to open it. */
static int
swap(struct qmp *qmp, const struct disk *now, const struct disk *next, bool force)
{
	if (qmp_do(qmp, "blockdev-open-tray", json_build("s:id", now->info.alias, "b:force", force, NULL)) < 0 ||
	    order(qmp, "blockdev-remove-medium", now) < 0)
		return -1;
	return storage_source_empty(&next->source) || insert(qmp, next) == 0 ? 0 : put_back(qmp, now);
}

static int
open_and_swap(struct vm *vm, const struct disk *now, const struct disk *next, bool force)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp || (!storage_source_empty(&next->source) && add_images(qmp, next, &next->source) < 0))
		return -1;
	return swap(qmp, now, next, force);
}

static bool
same_medium(const struct disk *now, const struct disk *next)
{
	return now->source.type == next->source.type && now->source.format == next->source.format &&
	       text_same(storage_source_path(&now->source), storage_source_path(&next->source));
}

/* Nobody uses these images; what cannot be closed stays open until the guest ends. */
static void
close_images(struct vm *vm, const struct disk *disk)
{
	struct failure why = fail_aside();

	if (!storage_source_empty(&disk->source) && qemu_image_close(vm, disk, &disk->source) < 0)
		warn("disk %s: %s", disk->target.dev, fail_story());
	fail_forget();
	fail_again(&why);
}

static int
update_disk(struct vm *vm, const void *now_object, void *next_object, bool force)
{
	const struct disk *now = now_object;
	struct disk *next = next_object;

	keep_drive(now, next);
	if (check_disk(now, next) < 0)
		return -1;
	if (same_medium(now, next)) {
		keep_medium(now, next);
		return 0;
	}
	if (!storage_source_empty(&next->source) && number_images(vm, next) < 0)
		return -1;
	if (open_and_swap(vm, now, next, force) < 0) {
		close_images(vm, next);
		return fail_within("disk %s", quote(now->target.dev));
	}
	close_images(vm, now);
	return 0;
}

/* ---- media: an update that was cut short ---- */

/* The node that is in the drive: NULL without a failure when there is none.  Caller frees. */
static char *
node_in(struct qmp *qmp, const struct disk *disk)
{
	auto_json struct json_object *drives = qmp_call(qmp, "query-block", NULL);

	for (size_t i = 0; i < json_length(drives); i++) {
		struct json_object *drive = json_object_array_get_idx(drives, i);

		if (qemu_is_device(json_string(drive, "qdev"), disk->info.alias))
			return xstrdup(json_string(json_member(drive, "inserted"), "node-name"));
	}
	return NULL;
}

/* What nobody uses; what is in use, or not there, is left alone. */
static void
close_node(struct qmp *qmp, const char *format)
{
	static const char suffix[] = "-format";
	size_t length = strlen(format) - (text_ends(format, suffix) ? strlen(suffix) : 0);
	auto_free char *storage = text_format("%.*s-storage", (int)length, format);

	qmp_do(qmp, "blockdev-del", json_build("s:node-name", format, NULL));
	qmp_do(qmp, "blockdev-del", json_build("s:node-name", storage, NULL));
	fail_forget();
}

/* Its images may have been closed already, or half of them. */
static int
open_again(struct qmp *qmp, const struct disk *disk)
{
	auto_json struct json_object *nodes = qemu_block_nodes(qmp);
	auto_free char *node = qemu_format_node(&disk->source);

	if (!nodes)
		return -1;
	if (qemu_block_node(nodes, node))
		return 0;
	for (const struct storage_source *image = &disk->source; image && !storage_source_empty(image); image = image->backing) {
		auto_free char *half = qemu_format_node(image);

		close_node(qmp, half);
	}
	return add_images(qmp, disk, &disk->source);
}

static int
restore_medium(struct vm *vm, const struct disk *disk)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_free char *node = qemu_format_node(&disk->source), *inserted = qmp ? node_in(qmp, disk) : NULL;
	bool empty = storage_source_empty(&disk->source);

	if (!qmp || (!inserted && fail_fault()))
		return -1;
	if (empty ? !inserted : text_same(node, inserted))
		return order(qmp, "blockdev-close-tray", disk);
	if ((!empty && open_again(qmp, disk) < 0) ||
	    qmp_do(qmp, "blockdev-open-tray", json_build("s:id", disk->info.alias, "b:force", 1, NULL)) < 0 ||
	    order(qmp, "blockdev-remove-medium", disk) < 0)
		return -1;
	if (inserted)
		close_node(qmp, inserted);
	return empty ? order(qmp, "blockdev-close-tray", disk) : insert(qmp, disk);
}

int
qemu_device_restore(struct vm *vm, const struct vm_device *now)
{
	const struct disk *disk = now->object;

	if (now->row->type != &disk_type || (disk->device != DISK_CDROM && disk->device != DISK_FLOPPY))
		return 0;
	return restore_medium(vm, disk);
}

/* ---- cards ---- */

static int
check_nic(const struct nic *now, const struct nic *next)
{
	if (!text_same(now->mac.address, next->mac.address) || !text_same(now->model, next->model) ||
	    model_compare(&device_address_type, &now->info.address, &next->info.address, ABI) < 0)
		return fail(FAULT_UNSUPPORTED, "interface %s: the card itself cannot change while it runs", now->mac.address);
	if (!passt_same(now, next))
		return fail(FAULT_UNSUPPORTED, "interface %s: its passt cannot change while the guest runs", now->mac.address);
	if (nic_has_tap(now) == nic_has_tap(next) && text_same(now->target.dev, next->target.dev))
		return 0;
	return fail(FAULT_UNSUPPORTED, "interface %s: its device on the host cannot change while it runs", now->mac.address);
}

static bool
same_place(const struct nic *now, const struct nic *next)
{
	return now->type == next->type && text_same(now->source.network, next->source.network) &&
	       text_same(now->source.portgroup, next->source.portgroup) &&
	       text_same(now->source.bridge, next->source.bridge) && text_same(now->source.dev, next->source.dev);
}

/* From one bridge of the kernel to another it goes in one step, or stays where it is. */
static int
join(const struct nic *now, const struct nic *next, const struct nic_place *at)
{
	const char *tap = now->target.dev;

	if (network_is_switched(now->virtualport)) {
		if (network_switch_leave(tap) < 0)
			return -1;
	} else if ((!at->bridge || network_is_switched(at->virtualport)) && link_set_bridge(tap, NULL) < 0) {
		return -1;
	}
	return nic_join(tap, next, at);
}

static int
not_joined(struct vm *vm, const struct nic *now, const struct nic *next)
{
	struct failure why = fail_aside();

	if (!text_same(next->source.portid, now->source.portid))
		device_drop_port(vm, next);
	fail_forget();
	return fail_again(&why);
}

/* Where it is joined to from now on.  The new port is on record before it is made. */
static int
move(struct vm *vm, const struct nic *now, struct nic *next)
{
	auto_document(network_port_def) struct network_port_def *port = NULL;
	struct nic_place at = nic_place_own(next, vm->name, vm->live->def->uuid);

	if (!nic_has_tap(now))
		return fail(FAULT_UNSUPPORTED, "interface %s: what it is connected to cannot change while the guest runs", now->mac.address);
	if (nic_has_macvtap(now) || nic_has_macvtap(next))
		return fail(FAULT_UNSUPPORTED, "interface %s: a shared device cannot change while the guest runs", now->mac.address);
	if (device_note_nic(vm, next) < 0)
		return -1;
	if (next->type == NIC_NETWORK) {
		if (network_plug(next, vm->name, vm->live->def->uuid, &port) < 0)
			return -1;
		at = nic_place_of_port(port, vm->name, vm->live->def->uuid);
	}
	return join(now, next, &at) < 0 ? not_joined(vm, now, next) : device_drop_port(vm, now);
}

static bool
same_rate(const struct nic_rate *a, const struct nic_rate *b)
{
	return a && b ? !memcmp(a, b, sizeof *a) : a == b;
}

static int
limit(struct vm *vm, const struct nic *now, const struct nic *next)
{
	const struct nic_place at = nic_place_own(next, vm->name, vm->live->def->uuid);

	if (same_rate(now->inbound, next->inbound) && same_rate(now->outbound, next->outbound))
		return 0;
	return nic_limit(next->target.dev, &at);
}

static bool
same_filter(const struct nic *now, const struct nic *next)
{
	bool same = text_same(now->filter.name, next->filter.name) &&
		    now->filter.parameters.n == next->filter.parameters.n;

	for (unsigned i = 0; same && i < now->filter.parameters.n; i++)
		same = text_same(now->filter.parameters.item[i].name, next->filter.parameters.item[i].name) &&
		       text_same(now->filter.parameters.item[i].value, next->filter.parameters.item[i].value);
	return same;
}

static int
filter(struct vm *vm, const struct nic *now, const struct nic *next)
{
	if (same_filter(now, next))
		return 0;
	if (!next->filter.name)
		return nwfilter_unbind(next->target.dev);
	return nic_filter(next, next->target.dev, vm->name, vm->live->def->uuid);
}

static int
set_link(struct vm *vm, const struct nic *now, const struct nic *next)
{
	return vm_nic_is_up(now) == vm_nic_is_up(next) ? 0 : DRIVER_CALL(nic, set_up, vm, next);
}

/* The rules and limits it has are those of where it stays. */
static int
not_moved(struct vm *vm, const struct nic *now, const struct nic *next)
{
	struct failure why = fail_aside();

	if (nic_has_tap(now)) {
		filter(vm, next, now);
		limit(vm, next, now);
	}
	fail_forget();
	return fail_again(&why);
}

static int
update_nic(struct vm *vm, const void *now_object, void *next_object, __attribute__((unused)) bool force)
{
	const struct nic *now = now_object;
	struct nic *next = next_object;

	if (check_nic(now, next) < 0)
		return -1;
	if ((nic_has_tap(next) && (filter(vm, now, next) < 0 || limit(vm, now, next) < 0)) ||
	    (!same_place(now, next) && move(vm, now, next) < 0))
		return not_moved(vm, now, next);
	return set_link(vm, now, next);
}

/* ---- one of them ---- */

static const struct {
	const struct type *type;
	int (*update)(struct vm *vm, const void *now, void *next, bool force);
} updates[] = {
	{ &disk_type, update_disk }, { &nic_type, update_nic },
};

int
qemu_device_update(struct vm *vm, const struct vm_device *now, const struct vm_device *next, bool force)
{
	for (unsigned i = 0; i < COUNT(updates); i++)
		if (updates[i].type == now->row->type)
			return updates[i].update(vm, now->object, next->object, force);
	return fail(FAULT_UNSUPPORTED, "devices '%s' cannot be changed while the guest runs", vm_device_word(now));
}
