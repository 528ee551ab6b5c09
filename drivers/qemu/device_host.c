/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_host - what is behind devices on the host */
#include "device.h"

#include "assign.h"
#include "driver/network.h"
#include "driver/network_switch.h"
#include "driver/nwfilter.h"
#include "guest.h"
#include "handover.h"
#include "launch.h"
#include "macvtap.h"
#include "network.h"
#include "passt.h"

int
device_give_images(struct vm *vm, const struct disk *disk)
{
	bool write = !disk->readonly && disk->device != DISK_CDROM;

	for (const struct storage_source *image = &disk->source; image && !storage_source_empty(image); image = image->backing) {
		if (storage_source_local(image) && handover_file(vm, storage_source_path(image), write) < 0)
			return -1;
		write = false;
	}
	return 0;
}

int
device_note_nic(struct vm *vm, struct nic *nic)
{
	auto_json struct json_object *undo = guest_undo_read(vm->name);
	struct json_object *ports = json_member(undo, "ports");

	if (!undo)
		undo = json_object_new_object();
	if (nic->type == NIC_NETWORK && !json_object_is_type(ports, json_type_array))
		json_object_object_add(undo, "ports", ports = json_object_new_array());
	if (nic->type == NIC_NETWORK)
		json_object_array_add(ports, launch_plan_port(nic));
	if (macvtap_plan(nic, undo) < 0 || passt_plan(vm->name, nic, undo) < 0)
		return -1;
	if (nic->filter.name)
		json_object_object_add(undo, "filters", json_object_new_string(vm->live->def->uuid));
	if (nic_may_be_switched(nic))
		json_object_object_add(undo, "switch", json_object_new_string(vm->live->def->uuid));
	return guest_undo_write(vm->name, undo);
}

/* The port goes off the record, too: else it would grow with every card that comes and goes. */
static int
forget_port(struct vm *vm, const char *portid)
{
	auto_json struct json_object *undo = guest_undo_read(vm->name);
	struct json_object *ports = json_member(undo, "ports");

	if (!json_object_is_type(ports, json_type_array))
		return 0;
	for (size_t i = json_length(ports); i-- > 0;)
		if (text_same(json_string(json_object_array_get_idx(ports, i), "port"), portid))
			json_object_array_del_idx(ports, i, 1);
	return guest_undo_write(vm->name, undo);
}

int
device_drop_port(struct vm *vm, const struct nic *nic)
{
	if (nic->type != NIC_NETWORK || !nic->source.portid)
		return 0;
	network_unplug(nic->source.network, nic->source.portid);
	return forget_port(vm, nic->source.portid);
}

int
device_drop_nic(struct vm *vm, const struct nic *nic)
{
	if (nic->filter.name && nic->target.dev && nwfilter_unbind(nic->target.dev) < 0) {
		if (fail_fault() != FAULT_MISSING)
			return -1;
		fail_forget();
	}
	if (network_is_switched(nic->virtualport) && nic->target.dev && network_switch_leave(nic->target.dev) < 0)
		return -1;
	if (nic_has_macvtap(nic) && macvtap_remove(nic) < 0)
		return -1;
	if (nic_has_passt(nic))
		passt_stop(vm->name, nic);
	if (nic_function(nic) && assign_drop(vm->name, nic_function(nic)) < 0)
		return -1;
	return device_drop_port(vm, nic);
}
