/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* live - interfaces as the kernel has them */
#include "live.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>

#include "base/file.h"
#include "base/netlink.h"

#define FOLDER "/sys/class/net"
enum { SMALL = 64 << 10 };

/* A file of the interface, or of something about it; NULL when there is none.  Caller frees. */
static char *
fact(const char *name, const char *file)
{
	auto_free char *path = text_format(FOLDER "/%s/%s", name, file);
	auto_free char *text = file_read_if_any(AT_FDCWD, path, SMALL, NULL);

	if (!text)
		fail_forget();           /* some cannot be read while it is down */
	return text ? text_trimmed(text) : NULL;
}

static unsigned
number(const char *name, const char *file)
{
	auto_free char *text = fact(name, file);
	long long value = text ? atoll(text) : 0;

	return value > 0 && value < UINT_MAX ? (unsigned)value : 0;
}

static bool
has(const char *name, const char *file)
{
	auto_free char *path = text_format(FOLDER "/%s/%s", name, file);

	return file_exists(AT_FDCWD, path);
}

bool
live_is_there(const char *name)
{
	return has(name, "ifindex");
}

bool
live_is_up(const char *name)
{
	auto_free char *flags = fact(name, "flags");

	return flags && strtoul(flags, NULL, 16) & IFF_UP;
}

/* Those that are in another are told of there. */
int
live_list(struct strings *ret_names)
{
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, FOLDER, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++)
		if (live_is_there(names.item[i]) && !has(names.item[i], "master"))
			strings_add(ret_names, names.item[i]);
	return 0;
}

/* ---- what it is ---- */

static enum interface_kind
kind_of(const char *name)
{
	auto_free char *uevent = fact(name, "uevent");

	if (has(name, "bridge"))
		return INTERFACE_BRIDGE;
	if (has(name, "bonding"))
		return INTERFACE_BOND;
	return uevent && strstr(uevent, "DEVTYPE=vlan") ? INTERFACE_VLAN : INTERFACE_ETHERNET;
}

static void
describe_link(struct interface_def *def)
{
	auto_free char *state = fact(def->name, "operstate");
	int word = state ? words_find(&interface_state_words, state) : -1;

	def->link.state = word > 0 ? (enum interface_state)word : INTERFACE_STATE_NONE;
	if (def->link.state == INTERFACE_UP)
		def->link.speed = number(def->name, "speed");
	def->mac = fact(def->name, "address");
}

static void describe(struct interface_def *def, const char *name, bool whole);

static void
add_port(struct interface_def_list *ports, const char *name)
{
	struct interface_def *port = list_add(ports);

	model_init(&interface_def_type, port);
	describe(port, name, false);
}

/* The kernel counts hundredths of seconds. */
static void
describe_bridge(struct interface_def *def)
{
	auto_free char *folder = text_format(FOLDER "/%s/brif", def->name);
	auto_strings struct strings ports = { 0 };
	unsigned delay = number(def->name, "bridge/forward_delay");

	def->bridge.stp = number(def->name, "bridge/stp_state") ? YES : NO;
	def->bridge.delay = delay % 100 ? text_format("%u.%02u", delay / 100, delay % 100)
					: text_format("%u", delay / 100);
	if (dir_names(AT_FDCWD, folder, NULL, &ports) < 0)
		fail_forget();           /* it went just now */
	for (unsigned i = 0; i < ports.n; i++)
		add_port(&def->bridge.interfaces, ports.item[i]);
}

/* The words come with their numbers: "balance-rr 0". */
static unsigned
bond_word(const char *name, const char *file, const struct words *words)
{
	auto_free char *text = fact(name, file);
	int word;

	if (!text)
		return 0;
	text[strcspn(text, " ")] = '\0';
	word = words_find(words, text);
	return word > 0 ? (unsigned)word : 0;
}

static void
describe_bond(struct interface_def *def)
{
	struct interface_bond *bond = &def->bond;
	auto_free char *ports = fact(def->name, "bonding/slaves");
	auto_free char *target = fact(def->name, "bonding/arp_ip_target");

	bond->mode = bond_word(def->name, "bonding/mode", &bond_mode_words);
	bond->miimon.freq = number(def->name, "bonding/miimon");
	if (bond->miimon.freq) {
		bond->miimon.downdelay = number(def->name, "bonding/downdelay");
		bond->miimon.updelay = number(def->name, "bonding/updelay");
		bond->miimon.carrier = number(def->name, "bonding/use_carrier") ? BOND_CARRIER_NETIF : BOND_CARRIER_IOCTL;
	}
	bond->arpmon.interval = number(def->name, "bonding/arp_interval");
	if (bond->arpmon.interval) {
		bond->arpmon.target = xstrndup(target, strcspn(target, " ,"));
		bond->arpmon.validate = bond_word(def->name, "bonding/arp_validate", &bond_validate_words);
	}
	for (const char *at = ports; at && *at; at += strspn(at, " ")) {
		auto_free char *port = xstrndup(at, strcspn(at, " "));

		add_port(&bond->interfaces, port);
		at += strlen(port);
	}
}

