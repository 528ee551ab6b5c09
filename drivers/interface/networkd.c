/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* networkd - the language of systemd-networkd
 *
 * NAME.network says what an interface is to be like, NAME.netdev that it is to be made.  A port
 * says in its file which bridge or bond it is in, an interface which VLANs are on it.  Files
 * that match by more than one name are not about an interface, and stay. */
#include <fcntl.h>

#include "base/file.h"
#include "ini.h"
#include "manager.h"

#define FOLDER "/etc/systemd/network"

static const struct spelling in_network[] = {
	{ "mtu/@size",    "Link", "MTUBytes",   NULL, NULL, ~UINT64_C(0) },
	{ "mac/@address", "Link", "MACAddress", NULL, NULL, ONE(INTERFACE_ETHERNET) },
	SPELLING_END
};

static const struct spelling in_netdev[] = {
	{ "bridge/@stp",           "Bridge", "STP",             "on=yes,off=no", NULL, ONE(INTERFACE_BRIDGE) },
	{ "bridge/@delay",         "Bridge", "ForwardDelaySec", NULL, NULL, ONE(INTERFACE_BRIDGE) },
	{ "bond/@mode",            "Bond", "Mode",              NULL, NULL, ONE(INTERFACE_BOND) },
	{ "bond/miimon/@freq",     "Bond", "MIIMonitorSec",     NULL, "ms", ONE(INTERFACE_BOND) },
	{ "bond/miimon/@downdelay", "Bond", "DownDelaySec",     NULL, "ms", ONE(INTERFACE_BOND) },
	{ "bond/miimon/@updelay",  "Bond", "UpDelaySec",        NULL, "ms", ONE(INTERFACE_BOND) },
	{ "bond/arpmon/@interval", "Bond", "ARPIntervalSec",    NULL, "ms", ONE(INTERFACE_BOND) },
	{ "bond/arpmon/@target",   "Bond", "ARPIPTargets",      NULL, NULL, ONE(INTERFACE_BOND) },
	{ "bond/arpmon/@validate", "Bond", "ARPValidate",       NULL, NULL, ONE(INTERFACE_BOND) },
	{ "vlan/@tag",             "VLAN", "Id",                NULL, NULL, ONE(INTERFACE_VLAN) },
	SPELLING_END
};

/* ---- files ---- */

/* The file that is about an interface of that name; NULL when there is none.  Caller frees. */
static char *
find_file(const char *name, const char *suffix, const char *section)
{
	auto_free char *folder = manager_path(FOLDER);
	auto_strings struct strings files = { 0 };

	if (dir_names(AT_FDCWD, folder, suffix, &files) < 0)
		return NULL;
	for (unsigned i = 0; i < files.n; i++) {
		auto_free char *path = text_format("%s/%s%s", folder, files.item[i], suffix);
		auto_ini struct ini ini = { 0 };

		if (ini_read(path, &ini) == 0 && text_same(ini_get(&ini, section, "Name"), name))
			return steal(path);
	}
	return NULL;
}

static char *
file_for(const char *name, const char *suffix, const char *section)
{
	char *path = find_file(name, suffix, section);

	return path ? path : manager_path(FOLDER "/%s%s", name, suffix);
}

static bool
is_one_name(const char *name)
{
	return name && *name && !strpbrk(name, "*?[! \t");
}

static int
list(struct strings *ret_names)
{
	auto_free char *folder = manager_path(FOLDER);
	auto_strings struct strings files = { 0 };

	if (dir_names(AT_FDCWD, folder, ".network", &files) < 0)
		return -1;
	for (unsigned i = 0; i < files.n; i++) {
		auto_free char *path = text_format("%s/%s.network", folder, files.item[i]);
		auto_ini struct ini ini = { 0 };
		const char *name;

		if (ini_read(path, &ini) < 0)
			return -1;
		name = ini_get(&ini, "Match", "Name");
		if (is_one_name(name) && !ini_get(&ini, "Network", "Bridge") && !ini_get(&ini, "Network", "Bond"))
			strings_add(ret_names, name);
	}
	strings_sort(ret_names);
	return 0;
}

/* ---- to documents ---- */

static enum interface_kind
kind_of(const struct ini *netdev)
{
	const char *word = ini_get(netdev, "NetDev", "Kind");
	int kind = word ? words_find(&interface_kind_words, word) : -1;

	return kind > 0 ? (enum interface_kind)kind : INTERFACE_ETHERNET;
}

static void
take_dhcp(struct interface_def *def, const char *value)
{
	if (strcmp(value, "ipv4") == 0 || ini_is_true(value))
		dhcp_of(protocol_of(def, "ipv4"));
	if (strcmp(value, "ipv6") == 0 || ini_is_true(value))
		dhcp_of(protocol_of(def, "ipv6"));
}

