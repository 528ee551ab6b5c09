/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_refuse - what a definition may ask for and this driver does not do
 *
 * What shares out the host's resources is tuning.h's. */
#include "args_inside.h"
#include "driver/network_switch.h"
#include "network.h"

static int
cannot(const char *device, const char *name, const char *what)
{
	return fail(FAULT_UNSUPPORTED, "%s '%s': %s is not supported", device, name ? name : "", what);
}

static int
refuse_disk(const struct disk *disk)
{
	const char *name = disk->target.dev;

	if (disk->rawio == YES)
		return cannot("disk", name, "rawio");
	for (const struct storage_source *s = &disk->source; s; s = s->backing) {
		if (s->slices.n > 1)
			return cannot("disk", name, "more than one slice of an image");
		if (s->reservations.managed || s->reservations.source_path)
			return cannot("disk", name, "persistent reservations");
		if (s->fdgroup)
			return cannot("disk", name, "an image by file descriptors");
	}
	return 0;
}

static int
refuse_nic(const struct nic *nic)
{
	const char *name = nic->info.alias;

	if ((nic->inbound || nic->outbound) && !nic_has_tap(nic))
		return cannot("interface", name, "bandwidth");
	if (nic->filter.name && !nic_has_tap(nic))
		return cannot("interface", name, "filterref");
	if (nic->virtualport && nic->virtualport->type && !network_is_switched(nic->virtualport))
		return cannot("interface", name, "a virtualport of a switch that asks for more than its kernel's");
	if ((nic->inbound || nic->outbound) && nic->type == NIC_DIRECT)
		return cannot("interface", name, "bandwidth of a shared device");
	if (nic->filter.name && nic->type == NIC_DIRECT)
		return cannot("interface", name, "a filter on a shared device");
	if (nic->virtualport && nic->type != NIC_BRIDGE && nic->type != NIC_NETWORK)
		return cannot("interface", name, "virtualport");
	if (nic->vlan.tags.n && nic->type != NIC_NETWORK && nic->type != NIC_HOSTDEV && !network_is_switched(nic->virtualport))
		return cannot("interface", name, "vlan");
	if (nic->port_isolated == YES)
		return cannot("interface", name, "port isolation");
	return 0;
}

int
args_refuse(struct args *a)
{
	const struct vm_def *def = a->def;

	if (def->launch_security)
		return fail(FAULT_UNSUPPORTED, "launchSecurity is not supported");
	if (def->features.async_teardown == YES)
		return fail(FAULT_UNSUPPORTED, "feature 'async-teardown' is not supported");
	/* The command line alone shows what libvirt would do. */
	if (a->how->native)
		return 0;
	if (def->devices.leases.n)
		return fail(FAULT_UNSUPPORTED, "leases: a lock manager is not supported");
	list_each(disk, &def->devices.disks)
		if (refuse_disk(disk) < 0)
			return -1;
	list_each(nic, &def->devices.nics)
		if (refuse_nic(nic) < 0)
			return -1;
	return 0;
}
