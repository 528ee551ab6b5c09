/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stock - filters that every host has from the first time on, under the names that guests expect */
#include "stock.h"

#include <stddef.h>

#define FILTER(name, chain, ...) "<filter name='" name "' " chain ">" __VA_ARGS__ "</filter>"
#define ROOT                     "chain='root'"
#define CHAIN(name, priority)    "chain='" name "' priority='" priority "'"
#define REF(name)                "<filterref filter='" name "'/>"
#define RULE(action, direction, priority, match) \
	"<rule action='" action "' direction='" direction "' priority='" priority "'>" match "</rule>"
#define BROADCAST                "ff:ff:ff:ff:ff:ff"
#define ANNOUNCEMENT(src, in)    "<rarp opcode='Request_Reverse' " src "dstmacaddr='" BROADCAST "' " in \
				 "arpsrcipaddr='0.0.0.0' arpdstipaddr='0.0.0.0'/>"
#define LINK_LOCAL               "'fe80::' "

const char *const stock_filters[] = {
	/* ---- who the guest says he is ---- */
	FILTER("no-mac-spoofing", CHAIN("mac", "-800"),
	       RULE("return", "out", "500", "<mac srcmacaddr='$MAC'/>")
	       RULE("drop", "out", "1000", "")),
	/* Who has no address yet asks for one. */
	FILTER("no-ip-spoofing", CHAIN("ipv4-ip", "-710"),
	       RULE("return", "out", "100", "<ip srcipaddr='0.0.0.0' protocol='udp'/>")
	       RULE("return", "out", "500", "<ip srcipaddr='$IP'/>")
	       RULE("drop", "out", "1000", "")),
	FILTER("no-ipv6-spoofing", CHAIN("ipv6-ip", "-610"),
	       RULE("return", "out", "100", "<ipv6 srcipaddr='::'/>")
	       RULE("return", "out", "200", "<ipv6 srcipaddr=" LINK_LOCAL "srcipmask='10'/>")
	       RULE("return", "out", "500", "<ipv6 srcipaddr='$IPV6'/>")
	       RULE("drop", "out", "1000", "")),
	FILTER("no-arp-mac-spoofing", CHAIN("arp-mac", "-520"),
	       RULE("return", "out", "500", "<arp arpsrcmacaddr='$MAC'/>")
	       RULE("drop", "out", "1000", "")),
	/* A probe, whether an address is free, claims none. */
	FILTER("no-arp-ip-spoofing", CHAIN("arp-ip", "-510"),
	       RULE("return", "out", "100", "<arp arpsrcipaddr='0.0.0.0'/>")
	       RULE("return", "out", "500", "<arp arpsrcipaddr='$IP'/>")
	       RULE("drop", "out", "1000", "")),
	FILTER("no-arp-spoofing", ROOT, REF("no-arp-mac-spoofing") REF("no-arp-ip-spoofing")),

	/* ---- protocols ---- */
	FILTER("allow-arp", CHAIN("arp", "-500"), RULE("accept", "inout", "500", "")),
	FILTER("allow-ipv4", CHAIN("ipv4", "-700"), RULE("accept", "inout", "500", "")),
	FILTER("allow-ipv6", CHAIN("ipv6", "-600"), RULE("accept", "inout", "500", "")),
	FILTER("allow-incoming-ipv4", CHAIN("ipv4", "-700"), RULE("accept", "in", "500", "")),
	FILTER("allow-incoming-ipv6", CHAIN("ipv6", "-600"), RULE("accept", "in", "500", "")),
	FILTER("allow-dhcp", CHAIN("ipv4", "-700"),
	       RULE("accept", "out", "100", "<ip srcipaddr='0.0.0.0' dstipaddr='255.255.255.255' protocol='udp' "
					    "srcportstart='68' dstportstart='67'/>")
	       RULE("accept", "in", "100", "<ip protocol='udp' srcportstart='67' dstportstart='68'/>")),
	FILTER("allow-dhcp-server", CHAIN("ipv4", "-700"),
	       RULE("accept", "out", "100", "<ip srcipaddr='0.0.0.0' dstipaddr='255.255.255.255' protocol='udp' "
					    "srcportstart='68' dstportstart='67'/>")
	       RULE("accept", "in", "100", "<ip srcipaddr='$DHCPSERVER' protocol='udp' "
					   "srcportstart='67' dstportstart='68'/>")),
	FILTER("allow-dhcpv6", CHAIN("ipv6", "-600"),
	       RULE("accept", "out", "100", "<ipv6 srcipaddr=" LINK_LOCAL "srcipmask='10' dstipaddr='ff02::1:2' "
					    "protocol='udp' srcportstart='546' dstportstart='547'/>")
	       RULE("accept", "in", "100", "<ipv6 dstipaddr=" LINK_LOCAL "dstipmask='10' protocol='udp' "
					   "srcportstart='547' dstportstart='546'/>")),
	FILTER("allow-dhcpv6-server", CHAIN("ipv6", "-600"),
	       RULE("accept", "out", "100", "<ipv6 srcipaddr=" LINK_LOCAL "srcipmask='10' dstipaddr='ff02::1:2' "
					    "protocol='udp' srcportstart='546' dstportstart='547'/>")
	       RULE("accept", "in", "100", "<ipv6 srcipaddr='$DHCPSERVER' dstipaddr=" LINK_LOCAL "dstipmask='10' "
					   "protocol='udp' srcportstart='547' dstportstart='546'/>")),

	/* ---- what is not to be sent ---- */
	FILTER("no-mac-broadcast", CHAIN("mac", "-800"),
	       RULE("drop", "out", "500", "<mac dstmacaddr='" BROADCAST "'/>")),
	FILTER("no-ip-multicast", CHAIN("ipv4", "-700"),
	       RULE("drop", "out", "500", "<ip dstipaddr='224.0.0.0' dstipmask='4'/>")),
	FILTER("no-ipv6-multicast", CHAIN("ipv6", "-600"),
	       RULE("drop", "out", "500", "<ipv6 dstipaddr='ff00::' dstipmask='8'/>")),
	FILTER("no-other-l2-traffic", ROOT, RULE("drop", "inout", "1000", "")),
	FILTER("no-other-rarp-traffic", CHAIN("rarp", "-400"), RULE("drop", "inout", "1000", "")),

	/* ---- QEMU tells where a guest is after it migrated ---- */
	FILTER("qemu-announce-self-rarp", CHAIN("rarp", "-400"),
	       RULE("accept", "out", "500", ANNOUNCEMENT("srcmacaddr='$MAC' ", "arpsrcmacaddr='$MAC' arpdstmacaddr='$MAC' "))
	       RULE("accept", "in", "500", ANNOUNCEMENT("", ""))),
	FILTER("qemu-announce-self", ROOT, REF("qemu-announce-self-rarp") REF("no-other-rarp-traffic")),

	/* ---- all of it ---- */
	FILTER("clean-traffic", ROOT,
	       REF("no-mac-spoofing") REF("no-ip-spoofing")
	       RULE("accept", "out", "-650", "<mac protocolid='ipv4'/>")
	       REF("allow-incoming-ipv4") REF("no-arp-spoofing")
	       RULE("accept", "inout", "-500", "<mac protocolid='arp'/>")
	       REF("no-other-l2-traffic") REF("qemu-announce-self")),
	/* Speaks with nobody in its network but the gateway. */
	FILTER("clean-traffic-gateway", ROOT,
	       REF("no-mac-spoofing") REF("no-ip-spoofing")
	       REF("allow-dhcp") REF("no-arp-spoofing")
	       RULE("accept", "inout", "-500", "<mac protocolid='arp'/>")
	       RULE("accept", "out", "-650", "<mac dstmacaddr='$GATEWAY_MAC' protocolid='ipv4'/>")
	       RULE("accept", "in", "-650", "<mac srcmacaddr='$GATEWAY_MAC' protocolid='ipv4'/>")
	       REF("no-other-l2-traffic") REF("qemu-announce-self")),
	NULL
};