static const char *
family_of(const char *address)
{
	return strchr(address, ':') ? "ipv6" : "ipv4";
}

static bool
take_network(struct interface_def *def, const char *key, const char *value)
{
	if (strcmp(key, "DHCP") == 0) {
		take_dhcp(def, value);
	} else if (strcmp(key, "Address") == 0) {
		address_add(protocol_of(def, family_of(value)), value);
	} else if (strcmp(key, "Gateway") == 0) {
		struct interface_protocol *protocol = protocol_of(def, family_of(value));

		free(protocol->gateway);
		protocol->gateway = xstrdup(value);
	} else if (strcmp(key, "LinkLocalAddressing") == 0) {
		if (strcmp(value, "ipv6") == 0)
			protocol_of(def, "ipv6");
	} else if (strcmp(key, "IPv6AcceptRA") == 0) {
		if (ini_is_true(value))
			protocol_of(def, "ipv6")->autoconf = true;
	} else {
		/* Of others that are in it, on it, or that it is in. */
		return strcmp(key, "VLAN") == 0 || strcmp(key, "Bridge") == 0 || strcmp(key, "Bond") == 0;
	}
	return true;
}

static void
take_peerdns(struct interface_def *def, const char *family, const char *value)
{
	const struct interface_protocol *protocol = protocol_if(def, family);

	if (value && protocol && protocol->dhcp)
		protocol->dhcp->peerdns = ini_is_true(value) ? YES : NO;
}

static void
take_lines(struct interface_def *def, const struct ini *ini, const struct spelling *rows, struct strings *unknown)
{
	list_each(line, &ini->lines) {
		if (!line->key || text_same(line->section, "Match") || text_same(line->section, "NetDev"))
			continue;
		if (spelling_take(rows, def, line->section, line->key, line->value) ||
		    (text_same(line->section, "Network") && take_network(def, line->key, line->value)) ||
		    strcmp(line->key, "UseDNS") == 0 || strcmp(line->key, "ActivationPolicy") == 0)
			continue;
		if (unknown)
			strings_add(unknown, line->key);
	}
}

static struct interface_def *read_one(const char *name, struct strings *unknown, unsigned depth);

static bool
is_in(const struct ini *ini, const struct interface_def *def)
{
	return text_same(ini_get(ini, "Network", "Bridge"), def->name) ||
	       text_same(ini_get(ini, "Network", "Bond"), def->name);
}

static int
take_port(struct interface_def *def, const char *name, unsigned depth)
{
	struct interface_def *port = depth < DEEPEST_PORT ? read_one(name, NULL, depth + 1) : NULL;

	if (!port)
		return fail_fault() ? -1 : 0;
	port->start = INTERFACE_START_UNSAID;
	*list_add(ports_of(def)) = *port;
	free(port);
	return 0;
}

static void
take_below(struct interface_def *def, const struct ini *ini, const char *name)
{
	list_each(line, &ini->lines)
		if (def->type == INTERFACE_VLAN && text_same(line->key, "VLAN") &&
		    text_same(line->value, def->name) && !def->vlan.dev)
			def->vlan.dev = xstrdup(name);
}

/* Others say that they are in it, or that it is on them. */
static int
take_relatives(struct interface_def *def, unsigned depth)
{
	auto_free char *folder = manager_path(FOLDER);
	auto_strings struct strings files = { 0 };

	if (dir_names(AT_FDCWD, folder, ".network", &files) < 0)
		return -1;
	for (unsigned i = 0; i < files.n; i++) {
		auto_free char *path = text_format("%s/%s.network", folder, files.item[i]);
		auto_ini struct ini ini = { 0 };
		const char *name = ini_read(path, &ini) == 0 ? ini_get(&ini, "Match", "Name") : NULL;

		if (!is_one_name(name))
			continue;
		if (ports_of(def) && is_in(&ini, def) && take_port(def, name, depth) < 0)
			return -1;
		take_below(def, &ini, name);
	}
	return 0;
}

