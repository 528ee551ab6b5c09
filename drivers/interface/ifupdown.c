/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ifupdown - the language of /etc/network/interfaces
 *
 * Each way to get an address of a family is a stanza "iface NAME FAMILY METHOD"; what is true of
 * the interface as a whole is in the first. */
#include "ifupdown.h"

#include <stdio.h>

#include "base/netlink.h"
#include "manager.h"

#define ALL    (~UINT64_C(0))
#define CARD   ONE(INTERFACE_ETHERNET)
#define BRIDGE ONE(INTERFACE_BRIDGE)
#define BOND   ONE(INTERFACE_BOND)
#define VLAN   ONE(INTERFACE_VLAN)
static const struct spelling spellings[] = {
	{ "mtu/@size",              NULL, "mtu",                NULL, NULL, ALL },
	{ "mac/@address",           NULL, "hwaddress",          NULL, NULL, CARD },
	{ "bridge/@stp",            NULL, "bridge_stp",         NULL, NULL, BRIDGE },
	{ "bridge/@delay",          NULL, "bridge_fd",          NULL, NULL, BRIDGE },
	{ "bond/@mode",             NULL, "bond-mode",          NULL, NULL, BOND },
	{ "bond/miimon/@freq",      NULL, "bond-miimon",        NULL, NULL, BOND },
	{ "bond/miimon/@downdelay", NULL, "bond-downdelay",     NULL, NULL, BOND },
	{ "bond/miimon/@updelay",   NULL, "bond-updelay",       NULL, NULL, BOND },
	{ "bond/miimon/@carrier",   NULL, "bond-use-carrier",   "ioctl=0,netif=1", NULL, BOND },
	{ "bond/arpmon/@interval",  NULL, "bond-arp-interval",  NULL, NULL, BOND },
	{ "bond/arpmon/@target",    NULL, "bond-arp-ip-target", NULL, NULL, BOND },
	{ "bond/arpmon/@validate",  NULL, "bond-arp-validate",  NULL, NULL, BOND },
	{ "vlan/@tag",              NULL, "vlan-id",            NULL, NULL, VLAN },
	{ "vlan/interface/@name",   NULL, "vlan-raw-device",    NULL, NULL, VLAN },
	SPELLING_END
};

/* Options that make an interface what it is. */
static const struct {
	const char *option;
	enum interface_kind kind;
} marks[] = {
	{ "bridge_ports", INTERFACE_BRIDGE }, { "bond-slaves", INTERFACE_BOND }, { "bond-mode", INTERFACE_BOND },
	{ "vlan-raw-device", INTERFACE_VLAN },
};

/* ---- names ---- */

/* Interfaces that are in others are told of there. */
static void
add_ports(const struct stanza_line *line, struct strings *names)
{
	if (line->words.n < 2 ||
	    (strcmp(line->words.item[0], "bridge_ports") && strcmp(line->words.item[0], "bond-slaves")))
		return;
	for (unsigned i = 1; i < line->words.n; i++)
		strings_add(names, line->words.item[i]);
}

static int
list(struct strings *ret_names)
{
	auto_stanzas struct stanzas stanzas = { 0 };
	auto_strings struct strings ports = { 0 };

	if (stanzas_read(&stanzas) < 0)
		return -1;
	list_each(file, &stanzas.files)
		list_each(line, &file->lines)
			if (line->stanza)
				add_ports(line, &ports);
	list_each(file, &stanzas.files)
		list_each(line, &file->lines)
			if (line->words.n >= 4 && stanza_is_head(line, line->words.item[1]) &&
			    link_name_fits(line->words.item[1]) && !strings_have(&ports, line->words.item[1]) &&
			    !strings_have(ret_names, line->words.item[1]))
				strings_add(ret_names, line->words.item[1]);
	strings_sort(ret_names);
	return 0;
}

/* ---- to documents ---- */

