/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_ports - places in active networks
 *
 * $RUN/FOLDER/ports/NETWORK/UUID.xml each.  They outlive the network, so that the guests that
 * run on are connected again when it comes back. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/uuid.h"
#include "driver/network_inside.h"
#include "driver/network_switch.h"

static char *
ports_folder(const struct network *network)
{
	return text_format("%s/ports/%s", network->folder, network->name);
}

int
network_ports(struct network *network, struct strings *ret_uuids)
{
	auto_free char *folder = ports_folder(network);

	return store_names(PLACE_RUN, folder, ret_uuids);
}

unsigned
network_connections(struct network *network)
{
	auto_strings struct strings uuids = { 0 };

	if (network_ports(network, &uuids) < 0)
		fail_forget();   /* a count of what cannot be listed is 0 */
	return uuids.n;
}

static struct network_port_def *
read_port(const char *folder, const char *uuid)
{
	auto_free char *xml = store_read(PLACE_RUN, folder, uuid);

	return xml ? network_port_def_parse(xml, strlen(xml), uuid, VIEW_LIVE, 0) : NULL;
}

struct network_port_def *
network_port(struct network *network, const char *uuid)
{
	auto_free char *folder = ports_folder(network);
	char usual[UUID_TEXT];
	struct network_port_def *def;

	if (!uuid_read(uuid, false, usual))
		return fail(FAULT_MISSING, "no such port: %s", quote(uuid)), NULL;
	def = read_port(folder, usual);
	if (!def && fail_fault() == FAULT_MISSING)
		fail(FAULT_MISSING, "no such port: %s", usual);
	return def;
}

char *
network_port_owner(struct network *network, const char *mac)
{
	auto_strings struct strings uuids = { 0 };

	if (!mac || network_ports(network, &uuids) < 0)
		fail_forget();   /* who cannot be found is not known */
	for (unsigned i = 0; i < uuids.n; i++) {
		auto_document(network_port_def) struct network_port_def *port = network_port(network, uuids.item[i]);

		if (port && text_same(port->mac, mac))
			return xstrdup(port->owner.name);
		fail_forget();   /* it went just now */
	}
	return NULL;
}

/* ---- what the network decides ---- */

static const struct portgroup *
find_group(const struct network_def *def, const char *name)
{
	list_each(group, &def->portgroups)
		if (name ? text_same(group->name, name) : group->is_default == YES)
			return group;
	return NULL;
}

static void
fill(char **into, const char *from)
{
	if (!*into)
		*into = xstrdup(from);
}

/* Two that speak of different sorts of ports do not go together. */
static int
inherit_virtualport(struct network_port_def *port, const struct nic_virtualport *from)
{
	struct nic_virtualport *into = port->virtualport;

	if (!from)
		return 0;
	if (!into) {
		port->virtualport = model_copy(&nic_virtualport_type, from);
		return 0;
	}
	if (into->type && from->type && into->type != from->type)
		return fail(FAULT_CONFIG, "a virtual port cannot be '%s' and '%s'",
			    words_name(&virtualport_kind_words, into->type), words_name(&virtualport_kind_words, from->type));
	if (!into->type)
		into->type = from->type;
	fill(&into->profileid, from->profileid);
	fill(&into->instanceid, from->instanceid);
	fill(&into->interfaceid, from->interfaceid);
	return 0;
}

/* What the guest does not say, the port group says, and then the network. */
static int
inherit(struct network_port_def *port, const struct network_def *def, const struct portgroup *group)
{
	const struct network_vlan *vlan = group && group->vlan.tags.n ? &group->vlan : &def->vlan;

	if (!port->vlan.tags.n) {
		port->vlan.trunk = vlan->trunk;
		list_each(tag, &vlan->tags)
			*list_add(&port->vlan.tags) = *tag;
	}
	if (group && !port->bandwidth.inbound && group->bandwidth.inbound)
		port->bandwidth.inbound = xmemdup(group->bandwidth.inbound, sizeof *group->bandwidth.inbound);
	if (group && !port->bandwidth.outbound && group->bandwidth.outbound)
		port->bandwidth.outbound = xmemdup(group->bandwidth.outbound, sizeof *group->bandwidth.outbound);
	if (!port->isolated)
		port->isolated = def->port_isolated;
	if (!port->trust_guest_rx_filters)
		port->trust_guest_rx_filters = group && group->trust_guest_rx_filters ?
					       group->trust_guest_rx_filters : def->trust_guest_rx_filters;
	return inherit_virtualport(port, group ? group->virtualport : NULL) < 0 ||
	       inherit_virtualport(port, def->virtualport) < 0 ? -1 : 0;
}

