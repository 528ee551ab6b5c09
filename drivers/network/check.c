/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check - what may keep a network from working: other programs and networks of the host */
#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/netlink.h"
#include "base/nft.h"
#include "bridge.h"
#include "dnsmasq.h"
#include "driver/network_subnet.h"
#include "firewall.h"
#include "model/net_kinds.h"

enum { PORT_DNS = 53 };

/* Takes over detail; NULL is fine. */
static void
found(struct network_finding_list *findings, const char *check, char *detail)
{
	*list_add(findings) = (struct network_finding){ .check = check, .fine = !detail, .detail = detail };
}

/* ---- addresses ---- */

int
check_subnets(const struct network_def *def)
{
	list_each(ip, &def->ips) {
		auto_free char *device = network_subnet_device(ip, def->bridge.name);

		if (device)
			return fail(FAULT_FAILED, "addresses of %s/%u are in use on device %s", ip->address,
				    network_ip_prefix(ip), device);
	}
	return 0;
}

static char *
subnets(const char *name, const struct network_def *def)
{
	list_each(ip, &def->ips) {
		auto_free char *owner = network_subnet_owner(ip, name);
		auto_free char *device = owner ? NULL : network_subnet_device(ip, def->bridge.name);

		if (owner)
			return text_format("%s/%u overlaps with network '%s'", ip->address, network_ip_prefix(ip), owner);
		if (device)
			return text_format("%s/%u overlaps with device %s", ip->address, network_ip_prefix(ip), device);
	}
	return NULL;
}

/* ---- the kernel's switches ---- */

static bool
is_on(const char *path)
{
	auto_free char *value = file_read(AT_FDCWD, path, 16, NULL);

	if (!value)
		fail_forget();   /* a kernel without it does not forward */
	return value && *value == '1';
}

static char *
forwarding(const struct network_def *def)
{
	bool v4 = false, v6 = false;

	if (!def->forward)
		return NULL;
	list_each(ip, &def->ips)
		*(ip_is_v6(ip->address) ? &v6 : &v4) = true;
	if (v4 && !is_on("/proc/sys/net/ipv4/ip_forward"))
		return xstrdup("net.ipv4.ip_forward is 0");
	if (v6 && !is_on("/proc/sys/net/ipv6/conf/all/forwarding"))
		return xstrdup("net.ipv6.conf.all.forwarding is 0");
	return NULL;
}

/* ---- ports that dnsmasq needs ---- */

/* Does another program serve that port on all addresses, or on this one?  Asked by taking it
 * for a moment. */
static bool
is_taken(const char *address, uint16_t port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
	auto_close int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || inet_pton(AF_INET, address, &at.sin_addr) != 1 ||
	    setsockopt(fd, IPPROTO_IP, IP_FREEBIND, &(int){ 1 }, sizeof(int)) < 0)
		return false;
	return bind(fd, (struct sockaddr *)&at, sizeof at) < 0 && errno == EADDRINUSE;
}

static char *
dns_port(const struct network_def *def, const struct dnsmasq_files *files)
{
	if (!dnsmasq_wanted(def) || def->dns.enable == NO || dnsmasq_pid(files))
		return NULL;
	list_each(ip, &def->ips)
		if (ip_is_v4(ip->address) && is_taken(ip->address, PORT_DNS))
			return text_format("port %d of %s is taken by another program", PORT_DNS, ip->address);
	return NULL;
}

/* ---- the firewall ---- */

/* "inet filter" of the line "table inet filter {"; NULL when it is another sort of line. */
static char *
title(const char *line, const char *word)
{
	if (!text_starts(line, word) || !text_ends(line, " {"))
		return NULL;
	return xstrndup(line + strlen(word), strlen(line) - strlen(word) - strlen(" {"));
}

static void
take_title(const char *line, const char *word, char **into)
{
	char *name = title(line, word);

	if (!name)
		return;
	free(*into);
	*into = name;
}

/* The first chain of somebody else's that drops what is forwarded, in what `nft list chains` prints;
 * a table of ours does not help against it.  Caller frees. */
static char *
find_dropping(char *chains)
{
	auto_free char *table = NULL, *chain = NULL;
	char *rest = chains;

	for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
		line += strspn(line, "\t");
		take_title(line, "table ", &table);
		take_title(line, "chain ", &chain);
		if (table && chain && strstr(line, " hook forward ") && strstr(line, "policy drop") &&
		    !strstr(table, " virtutils-"))
			return text_format("chain %s of table %s drops what is forwarded", chain, table);
	}
	return NULL;
}

static char *
firewall_in_the_way(const struct network_def *def)
{
	auto_free char *chains = NULL;

	if (!def->forward)
		return NULL;
	return nft_ask("list chains\n", &chains) < 0 ? xstrdup(fail_story()) : find_dropping(chains);
}

/* ---- what should be there ---- */

static char *
bridge_state(const struct network_def *def)
{
	char mac[18];

	if (!link_name_fits(def->bridge.name))
		return text_format("%s cannot be a device's name", def->bridge.name);
	if (link_mac(def->bridge.name, mac) && !bridge_is_there(def))
		return text_format("device %s is another program's", def->bridge.name);
	return NULL;
}

static char *
rules_state(const struct network_def *def)
{
	if (!bridge_is_there(def) || network_def_mode(def) == NETWORK_OPEN || firewall_is_there(def->bridge.name))
		return NULL;
	return text_format("table virtutils-%s is missing: net-start --repair puts it back", def->bridge.name);
}

static char *
dnsmasq_state(const struct network_def *def, const struct dnsmasq_files *files)
{
	if (!bridge_is_there(def) || !dnsmasq_wanted(def) || dnsmasq_pid(files))
		return NULL;
	return xstrdup("dnsmasq is not running: net-start --repair starts it");
}

int
check_network(const char *folder, const char *name, const struct network_def *def,
	      struct network_finding_list *ret_findings)
{
	auto_dnsmasq_files struct dnsmasq_files files = { 0 };

	if (!network_def_has_bridge(def))
		return 0;
	dnsmasq_files(folder, name, &files);
	found(ret_findings, "bridge", bridge_state(def));
	found(ret_findings, "subnet", subnets(name, def));
	found(ret_findings, "forwarding", bridge_is_there(def) ? forwarding(def) : NULL);
	found(ret_findings, "firewall", firewall_in_the_way(def));
	found(ret_findings, "rules", rules_state(def));
	found(ret_findings, "dns-port", dns_port(def, &files));
	found(ret_findings, "dnsmasq", dnsmasq_state(def, &files));
	fail_forget();           /* what was asked in vain is told as a finding */
	return 0;
}
