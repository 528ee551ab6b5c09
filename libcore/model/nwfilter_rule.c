/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_rule - what the rules of a filter can match, for each protocol */
#include "model/nwfilter.h"

#include <strings.h>

#include "base/fail.h"
#include "model/kinds.h"
#include "model/nwfilter_kinds.h"

ENUM_WORDS(rule_protocol, RULE_PROTOCOL);

/* ---- statematch: only false and 0 say something ---- */

static int
statematch_read(void *member, const char *text, UNUSED const struct row *row,
		UNUSED const xmlNode *at)
{
	*(enum tri *)member = !strcmp(text, "0") || !strcasecmp(text, "false") ? NO : UNSAID;
	return 0;
}

static void
statematch_write(UNUSED const void *member, UNUSED const struct row *row, struct text *out)
{
	text_add(out, "false");
}

static const struct kind kind_statematch = {
	.name = "true or false", .read = statematch_read, .write = statematch_write,
	.is_set = tri_is_set, .json = tri_json, .from_json = tri_from_json,
};

/* ---- match: only no says something ---- */

static int
match_read(void *member, const char *text, UNUSED const struct row *row, UNUSED const xmlNode *at)
{
	*(enum tri *)member = strcasecmp(text, "no") ? UNSAID : NO;
	return 0;
}

static void
match_write(UNUSED const void *member, UNUSED const struct row *row, struct text *out)
{
	text_add(out, "no");
}

static const struct kind kind_match = {
	.name = "yes or no", .pattern = "yes|no", .read = match_read, .write = match_write,
	.is_set = tri_is_set, .json = tri_json, .from_json = tri_from_json,
};

/* ---- priority: what is no number says nothing ---- */

enum { RULE_PRIORITY = 500, RULE_PRIORITY_MAX = 1000 };

static int
priority_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	if (kind_number.read(member, text, row, at) < 0)
		*(struct number *)member = NUMBER_OF(RULE_PRIORITY);
	return 0;
}

static void
priority_write(const void *member, const struct row *row, struct text *out)
{
	kind_number.write(member, row, out);
}

static const struct kind kind_priority = {
	.name = "number, may be negative", .pattern = "-?[0-9]+", .read = priority_read, .write = priority_write,
	.is_set = number_is_set, .json = number_json, .from_json = number_from_json, .has_zero = true,
};

/* ---- values that many protocols have ---- */

#define T struct nwfilter_match
#define VALUE(k, m, p, h)  ROW_(kind_rule_##k, AT_(T, m, char *), "@" p, 0, h, )

#define MATCH    ROW_(kind_match, AT_(T, match, enum tri), "@match", 0, "no: packets that differ", )
#define COMMENT  VALUE(comment, comment, "comment", "note in the firewall")
#define SRC_MAC  VALUE(mac,      src_mac,      "srcmacaddr", "MAC address of the sender")
#define SRC_MASK VALUE(mac_mask, src_mac_mask, "srcmacmask", "mask of it")
#define MACS                                                                                    \
	SRC_MAC, SRC_MASK,                                                                      \
	VALUE(mac,      dst_mac,      "dstmacaddr", "MAC address of the receiver"),             \
	VALUE(mac_mask, dst_mac_mask, "dstmacmask", "mask of it")

/* a, m: the kinds of addresses and masks */
#define ADDRESSES(a, m)                                                                         \
	VALUE(a, src_ip,      "srcipaddr", "address of the sender"),                            \
	VALUE(m, src_ip_mask, "srcipmask", "mask of it"),                                       \
	VALUE(a, dst_ip,      "dstipaddr", "address of the receiver"),                          \
	VALUE(m, dst_ip_mask, "dstipmask", "mask of it")
#define PORTS                                                                                   \
	VALUE(u16, src_port_start, "srcportstart", "first port of the sender"),                 \
	VALUE(u16, src_port_end,   "srcportend",   "last port of the sender"),                  \
	VALUE(u16, dst_port_start, "dstportstart", "first port of the receiver"),               \
	VALUE(u16, dst_port_end,   "dstportend",   "last port of the receiver")
