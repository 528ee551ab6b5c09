/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* learn - the addresses of a guest, from what it sends and what it is given */
#include "learn.h"

#include "values.h"

/* Of one guest: more than that are not learned, and so nobody fills the kernel's memory. */
enum { DHCP_ADDRESSES = 8 };

static void
add_set(enum learning learning, const char *learned, struct text *out)
{
	text_addf(out, "\tset learned {\n\t\ttype ipv4_addr\n\t\tsize %d\n\t\tflags dynamic\n",
		  learning == LEARN_ANY ? 1 : DHCP_ADDRESSES);
	if (learned && *learned)
		text_addf(out, "\t\telements = { %s }\n", learned);
	text_add(out, "\t}\n");
}

/* From the first ARP or IP that the guest sends with an address that can be one. */
static void
add_use(const struct nwfilter_binding_def *binding, struct text *out)
{
	text_addf(out, "\tchain learn-use {\n\t\ttype filter hook prerouting priority -310; policy accept;\n"
		  "\t\tiifname != \"%s\" accept\n\t\tether saddr != %s accept\n", binding->portdev, binding->mac);
	text_add(out, "\t\tether type 0x0806 arp saddr ip != { 0.0.0.0, 224.0.0.0/3 } "
		      "add @learned { arp saddr ip }\n"
		      "\t\tether type 0x0800 ip saddr != { 0.0.0.0, 224.0.0.0/3 } "
		      "add @learned { ip saddr }\n\t}\n");
}

/* Only these servers are believed, when they are said. */
static int
add_servers(const struct strings *servers, struct text *out)
{
	if (!servers)
		return 0;
	text_add(out, " ip saddr {");
	for (unsigned i = 0; i < servers->n; i++) {
		auto_free char *address = NULL;

		if (kind_rule_ipv4.read(&address, servers->item[i], NULL, NULL) < 0 || *address == '$')
			return fail(FAULT_CONFIG, "variable 'DHCPSERVER': %s is no IPv4 address",
				    quote(servers->item[i]));
		text_addf(out, "%s %s", i ? "," : "", address);
	}
	text_add(out, " }");
	return 0;
}

/* What a DHCP server acknowledges to this card: the address is 16 octets into the message, the
 * card's own 28, and servers put the type of the message first of the options, behind the
 * cookie at 236. */
static int
add_acknowledged(const struct nwfilter_instance *instance, struct text *out)
{
	const struct nwfilter_binding_def *binding = instance->binding;

	text_addf(out, "\tchain learn-dhcp {\n\t\ttype filter hook postrouting priority 290; policy accept;\n"
		  "\t\toifname != \"%s\" accept\n\t\tether type 0x0800 meta l4proto 17", binding->portdev);
	if (add_servers(nwfilter_value(&instance->scopes.item[0], "DHCPSERVER"), out) < 0)
		return -1;
	text_add(out, " udp sport 67 udp dport 68 @th,1984,24 0x350105 @th,288,48 0x");
	for (const char *c = binding->mac; *c; c++)
		if (*c != ':')
			text_add_char(out, *c);
	text_add(out, " @th,192,32 != 0 add @learned { @th,192,32 }\n\t}\n");
	return 0;
}

int
learn_write(const struct nwfilter_instance *instance, const char *learned, struct text *out)
{
	int learning = values_learning(&instance->scopes.item[0]);

	if (learning < 0)
		return -1;
	add_set((enum learning)learning, learned, out);
	if (learning == LEARN_ANY)
		add_use(instance->binding, out);
	return add_acknowledged(instance, out);
}