/* "eth0.5  VID: 5  REORDER_HDR: 1 ..." and somewhere "Device: eth0". */
static void
describe_vlan(struct interface_def *def)
{
	auto_free char *path = text_format("/proc/net/vlan/%s", def->name);
	auto_free char *text = file_read_if_any(AT_FDCWD, path, SMALL, NULL);
	const char *tag = text ? strstr(text, "VID: ") : NULL;
	const char *device = text ? strstr(text, "Device: ") : NULL;

	if (!text)
		fail_forget();
	if (tag)
		def->vlan.tag = NUMBER_OF(atoi(tag + 5));
	if (device)
		def->vlan.dev = xstrndup(device + 8, strcspn(device + 8, " \n"));
}

/* ---- addresses ---- */

static unsigned
bits_of(const unsigned char *mask, unsigned size)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < size; i++)
		bits += (unsigned)__builtin_popcount(mask[i]);
	return bits;
}

static struct interface_protocol *
protocol_for(struct interface_def *def, bool v6)
{
	const char *family = v6 ? "ipv6" : "ipv4";
	struct interface_protocol *protocol;

	list_each(known, &def->protocols)
		if (strcmp(known->family, family) == 0)
			return known;
	protocol = list_add(&def->protocols);
	protocol->family = xstrdup(family);
	return protocol;
}

static void
add_address(struct interface_def *def, const struct ifaddrs *one)
{
	bool v6 = one->ifa_addr->sa_family == AF_INET6;
	const void *address = v6 ? (const void *)&((const struct sockaddr_in6 *)one->ifa_addr)->sin6_addr
				 : (const void *)&((const struct sockaddr_in *)one->ifa_addr)->sin_addr;
	const void *mask = v6 ? (const void *)&((const struct sockaddr_in6 *)one->ifa_netmask)->sin6_addr
			      : (const void *)&((const struct sockaddr_in *)one->ifa_netmask)->sin_addr;
	char text[INET6_ADDRSTRLEN];
	struct interface_address *added = list_add(&protocol_for(def, v6)->addresses);

	added->address = xstrdup(inet_ntop(v6 ? AF_INET6 : AF_INET, address, text, sizeof text));
	added->prefix = bits_of(mask, v6 ? 16 : 4);
}

/* "eth0 00000000 0102A8C0 ...": the default route of an interface, as a number in the host's order. */
static char *
gateway_of(const char *name)
{
	FILE *routes = fopen("/proc/net/route", "re");
	char device[IFNAMSIZ], line[256];
	unsigned to, by;
	char *gateway = NULL;

	while (routes && !gateway && fgets(line, sizeof line, routes))
		if (sscanf(line, "%15s %x %x", device, &to, &by) == 3 && !to && by && strcmp(device, name) == 0) {
			char text[INET_ADDRSTRLEN];

			gateway = xstrdup(inet_ntop(AF_INET, &by, text, sizeof text));
		}
	if (routes)
		fclose(routes);
	return gateway;
}

static void
describe_addresses(struct interface_def *def)
{
	struct ifaddrs *all = NULL;
	char *gateway = gateway_of(def->name);

	if (getifaddrs(&all) < 0)
		all = NULL;
	for (const struct ifaddrs *one = all; one; one = one->ifa_next)
		if (one->ifa_addr && one->ifa_netmask && strcmp(one->ifa_name, def->name) == 0 &&
		    (one->ifa_addr->sa_family == AF_INET || one->ifa_addr->sa_family == AF_INET6))
			add_address(def, one);
	if (all)
		freeifaddrs(all);
	if (gateway)
		protocol_for(def, false)->gateway = gateway;
}

/* Of one that is in another, less is told. */
static void
describe(struct interface_def *def, const char *name, bool whole)
{
	def->name = xstrdup(name);
	def->type = kind_of(name);
	describe_link(def);
	if (whole) {
		def->mtu = number(name, "mtu");
		describe_addresses(def);
	}
	if (def->type == INTERFACE_BRIDGE)
		describe_bridge(def);
	else if (def->type == INTERFACE_BOND)
		describe_bond(def);
	else if (def->type == INTERFACE_VLAN)
		describe_vlan(def);
}

struct interface_def *
live_describe(const char *name)
{
	struct interface_def *def;

	if (!live_is_there(name))
		return fail(FAULT_MISSING, "no such interface"), NULL;
	def = model_new(&interface_def_type);
	describe(def, name, true);
	return def;
}
