/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state - connections: by the kernel's tracking, or remembered in sets where it does not track those of bridges */
#include "state.h"

#include <ctype.h>

#include "match.h"

const char *const way_names[WAYS] = { "from", "to" };

/* Protocols that have ports, which tell their connections apart. */
#define WITH_PORTS "meta l4proto { 6, 17, 132, 136 }"

static const struct family {
	const char *name, *is, *type;
} families[] = {
	{ "ip",  "ether type 0x0800", "ipv4_addr" },
	{ "ip6", "ether type 0x86dd", "ipv6_addr" },
};

/* ---- what is remembered ---- */

void
state_write_sets(enum way way, struct text *out)
{
	static const struct { const char *suffix, *type; } sets[] = {
		{ "", "" }, { "-ports", " . inet_service . inet_service" },
	};

	for (unsigned f = 0; f < COUNT(families); f++)
		for (unsigned s = 0; s < COUNT(sets); s++)
			text_addf(out, "\tset flows-%s-%s%s {\n\t\ttype %s . %s . inet_proto%s\n"
				  "\t\tsize 65535\n\t\tflags dynamic,timeout\n\t}\n", way_names[way], families[f].name,
				  sets[s].suffix, families[f].type, families[f].type, sets[s].type);
}

/* A connection in which nothing happens is forgotten; where no more can be remembered, packets
 * pass all the same. */
void
state_write_chain(enum way way, struct text *out)
{
	text_addf(out, "\tchain accept-%s {\n", way_names[way]);
	for (unsigned f = 0; f < COUNT(families); f++) {
		const char *ip = families[f].name, *is = families[f].is;

		text_addf(out, "\t\t%s " WITH_PORTS " update @flows-%s-%s-ports { %s saddr . %s daddr . "
			  "meta l4proto . th sport . th dport timeout 1h } accept\n", is, way_names[way], ip, ip, ip);
		text_addf(out, "\t\t%s update @flows-%s-%s { %s saddr . %s daddr . meta l4proto timeout 1h } accept\n",
			  is, way_names[way], ip, ip, ip);
	}
	text_add(out, "\t\taccept\n\t}\n");
}

const char *
state_accept(enum way way, bool can_track)
{
	return can_track ? "accept" : way == FROM_GUEST ? "goto accept-from" : "goto accept-to";
}

/* ---- what is looked for ---- */

/* What a packet answers, that went the other way. */
static void
add_answers(enum way way, bool v6, bool ports, const char *sign, struct text *out)
{
	const char *ip = families[v6].name, *other = way_names[way == FROM_GUEST ? TO_GUEST : FROM_GUEST];

	text_addf(out, " %s daddr . %s saddr . meta l4proto%s%s @flows-%s-%s%s", ip, ip,
		  ports ? " . th dport . th sport" : "", sign, other, ip, ports ? "-ports" : "");
}

static bool
has_ports(enum rule_protocol protocol)
{
	return protocol == RULE_TCP || protocol == RULE_UDP || protocol == RULE_SCTP || protocol == RULE_UDPLITE ||
	       protocol == RULE_TCP_IPV6 || protocol == RULE_UDP_IPV6 || protocol == RULE_SCTP_IPV6 ||
	       protocol == RULE_UDPLITE_IPV6;
}

/* All protocols are two sorts: those with ports, and the others. */
static void
add_remembered(enum way way, enum rule_protocol protocol, bool new, struct strings *conditions)
{
	bool all = protocol == RULE_ALL || protocol == RULE_ALL_IPV6;

	for (int ports = 1; ports >= 0; ports--) {
		auto_text struct text condition = { 0 };

		if (!all && has_ports(protocol) != ports)
			continue;
		if (all)
			text_add(&condition, ports ? " " WITH_PORTS : " meta l4proto != { 6, 17, 132, 136 }");
		add_answers(way, match_is_v6(protocol), ports, new ? " !=" : "", &condition);
		strings_add(conditions, text_get(&condition));
	}
}

static void
add_tracked(const char *states, struct strings *conditions)
{
	auto_text struct text condition = { 0 };

	text_add(&condition, " ct state ");
	for (; *states; states++)
		text_add_char(&condition, (char)tolower((unsigned char)*states));
	strings_add(conditions, text_get(&condition));
}

void
state_conditions(const char *states, enum way way, enum rule_protocol protocol, bool can_track,
		 struct strings *ret_conditions)
{
	bool new = strstr(states, "NEW"), established = strstr(states, "ESTABLISHED");

	if (!*states || text_same(states, "NONE") || (!can_track && new && established))
		strings_add(ret_conditions, "");
	else if (can_track)
		add_tracked(states, ret_conditions);
	else if (new || established)
		add_remembered(way, protocol, new, ret_conditions);
}
