/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keyfile - the language of NetworkManager: a connection is a file, for its eyes only */
#include <fcntl.h>

#include "base/file.h"
#include "base/uuid.h"
#include "ini.h"
#include "manager.h"

#define FOLDER "/etc/NetworkManager/system-connections"
static const char suffix[] = ".nmconnection";

#define CARD   ONE(INTERFACE_ETHERNET)
#define BRIDGE ONE(INTERFACE_BRIDGE)
#define BOND   ONE(INTERFACE_BOND)
#define VLAN   ONE(INTERFACE_VLAN)
static const struct spelling spellings[] = {
	{ "mtu/@size",              "ethernet", "mtu",           NULL, NULL, ~UINT64_C(0) },
	{ "mac/@address",           "ethernet", "mac-address",   NULL, NULL, CARD },
	{ "bridge/@stp",            "bridge", "stp",             "on=true,off=false", NULL, BRIDGE },
	{ "bridge/@delay",          "bridge", "forward-delay",   NULL, NULL, BRIDGE },
	{ "bond/@mode",             "bond",   "mode",            NULL, NULL, BOND },
	{ "bond/miimon/@freq",      "bond",   "miimon",          NULL, NULL, BOND },
	{ "bond/miimon/@downdelay", "bond",   "downdelay",       NULL, NULL, BOND },
	{ "bond/miimon/@updelay",   "bond",   "updelay",         NULL, NULL, BOND },
	{ "bond/miimon/@carrier",   "bond",   "use_carrier",     "ioctl=0,netif=1", NULL, BOND },
	{ "bond/arpmon/@interval",  "bond",   "arp_interval",    NULL, NULL, BOND },
	{ "bond/arpmon/@target",    "bond",   "arp_ip_target",   NULL, NULL, BOND },
	{ "bond/arpmon/@validate",  "bond",   "arp_validate",    NULL, NULL, BOND },
	{ "vlan/@tag",              "vlan",   "id",              NULL, NULL, VLAN },
	{ "vlan/interface/@name",   "vlan",   "parent",          NULL, NULL, VLAN },
	SPELLING_END
};

/* ---- files ---- */

/* The connections one after the other, until call returns non-zero, which is returned. */
static int
each_file(int (*call)(const char *path, const struct ini *ini, void *context), void *context)
{
	auto_free char *folder = manager_path(FOLDER);
	auto_strings struct strings files = { 0 };
	int result = dir_names(AT_FDCWD, folder, suffix, &files);

	for (unsigned i = 0; i < files.n && !result; i++) {
		auto_free char *path = text_format("%s/%s%s", folder, files.item[i], suffix);
		auto_ini struct ini ini = { 0 };

		result = ini_read(path, &ini) < 0 ? -1 : call(path, &ini, context);
	}
	return result;
}

struct search {
	const char *name;
	char *path;
};

static int
is_about(const char *path, const struct ini *ini, void *context)
{
	struct search *search = context;

	if (!text_same(ini_get(ini, "connection", "interface-name"), search->name))
		return 0;
	search->path = xstrdup(path);
	return 1;
}

/* NULL when there is none, or after a failure.  Caller frees. */
static char *
find_file(const char *name)
{
	struct search search = { .name = name };

	each_file(is_about, &search);
	return search.path;
}

static char *
file_for(const char *name)
{
	char *path = find_file(name);

	return path ? path : manager_path(FOLDER "/%s%s", name, suffix);
}

static const char *
master_of(const struct ini *ini)
{
	return ini_get(ini, "connection", "master");
}

static int
add_name(__attribute__((unused)) const char *path, const struct ini *ini, void *context)
{
	const char *name = ini_get(ini, "connection", "interface-name");

	if (name && *name && !master_of(ini))
		strings_add(context, name);
	return 0;
}

static int
list(struct strings *ret_names)
{
	if (each_file(add_name, ret_names) < 0)
		return -1;
	strings_sort(ret_names);
	return 0;
}

/* ---- to documents ---- */

static void
take_gateway(struct interface_protocol *protocol, const char *value)
{
	if (!*value)
		return;
	free(protocol->gateway);
	protocol->gateway = xstrdup(value);
}