/* Call back for each line of the stanzas of an interface. */
static void
each_line(const struct stanzas *stanzas, const char *name,
	  void (*call)(const struct stanza_line *line, void *context), void *context)
{
	list_each(file, &stanzas->files) {
		unsigned inside = 0;

		list_each(line, &file->lines) {
			if (line->words.n && strcmp(line->words.item[0], "iface") == 0)
				inside = stanza_is_head(line, name) ? line->stanza : 0;
			if (inside && line->stanza == inside && line->words.n && *line->words.item[0] != '#')
				call(line, context);
		}
	}
}

struct reading {
	const struct stanzas *stanzas;
	struct interface_def *def;
	struct strings *unknown;
	const char *family, *method;     /* of the stanza */
	bool found;
	unsigned depth;                  /* of interfaces in interfaces */
};

static void
find_kind(const struct stanza_line *line, void *context)
{
	struct reading *reading = context;

	reading->found = true;
	for (unsigned i = 0; i < COUNT(marks); i++)
		if (strcmp(marks[i].option, line->words.item[0]) == 0)
			reading->def->type = marks[i].kind;
}

static void
take_head(struct reading *reading, const struct stanza_line *line)
{
	bool v6 = line->words.n > 2 && strcmp(line->words.item[2], "inet6") == 0;

	reading->family = v6 ? "ipv6" : "ipv4";
	reading->method = line->words.n > 3 ? line->words.item[3] : "";
	if (strcmp(reading->method, "dhcp") == 0)
		dhcp_of(protocol_of(reading->def, reading->family));
	if (v6 && strcmp(reading->method, "auto") == 0)
		protocol_of(reading->def, "ipv6")->autoconf = true;
	if (v6 && strcmp(reading->method, "manual") == 0)
		protocol_of(reading->def, "ipv6");
}

/* Of old files: "netmask 255.255.255.0", or how many bits. */
static unsigned
prefix_of(const char *netmask)
{
	unsigned a, b, c, d, bits = 0;

	if (sscanf(netmask, "%u.%u.%u.%u", &a, &b, &c, &d) != 4)
		return (unsigned)atoi(netmask);
	for (uint32_t mask = a << 24 | b << 16 | c << 8 | d; mask & 0x80000000; mask <<= 1)
		bits++;
	return bits;
}

static bool
take_address(struct reading *reading, const char *option, const char *value)
{
	struct interface_protocol *protocol = protocol_of(reading->def, reading->family);

	if (strcmp(option, "address") == 0) {
		address_add(protocol, value);
	} else if (strcmp(option, "netmask") == 0 && protocol->addresses.n) {
		protocol->addresses.item[protocol->addresses.n - 1].prefix = prefix_of(value);
	} else if (strcmp(option, "gateway") == 0) {
		free(protocol->gateway);
		protocol->gateway = xstrdup(value);
	} else {
		return false;
	}
	return true;
}

static struct interface_def *read_one(const struct stanzas *stanzas, const char *name, struct strings *unknown,
				      unsigned depth);

static void
take_ports(struct reading *reading, const struct stanza_line *line)
{
	struct interface_def_list *ports = ports_of(reading->def);

	for (unsigned i = 1; i < line->words.n && ports && reading->depth < DEEPEST_PORT; i++) {
		const char *name = line->words.item[i];
		struct interface_def *port;

		if (strcmp(name, "none") == 0 || strcmp(name, reading->def->name) == 0)
			continue;
		port = read_one(reading->stanzas, name, NULL, reading->depth + 1);
		if (!port) {
			port = model_new(&interface_def_type);
			port->type = INTERFACE_ETHERNET;
			port->name = xstrdup(name);
		}
		port->start = INTERFACE_START_UNSAID;
		*list_add(ports) = *port;
		free(port);
	}
}