/* The switch knows each port by an identity of its own. */
static void
identify(struct network_port_def *port)
{
	if (!network_is_switched(port->virtualport) || port->virtualport->interfaceid)
		return;
	port->virtualport->interfaceid = xmalloc(UUID_TEXT);
	uuid_make(port->virtualport->interfaceid);
}

/* Tags need a switch that has them, or a device that tags by itself. */
static int
check_vlan(const struct network_port_def *port)
{
	if (!port->vlan.tags.n || network_is_switched(port->virtualport))
		return 0;
	if (port->plug.dev)
		return fail(FAULT_CONFIG, "device '%s', which several cards share, has no VLANs", port->plug.dev);
	return port->plug.bridge ? fail(FAULT_CONFIG, "bridge '%s' has no VLANs: they need <virtualport type='openvswitch'>",
					port->plug.bridge) : 0;
}

/* ---- making and removing them ---- */

static int
decide(struct network *network, struct network_port_def *port)
{
	struct network_def *def = network_live(network);
	const struct portgroup *group = def ? find_group(def, port->group) : NULL;

	if (!def)
		return -1;
	if (port->group && !group)
		return fail(FAULT_FAILED, "network '%s' has no port group %s", network->name, quote(port->group));
	if (!port->group && group)
		port->group = xstrdup(group->name);
	if (inherit(port, def, group) < 0 || (!port->plug.type && network_choose_plug(network, def, port) < 0))
		return -1;
	identify(port);
	return check_vlan(port) < 0 ? -1 : network_claim_share(network, def, port);
}

static int
take_back(const char *folder, const char *uuid)
{
	struct failure why = fail_aside();

	store_remove(PLACE_RUN, folder, uuid, NULL);
	return fail_again(&why);
}

int
network_port_make(struct network *network, struct network_port_def *port)
{
	auto_free char *folder = ports_folder(network);
	auto_free char *xml = NULL;

	network_port_def_complete(port);
	if (decide(network, port) < 0)
		return -1;
	if (store_has(PLACE_RUN, folder, port->uuid))
		return fail(FAULT_FAILED, "port %s is there already", port->uuid);
	if (vm_told("make port %s in network %s", port->uuid, network->name))
		return 0;
	xml = network_port_def_text(port, VIEW_LIVE);
	if (store_write(PLACE_RUN, folder, port->uuid, NULL, xml) < 0)
		return -1;
	if (network_hook(network, network->live, port, "port-created", "begin") < 0)
		return take_back(folder, port->uuid);
	return network_port_floor(port) ? network_tell_shares(network, network->live) : 0;
}

int
network_port_remove(struct network *network, const char *uuid)
{
	auto_free char *folder = ports_folder(network);
	auto_document(network_port_def) struct network_port_def *port = network_port(network, uuid);

	if (!port)
		return -1;
	if (vm_told("remove port %s from network %s", port->uuid, network->name))
		return 0;
	if (store_remove(PLACE_RUN, folder, port->uuid, NULL) < 0)
		return -1;
	if (!network->active || !network_live(network))
		return network->active ? -1 : 0;
	network_hook_after(network, network->live, port, "port-deleted", "end");
	return network_port_floor(port) ? network_tell_shares(network, network->live) : 0;
}

/* ---- for guests' cards ---- */

static struct network_port_def *
port_of(const struct nic *nic, const char *vm_name, const char *vm_uuid)
{
	struct network_port_def *port = model_new(&network_port_def_type);

	port->owner.name = xstrdup(vm_name);
	port->owner.uuid = xstrdup(vm_uuid);
	port->uuid = xstrdup(nic->source.portid);
	port->group = xstrdup(nic->source.portgroup);
	port->mac = xstrdup(nic->mac.address);
	port->isolated = nic->port_isolated;
	port->trust_guest_rx_filters = nic->trust_guest_rx_filters;
	if (nic->virtualport)
		port->virtualport = model_copy(&nic_virtualport_type, nic->virtualport);
	if (nic->inbound)
		port->bandwidth.inbound = xmemdup(nic->inbound, sizeof *nic->inbound);
	if (nic->outbound)
		port->bandwidth.outbound = xmemdup(nic->outbound, sizeof *nic->outbound);
	port->vlan.trunk = nic->vlan.trunk;
	list_each(tag, &nic->vlan.tags)
		*list_add(&port->vlan.tags) = *tag;
	return port;
}

/* No guest comes into a network whose rules somebody flushed or whose dnsmasq died. */
static int
heal(struct network *network)
{
	struct network_def *def = network_live(network);

	if (!def)
		return -1;
	if (!network->ops->repair || vm_is_dry_run())
		return 0;
	return network->ops->repair(network->folder, network->name, def) < 0 ?
	       fail_within("network '%s'", network->name) : 0;
}

static const enum nic_kind kinds[plug_kind_count] = {
	[PLUG_BRIDGE] = NIC_BRIDGE, [PLUG_DIRECT] = NIC_DIRECT, [PLUG_HOSTDEV] = NIC_HOSTDEV,
};

