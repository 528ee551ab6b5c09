/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface_life - definitions of interfaces, up and down, into bridges and out */
#include "base/file.h"
#include "base/netlink.h"
#include "driver/interface_inside.h"

/* ---- definitions ---- */

static struct interface_def *
prepare(const char *xml, const char *whence, enum interface_define_how how)
{
	auto_document(interface_def) struct interface_def *def =
		interface_def_parse(xml, strlen(xml), whence, VIEW_CONFIG, how ? READ_STRICT : 0);

	if (!def) {
		if (how & INTERFACE_VALIDATE && fail_fault() == FAULT_XML)
			fail_as(FAULT_SCHEMA);
		return NULL;
	}
	if (interface_check(def) < 0)
		return fail_within("%s", whence), NULL;
	/* What the link is like is the kernel's to say. */
	def->link.speed = 0;
	def->link.state = INTERFACE_STATE_NONE;
	return steal(def);
}

/* What is stored becomes def, or nothing; the caller holds the lock. */
static int
interface_store(const struct service *service, const struct interface_def *def)
{
	const struct interface_ops *ops = interface_ops_of(service);

	if (!ops->write)
		return driver_cannot("interface", "write");
	return vm_told("define interface %s", def->name) ? 0 : ops->write(service, def);
}

/* Has somebody else changed it? */
static int
check_match(const struct service *service, const char *name, const char *if_was)
{
	auto_document(interface_def) struct interface_def *def =
		if_was ? interface_ops_of(service)->read(service, name) : NULL;
	auto_free char *now = def ? interface_def_text(def, VIEW_CONFIG) : NULL;

	return !if_was || text_same(now, if_was) ? 0 :
	       fail(FAULT_STATE, "the stored definition was changed meanwhile");
}

int
interface_define(const char *xml, const char *whence, enum interface_define_how how,
		 const char *if_was, char **ret_name)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	auto_document(interface_def) struct interface_def *def = service ? prepare(xml, whence, how) : NULL;
	auto_close int lock = def ? interface_lock(service) : -1;

	if (!def || (lock < 0 && !vm_is_dry_run()))
		return -1;
	if (check_match(service, def->name, if_was) < 0 || interface_store(service, def) < 0)
		return -1;
	*ret_name = xstrdup(def->name);
	return 0;
}

int
interface_undefine(struct interface *interface)
{
	const struct interface_ops *ops = interface_ops_of(interface->service);

	if (!interface_def(interface, true))
		return -1;
	if (!ops->remove)
		return driver_cannot("interface", "remove");
	return vm_told("undefine interface %s", interface->name) ? 0 : ops->remove(interface->service, interface->name);
}

/* ---- up and down ---- */

int
interface_start(struct interface *interface)
{
	const struct interface_ops *ops = interface_ops_of(interface->service);
	const struct interface_def *def = interface_def(interface, interface->stored);

	if (!def)
		return -1;
	if (!ops->start)
		return driver_cannot("interface", "start");
	return vm_told("start interface %s", interface->name) ? 0 : ops->start(interface->service, def);
}

int
interface_stop(struct interface *interface)
{
	const struct interface_ops *ops = interface_ops_of(interface->service);
	const struct interface_def *def = interface_def(interface, false);

	if (!def)
		return -1;
	if (!ops->stop)
		return driver_cannot("interface", "stop");
	return vm_told("stop interface %s", interface->name) ? 0 : ops->stop(interface->service, def);
}

/* ---- bridges ---- */

/* Takes the list out of one definition into another. */
static void
move_protocols(struct interface_def *to, struct interface_def *from)
{
	to->protocols = from->protocols;
	from->protocols = (struct interface_protocol_list) { 0 };
}

/* An interface's link-local address is made from its own MAC address. */
static void
drop_link_local(struct interface_def *def)
{
	list_each(protocol, &def->protocols) {
		unsigned kept = 0;

		for (unsigned i = 0; i < protocol->addresses.n; i++) {
			struct interface_address *address = &protocol->addresses.item[i];

			if (text_starts(address->address, "fe80:"))
				free(address->address);
			else
				protocol->addresses.item[kept++] = *address;
		}
		protocol->addresses.n = kept;
	}
}

static struct interface_def *
bridge_around(struct interface_def *port, const struct interface_bridging *how)
{
	struct interface_def *def = model_new(&interface_def_type);

	def->type = INTERFACE_BRIDGE;
	def->name = xstrdup(how->bridge);
	def->start = port->start;
	def->mtu = port->mtu;
	def->bridge.stp = how->no_stp ? NO : YES;
	def->bridge.delay = xstrdup(how->delay ? how->delay : "0");
	move_protocols(def, port);
	drop_link_local(def);
	port->start = INTERFACE_START_UNSAID;
	*list_add(&def->bridge.interfaces) = *port;
	return def;
}