static void
take_line(const struct stanza_line *line, void *context)
{
	struct reading *reading = context;
	const char *option = line->words.item[0];
	const char *value = line->words.n > 1 ? line->words.item[line->words.n - 1] : "";

	if (strcmp(option, "iface") == 0) {
		take_head(reading, line);
	} else if (strcmp(option, "bridge_ports") == 0 || strcmp(option, "bond-slaves") == 0) {
		take_ports(reading, line);
	} else if (strcmp(option, "dhcp") == 0 && strcmp(reading->family, "ipv6") == 0) {
		dhcp_of(protocol_of(reading->def, "ipv6"));
	} else if (!(strcmp(reading->method, "static") == 0 && take_address(reading, option, value)) &&
		   !spelling_take(spellings, reading->def, NULL, option, value) && reading->unknown) {
		strings_add(reading->unknown, option);
	}
}

static enum interface_start
start_of(const struct stanzas *stanzas, const char *name)
{
	list_each(file, &stanzas->files)
		list_each(line, &file->lines)
			if (line->words.n && strings_have(&line->words, name)) {
				if (strcmp(line->words.item[0], "auto") == 0 || strcmp(line->words.item[0], "allow-auto") == 0)
					return INTERFACE_ONBOOT;
				if (strcmp(line->words.item[0], "allow-hotplug") == 0)
					return INTERFACE_HOTPLUG;
			}
	return INTERFACE_START_NONE;
}

/* "eth0.5" is VLAN 5 of eth0 without another word. */
static void
settle_vlan(struct interface_def *def)
{
	const char *dot = strrchr(def->name, '.');

	if (dot && def->type == INTERFACE_ETHERNET && dot[1] && dot[strspn(dot + 1, "0123456789") + 1] == '\0')
		def->type = INTERFACE_VLAN;
	if (def->type != INTERFACE_VLAN || !dot)
		return;
	if (!def->vlan.tag.given)
		def->vlan.tag = NUMBER_OF(atoi(dot + 1));
	if (!def->vlan.dev)
		def->vlan.dev = xstrndup(def->name, (size_t)(dot - def->name));
}

/* NULL when there is none of that name. */
static struct interface_def *
read_one(const struct stanzas *stanzas, const char *name, struct strings *unknown, unsigned depth)
{
	auto_document(interface_def) struct interface_def *def = model_new(&interface_def_type);
	struct reading reading = { .stanzas = stanzas, .def = def, .unknown = unknown, .family = "ipv4", .method = "",
				   .depth = depth };

	def->type = INTERFACE_ETHERNET;
	def->name = xstrdup(name);
	each_line(stanzas, name, find_kind, &reading);
	if (!reading.found)
		return NULL;
	def->start = start_of(stanzas, name);
	each_line(stanzas, name, take_line, &reading);
	settle_vlan(def);
	return steal(def);
}

static struct interface_def *
read_interface(const char *name, struct strings *unknown)
{
	auto_stanzas struct stanzas stanzas = { 0 };

	return stanzas_read(&stanzas) < 0 ? NULL : read_one(&stanzas, name, unknown, 0);
}

/* ---- from documents ---- */

static void
add_option(const struct spelling *row, const char *value, void *context)
{
	text_addf(context, "\t%s %s\n", row->key, value);
}

static void
add_ports_line(struct text *out, const struct interface_def *def)
{
	const struct interface_def_list *ports = ports_of((struct interface_def *)def);

	if (!ports)
		return;
	text_addf(out, "\t%s", def->type == INTERFACE_BRIDGE ? "bridge_ports" : "bond-slaves");
	if (!ports->n)
		text_add(out, " none");
	list_each(port, ports)
		text_addf(out, " %s", port->name);
	text_add_char(out, '\n');
}

/* The head of the next stanza; the first has what is true of the whole. */
static void
add_head(struct text *out, const struct interface_def *def, const char *family, const char *method, unsigned *n)
{
	text_addf(out, "iface %s %s %s\n", def->name, strcmp(family, "ipv6") ? "inet" : "inet6", method);
	if ((*n)++)
		return;
	spelling_each(spellings, def, add_option, out);
	add_ports_line(out, def);
}

