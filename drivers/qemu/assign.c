/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assign - PCI and USB devices of the host that a guest has, cards among them */
#include "assign.h"

#include <stdio.h>

#include "driver/network.h"
#include "driver/nodedev_loan.h"
#include "guest.h"
#include "handover.h"

/* A port that the switch is to set up itself would need somebody who talks with it. */
int
assign_check(const struct nic *nic)
{
	if (nic->driver.name && nic->driver.name != NIC_DRIVER_VFIO)
		return fail(FAULT_UNSUPPORTED, "interface %s: driver '%s' is not supported", nic->mac.address,
			    words_name(&nic_driver_name_words, nic->driver.name));
	if (nic->driver.model || nic->driver.iommufd == YES)
		return fail(FAULT_UNSUPPORTED, "interface %s: a variant of its driver, or iommufd, is not supported", nic->mac.address);
	if (nic->virtualport && nic->virtualport->type)
		return fail(FAULT_UNSUPPORTED, "interface %s: a function of an adapter has no virtual port of type '%s'",
			    nic->mac.address, words_name(&virtualport_kind_words, nic->virtualport->type));
	if (nic->inbound || nic->outbound)
		return fail(FAULT_UNSUPPORTED, "interface %s: what a function of an adapter sends and receives is not limited here",
			    nic->mac.address);
	if (nic->vlan.tags.n > 1 || nic->vlan.trunk == YES)
		return fail(FAULT_CONFIG, "interface %s: a function of an adapter is in one VLAN, not in several", nic->mac.address);
	return 0;
}

bool
assign_any(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics)
		if (nic_function(nic) || (nic->type == NIC_NETWORK && network_lends_functions(nic->source.network)))
			return true;
	list_each(hostdev, &def->devices.hostdevs)
		if (hostdev->mode != HOSTDEV_CAPABILITIES && (hostdev->type == HOSTDEV_PCI || hostdev->type == HOSTDEV_MDEV))
			return true;
	return false;
}

/* ---- to the guest ---- */

static int
write_down(const char *vm, struct json_object *plan)
{
	auto_json struct json_object *undo = guest_undo_read(vm);
	struct json_object *loans = json_member(undo, "loans");

	if (!undo)
		undo = json_object_new_object();
	if (!json_object_is_type(loans, json_type_array))
		json_object_object_add(undo, "loans", loans = json_object_new_array());
	json_object_array_add(loans, json_object_get(plan));
	return guest_undo_write(vm, undo);
}

static int
lend(struct vm *vm, const struct nodedev_loan *loan)
{
	auto_json struct json_object *plan = nodedev_loan_plan(loan);
	auto_free char *node = NULL;

	if (!plan || write_down(loan->vm, plan) < 0 || nodedev_loan_make(loan, plan, &node) < 0)
		return -1;
	return handover_node(vm, node);
}

/* One that may be missing, or is looked for at a port, the emulator finds by itself when it comes. */
static int
lend_usb(struct vm *vm, struct hostdev *usb)
{
	bool awaited = usb->source.startup_policy == STARTUP_OPTIONAL || usb->source.usb.port;
	auto_free char *node = NULL;

	if (nodedev_usb_lend(usb, vm->name, &node) == 0)
		return handover_node(vm, node);
	if (!awaited || fail_fault() != FAULT_MISSING)
		return -1;
	fail_forget();
	return 0;
}

int
assign_hostdev(struct vm *vm, struct hostdev *hostdev)
{
	const struct nodedev_loan loan = {
		.pci = &hostdev->source.pci, .vm = vm->name, .managed = hostdev->managed == YES,
	};

	if (hostdev->mode != HOSTDEV_CAPABILITIES && hostdev->type == HOSTDEV_USB)
		return lend_usb(vm, hostdev);
	if (hostdev->mode == HOSTDEV_CAPABILITIES || hostdev->type != HOSTDEV_PCI)
		return 0;
	if (hostdev->driver && hostdev->driver != HOSTDEV_DRIVER_VFIO)
		return fail(FAULT_UNSUPPORTED, "hostdev '%s': driver '%s' is not supported", hostdev->info.alias,
			    words_name(&hostdev_driver_words, hostdev->driver));
	return lend(vm, &loan);
}

static int
lend_function(struct vm *vm, const struct nic *nic, bool managed, const struct nic_vlan_tag_list *tags)
{
	struct link_function function = { .vlan = tags->n ? tags->item[0].id : 0 };
	const struct nodedev_loan loan = {
		.pci = nic_function(nic), .vm = vm->name, .managed = managed, .function = &function,
	};

	snprintf(function.mac, sizeof function.mac, "%s", nic->mac.address);
	return lend(vm, &loan) < 0 ? fail_within("interface %s", nic->mac.address) : 0;
}

int
assign_nic(struct vm *vm, const struct nic *nic)
{
	struct hostdev usb = { .source.usb = { .bus = nic->source.usb.bus, .device = nic->source.usb.device } };

	if (nic_function(nic))
		return lend_function(vm, nic, nic->managed == YES, &nic->vlan.tags);
	return lend_usb(vm, &usb) < 0 ? fail_within("interface %s", nic->mac.address) : 0;
}

int
assign_port(struct vm *vm, struct nic *nic, const struct network_port_def *port)
{
	if (port->plug.driver && port->plug.driver != FORWARD_VFIO)
		return fail(FAULT_UNSUPPORTED, "interface %s: driver '%s' of network '%s' is not supported", nic->mac.address,
			    words_name(&forward_driver_words, port->plug.driver), nic->source.network);
	if (port->plug.driver_model || port->plug.iommufd == YES)
		return fail(FAULT_UNSUPPORTED, "interface %s: a variant of the driver of network '%s', or iommufd, is not supported",
			    nic->mac.address, nic->source.network);
	if (assign_check(nic) < 0 || vm_save_live(vm) < 0)
		return -1;
	return lend_function(vm, nic, port->plug.managed == YES, &port->vlan.tags);
}

/* ---- and back ---- */

int
assign_drop(const char *vm, const struct pci_address *pci)
{
	auto_json struct json_object *undo = guest_undo_read(vm);
	struct json_object *loans = json_member(undo, "loans");

	for (size_t i = json_length(loans); i-- > 0;) {
		struct json_object *plan = json_object_array_get_idx(loans, i);

		if (!nodedev_loan_is(plan, pci))
			continue;
		if (nodedev_loan_end(vm, plan) < 0)
			return -1;
		json_object_array_del_idx(loans, i, 1);
	}
	return undo ? guest_undo_write(vm, undo) : 0;
}

void
assign_undo(const char *vm, struct json_object *undo)
{
	struct json_object *loans = json_member(undo, "loans");

	for (size_t i = json_length(loans); i-- > 0;) {
		if (nodedev_loan_end(vm, json_object_array_get_idx(loans, i)) == 0)
			continue;
		warn("%s", fail_story());
		fail_forget();           /* nodedev-reattach gives it back when what is in the way is gone */
	}
}