#define TRACKED(a, m)                                                                           \
	SRC_MAC, ADDRESSES(a, m),                                                               \
	VALUE(a, src_ip_from,          "srcipfrom",  "first address of the sender"),            \
	VALUE(a, src_ip_to,            "srcipto",    "last address of the sender"),             \
	VALUE(a, dst_ip_from,          "dstipfrom",  "first address of the receiver"),          \
	VALUE(a, dst_ip_to,            "dstipto",    "last address of the receiver"),           \
	VALUE(dscp, dscp,              "dscp",       "differentiated services"),                \
	VALUE(count, connlimit_above,  "connlimit-above", "more connections than this"),        \
	VALUE(state, state,            "state",      "states of the connection"),               \
	VALUE(ipset, ipset,            "ipset",      "set of addresses"),                       \
	VALUE(ipset_flags, ipset_flags, "ipsetflags", "which addresses are looked up there")
#define ICMP                                                                                    \
	VALUE(u8, type, "type", "type of message"),                                             \
	VALUE(u8, code, "code", "its code")
#define OPTION   VALUE(u8, tcp_option, "option", "TCP option")

static int ip_check(const void *object, const xmlNode *at);
static int tracked_settle(void *object, const xmlNode *at);

/* ---- each protocol, some like another ---- */

#define PROTOCOL(id, name_, ...)                                                                \
	static const struct row id##_rows[] = { MATCH, __VA_ARGS__, COMMENT, ROWS_END };        \
	PROTOCOL_LIKE(id, id, name_)
#define PROTOCOL_LIKE(other, id, name_)                                                         \
	static const struct type id##_type = { .name = name_, .size = sizeof(T), .rows = other##_rows, HOOKS }

#define HOOKS
PROTOCOL(mac, "mac", MACS, VALUE(ethertype, protocol_id, "protocolid", "protocol of the frame"));
PROTOCOL(vlan, "vlan", MACS,
	VALUE(vlan,           vlan_id,        "vlanid",         "VLAN"),
	VALUE(vlan_ethertype, encap_protocol, "encap-protocol", "protocol inside"));
PROTOCOL(stp, "stp", SRC_MAC, SRC_MASK,
	VALUE(u8,       stp.type,                "type",                "type of message"),
	VALUE(u8,       stp.flags,               "flags",               "flags"),
	VALUE(u16,      stp.root_priority,       "root-priority",       "priority of the root"),
	VALUE(u16,      stp.root_priority_hi,    "root-priority-hi",    "end of the range"),
	VALUE(mac,      stp.root_address,        "root-address",        "MAC address of the root"),
	VALUE(mac_mask, stp.root_address_mask,   "root-address-mask",   "mask of it"),
	VALUE(u32,      stp.root_cost,           "root-cost",           "cost of the way to the root"),
	VALUE(u32,      stp.root_cost_hi,        "root-cost-hi",        "end of the range"),
	VALUE(u16,      stp.sender_priority,     "sender-priority",     "priority of the sender"),
	VALUE(u16,      stp.sender_priority_hi,  "sender-priority-hi",  "end of the range"),
	VALUE(mac,      stp.sender_address,      "sender-address",      "MAC address of the sender"),
	VALUE(mac_mask, stp.sender_address_mask, "sender-address-mask", "mask of it"),
	VALUE(u16,      stp.port,                "port",                "port"),
	VALUE(u16,      stp.port_hi,             "port-hi",             "end of the range"),
	VALUE(u16,      stp.age,                 "age",                 "age of the message"),
	VALUE(u16,      stp.age_hi,              "age-hi",              "end of the range"),
	VALUE(u16,      stp.max_age,             "max-age",             "age at most"),
	VALUE(u16,      stp.max_age_hi,          "max-age-hi",          "end of the range"),
	VALUE(u16,      stp.hello_time,          "hello-time",          "time between messages"),
	VALUE(u16,      stp.hello_time_hi,       "hello-time-hi",       "end of the range"),
	VALUE(u16,      stp.forward_delay,       "forward-delay",       "time before a port forwards"),
	VALUE(u16,      stp.forward_delay_hi,    "forward-delay-hi",    "end of the range"));