static void
add_protocol(struct text *out, const struct interface_def *def, const struct interface_protocol *protocol, unsigned *n)
{
	bool gateway = protocol->gateway;

	/* Its link-local address alone. */
	if (strcmp(protocol->family, "ipv6") == 0 && !protocol->autoconf && !protocol->dhcp && !protocol->addresses.n)
		add_head(out, def, protocol->family, "manual", n);
	if (protocol->autoconf) {
		add_head(out, def, protocol->family, "auto", n);
		if (protocol->dhcp)
			text_add(out, "\tdhcp 1\n");
	} else if (protocol->dhcp) {
		add_head(out, def, protocol->family, "dhcp", n);
	}
	list_each(address, &protocol->addresses) {
		auto_free char *text = address_text(protocol, address);

		add_head(out, def, protocol->family, "static", n);
		text_addf(out, "\taddress %s\n", text);
		if (gateway)
			text_addf(out, "\tgateway %s\n", protocol->gateway);
		gateway = false;
	}
}

/* Caller frees. */
static char *
text_of(const struct interface_def *def)
{
	struct text out = { 0 };
	unsigned n = 0;

	if (def->start == INTERFACE_ONBOOT)
		text_addf(&out, "auto %s\n", def->name);
	if (def->start == INTERFACE_HOTPLUG)
		text_addf(&out, "allow-hotplug %s\n", def->name);
	list_each(protocol, &def->protocols)
		add_protocol(&out, def, protocol, &n);
	if (!n)
		add_head(&out, def, "ipv4", "manual", &n);
	return text_take(&out);
}

static int
check(const struct interface_def *def)
{
	list_each(protocol, &def->protocols) {
		if (protocol->gateway && !protocol->addresses.n)
			return fail(FAULT_UNSUPPORTED, "ifupdown knows a gateway beside an address only");
		if (protocol->dhcp && protocol->dhcp->peerdns == NO)
			return fail(FAULT_UNSUPPORTED, "ifupdown cannot refuse DNS servers of a DHCP server");
	}
	return 0;
}

static void
put(struct stanzas *stanzas, const struct interface_def *def)
{
	auto_free char *text = text_of(def);
	const struct interface_def_list *ports = ports_of((struct interface_def *)def);

	manager_tell_lost(&ifupdown, def->name);
	stanzas_replace(stanzas, def->name, text);
	if (ports)
		list_each(port, ports)
			put(stanzas, port);
}

static int
write_interface(const struct interface_def *def)
{
	auto_stanzas struct stanzas stanzas = { 0 };

	if (check(def) < 0 || stanzas_read(&stanzas) < 0)
		return -1;
	put(&stanzas, def);
	return stanzas_write(&stanzas);
}

/* What was in it goes too, unless it has addresses of its own. */
static void
take_out(struct stanzas *stanzas, struct interface_def *def)
{
	struct interface_def_list *ports = ports_of(def);

	stanzas_replace(stanzas, def->name, NULL);
	if (ports)
		list_each(port, ports)
			if (!port->protocols.n)
				take_out(stanzas, port);
}

static int
remove_interface(const char *name)
{
	auto_stanzas struct stanzas stanzas = { 0 };
	auto_document(interface_def) struct interface_def *def = NULL;

	if (stanzas_read(&stanzas) < 0)
		return -1;
	def = read_one(&stanzas, name, NULL, 0);
	if (def)
		take_out(&stanzas, def);
	return stanzas_write(&stanzas);
}

static const char *const places[] = { "/etc/network/interfaces", "/etc/network/interfaces.d", NULL };

const struct manager ifupdown = {
	.name       = "ifupdown",
	.running    = "/run/network/ifstate",
	.configured = "/etc/network/interfaces",
	.list       = list,
	.read       = read_interface,
	.write      = write_interface,
	.remove     = remove_interface,
	.places     = places,
};
