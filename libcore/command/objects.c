/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* objects - the sorts of objects that arguments name, and how their names are listed */
#include "command/objects.h"

#include "driver/interface.h"
#include "driver/network.h"
#include "driver/nodedev.h"
#include "driver/nwfilter.h"
#include "driver/pool.h"
#include "driver/secret.h"
#include "driver/vm.h"

static int
names_of_vms(unsigned filter, const char *pattern, struct strings *ret_names)
{
	return vm_names(filter, pattern, ret_names);
}

#define VMS(which_, filter_) { "virtual machine", which_, FAULT_NO_VM, filter_, names_of_vms, VM_ALL }
#define NETWORKS(which_, filter_) { "network", which_, FAULT_MISSING, filter_, network_names, NETWORKS_ALL }
#define NODEDEVS(which_, filter_) { "device", which_, FAULT_MISSING, filter_, nodedev_names, OBJECT_ALL }
#define POOLS(which_, filter_) { "storage pool", which_, FAULT_MISSING, filter_, pool_names, OBJECT_ALL }
#define INTERFACES(which_, filter_) { "interface", which_, FAULT_MISSING, filter_, interface_names, OBJECT_ALL }

static const struct objects sorts[] = {
	[VALUE_VM]               = VMS("", VM_ALL),
	[VALUE_VM_ACTIVE]        = VMS("running ", VM_ACTIVE),
	[VALUE_VM_INACTIVE]      = VMS("stopped ", VM_INACTIVE),
	[VALUE_NETWORK]          = NETWORKS("", NETWORKS_ALL),
	[VALUE_NETWORK_ACTIVE]   = NETWORKS("active ", NETWORKS_ACTIVE),
	[VALUE_NETWORK_INACTIVE] = NETWORKS("inactive ", NETWORKS_INACTIVE),
	[VALUE_NODEDEV]          = NODEDEVS("", OBJECT_ALL),
	[VALUE_NODEDEV_ACTIVE]   = NODEDEVS("active ", OBJECT_ACTIVE),
	[VALUE_NODEDEV_INACTIVE] = NODEDEVS("inactive ", OBJECT_INACTIVE),
	[VALUE_INTERFACE]          = INTERFACES("", OBJECT_ALL),
	[VALUE_INTERFACE_ACTIVE]   = INTERFACES("active ", OBJECT_ACTIVE),
	[VALUE_INTERFACE_INACTIVE] = INTERFACES("inactive ", OBJECT_INACTIVE),
	[VALUE_POOL]             = POOLS("", OBJECT_ALL),
	[VALUE_POOL_ACTIVE]      = POOLS("active ", OBJECT_ACTIVE),
	[VALUE_POOL_INACTIVE]    = POOLS("inactive ", OBJECT_INACTIVE),
	[VALUE_SECRET]           = { "secret", "", FAULT_MISSING, 0, secret_names, 0 },
	[VALUE_NWFILTER]         = { "network filter", "", FAULT_MISSING, 0, nwfilter_names, 0 },
	[VALUE_NWFILTER_BINDING] = { "binding of a network filter", "", FAULT_MISSING, 0, nwfilter_binding_names, 0 },
};

const struct objects *
objects_of(enum value_kind kind)
{
	return (size_t)kind < COUNT(sorts) && sorts[kind].noun ? &sorts[kind] : NULL;
}

int
objects_names(const struct objects *objects, bool all, const char *pattern, struct strings *ret_names)
{
	return objects->names(all ? objects->all : objects->filter, pattern, ret_names);
}