PROTOCOL(arp, "arp", MACS,
	VALUE(u16,        arp.hw_type,       "hwtype",        "hardware"),
	VALUE(u16,        arp.protocol_type, "protocoltype",  "protocol"),
	VALUE(arp_opcode, arp.opcode,        "opcode",        "operation"),
	VALUE(mac,        arp.src_mac,       "arpsrcmacaddr", "MAC address of the sender, inside"),
	VALUE(mac,        arp.dst_mac,       "arpdstmacaddr", "MAC address of the target, inside"),
	VALUE(ipv4,       arp.src_ip,        "arpsrcipaddr",  "IP address of the sender"),
	VALUE(ipv4_mask,  arp.src_ip_mask,   "arpsrcipmask",  "mask of it"),
	VALUE(ipv4,       arp.dst_ip,        "arpdstipaddr",  "IP address of the target"),
	VALUE(ipv4_mask,  arp.dst_ip_mask,   "arpdstipmask",  "mask of it"),
	VALUE(bool,       arp.gratuitous,    "gratuitous",    "answers that nobody asked for"));
PROTOCOL_LIKE(arp, rarp, "rarp");
#undef HOOKS

#define HOOKS .check = ip_check
#define INSIDE VALUE(protocol, protocol, "protocol", "protocol inside")
PROTOCOL(ip, "ip", MACS, ADDRESSES(ipv4, ipv4_mask), INSIDE, PORTS,
	VALUE(dscp, dscp, "dscp", "differentiated services"));
PROTOCOL(ipv6, "ipv6", MACS, ADDRESSES(ipv6, ipv6_mask), INSIDE, PORTS,
	VALUE(u8, type,     "type",    "type of an ICMP message"),
	VALUE(u8, type_end, "typeend", "end of the range"),
	VALUE(u8, code,     "code",    "its code"),
	VALUE(u8, code_end, "codeend", "end of the range"));
#undef HOOKS

#define HOOKS .read_rest = tracked_settle
#define V4 TRACKED(ipv4, ipv4_mask)
#define V6 TRACKED(ipv6, ipv6_mask)
PROTOCOL(tcp,  "tcp",  V4, PORTS, OPTION, VALUE(tcp_flags, tcp_flags, "flags", "flags: looked at / set"));
PROTOCOL(udp,  "udp",  V4, PORTS);
PROTOCOL(icmp, "icmp", V4, ICMP);
PROTOCOL(all,  "all",  V4);
PROTOCOL_LIKE(udp, sctp,    "sctp");
PROTOCOL_LIKE(all, udplite, "udplite");
PROTOCOL_LIKE(all, esp,     "esp");
PROTOCOL_LIKE(all, ah,      "ah");
PROTOCOL_LIKE(all, igmp,    "igmp");
PROTOCOL(tcp_ipv6, "tcp-ipv6", V6, PORTS, OPTION);
PROTOCOL(udp_ipv6, "udp-ipv6", V6, PORTS);
PROTOCOL(icmpv6,   "icmpv6",   V6, ICMP);
PROTOCOL(all_ipv6, "all-ipv6", V6);
PROTOCOL_LIKE(udp_ipv6, sctp_ipv6,    "sctp-ipv6");
PROTOCOL_LIKE(all_ipv6, udplite_ipv6, "udplite-ipv6");
PROTOCOL_LIKE(all_ipv6, esp_ipv6,     "esp-ipv6");
PROTOCOL_LIKE(all_ipv6, ah_ipv6,      "ah-ipv6");

#undef T

/* ---- rules that join fields ---- */

/* Ports are where these protocols have them. */
static int
ip_check(const void *object, UNUSED const xmlNode *at)
{
	const struct nwfilter_match *match = object;
	bool ports = match->src_port_start || match->src_port_end || match->dst_port_start ||
		     match->dst_port_end;

	if (!ports)
		return 0;
	switch (match->protocol ? rule_number(&kind_rule_protocol, match->protocol) : 0) {
	case 6:
	case 17:
	case 33:
	case 132:
		return 0;
	default:
		return fail(FAULT_INTERNAL, "a rule with ports needs a protocol that has them: "
			    "tcp, udp, dccp (33) or sctp");
	}
}

/* A set is looked up by the sender unless something else is said. */
static int
tracked_settle(void *object, UNUSED const xmlNode *at)
{
	struct nwfilter_match *match = object;

	if (match->ipset && !match->ipset_flags)
		match->ipset_flags = xstrdup("src");
	return 0;
}

/* ---- the rule ---- */