static struct interface_def *
read_one(const char *name, struct strings *unknown, unsigned depth)
{
	auto_free char *network_file = find_file(name, ".network", "Match");
	auto_free char *netdev_file = find_file(name, ".netdev", "NetDev");
	auto_ini struct ini network = { 0 };
	auto_ini struct ini netdev = { 0 };
	auto_document(interface_def) struct interface_def *def = NULL;

	if (fail_fault() || !network_file || ini_read(network_file, &network) < 0 ||
	    (netdev_file && ini_read(netdev_file, &netdev) < 0))
		return NULL;
	def = model_new(&interface_def_type);
	def->type = kind_of(&netdev);
	def->name = xstrdup(name);
	def->start = text_same(ini_get(&network, "Link", "ActivationPolicy"), "manual") ? INTERFACE_START_NONE
											: INTERFACE_ONBOOT;
	take_lines(def, &network, in_network, unknown);
	take_lines(def, &netdev, in_netdev, unknown);
	take_peerdns(def, "ipv4", ini_get(&network, "DHCPv4", "UseDNS"));
	take_peerdns(def, "ipv6", ini_get(&network, "DHCPv6", "UseDNS"));
	return take_relatives(def, depth) < 0 ? NULL : steal(def);
}

static struct interface_def *
read_interface(const char *name, struct strings *unknown)
{
	return read_one(name, unknown, 0);
}

/* ---- from documents ---- */

static void
add_value(const struct spelling *row, const char *value, void *context)
{
	ini_add(context, row->section, row->key, value);
}

static const char *
dhcp_word(const struct interface_def *def)
{
	const struct interface_protocol *v4 = protocol_if(def, "ipv4"), *v6 = protocol_if(def, "ipv6");

	if (v4 && v4->dhcp)
		return v6 && v6->dhcp ? "yes" : "ipv4";
	return v6 && v6->dhcp ? "ipv6" : NULL;
}

static void
add_protocols(struct ini *ini, const struct interface_def *def)
{
	const struct interface_protocol *v6 = protocol_if(def, "ipv6");

	if (dhcp_word(def))
		ini_add(ini, "Network", "DHCP", dhcp_word(def));
	if (def->protocols.n)
		ini_add(ini, "Network", "IPv6AcceptRA", v6 && v6->autoconf ? "yes" : "no");
	list_each(protocol, &def->protocols) {
		list_each(address, &protocol->addresses) {
			auto_free char *text = address_text(protocol, address);

			ini_add(ini, "Network", "Address", text);
		}
		if (protocol->gateway)
			ini_add(ini, "Network", "Gateway", protocol->gateway);
		if (protocol->dhcp && protocol->dhcp->peerdns)
			ini_add(ini, strcmp(protocol->family, "ipv6") ? "DHCPv4" : "DHCPv6", "UseDNS",
				protocol->dhcp->peerdns == YES ? "yes" : "no");
	}
}

static bool
says_something(const struct ini *ini)
{
	list_each(line, &ini->lines)
		if (line->key && !text_same(line->section, "Match"))
			return true;
	return false;
}

/* The file about an interface is changed by a key of [Network].  One that was in or below another
 * and is nothing by itself needs no file. */
static int
set_key(const char *name, const char *key, const char *value, bool add)
{
	auto_free char *path = file_for(name, ".network", "Match");
	auto_ini struct ini ini = { 0 };

	if (ini_read(path, &ini) < 0)
		return -1;
	if (!ini_get(&ini, "Match", "Name"))
		ini_add(&ini, "Match", "Name", name);
	ini_remove(&ini, "Network", key, value);
	if (add)
		ini_add(&ini, "Network", key, value);
	else if (!says_something(&ini))
		return file_remove(AT_FDCWD, path);
	return ini_write(&ini, path, 0644);
}

static int
write_netdev(const struct interface_def *def)
{
	auto_free char *path = file_for(def->name, ".netdev", "NetDev");
	auto_ini struct ini ini = { 0 };

	if (def->type == INTERFACE_ETHERNET)
		return file_remove(AT_FDCWD, path);
	ini_add(&ini, "NetDev", "Name", def->name);
	ini_add(&ini, "NetDev", "Kind", words_name(&interface_kind_words, def->type));
	spelling_each(in_netdev, def, add_value, &ini);
	return ini_write(&ini, path, 0644);
}

/* VLANs on it are not in the document. */
static void
keep_vlans(const char *name, struct ini *ini)
{
	auto_free char *path = file_for(name, ".network", "Match");
	auto_ini struct ini before = { 0 };

	if (ini_read(path, &before) < 0)
		fail_forget();   /* there is nothing to keep */
	list_each(line, &before.lines)
		if (text_same(line->section, "Network") && text_same(line->key, "VLAN"))
			ini_add(ini, "Network", "VLAN", line->value);
}

static int write_relatives(const struct interface_def *def);

static int
write_port(const struct interface_def *port, const char *key, const char *in)
{
	auto_free char *path = file_for(port->name, ".network", "Match");
	auto_ini struct ini ini = { 0 };

	manager_tell_lost(&networkd, port->name);
	ini_add(&ini, "Match", "Name", port->name);
	spelling_each(in_network, port, add_value, &ini);
	ini_add(&ini, "Network", key, in);
	keep_vlans(port->name, &ini);
	if (write_netdev(port) < 0 || ini_write(&ini, path, 0644) < 0)
		return -1;
	return write_relatives(port);
}

