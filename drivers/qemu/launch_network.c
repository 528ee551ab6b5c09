/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_network - descriptors through which an emulator reaches the host's networks */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/vhost.h>
#include <sys/ioctl.h>

#include "assign.h"
#include "base/fail.h"
#include "driver/network.h"
#include "driver/network_switch.h"
#include "driver/nwfilter.h"
#include "macvtap.h"
#include "network.h"
#include "passt.h"

/* Keep a descriptor for the emulator: it is closed with the launch. */
static int
inherit(struct launch *launch, int fd)
{
	*list_add(&launch->inherited) = fd;
	return fd;
}

/* The kernel's half of a virtio card is used with KVM when it is there, as libvirt does. */
static int
open_vhost(const struct launch *launch, const struct nic *nic)
{
	bool wanted = nic->driver.name == NIC_DRIVER_VHOST;
	int fd = -1;

	if (nic_is_virtio(nic) && nic->driver.name != NIC_DRIVER_QEMU &&
	    (wanted || launch->def->type == VM_KVM))
		fd = open("/dev/vhost-net", O_RDWR | O_CLOEXEC);
	return fd < 0 && wanted ? fail_errno("interface %s: open /dev/vhost-net", nic->mac.address) : fd;
}

/* The place that a network gives it. */
static int
open_in_network(struct launch *launch, struct nic *nic, int *ret_fds)
{
	auto_document(network_port_def) struct network_port_def *port = NULL;
	struct nic_place at;

	if (network_plug(nic, launch->vm->name, launch->def->uuid, &port) < 0)
		return -1;
	at = nic_place_of_port(port, launch->vm->name, launch->def->uuid);
	if (port->plug.type == PLUG_DIRECT && nic->filter.name)
		return fail(FAULT_UNSUPPORTED, "interface %s: device '%s', which several cards share, has no filters",
			    nic->mac.address, port->plug.dev);
	if (port->plug.type == PLUG_DIRECT)
		return macvtap_open(nic, port->plug.dev, port->plug.mode, &at, ret_fds);
	if (port->plug.type == PLUG_HOSTDEV)
		return assign_port(launch->vm, nic, port);
	return nic_open_tap(nic, &at, ret_fds);
}

/* What a guest that starts knows already. */
static int
learn_for_helpers(struct launch *launch)
{
	auto_json struct json_object *undo = NULL;

	if (launch->log >= 0)
		return 0;
	undo = guest_undo_read(launch->vm->name);
	launch->cgroups = xstrdup(json_string(undo, "cgroups"));
	return emulator_user(launch->def, &launch->user) < 0 ? -1 : launch_open_log(launch);
}

static int
open_vdpa(const struct nic *nic)
{
	int fd = open(nic->source.dev, O_RDWR | O_CLOEXEC);

	return fd < 0 ? fail_errno("interface %s: open %s", nic->mac.address, nic->source.dev) : fd;
}

static int
open_end(struct launch *launch, struct nic *nic, int *ret_fds)
{
	struct nic_place own;

	if (nic->type == NIC_NETWORK)
		return open_in_network(launch, nic, ret_fds);
	if (nic_has_passt(nic))
		return learn_for_helpers(launch) < 0 || (*ret_fds = passt_open(launch, nic)) < 0 ? -1 : 0;
	if (nic->type == NIC_HOSTDEV)
		return assign_nic(launch->vm, nic);
	if (nic->type == NIC_VDPA)
		return (*ret_fds = open_vdpa(nic)) < 0 ? -1 : 0;
	own = nic_place_own(nic, launch->vm->name, launch->def->uuid);
	return nic->type == NIC_DIRECT ? macvtap_open(nic, nic->source.dev, nic->source.mode, &own, ret_fds)
				       : nic_open_tap(nic, &own, ret_fds);
}

bool
launch_opens(const struct nic *nic)
{
	return nic_has_tap(nic) || nic_has_passt(nic) || nic_is_assigned(nic) || nic->type == NIC_VDPA;
}

/* One for each queue, or none at all. */
static int
open_vhosts(struct launch *launch, const struct nic *nic, struct qemu_tap *tap)
{
	for (unsigned i = 0; i < tap->taps; i++) {
		int fd = open_vhost(launch, nic);

		if (fd < 0)
			return fail_fault() ? -1 : 0;
		if (!tap->vhost)
			tap->vhost = xcalloc(tap->taps, sizeof *tap->vhost);
		tap->vhost[tap->vhosts++] = inherit(launch, fd);
	}
	return 0;
}

