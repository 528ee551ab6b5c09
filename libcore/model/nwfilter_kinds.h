/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_kinds - what packets are compared with: values of a rule, or variables
 *
 * All members are char *, in libvirt's spelling.  A variable is "$NAME", "$NAME[2]" for
 * its third value or "$NAME[@1]" for all values, those of iterator 1 together; what it
 * stands for is checked when the filter is used. */
#ifndef MODEL_NWFILTER_KINDS_H
#define MODEL_NWFILTER_KINDS_H

#include "model/model.h"

extern const struct kind
	kind_rule_mac, kind_rule_mac_mask,
	kind_rule_ipv4, kind_rule_ipv4_mask, kind_rule_ipv6, kind_rule_ipv6_mask,    /* masks: bits */
	kind_rule_u8, kind_rule_u16, kind_rule_u32,     /* decimal, or 0x... as it was said */
	kind_rule_count,          /* decimal */
	kind_rule_dscp, kind_rule_vlan,
	kind_rule_ethertype,      /* of a frame: a name, or at least 0x600 */
	kind_rule_vlan_ethertype, /* inside a VLAN: a name, or at least 0x3c */
	kind_rule_protocol,       /* of IP: a name or a number */
	kind_rule_arp_opcode,     /* a name or a number */
	kind_rule_bool,
	kind_rule_state,          /* "NEW,ESTABLISHED" */
	kind_rule_tcp_flags,      /* "SYN,ACK/SYN": which are looked at, which of them are set */
	kind_rule_ipset, kind_rule_ipset_flags,         /* "src,dst" */
	kind_rule_comment;

/* For who turns rules into commands: the number behind text of kind_rule_ethertype, _protocol
 * and _arp_opcode; -1 for a variable. */
int rule_number(const struct kind *kind, const char *text);

#endif