static const char *
port_key(const struct interface_def *def)
{
	return def->type == INTERFACE_BRIDGE ? "Bridge" : "Bond";
}

static int remove_interface(const char *name);

/* A card keeps what the document did not say of it; what was made for this goes. */
static int
forget_port(const struct interface_def *before, const struct interface_def *port)
{
	auto_free char *path = file_for(port->name, ".network", "Match");
	auto_ini struct ini ini = { 0 };

	if (port->type != INTERFACE_ETHERNET)
		return remove_interface(port->name);
	if (ini_read(path, &ini) < 0)
		return -1;
	ini_remove(&ini, "Network", port_key(before), before->name);
	for (const struct spelling *row = in_network; row->key; row++)
		ini_remove(&ini, row->section, row->key, NULL);
	return says_something(&ini) ? ini_write(&ini, path, 0644) : file_remove(AT_FDCWD, path);
}

/* Those that were in it or that it was on, and are not in what it is now (NULL: nothing). */
static int
forget_relatives(struct interface_def *before, const struct interface_def *now)
{
	struct interface_def_list *ports = ports_of(before);

	if (ports)
		list_each(port, ports)
			if (!has_port(now, port->name) && forget_port(before, port) < 0)
				return -1;
	if (!before->vlan.dev || (now && text_same(now->vlan.dev, before->vlan.dev)))
		return 0;
	return set_key(before->vlan.dev, "VLAN", before->name, false);
}

static int
remove_interface(const char *name)
{
	auto_document(interface_def) struct interface_def *def = read_interface(name, NULL);
	auto_free char *network = file_for(name, ".network", "Match");
	auto_free char *netdev = file_for(name, ".netdev", "NetDev");

	if (!def)
		return fail_fault() ? -1 : 0;
	if (forget_relatives(def, NULL) < 0 || file_remove(AT_FDCWD, netdev) < 0)
		return -1;
	return file_remove(AT_FDCWD, network);
}

static int
write_relatives(const struct interface_def *def)
{
	const struct interface_def_list *ports = ports_of((struct interface_def *)def);

	if (def->type == INTERFACE_VLAN)
		return set_key(def->vlan.dev, "VLAN", def->name, true);
	if (ports)
		list_each(port, ports)
			if (write_port(port, port_key(def), def->name) < 0)
				return -1;
	return 0;
}

static bool
is_link_local_only(const struct interface_def *def)
{
	const struct interface_protocol *v6 = protocol_if(def, "ipv6");

	return v6 && !v6->autoconf && !v6->dhcp && !v6->addresses.n;
}

static void
make_network(const struct interface_def *def, struct ini *ini)
{
	ini_add(ini, "Match", "Name", def->name);
	if (def->start == INTERFACE_START_NONE)
		ini_add(ini, "Link", "ActivationPolicy", "manual");
	spelling_each(in_network, def, add_value, ini);
	add_protocols(ini, def);
	if (!def->protocols.n || is_link_local_only(def))
		ini_add(ini, "Network", "LinkLocalAddressing", def->protocols.n ? "ipv6" : "no");
	keep_vlans(def->name, ini);
}

/* Each file is the old or the new one; what is new is there before what is old goes. */
static int
write_interface(const struct interface_def *def)
{
	auto_free char *folder = manager_path(FOLDER);
	auto_free char *path = file_for(def->name, ".network", "Match");
	auto_document(interface_def) struct interface_def *before = read_interface(def->name, NULL);
	auto_ini struct ini ini = { 0 };

	if ((!before && fail_fault()) || dir_make(folder, 0755) < 0)
		return -1;
	if (def->type == INTERFACE_BOND && def->bond.miimon.carrier)
		return fail(FAULT_UNSUPPORTED, "systemd-networkd looks at links in one way only");
	manager_tell_lost(&networkd, def->name);
	make_network(def, &ini);
	if (write_netdev(def) < 0 || ini_write(&ini, path, 0644) < 0 || write_relatives(def) < 0)
		return -1;
	return before ? forget_relatives(before, def) : 0;
}

static const char *const places[] = { FOLDER, NULL };

const struct manager networkd = {
	.name       = "systemd-networkd",
	.running    = "/run/systemd/netif",
	.configured = FOLDER,
	.list       = list,
	.read       = read_interface,
	.write      = write_interface,
	.remove     = remove_interface,
	.places     = places,
	.reload     = { "networkctl", "reload" },
};