static struct interface_def *
new_bridge(const struct interface_def *before, const struct interface_bridging *how)
{
	struct interface_def *port = interface_def_copy(before);
	auto_document(interface_def) struct interface_def *def = NULL;

	port->link.speed = 0;
	port->link.state = INTERFACE_STATE_NONE;
	def = bridge_around(port, how);
	free(port);
	return interface_check(def) < 0 ? NULL : steal(def);
}

/* The same bridge, stored and not up, is of a program that was killed before it started it. */
static int
store_bridge(const struct interface *port, const struct interface_def *def)
{
	auto_interface struct interface *bridge = interface_open(def->name, OBJECT_TO_READ);
	auto_free char *wanted = interface_def_text(def, VIEW_CONFIG);
	auto_free char *stored = NULL;

	if (!bridge) {
		fail_forget();    /* it is about to be made */
		return interface_store(port->service, def);
	}
	if (bridge->stored && !bridge->there)
		stored = interface_def_text(interface_def(bridge, true), VIEW_CONFIG);
	return text_same(stored, wanted) ? 0 : fail(FAULT_STATE, "there is an interface '%s' already", def->name);
}

/* In this order: the bridge is on record before the interface is changed. */
int
interface_bridge(const char *name, const struct interface_bridging *how)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_CHANGE);
	const struct interface_ops *ops = interface ? interface_ops_of(interface->service) : NULL;
	const struct interface_def *before = interface ? interface_def(interface, interface->stored) : NULL;
	auto_document(interface_def) struct interface_def *def = NULL;

	if (!before)
		return -1;
	if (before->type == INTERFACE_BRIDGE)
		return fail(FAULT_CONFIG, "it is a bridge");
	def = new_bridge(before, how);
	if (!def || store_bridge(interface, def) < 0)
		return -1;
	if (how->no_start)
		return 0;
	if (!ops->start)
		return driver_cannot("interface", "start");
	return vm_told("start interface %s", how->bridge) ? 0 : ops->start(interface->service, def);
}

/* The port with what the bridge had. */
static struct interface_def *
port_alone(const struct interface_def *bridge)
{
	struct interface_def *def = interface_def_copy(&bridge->bridge.interfaces.item[0]);
	auto_document(interface_def) struct interface_def *rest = interface_def_copy(bridge);

	move_protocols(def, rest);
	drop_link_local(def);
	def->start = bridge->start;
	if (!def->mtu)
		def->mtu = bridge->mtu;
	return def;
}

/* With it goes a port without addresses. */
static int
remove_bridge(const struct interface *bridge, const struct interface_def *port)
{
	const struct interface_ops *ops = interface_ops_of(bridge->service);
	auto_document(interface_def) struct interface_def *stays = NULL;

	if (ops->remove(bridge->service, bridge->name) < 0)
		return -1;
	stays = ops->read(bridge->service, port->name);
	fail_forget();           /* one that cannot be read is written anew */
	return stays ? 0 : ops->write(bridge->service, port);
}

int
interface_unbridge(const char *bridge, bool no_start)
{
	auto_interface struct interface *interface = interface_open(bridge, OBJECT_TO_CHANGE);
	const struct interface_ops *ops = interface ? interface_ops_of(interface->service) : NULL;
	const struct interface_def *now = interface ? interface_def(interface, interface->stored) : NULL;
	auto_document(interface_def) struct interface_def *def = NULL;

	if (!now)
		return -1;
	if (now->type != INTERFACE_BRIDGE)
		return fail(FAULT_CONFIG, "it is no bridge");
	if (now->bridge.interfaces.n != 1)
		return fail(FAULT_STATE, "%u interfaces are in it, not one", now->bridge.interfaces.n);
	if (!ops->start || !ops->stop || !ops->remove)
		return driver_cannot("interface", "unbridge");
	def = port_alone(now);
	if (vm_told("take %s out of bridge %s", def->name, bridge))
		return 0;
	if (interface->there && ops->stop(interface->service, now) < 0)
		return -1;
	if (interface->stored && ops->write(interface->service, def) < 0)
		return -1;
	if (!no_start && ops->start(interface->service, def) < 0)
		return -1;
	/* The bridge goes last, so that this can be given again. */
	return interface->stored ? remove_bridge(interface, def) : 0;
}