#define T struct nwfilter_rule
#define MATCHES(id, p, t, h) \
	ROW_(kind_group, AT_(T, match[RULE_##id], struct nwfilter_match *), p, MERGED, h, .type = &t##_type)
static const struct row nwfilter_rule_rows[] = {
	ENUM  (T, action,     "@action", rule_action,       REQUIRED | UNSUPPORTED, "what happens to the packet"),
	ENUM  (T, direction,  "@direction", rule_direction, REQUIRED | UNSUPPORTED, "seen from the guest"),
	ROW_(kind_priority, AT_(T, priority, struct number), "@priority", 0, "place among all rules, lowest first", , DEFAULT("500")),
	ROW_(kind_statematch, AT_(T, statematch, enum tri), "@statematch", 0, "false: connections are not tracked", ),
	MATCHES(ARP,           "arp",          arp, "ARP"),
	MATCHES(RARP,          "rarp",         rarp, "reverse ARP"),
	MATCHES(MAC,           "mac",          mac, "frames"),
	MATCHES(VLAN,          "vlan",         vlan, "frames of a VLAN"),
	MATCHES(STP,           "stp",          stp, "spanning tree protocol"),
	MATCHES(IP,            "ip",           ip, "single IPv4 packets"),
	MATCHES(IPV6,          "ipv6",         ipv6, "single IPv6 packets"),
	MATCHES(TCP,           "tcp",          tcp, "TCP over IPv4"),
	MATCHES(UDP,           "udp",          udp, "UDP over IPv4"),
	MATCHES(UDPLITE,       "udplite",      udplite, "UDP-Lite over IPv4"),
	MATCHES(ESP,           "esp",          esp, "ESP over IPv4"),
	MATCHES(AH,            "ah",           ah, "AH over IPv4"),
	MATCHES(SCTP,          "sctp",         sctp, "SCTP over IPv4"),
	MATCHES(ICMP,          "icmp",         icmp, "ICMP over IPv4"),
	MATCHES(ALL,           "all",          all, "any protocol over IPv4"),
	MATCHES(IGMP,          "igmp",         igmp, "IGMP over IPv4"),
	MATCHES(TCP_IPV6,      "tcp-ipv6",     tcp_ipv6, "TCP over IPv6"),
	MATCHES(UDP_IPV6,      "udp-ipv6",     udp_ipv6, "UDP over IPv6"),
	MATCHES(UDPLITE_IPV6,  "udplite-ipv6", udplite_ipv6, "UDP-Lite over IPv6"),
	MATCHES(ESP_IPV6,      "esp-ipv6",     esp_ipv6, "ESP over IPv6"),
	MATCHES(AH_IPV6,       "ah-ipv6",      ah_ipv6, "AH over IPv6"),
	MATCHES(SCTP_IPV6,     "sctp-ipv6",    sctp_ipv6, "SCTP over IPv6"),
	MATCHES(ICMPV6,        "icmpv6",       icmpv6, "ICMP over IPv6"),
	MATCHES(ALL_IPV6,      "all-ipv6",     all_ipv6, "any protocol over IPv6"),
	ROWS_END
};
#undef MATCHES
#undef T

int
nwfilter_rule_protocol(const struct nwfilter_rule *rule)
{
	for (unsigned i = 0; i < rule_protocol_count; i++)
		if (rule->match[i])
			return i;
	return -1;
}

/* The first element says the protocol; those of another do not count. */
static void
keep_first_protocol(struct nwfilter_rule *rule, const xmlNode *at)
{
	const xmlNode *first = xml_child(at, NULL);

	while (first && words_find(&rule_protocol_words, (const char *)first->name) < 0)
		first = xml_next(first, NULL);
	for (const struct row *row = nwfilter_rule_rows; first && row->path; row++) {
		void *match = (char *)rule + row->offset;

		if (row->kind != &kind_group || !strcmp(row->path, (const char *)first->name) ||
		    !row->kind->is_set(match, row))
			continue;
		warn("%s: '%s' does not count in a rule for '%s'", xml_place(first), row->path,
		     (const char *)first->name);
		row->kind->done(match, row);
	}
}

/* A priority out of range counts as none. */
static int
nwfilter_rule_read_rest(void *object, const xmlNode *at)
{
	struct nwfilter_rule *rule = object;

	keep_first_protocol(rule, at);
	if (rule->priority.value < -RULE_PRIORITY_MAX || rule->priority.value > RULE_PRIORITY_MAX)
		rule->priority.value = RULE_PRIORITY;
	return 0;
}

const struct type nwfilter_rule_type = {
	.name = "rule", .size = sizeof(struct nwfilter_rule), .rows = nwfilter_rule_rows,
	.read_rest = nwfilter_rule_read_rest,
};
