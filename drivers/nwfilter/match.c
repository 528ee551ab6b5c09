/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* match - what a rule compares packets with, in nftables' words */
#include "match.h"

#include "field.h"

#define M struct nwfilter_match
#define KIND_OF(k) &kind_rule_##k

/* Form, member, its kind, what nftables calls it, and what in packets that go the other way. */
#define PLAIN(k, m, ahead_, back_) \
	{ .form = FIELD_NUMBER, .member = offsetof(M, m), .kind = KIND_OF(k), .ahead = ahead_, .back = back_ }
#define HARDWARE(m, ahead_, back_) \
	{ .form = FIELD_MAC, .member = offsetof(M, m), .kind = KIND_OF(mac), .ahead = ahead_, .back = back_ }
/* And a second member: a mask, or the end of a range. */
#define WITH(form_, k, m, beside_k, beside_m, ahead_, back_)                                     \
	{ .form = form_, .member = offsetof(M, m), .kind = KIND_OF(k), .has_beside = true,       \
	  .beside = offsetof(M, beside_m), .beside_kind = KIND_OF(beside_k), .ahead = ahead_, .back = back_ }
#define MASKED(m, ahead, back)         WITH(FIELD_MAC, mac, m, mac_mask, m##_mask, ahead, back)
#define ADDRESS(k, m, ahead, back)     WITH(FIELD_ADDRESS, k, m, k##_mask, m##_mask, ahead, back)
#define RANGE(k, m, end, name)         WITH(FIELD_NUMBER, k, m, k, end, name, name)
#define SAME(k, m, name)               PLAIN(k, m, name, name)

#define SRC_MAC   MASKED(src_mac, "ether saddr", "ether daddr")
#define MACS      SRC_MAC, MASKED(dst_mac, "ether daddr", "ether saddr")
#define ADDRESSES(k, ip)                                                \
	ADDRESS(k, src_ip, ip " saddr", ip " daddr"),                   \
	ADDRESS(k, dst_ip, ip " daddr", ip " saddr")
#define PORTS                                                                                    \
	WITH(FIELD_NUMBER, u16, src_port_start, u16, src_port_end, "th sport", "th dport"),      \
	WITH(FIELD_NUMBER, u16, dst_port_start, u16, dst_port_end, "th dport", "th sport")
/* The MAC address of the sender is that of the guest's side: packets that come back have another. */
#define TRACKED(k, ip)                                                                           \
	HARDWARE(src_mac, "ether saddr", NULL), ADDRESSES(k, ip),                                \
	WITH(FIELD_NUMBER, k, src_ip_from, k, src_ip_to, ip " saddr", ip " daddr"),              \
	WITH(FIELD_NUMBER, k, dst_ip_from, k, dst_ip_to, ip " daddr", ip " saddr"),              \
	SAME(dscp, dscp, ip " dscp")
#define V4 TRACKED(ipv4, "ip")
#define V6 TRACKED(ipv6, "ip6")
#define ICMP      SAME(u8, type, "@th,0,8"), SAME(u8, code, "@th,8,8")
#define OPTION    { .form = FIELD_OPTION, .member = offsetof(M, tcp_option), .kind = KIND_OF(u8), \
		    .ahead = "tcp option", .back = "tcp option" }
#define FLAGS     { .form = FIELD_FLAGS, .member = offsetof(M, tcp_flags), .kind = KIND_OF(tcp_flags), \
		    .ahead = "tcp flags", .back = "tcp flags" }

#define FIELDS(id, ...) static const struct field id##_fields[] = { __VA_ARGS__, { .ahead = NULL } }

FIELDS(mac, MACS, SAME(ethertype, protocol_id, "ether type"));
FIELDS(vlan, MACS, SAME(vlan, vlan_id, "vlan id"), SAME(vlan_ethertype, encap_protocol, "vlan type"));
/* Where IEEE 802.1D has them, behind three octets of 802.2. */
FIELDS(stp, SRC_MAC,
	SAME(u8, stp.type, "@nh,48,8"), SAME(u8, stp.flags, "@nh,56,8"),
	RANGE(u16, stp.root_priority, stp.root_priority_hi, "@nh,64,16"),
	MASKED(stp.root_address, "@nh,80,48", "@nh,80,48"),
	RANGE(u32, stp.root_cost, stp.root_cost_hi, "@nh,128,32"),
	RANGE(u16, stp.sender_priority, stp.sender_priority_hi, "@nh,160,16"),
	MASKED(stp.sender_address, "@nh,176,48", "@nh,176,48"),
	RANGE(u16, stp.port, stp.port_hi, "@nh,224,16"),
	RANGE(u16, stp.age, stp.age_hi, "@nh,240,16"),
	RANGE(u16, stp.max_age, stp.max_age_hi, "@nh,256,16"),
	RANGE(u16, stp.hello_time, stp.hello_time_hi, "@nh,272,16"),
	RANGE(u16, stp.forward_delay, stp.forward_delay_hi, "@nh,288,16"));

