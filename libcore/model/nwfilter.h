/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter - packet filters for guests: the <filter> document */
#ifndef MODEL_NWFILTER_H
#define MODEL_NWFILTER_H

#include "model/document.h"
#include "model/nic.h"

/* The elements that say what a rule matches. */
#define RULE_PROTOCOL(X)                            \
	X(RULE_ARP,          "arp")                 \
	X(RULE_RARP,         "rarp")                \
	X(RULE_MAC,          "mac")                 \
	X(RULE_VLAN,         "vlan")                \
	X(RULE_STP,          "stp")                 \
	X(RULE_IP,           "ip")                  \
	X(RULE_IPV6,         "ipv6")                \
	X(RULE_TCP,          "tcp")                 \
	X(RULE_UDP,          "udp")                 \
	X(RULE_UDPLITE,      "udplite")             \
	X(RULE_ESP,          "esp")                 \
	X(RULE_AH,           "ah")                  \
	X(RULE_SCTP,         "sctp")                \
	X(RULE_ICMP,         "icmp")                \
	X(RULE_ALL,          "all")                 \
	X(RULE_IGMP,         "igmp")                \
	X(RULE_TCP_IPV6,     "tcp-ipv6")            \
	X(RULE_UDP_IPV6,     "udp-ipv6")            \
	X(RULE_UDPLITE_IPV6, "udplite-ipv6")        \
	X(RULE_ESP_IPV6,     "esp-ipv6")            \
	X(RULE_AH_IPV6,      "ah-ipv6")             \
	X(RULE_SCTP_IPV6,    "sctp-ipv6")           \
	X(RULE_ICMPV6,       "icmpv6")              \
	X(RULE_ALL_IPV6,     "all-ipv6")
ENUM_TYPE(rule_protocol, RULE_PROTOCOL);

#define RULE_ACTION(X)                      \
	X(RULE_ACTION_NONE, NULL)           \
	X(RULE_DROP,        "drop")         \
	X(RULE_ACCEPT,      "accept")       \
	X(RULE_REJECT,      "reject")       \
	X(RULE_RETURN,      "return")       \
	X(RULE_CONTINUE,    "continue")
ENUM_TYPE(rule_action, RULE_ACTION);

#define RULE_DIRECTION(X)                   \
	X(RULE_DIRECTION_NONE, NULL)        \
	X(RULE_IN,             "in")        \
	X(RULE_OUT,            "out")       \
	X(RULE_INOUT,          "inout")
ENUM_TYPE(rule_direction, RULE_DIRECTION);

/* What a packet is compared with: values in libvirt's spelling, or variables; see
 * nwfilter_kinds.h.  Each protocol has some of them. */
struct nwfilter_match {
	enum tri match;                     /* NO: packets that differ */
	char *src_mac, *src_mac_mask, *dst_mac, *dst_mac_mask;
	char *protocol_id;                  /* MAC */
	char *vlan_id, *encap_protocol;     /* VLAN */
	struct {
		char *type, *flags;
		char *root_priority, *root_priority_hi, *root_address, *root_address_mask;
		char *root_cost, *root_cost_hi;
		char *sender_priority, *sender_priority_hi, *sender_address, *sender_address_mask;
		char *port, *port_hi, *age, *age_hi, *max_age, *max_age_hi;
		char *hello_time, *hello_time_hi, *forward_delay, *forward_delay_hi;
	} stp;
	struct {
		char *hw_type, *protocol_type, *opcode, *src_mac, *dst_mac;
		char *src_ip, *src_ip_mask, *dst_ip, *dst_ip_mask, *gratuitous;
	} arp;
	char *src_ip, *src_ip_mask, *dst_ip, *dst_ip_mask;
	char *src_ip_from, *src_ip_to, *dst_ip_from, *dst_ip_to;
	char *protocol;                     /* IP, IPV6 */
	char *src_port_start, *src_port_end, *dst_port_start, *dst_port_end;
	char *type, *type_end, *code, *code_end;     /* ICMP */
	char *dscp, *connlimit_above, *state, *ipset, *ipset_flags;
	char *tcp_option, *tcp_flags;
	char *comment;
};

struct nwfilter_rule {
	unsigned place;                     /* among the filter's rules and references */
	enum rule_action action;
	enum rule_direction direction;
	struct number priority;             /* -1000 .. 1000, lowest first */
	enum tri statematch;                /* NO: connections are not tracked */
	struct nwfilter_match *match[rule_protocol_count];     /* of one protocol at most */
};
LIST_OF(nwfilter_rule);

/* Another filter that stands here, with values for its variables. */
struct nwfilter_ref {
	unsigned place;
	char *filter;
	struct nic_filter_parameter_list parameters;
};
LIST_OF(nwfilter_ref);

struct nwfilter_def {
	char *name, *chain;
	struct number priority;             /* of the chain, 0 is not printed */
	char *uuid;
	struct nwfilter_rule_list rules;
	struct nwfilter_ref_list refs;
};
DOCUMENT(nwfilter_def);

extern const struct type nwfilter_rule_type, nwfilter_ref_type;

/* What the rule matches; -1 when it matches all. */
int nwfilter_rule_protocol(const struct nwfilter_rule *rule);

/* Add what libvirt adds to any definition: identity. */
void nwfilter_def_complete(struct nwfilter_def *def);

#endif