int
launch_open_nic(struct launch *launch, struct nic *nic)
{
	unsigned queues = nic_has_tap(nic) ? nic_queues(nic) : 1;
	struct qemu_tap *tap = list_add(&launch->taps);
	int opened;

	*tap = (struct qemu_tap){ .alias = nic->info.alias, .tap = xcalloc(queues, sizeof *tap->tap), .taps = queues };
	memset(tap->tap, -1, queues * sizeof *tap->tap);
	opened = open_end(launch, nic, tap->tap);
	for (unsigned i = 0; i < queues; i++)
		if (tap->tap[i] >= 0)
			inherit(launch, tap->tap[i]);
	return opened < 0 ? -1 : nic_has_tap(nic) ? open_vhosts(launch, nic, tap) : 0;
}

static int
open_taps(struct launch *launch)
{
	list_each(nic, &launch->def->devices.nics)
		if (launch_opens(nic) && launch_open_nic(launch, nic) < 0)
			return -1;
	return 0;
}

/* A port is known before it is made, so that it can be written down. */
struct json_object *
launch_plan_port(struct nic *nic)
{
	char uuid[UUID_TEXT];

	uuid_make(uuid);
	free(nic->source.portid);
	nic->source.portid = xstrdup(uuid);
	return json_build("s:network", nic->source.network, "s:port", uuid, NULL);
}

struct json_object *
launch_plan_ports(struct vm_def *def)
{
	struct json_object *ports = json_object_new_array();

	list_each(nic, &def->devices.nics)
		if (nic->type == NIC_NETWORK)
			json_object_array_add(ports, launch_plan_port(nic));
	return ports;
}

void
launch_undo_ports(struct json_object *undo)
{
	struct json_object *ports = json_member(undo, "ports");

	for (size_t i = 0; i < json_length(ports); i++) {
		struct json_object *port = json_object_array_get_idx(ports, i);

		network_unplug(json_string(port, "network"), json_string(port, "port"));
	}
}

/* Whose filters are to be removed: the guest, if he has any. */
const char *
launch_plan_filters(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics)
		if (nic->filter.name)
			return def->uuid;
	return NULL;
}

void
launch_undo_filters(struct json_object *undo)
{
	const char *owner = json_string(undo, "filters");

	if (!owner || nwfilter_unbind_owner(owner) == 0)
		return;
	warn("%s", fail_story());
	fail_forget();           /* the next change of a filter removes them */
}

/* Whose ports of Open vSwitch are to be removed: the guest, if he has any. */
const char *
launch_plan_switch(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics)
		if (nic_may_be_switched(nic))
			return def->uuid;
	return NULL;
}

void
launch_undo_switch(struct json_object *undo)
{
	const char *owner = json_string(undo, "switch");

	if (!owner || network_switch_forget(owner) == 0)
		return;
	warn("%s", fail_story());
	fail_forget();           /* a switch that does not answer keeps ports without devices: they do no harm */
}

/* The number by which the host reaches the guest, the first free one when nobody chose. */
static int
claim_cid(int fd, struct vsock *vsock)
{
	enum { FIRST_CID = 3, LAST_CID = 0xffff };
	uint64_t cid = vsock->cid ? vsock->cid : FIRST_CID;

	for (; ioctl(fd, VHOST_VSOCK_SET_GUEST_CID, &cid) < 0; cid++)
		if (errno != EADDRINUSE || vsock->cid_auto != YES || cid >= LAST_CID)
			return fail_errno("vsock: claim address %u", (unsigned)cid);
	vsock->cid = (unsigned)cid;
	return 0;
}

static int
open_vsock(struct launch *launch)
{
	struct vsock *vsock = launch->def->devices.vsock;
	int fd;

	if (!vsock)
		return 0;
	fd = open("/dev/vhost-vsock", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return fail_errno("vsock: open /dev/vhost-vsock");
	launch->vsock = inherit(launch, fd);
	return claim_cid(fd, vsock);
}

static int
take_hostdevs(struct launch *launch)
{
	list_each(hostdev, &launch->def->devices.hostdevs)
		if (assign_hostdev(launch->vm, hostdev) < 0 || launch_open_vhost(launch, hostdev) < 0)
			return -1;
	return 0;
}

int
launch_open_network(struct launch *launch)
{
	return open_taps(launch) < 0 || take_hostdevs(launch) < 0 ? -1 : open_vsock(launch);
}
