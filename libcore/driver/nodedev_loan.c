/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_loan - PCI devices of the host that a guest has while it runs */
#include "driver/nodedev_loan.h"

#include <stdio.h>

#include "driver/nodedev_inside.h"

static const char vfio[] = "vfio-pci";

/* There are drivers of that sort for single devices, "vfio-mlx5". */
static bool
is_for_guests(const char *driver)
{
	return driver && text_starts(driver, "vfio");
}

/* The device, which no other guest has. */
static struct nodedev *
open_free(const char *name, const char *vm, enum object_how how)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, how);
	const char *user;

	if (!nodedev || nodedev_other_user(nodedev, vm, &user) < 0)
		return fail_within("device '%s'", name), NULL;
	if (user)
		return fail(FAULT_STATE, "device '%s': virtual machine '%s' has it", name, user), NULL;
	return steal(nodedev);
}

/* ---- before ---- */

static int
plan_function(struct nodedev *nodedev, const struct pci_address *pci, struct json_object *plan)
{
	auto_free char *adapter = NULL;
	struct link_function now;
	unsigned number;

	if (nodedev_adapter(nodedev, pci, &adapter, &number) < 0 || link_function(adapter, number, &now) < 0)
		return -1;
	json_object_object_add(plan, "adapter", json_object_new_string(adapter));
	json_object_object_add(plan, "function", json_object_new_int64(number));
	json_object_object_add(plan, "mac", json_object_new_string(now.mac));
	json_object_object_add(plan, "vlan", json_object_new_int64(now.vlan));
	return 0;
}

/* What is not the host's now is not given back to it. */
struct json_object *
nodedev_loan_plan(const struct nodedev_loan *loan)
{
	auto_free char *name = nodedev_pci_name(loan->pci);
	auto_nodedev struct nodedev *nodedev = open_free(name, loan->vm, OBJECT_TO_READ);
	bool detached = nodedev && is_for_guests(nodedev_driver(nodedev));
	auto_json struct json_object *plan =
		json_build("s:device", name, "b:managed", loan->managed && !detached, NULL);

	if (!nodedev)
		return NULL;
	if (!loan->managed && !detached) {
		fail(FAULT_STATE, "device '%s' is the host's", name);
		fail_hint("nodedev-detach %s, or managed='yes', lets guests have it", name);
		return NULL;
	}
	if (loan->function && plan_function(nodedev, loan->pci, plan) < 0)
		return NULL;
	return steal(plan);
}

/* ---- to the guest ---- */

static int
set_function(struct json_object *plan, const struct link_function *function)
{
	const char *adapter = json_string(plan, "adapter");

	return adapter && function ? link_set_function(adapter, (unsigned)json_number(plan, "function", 0), function) : 0;
}

/* Known from when it is a guest's. */
static char *
node_of(struct nodedev *nodedev)
{
	const struct nodedev_def *def = nodedev_def(nodedev, false);
	struct number group = def ? def->capabilities.item[0].pci.iommu_group.number : (struct number){ 0 };

	if (def && !group.given)
		fail(FAULT_UNSUPPORTED, "device '%s' is in no IOMMU group", nodedev->object.name);
	return group.given ? text_format("/dev/vfio/%lld", (long long)group.value) : NULL;
}

int
nodedev_loan_make(const struct nodedev_loan *loan, struct json_object *plan, char **ret_node)
{
	const char *name = json_string(plan, "device");
	auto_nodedev struct nodedev *nodedev = open_free(name, loan->vm, OBJECT_TO_CHANGE);
	auto_free char *node = NULL;

	if (!nodedev)
		return -1;
	if (json_boolean(plan, "managed") && nodedev_bind(nodedev, vfio) < 0)
		return fail_within("device '%s'", name);
	node = node_of(nodedev);
	if (!node || set_function(plan, loan->function) < 0)
		return -1;
	*ret_node = steal(node);
	return 0;
}

/* ---- and back ---- */

/* An address of zeros, the driver's choice, is one that some adapters take no more once they had
 * another: they get one that nobody has. */
static int
restore_function(struct json_object *plan)
{
	struct link_function before = { .vlan = (unsigned)json_number(plan, "vlan", 0) };
	const char *mac = json_string(plan, "mac");

	snprintf(before.mac, sizeof before.mac, "%s", mac ? mac : "");
	if (set_function(plan, &before) == 0)
		return 0;
	if (!text_same(mac, "00:00:00:00:00:00"))
		return -1;
	snprintf(before.mac, sizeof before.mac, "02:00:00:00:00:00");
	return set_function(plan, &before);
}

int
nodedev_loan_end(const char *vm, struct json_object *plan)
{
	const char *name = json_string(plan, "device");
	auto_nodedev struct nodedev *nodedev = name ? open_free(name, vm, OBJECT_TO_CHANGE) : NULL;
	int restored;

	if (!nodedev) {
		bool gone = !name || fail_fault() == FAULT_MISSING || fail_fault() == FAULT_STATE;

		return gone ? fail_forget(), 0 : -1;
	}
	restored = restore_function(plan);
	if (json_boolean(plan, "managed") && nodedev_bind(nodedev, NULL) < 0)
		return fail_within("device '%s'", name);
	return restored;
}

bool
nodedev_loan_is(struct json_object *plan, const struct pci_address *pci)
{
	auto_free char *name = nodedev_pci_name(pci);

	return text_same(json_string(plan, "device"), name);
}