static void
take_plug(struct nic *nic, const struct network_port_def *port)
{
	free(nic->source.bridge);
	free(nic->source.dev);
	nic->source.actual = kinds[port->plug.type];
	nic->source.bridge = xstrdup(port->plug.bridge);
	nic->source.dev = xstrdup(port->plug.dev);
	nic->source.mode = port->plug.mode;
	nic->source.host_type = port->plug.type == PLUG_HOSTDEV ? ADDRESS_PCI : ADDRESS_NONE;
	nic->source.pci = port->plug.pci;
	nic->managed = port->plug.managed;
}

int
network_plug(struct nic *nic, const char *vm_name, const char *vm_uuid, struct network_port_def **ret_port)
{
	auto_network struct network *network = network_open(nic->source.network, NETWORK_TO_CHANGE);
	auto_document(network_port_def) struct network_port_def *port = port_of(nic, vm_name, vm_uuid);

	if (!network)
		return fail_within("network '%s'", nic->source.network);
	if (!network->active)
		return fail(FAULT_STATE, "network '%s' is not active", network->name);
	if (heal(network) < 0 || network_port_make(network, port) < 0)
		return -1;
	free(nic->source.portid);
	nic->source.portid = xstrdup(port->uuid);
	take_plug(nic, port);
	model_free(&nic_virtualport_type, nic->virtualport);
	nic->virtualport = port->virtualport ? model_copy(&nic_virtualport_type, port->virtualport) : NULL;
	if (!nic->inbound && port->bandwidth.inbound)
		nic->inbound = xmemdup(port->bandwidth.inbound, sizeof *nic->inbound);
	if (!nic->outbound && port->bandwidth.outbound)
		nic->outbound = xmemdup(port->bandwidth.outbound, sizeof *nic->outbound);
	*ret_port = steal(port);
	return 0;
}

/* What it does not give back now it does with the next port of its network. */
static void
give_back_share(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_CHANGE);

	if (network && network->active && network_live(network))
		network_tell_shares(network, network->live);
	fail_forget();
}

static void
tell_unplugged(const char *name, const struct network_port_def *port)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);

	if (network && network->active && network_live(network))
		network_hook_after(network, network->live, port, "port-deleted", "end");
	fail_forget();
}

void
network_unplug(const char *name, const char *portid)
{
	const struct service *service = network_service();
	auto_free char *path = service && portid ?
		place_file(PLACE_RUN, "%s/ports/%s/%s.xml", service->folder, name, portid) : NULL;
	auto_free char *xml = path ? file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL) : NULL;
	auto_document(network_port_def) struct network_port_def *port =
		xml ? network_port_def_parse(xml, strlen(xml), portid, VIEW_LIVE, 0) : NULL;

	if (path)
		unlink(path);
	if (port)
		tell_unplugged(name, port);
	if (port && network_port_floor(port))
		give_back_share(name);
	fail_forget();           /* without networks here there is no port either */
}

/* One that cannot be connected is told of: the network is up all the same. */
static void
reconnect_card(struct network *network, const struct network_def *def, struct vm *vm,
	       const struct network_port_def *port)
{
	struct vm_live *live = vm_live(vm);

	if (live)
		list_each(nic, &live->def->devices.nics)
			if (text_same(nic->source.portid, port->uuid) && nic->target.dev &&
			    network->ops->join(def, nic->target.dev, port) < 0)
				warn("%s: %s", vm->name, fail_story());
	fail_forget();
}

void
network_reconnect(struct network *network, const struct network_def *def)
{
	auto_strings struct strings uuids = { 0 };

	if (network_tell_shares(network, def) < 0)
		warn("%s", fail_story());
	if (!network->ops->join || network_ports(network, &uuids) < 0)
		fail_forget();   /* then nobody waits for it */
	for (unsigned i = 0; network->ops->join && i < uuids.n; i++) {
		auto_document(network_port_def) struct network_port_def *port = network_port(network, uuids.item[i]);
		auto_vm struct vm *vm = port ? vm_open(port->owner.name, VM_TO_READ) : NULL;

		if (vm && vm->active)
			reconnect_card(network, def, vm, port);
		fail_forget();   /* a guest that is gone needs no network */
	}
}

/* ---- lists that drivers fill ---- */

void
network_leases_done(struct network_lease_list *leases)
{
	list_each(lease, leases) {
		free(lease->mac);
		free(lease->address);
		free(lease->hostname);
		free(lease->client_id);
	}
	free(leases->item);
	*leases = (struct network_lease_list){ 0 };
}

void
network_findings_done(struct network_finding_list *findings)
{
	list_each(finding, findings)
		free(finding->detail);
	free(findings->item);
	*findings = (struct network_finding_list){ 0 };
}