/* "address1=192.168.0.5/24,192.168.0.1": the gateway may be behind the address. */
static bool
take_protocol(struct interface_def *def, const struct ini_line *line)
{
	const char *key = line->key, *value = line->value;
	struct interface_protocol *protocol;

	if (!text_same(line->section, "ipv4") && !text_same(line->section, "ipv6"))
		return false;
	if (strcmp(key, "method") == 0) {
		if (strcmp(value, "auto") == 0 && text_same(line->section, "ipv6"))
			protocol_of(def, "ipv6")->autoconf = true;
		else if (strcmp(value, "link-local") == 0 && text_same(line->section, "ipv6"))
			protocol_of(def, "ipv6");
		else if (strcmp(value, "auto") == 0 || strcmp(value, "dhcp") == 0)
			dhcp_of(protocol_of(def, line->section));
		return true;
	}
	if (text_starts(key, "address") && key[strspn(key + 7, "0123456789es") + 7] == '\0') {
		const char *comma = strchr(value, ',');
		auto_free char *address = xstrndup(value, strcspn(value, ","));

		protocol = protocol_of(def, line->section);
		address_add(protocol, address);
		if (comma)
			take_gateway(protocol, comma + 1);
		return true;
	}
	if (strcmp(key, "gateway") == 0)
		take_gateway(protocol_of(def, line->section), value);
	else if (strcmp(key, "ignore-auto-dns") == 0)
		dhcp_of(protocol_of(def, line->section))->peerdns = ini_is_true(value) ? NO : YES;
	else
		return false;
	return true;
}

static bool
is_ours(const struct ini_line *line)
{
	static const char *const keys[] = { "id", "uuid", "type", "interface-name", "autoconnect", "master", "slave-type" };

	if (!text_same(line->section, "connection"))
		return text_same(line->section, "vlan") && strcmp(line->key, "interface-name") == 0;
	for (unsigned i = 0; i < COUNT(keys); i++)
		if (strcmp(keys[i], line->key) == 0)
			return true;
	return false;
}

static struct interface_def *
understand(const struct ini *ini, struct strings *unknown)
{
	struct interface_def *def = model_new(&interface_def_type);
	const char *type = ini_get(ini, "connection", "type");
	int kind = type ? words_find(&interface_kind_words, type) : -1;
	const char *automatic = ini_get(ini, "connection", "autoconnect");

	def->type = kind > 0 ? (enum interface_kind)kind : INTERFACE_ETHERNET;
	def->name = xstrdup(ini_get(ini, "connection", "interface-name"));
	def->start = automatic && !ini_is_true(automatic) ? INTERFACE_START_NONE : INTERFACE_ONBOOT;
	list_each(line, &ini->lines) {
		if (!line->key || is_ours(line) || take_protocol(def, line) ||
		    spelling_take(spellings, def, line->section, line->key, line->value))
			continue;
		if (unknown)
			strings_add(unknown, line->key);
	}
	return def;
}

/* A master is named by its interface or by the identity of its connection. */
struct members {
	struct interface_def *of;
	const char *uuid;
	unsigned depth;
};

static int add_members(struct interface_def *def, const char *uuid, unsigned depth);

static int
add_member(__attribute__((unused)) const char *path, const struct ini *ini, void *context)
{
	const struct members *members = context;
	const char *master = master_of(ini);

	if (master && (text_same(master, members->of->name) || text_same(master, members->uuid)) &&
	    ini_get(ini, "connection", "interface-name")) {
		struct interface_def *port = understand(ini, NULL);

		port->start = INTERFACE_START_UNSAID;
		*list_add(ports_of(members->of)) = *port;
		free(port);
		port = &ports_of(members->of)->item[ports_of(members->of)->n - 1];
		return add_members(port, ini_get(ini, "connection", "uuid"), members->depth + 1);
	}
	return 0;
}

static int
add_members(struct interface_def *def, const char *uuid, unsigned depth)
{
	struct members members = { def, uuid, depth };

	return ports_of(def) && depth < DEEPEST_PORT ? each_file(add_member, &members) : 0;
}

static struct interface_def *
read_interface(const char *name, struct strings *unknown)
{
	auto_free char *path = find_file(name);
	auto_ini struct ini ini = { 0 };
	auto_document(interface_def) struct interface_def *def = NULL;

	if (!path || ini_read(path, &ini) < 0)
		return NULL;
	def = understand(&ini, unknown);
	return add_members(def, ini_get(&ini, "connection", "uuid"), 0) < 0 ? NULL : steal(def);
}

/* ---- from documents ---- */

static void
add_value(const struct spelling *row, const char *value, void *context)
{
	ini_add(context, row->section, row->key, value);
}

