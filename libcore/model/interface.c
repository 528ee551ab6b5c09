/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface - network interfaces of the host: the <interface> document */
#include "model/interface.h"

#include "base/fail.h"

ENUM_WORDS(interface_kind, INTERFACE_KIND);
ENUM_WORDS(interface_start, INTERFACE_START);
ENUM_WORDS(interface_state, INTERFACE_STATE);
ENUM_WORDS(bond_mode, BOND_MODE);
ENUM_WORDS(bond_carrier, BOND_CARRIER);
ENUM_WORDS(bond_validate, BOND_VALIDATE);

#define T struct interface_address
static const struct row interface_address_rows[] = {
	STRING(T, address, "@address", REQUIRED, "address"),
	UINT  (T, prefix,  "@prefix",  0, "bits of the network"),
	ROWS_END
};
#undef T
static const struct type interface_address_type = {
	.name = "ip", .size = sizeof(struct interface_address), .rows = interface_address_rows,
};

#define T struct interface_dhcp
static const struct row interface_dhcp_rows[] = {
	YESNO(T, peerdns, "@peerdns", 0, "DNS servers come from the DHCP server too"),
	ROWS_END
};
#undef T
static const struct type interface_dhcp_type = {
	.name = "dhcp", .size = sizeof(struct interface_dhcp), .rows = interface_dhcp_rows,
};

#define T struct interface_protocol
static const struct row interface_protocol_rows[] = {
	STRING(T, family,    "@family",                REQUIRED, "ipv4 or ipv6"),
	FLAG  (T, autoconf,  "autoconf",               0, "address made from router advertisements"),
	GROUP (T, dhcp,      "dhcp", interface_dhcp,   0, "address from a DHCP server"),
	LIST  (T, addresses, "ip", interface_address,  0, "addresses"),
	STRING(T, gateway,   "route/@gateway",         0, "next hop to other networks"),
	ROWS_END
};
#undef T

static int
interface_protocol_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct interface_protocol *protocol = object;

	if (strcmp(protocol->family, "ipv4") && strcmp(protocol->family, "ipv6"))
		return fail(FAULT_XML, "%s is no family of addresses (one of ipv4, ipv6)",
			    quote(protocol->family));
	return 0;
}

static const struct type interface_protocol_type = {
	.name = "protocol", .size = sizeof(struct interface_protocol),
	.rows = interface_protocol_rows, .check = interface_protocol_check,
};

#define T struct interface_bridge
static const struct row interface_bridge_rows[] = {
	ONOFF (T, stp,        "@stp",                     0, "spanning tree protocol"),
	STRING(T, delay,      "@delay",                   0, "seconds before a port forwards"),
	LIST  (T, interfaces, "interface", interface_def, 0, "its ports"),
	ROWS_END
};
#undef T
static const struct type interface_bridge_type = {
	.name = "bridge", .size = sizeof(struct interface_bridge), .rows = interface_bridge_rows,
};

#define T struct interface_bond
static const struct row interface_bond_rows[] = {
	ENUM  (T, mode,             "@mode", bond_mode,           0, "how traffic is shared"),
	UINT  (T, miimon.freq,      "miimon/@freq",               0, "milliseconds between looks at the link"),
	UINT  (T, miimon.downdelay, "miimon/@downdelay",          0, "milliseconds before a lost link counts"),
	UINT  (T, miimon.updelay,   "miimon/@updelay",            0, "milliseconds before a new link counts"),
	ENUM  (T, miimon.carrier,   "miimon/@carrier", bond_carrier, 0, "how the link is looked at"),
	UINT  (T, arpmon.interval,  "arpmon/@interval",           0, "milliseconds between ARP requests"),
	STRING(T, arpmon.target,    "arpmon/@target",             0, "address that is asked"),
	ENUM  (T, arpmon.validate,  "arpmon/@validate", bond_validate, 0, "which answers are checked"),
	LIST  (T, interfaces,       "interface", interface_def,   0, "what is bonded"),
	ROWS_END
};
#undef T
static const struct type interface_bond_type = {
	.name = "bond", .size = sizeof(struct interface_bond), .rows = interface_bond_rows,
};

