/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* firewall - what may pass into and out of a network */
#include "firewall.h"

#include "base/fail.h"
#include "base/nft.h"
#include "model/net_kinds.h"

/* "192.168.122.0/24" of an address in it. */
static void
add_subnet(const struct network_ip *ip, struct text *out)
{
	unsigned prefix = network_ip_prefix(ip);
	struct ip_address address;

	if (!ip_read(ip->address, &address))
		return;
	for (unsigned i = prefix; i < address.size * 8; i++)
		address.byte[i / 8] &= (unsigned char)~(0x80 >> i % 8);
	ip_write(&address, out);
	text_addf(out, "/%u", prefix);
}

static const char *
family(const struct network_ip *ip)
{
	return ip_is_v6(ip->address) ? "ip6" : "ip";
}

/* Are the guests' addresses hidden behind the host's? */
static bool
is_translated(const struct network_def *def, const struct network_ip *ip)
{
	return network_def_mode(def) == NETWORK_NAT &&
	       (!ip_is_v6(ip->address) || def->forward->nat.ipv6 == YES);
}

/* ---- forwarding ---- */

/* A rule about packets that go through a device; dev is the way that they must leave or come
 * by, or NULL. */
static void
add_device(struct text *out, const char *direction, const char *dev)
{
	if (dev)
		text_addf(out, " %s \"%s\"", direction, dev);
}

static void
add_passage(const struct network_def *def, const struct network_ip *ip, struct text *out)
{
	const char *bridge = def->bridge.name, *dev = def->forward->dev;
	auto_text struct text subnet = { 0 };

	add_subnet(ip, &subnet);
	text_addf(out, "\t\tiifname \"%s\" %s saddr %s", bridge, family(ip), text_get(&subnet));
	add_device(out, "oifname", dev);
	text_add(out, " accept\n");
	text_addf(out, "\t\toifname \"%s\" %s daddr %s", bridge, family(ip), text_get(&subnet));
	add_device(out, "iifname", dev);
	text_add(out, is_translated(def, ip) ? " ct state established,related accept\n" : " accept\n");
}

static void
add_forwarding(const struct network_def *def, struct text *out)
{
	const char *bridge = def->bridge.name;

	text_add(out, "\tchain forward {\n"
		      "\t\ttype filter hook forward priority filter; policy accept;\n");
	text_addf(out, "\t\tiifname \"%s\" oifname \"%s\" accept\n", bridge, bridge);
	if (def->forward)
		list_each(ip, &def->ips)
			add_passage(def, ip, out);
	text_addf(out, "\t\tiifname \"%s\" reject\n\t\toifname \"%s\" reject\n\t}\n", bridge, bridge);
}

/* ---- translation ---- */

static void
add_target(const struct network_forward *forward, bool v6, bool with_ports, struct text *out)
{
	bool address = forward->nat.start && !v6;

	if (address && text_same(forward->nat.start, forward->nat.end))
		text_addf(out, "snat ip to %s", forward->nat.start);
	else if (address)
		text_addf(out, "snat ip to %s-%s", forward->nat.start, forward->nat.end);
	else
		text_add(out, "masquerade");
	if (with_ports)
		text_addf(out, "%s:%u-%u", address ? "" : " to ", forward->nat.first_port, forward->nat.last_port);
	text_add_char(out, '\n');
}

static void
add_translation(const struct network_def *def, const struct network_ip *ip, struct text *out)
{
	bool v6 = ip_is_v6(ip->address);
	auto_text struct text match = { 0 };

	text_addf(&match, "\t\t%s saddr ", family(ip));
	add_subnet(ip, &match);
	/* What is for all of the guests' own network stays there. */
	text_addf(out, "%s %s daddr %s return\n", text_get(&match), family(ip),
		  v6 ? "ff02::/16" : "{ 224.0.0.0/24, 255.255.255.255 }");
	text_addf(&match, " %s daddr != ", family(ip));
	add_subnet(ip, &match);
	add_device(&match, "oifname", def->forward->dev);
	text_addf(out, "%s meta l4proto { tcp, udp } ", text_get(&match));
	add_target(def->forward, v6, true, out);
	text_addf(out, "%s ", text_get(&match));
	add_target(def->forward, v6, false, out);
}

static void
add_translations(const struct network_def *def, struct text *out)
{
	text_add(out, "\tchain postrouting {\n"
		      "\t\ttype nat hook postrouting priority srcnat; policy accept;\n");
	list_each(ip, &def->ips)
		if (is_translated(def, ip))
			add_translation(def, ip, out);
	text_add(out, "\t}\n");
}

/* ---- the table ---- */

static void
add_removal(const char *bridge, struct text *out)
{
	/* To add one that is there does nothing, and then it can be removed. */
	text_addf(out, "add table inet virtutils-%s\ndelete table inet virtutils-%s\n", bridge, bridge);
}

char *
firewall_text(const struct network_def *def)
{
	struct text out = { 0 };

	if (!network_def_has_bridge(def) || network_def_mode(def) == NETWORK_OPEN)
		return NULL;
	add_removal(def->bridge.name, &out);
	text_addf(&out, "table inet virtutils-%s {\n", def->bridge.name);
	add_forwarding(def, &out);
	if (network_def_mode(def) == NETWORK_NAT)
		add_translations(def, &out);
	text_add(&out, "}\n");
	return text_take(&out);
}

int
firewall_make(const struct network_def *def)
{
	auto_free char *text = firewall_text(def);

	return text && nft_run(text) < 0 ? fail_within("firewall of %s", def->bridge.name) : 0;
}

int
firewall_remove(const char *bridge)
{
	auto_text struct text text = { 0 };

	add_removal(bridge, &text);
	return nft_run(text_get(&text));
}

bool
firewall_is_there(const char *bridge)
{
	auto_free char *command = text_format("list table inet virtutils-%s\n", bridge);
	bool there = nft_run(command) == 0;

	fail_forget();           /* that it is not there is an answer */
	return there;
}