static void
add_protocol(struct ini *ini, const struct interface_def *def, const char *family)
{
	const struct interface_protocol *protocol = protocol_if(def, family);
	bool v6 = strcmp(family, "ipv6") == 0;
	unsigned n = 0;

	if (!protocol) {
		ini_add(ini, family, "method", "disabled");
		return;
	}
	ini_add(ini, family, "method", v6 && protocol->autoconf ? "auto" :
				       protocol->dhcp ? v6 ? "dhcp" : "auto" :
				       protocol->addresses.n ? "manual" : v6 ? "link-local" : "disabled");
	list_each(address, &protocol->addresses) {
		auto_free char *key = text_format("address%u", ++n);
		auto_free char *text = address_text(protocol, address);

		ini_add(ini, family, key, text);
	}
	if (protocol->gateway)
		ini_add(ini, family, "gateway", protocol->gateway);
	if (protocol->dhcp && protocol->dhcp->peerdns)
		ini_add(ini, family, "ignore-auto-dns", protocol->dhcp->peerdns == NO ? "true" : "false");
}

/* The connection keeps its identity. */
static void
add_connection(struct ini *ini, const struct interface_def *def, const char *path)
{
	auto_ini struct ini before = { 0 };
	char made[UUID_TEXT];
	const char *uuid;

	if (ini_read(path, &before) < 0)
		fail_forget();   /* then it is a new one */
	uuid = ini_get(&before, "connection", "uuid");
	uuid_make(made);
	ini_add(ini, "connection", "id", def->name);
	ini_add(ini, "connection", "uuid", uuid ? uuid : made);
	ini_add(ini, "connection", "type", words_name(&interface_kind_words, def->type));
	ini_add(ini, "connection", "interface-name", def->name);
	if (def->start == INTERFACE_START_NONE)
		ini_add(ini, "connection", "autoconnect", "false");
}

static int write_ports(const struct interface_def *def);

static int
write_port(const struct interface_def *port, const struct interface_def *in)
{
	auto_free char *path = file_for(port->name);
	auto_ini struct ini ini = { 0 };

	manager_tell_lost(&keyfile, port->name);
	add_connection(&ini, port, path);
	ini_add(&ini, "connection", "master", in->name);
	ini_add(&ini, "connection", "slave-type", words_name(&interface_kind_words, in->type));
	spelling_each(spellings, port, add_value, &ini);
	return ini_write(&ini, path, 0600) < 0 ? -1 : write_ports(port);
}

static int
write_ports(const struct interface_def *def)
{
	const struct interface_def_list *ports = ports_of((struct interface_def *)def);

	if (ports)
		list_each(port, ports)
			if (write_port(port, def) < 0)
				return -1;
	return 0;
}

static int remove_interface(const char *name);

/* Connections that were ports of it, and are not in what it is now (NULL: nothing). */
static int
forget_ports(struct interface_def *before, const struct interface_def *now)
{
	struct interface_def_list *ports = ports_of(before);

	if (!ports)
		return 0;
	list_each(port, ports)
		if (!has_port(now, port->name) && remove_interface(port->name) < 0)
			return -1;
	return 0;
}

static int
remove_interface(const char *name)
{
	auto_document(interface_def) struct interface_def *def = read_interface(name, NULL);
	auto_free char *path = file_for(name);

	if (!def)
		return fail_fault() ? -1 : 0;
	return forget_ports(def, NULL) < 0 ? -1 : file_remove(AT_FDCWD, path);
}

static int
write_interface(const struct interface_def *def)
{
	auto_free char *folder = manager_path(FOLDER);
	auto_free char *path = file_for(def->name);
	auto_document(interface_def) struct interface_def *before = read_interface(def->name, NULL);
	auto_ini struct ini ini = { 0 };

	if ((!before && fail_fault()) || dir_make(folder, 0700) < 0)
		return -1;
	manager_tell_lost(&keyfile, def->name);
	add_connection(&ini, def, path);
	spelling_each(spellings, def, add_value, &ini);
	add_protocol(&ini, def, "ipv4");
	add_protocol(&ini, def, "ipv6");
	if (ini_write(&ini, path, 0600) < 0 || write_ports(def) < 0)
		return -1;
	return before ? forget_ports(before, def) : 0;
}

static const char *const places[] = { FOLDER, NULL };

const struct manager keyfile = {
	.name       = "NetworkManager",
	.running    = "/run/NetworkManager",
	.configured = FOLDER,
	.list       = list,
	.read       = read_interface,
	.write      = write_interface,
	.remove     = remove_interface,
	.places     = places,
	.reload     = { "nmcli", "connection", "reload" },
};