#define T struct interface_def
#define IS(v)  ONLY_IF(T, type, INTERFACE_##v)
#define LINKED ONLY_IF_ANY(T, type, ~ONE(INTERFACE_BRIDGE))
static const struct row interface_def_rows[] = {
	ENUM  (T, type,       "@type", interface_kind,           REQUIRED, "what it is"),
	STRING(T, name,       "@name",                           REQUIRED, "name"),
	ENUM  (T, start,      "start/@mode", interface_start,    0, "when it is set up"),
	UINT  (T, mtu,        "mtu/@size",                       0, "largest packet"),
	LIST  (T, protocols,  "protocol", interface_protocol,    0, "addresses of each family"),
	UINT  (T, link.speed, "link/@speed",                     0, "speed in Mb/s", LINKED),
	ENUM  (T, link.state, "link/@state", interface_state,    0, "state of the link", LINKED),
	STRING(T, mac,        "mac/@address",                    0, "MAC address", IS(ETHERNET)),
	PART  (T, bridge,     "bridge", interface_bridge,        ALWAYS | LEADING, "bridge", IS(BRIDGE)),
	PART  (T, bond,       "bond", interface_bond,            ALWAYS | LEADING, "bond of several interfaces", IS(BOND)),
	NUMBER(T, vlan.tag,   "vlan/@tag",                       0, "VLAN", IS(VLAN)),
	STRING(T, vlan.dev,   "vlan/interface/@name",            0, "interface it is on", IS(VLAN)),
	ROWS_END
};
#undef LINKED
#undef IS
#undef T

static int
check_ports(const struct interface_def_list *ports, uint64_t types)
{
	list_each(port, ports)
		if (!(types >> port->type & 1))
			return fail(FAULT_XML, "interface '%s' cannot be in there: it is a %s", port->name,
				    words_name(&interface_kind_words, port->type));
	return 0;
}

static int
interface_def_check(const void *object, const xmlNode *at)
{
	const struct interface_def *def = object;
	const char *name = def->name, *type = words_name(&interface_kind_words, def->type);

	if (at && def->type != INTERFACE_ETHERNET && !xml_child(at, type))
		return fail(FAULT_XML, "%s: missing element '%s' in 'interface'", xml_place(at), type);
	if (check_ports(&def->bond.interfaces, ONE(INTERFACE_ETHERNET)) < 0 ||
	    check_ports(&def->bridge.interfaces, ~ONE(INTERFACE_BRIDGE)) < 0)
		return -1;
	if (def->type == INTERFACE_VLAN && (!def->vlan.tag.given || !def->vlan.dev))
		return fail(FAULT_XML, "interface '%s': a vlan needs tag and interface", name);
	if (def->bond.miimon.carrier && !def->bond.miimon.freq)
		return fail(FAULT_XML, "interface '%s': missing attribute 'freq' of 'miimon'", name);
	if (!def->bond.arpmon.interval != !def->bond.arpmon.target)
		return fail(FAULT_XML, "interface '%s': arpmon needs interval and target", name);
	return 0;
}

/* Every interface has a MAC address; the documents of the others do not tell it. */
static void
done_untold(void *object)
{
	struct interface_def *def = object;

	free(steal(def->mac));
}

static void
copy_untold(void *copy, const void *object)
{
	const struct interface_def *def = object;

	if (def->type != INTERFACE_ETHERNET)
		((struct interface_def *)copy)->mac = xstrdup(def->mac);
}

const struct type interface_def_type = {
	.name = "interface", .size = sizeof(struct interface_def), .rows = interface_def_rows,
	.check = interface_def_check, .done_rest = done_untold, .copy_rest = copy_untold,
};