#define ARP(from_mac, to_mac, from_ip, to_ip)                                                      \
	MACS, SAME(u16, arp.hw_type, "@nh,0,16"), SAME(u16, arp.protocol_type, "@nh,16,16"),     \
	SAME(arp_opcode, arp.opcode, "@nh,48,16"),                                               \
	HARDWARE(arp.src_mac, from_mac, to_mac), HARDWARE(arp.dst_mac, to_mac, from_mac),        \
	ADDRESS(ipv4, arp.src_ip, from_ip, to_ip), ADDRESS(ipv4, arp.dst_ip, to_ip, from_ip)
FIELDS(arp, ARP("arp saddr ether", "arp daddr ether", "arp saddr ip", "arp daddr ip"));
/* nftables knows no RARP, which is ARP under another type of frame. */
FIELDS(rarp, ARP("@nh,64,48", "@nh,144,48", "@nh,112,32", "@nh,192,32"));

#define PROTOCOL SAME(protocol, protocol, "meta l4proto")
FIELDS(ip, MACS, ADDRESSES(ipv4, "ip"), PROTOCOL, PORTS, SAME(dscp, dscp, "ip dscp"));
FIELDS(ipv6, MACS, ADDRESSES(ipv6, "ip6"), PROTOCOL, PORTS,
	RANGE(u8, type, type_end, "@th,0,8"), RANGE(u8, code, code_end, "@th,8,8"));
FIELDS(tcp, V4, PORTS, OPTION, FLAGS);
FIELDS(tcp_v6, V6, PORTS, OPTION);
FIELDS(ports, V4, PORTS);
FIELDS(ports_v6, V6, PORTS);
FIELDS(icmp, V4, ICMP);
FIELDS(icmp_v6, V6, ICMP);
FIELDS(any, V4);
FIELDS(any_v6, V6);

/* What all packets of a protocol are like, and what else may be looked at. */
static const struct protocol {
	const char *is;
	const struct field *fields;
} protocols[rule_protocol_count] = {
	[RULE_MAC]  = { "", mac_fields },
	[RULE_VLAN] = { " ether type 0x8100", vlan_fields },
	[RULE_STP]  = { " ether daddr 01:80:c2:00:00:00", stp_fields },
	[RULE_ARP]  = { " ether type 0x0806", arp_fields },
	[RULE_RARP] = { " ether type 0x8035", rarp_fields },
	[RULE_IP]   = { " ether type 0x0800", ip_fields },
	[RULE_IPV6] = { " ether type 0x86dd", ipv6_fields },
#define TRACK(id, l4, name)                                                                      \
	[RULE_##id] = { " ether type 0x0800" l4, name##_fields },                                \
	[RULE_##id##_IPV6] = { " ether type 0x86dd" l4, name##_v6_fields }
	TRACK(TCP,     " meta l4proto 6",   tcp),
	TRACK(UDP,     " meta l4proto 17",  ports),
	TRACK(SCTP,    " meta l4proto 132", ports),
	TRACK(UDPLITE, " meta l4proto 136", any),
	TRACK(ESP,     " meta l4proto 50",  any),
	TRACK(AH,      " meta l4proto 51",  any),
	TRACK(ALL,     "",                  any),
	[RULE_ICMP]   = { " ether type 0x0800 meta l4proto 1",  icmp_fields },
	[RULE_IGMP]   = { " ether type 0x0800 meta l4proto 2",  any_fields },
	[RULE_ICMPV6] = { " ether type 0x86dd meta l4proto 58", icmp_v6_fields },
};

bool
match_is_tracked(enum rule_protocol protocol)
{
	return protocol >= RULE_TCP;
}

bool
match_is_v6(enum rule_protocol protocol)
{
	return protocol >= RULE_TCP_IPV6;
}

/* Packets that come back have another MAC address: a rule that says nothing else says nothing of them. */
static bool
says_nothing(const struct nwfilter_match *match, bool back, enum rule_protocol protocol, bool empty)
{
	return back && empty && match->src_mac && match_is_tracked(protocol);
}

int
match_write(enum rule_protocol protocol, const struct nwfilter_match *match, bool back,
	    struct values *values, struct text *out)
{
	size_t before;

	text_add(out, protocols[protocol].is);
	before = out->length;
	for (const struct field *field = protocols[protocol].fields; field->ahead; field++)
		if (field_write(field, match, back, values, out) < 0)
			return -1;
	return says_nothing(match, back, protocol, out->length == before) ? 1 : 0;
}
