/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dnsmasq_config - what dnsmasq is told about a network */
#include "dnsmasq_config.h"

#include "model/net_kinds.h"

void
dnsmasq_files_done(struct dnsmasq_files *files)
{
	free(files->config);
	free(files->hosts);
	free(files->names);
	free(files->pid);
	free(files->leases);
}

static bool
has_dhcp(const struct network_ip *ip)
{
	return ip->dhcp.ranges.n || ip->dhcp.hosts.n;
}

/* The address of a family that guests are given addresses from; NULL if none. */
static const struct network_ip *
dhcp_ip(const struct network_def *def, bool v6)
{
	list_each(ip, &def->ips)
		if (ip_is_v6(ip->address) == v6 && has_dhcp(ip))
			return ip;
	return NULL;
}

static bool
has_ip(const struct network_def *def, bool v6)
{
	list_each(ip, &def->ips)
		if (ip_is_v6(ip->address) == v6)
			return true;
	return false;
}

bool
dnsmasq_wanted(const struct network_def *def)
{
	return network_def_has_bridge(def) && def->ips.n &&
	       (def->dns.enable != NO || dhcp_ip(def, false) || has_ip(def, true));
}

/* In double quotes, where only '"' and '\' mean something, unless that is not needed. */
static void
add_value(struct text *out, const char *value)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_./:=@%+~";

	if (*value && !value[strspn(value, plain)]) {
		text_add(out, value);
		return;
	}
	text_add_char(out, '"');
	for (; *value; value++) {
		if (strchr("\"\\", *value))
			text_add_char(out, '\\');
		text_add_char(out, *value);
	}
	text_add_char(out, '"');
}

static void
add_line(struct text *out, const char *option, const char *value)
{
	text_addf(out, "%s=", option);
	add_value(out, value);
	text_add_char(out, '\n');
}

/* ---- names ---- */

static void
add_forwarders(const struct network_dns *dns, struct text *out)
{
	bool all = false;

	list_each(forwarder, &dns->forwarders) {
		text_add(out, "server=");
		if (forwarder->domain)
			text_addf(out, "/%s/", forwarder->domain);
		text_add(out, forwarder->addr ? forwarder->addr : "#");
		if (forwarder->port)
			text_addf(out, "#%u", forwarder->port);
		text_add_char(out, '\n');
		all |= !forwarder->domain;
	}
	if (all)
		text_add(out, "no-resolv\n");
}

static void
add_domain(const struct network_def *def, struct text *out)
{
	if (def->domain.name && def->domain.local_only == YES)
		text_addf(out, "local=/%s/\n", def->domain.name);
	if (def->domain.name)
		text_addf(out, "domain=%s\nexpand-hosts\n", def->domain.name);
	if (def->dns.forward_plain_names == NO)
		text_add(out, "domain-needed\nlocal=//\n");
}

/* The zone in which the names of a network's addresses are. */
static void
add_reverse_zone(const struct network_ip *ip, struct text *out)
{
	struct ip_address address;

	if (!ip_read(ip->address, &address))
		return;
	text_add(out, "local=/");
	if (address.size == 4)
		for (unsigned i = network_ip_prefix(ip) / 8; i--;)
			text_addf(out, "%u.", address.byte[i]);
	else
		for (unsigned i = network_ip_prefix(ip) / 4; i--;)
			text_addf(out, "%x.", address.byte[i / 2] >> (i % 2 ? 0 : 4) & 15);
	text_add(out, address.size == 4 ? "in-addr.arpa/\n" : "ip6.arpa/\n");
}

static void
add_service(const struct dns_srv *srv, struct text *out)
{
	text_addf(out, "srv-host=_%s._%s", srv->service, srv->protocol);
	if (srv->domain)
		text_addf(out, ".%s", srv->domain);
	if (srv->target)
		text_addf(out, ",%s", srv->target);
	if (srv->port || srv->priority || srv->weight)
		text_addf(out, ",%u,%u,%u", srv->port ? srv->port : 1, srv->priority, srv->weight);
	text_add_char(out, '\n');
}

static void
add_records(const struct network_dns *dns, struct text *out)
{
	list_each(txt, &dns->txts) {
		text_addf(out, "txt-record=%s,", txt->name);
		add_value(out, txt->value);
		text_add_char(out, '\n');
	}
	list_each(srv, &dns->srvs)
		add_service(srv, out);
}

/* ---- addresses ---- */

static void
add_lease(const struct dhcp_lease *lease, struct text *out)
{
	static const char letter[lease_unit_count] = {
		[LEASE_UNIT_NONE] = 's', [LEASE_SECONDS] = 's', [LEASE_MINUTES] = 'm', [LEASE_HOURS] = 'h',
	};

	if (lease->expiry.value)
		text_addf(out, ",%lld%c", (long long)lease->expiry.value, letter[lease->unit]);
	else if (lease->expiry.given)
		text_add(out, ",infinite");
}

/* How many addresses there are; ranges differ in their last two bytes only. */
static unsigned
range_size(const struct dhcp_range *range)
{
	struct ip_address start, end;

	if (!ip_read(range->start, &start) || !ip_read(range->end, &end))
		return 0;
	return ((unsigned)end.byte[end.size - 2] << 8 | end.byte[end.size - 1]) -
	       ((unsigned)start.byte[start.size - 2] << 8 | start.byte[start.size - 1]) + 1;
}

static void
add_mask(const struct network_ip *ip, struct text *out)
{
	unsigned prefix = network_ip_prefix(ip);
	uint32_t mask;

	if (ip_is_v6(ip->address)) {
		text_addf(out, ",%u", prefix);
		return;
	}
	mask = prefix ? UINT32_MAX << (32 - prefix) : 0;
	text_addf(out, ",%u.%u.%u.%u", mask >> 24, mask >> 16 & 255, mask >> 8 & 255, mask & 255);
}

/* Returns how many leases there can be. */
static unsigned
add_ranges(const struct network_ip *ip, struct text *out)
{
	unsigned leases = 0;

	list_each(range, &ip->dhcp.ranges) {
		text_addf(out, "dhcp-range=%s,%s", range->start, range->end);
		add_mask(ip, out);
		add_lease(&range->lease, out);
		text_add_char(out, '\n');
		leases += range_size(range);
	}
	if (ip->dhcp.ranges.n)
		return leases;
	text_addf(out, "dhcp-range=%s,static", ip->address);
	add_mask(ip, out);
	text_add_char(out, '\n');
	return ip->dhcp.hosts.n;
}

static void
add_boot(const struct network_ip *ip, struct text *out)
{
	if (ip->tftp_root) {
		text_add(out, "enable-tftp\n");
		add_line(out, "tftp-root", ip->tftp_root);
	}
	if (!ip->dhcp.boot_file)
		return;
	text_add(out, "dhcp-boot=");
	add_value(out, ip->dhcp.boot_file);
	text_addf(out, ip->dhcp.boot_server ? ",,%s\n" : "\n", ip->dhcp.boot_server);
}

/* Guests learn by router advertisements which networks they are in, with DHCPv6 or without. */
static void
add_advertisements(const struct network_def *def, struct text *out)
{
	if (!has_ip(def, true))
		return;
	if (dhcp_ip(def, true)) {
		text_add(out, "enable-ra\n");
		return;
	}
	list_each(ip, &def->ips)
		if (ip_is_v6(ip->address))
			text_addf(out, "dhcp-range=%s,ra-only\n", ip->address);
}

static void
add_dhcp(const struct network_def *def, const struct dnsmasq_files *files, struct text *out)
{
	const struct network_ip *v4 = dhcp_ip(def, false), *v6 = dhcp_ip(def, true);
	unsigned leases = 0;

	if (v4) {
		leases += add_ranges(v4, out);
		text_add(out, "dhcp-no-override\ndhcp-authoritative\n");
	}
	if (v6)
		leases += add_ranges(v6, out);
	list_each(ip, &def->ips)
		add_boot(ip, out);
	if (leases)
		text_addf(out, "dhcp-lease-max=%u\n", leases);
	if (v4 || v6) {
		add_line(out, "dhcp-hostsfile", files->hosts);
		add_line(out, "dhcp-leasefile", files->leases);
	}
}

/* ---- the files ---- */

char *
dnsmasq_config_text(const struct network_def *def, const struct dnsmasq_files *files)
{
	bool dns = def->dns.enable != NO, alone = network_def_mode(def) == NETWORK_ISOLATED;
	struct text out = { 0 };

	text_add(&out, "# made by virtutils from the definition of a network: changes are lost\nstrict-order\n");
	add_line(&out, "pid-file", files->pid);
	if (!dns)
		text_add(&out, "port=0\n");
	add_forwarders(&def->dns, &out);
	add_domain(def, &out);
	list_each(ip, &def->ips)
		if (ip->local_ptr == YES)
			add_reverse_zone(ip, &out);
	text_addf(&out, "except-interface=lo\nbind-dynamic\ninterface=%s\n", def->bridge.name);
	/* Nothing behind the host can be reached: no default route, no names of others. */
	if (alone)
		text_add(&out, "dhcp-option=3\nno-resolv\n");
	if (def->mtu)
		text_addf(&out, "dhcp-option=option:mtu,%u\n", def->mtu);
	add_records(&def->dns, &out);
	add_dhcp(def, files, &out);
	if (dns)
		add_line(&out, "addn-hosts", files->names);
	add_advertisements(def, &out);
	list_each(option, &def->dnsmasq_options)
		text_addf(&out, "%s\n", option->value);
	return text_take(&out);
}

static void
add_host(const struct dhcp_host *host, bool v6, struct text *out)
{
	if (host->mac)
		text_addf(out, "%s,", host->mac);
	if (host->id)
		text_addf(out, "id:%s,", host->id);
	if (v6)
		text_addf(out, host->name ? "%s,[%s]" : "%s[%s]", host->name ? host->name : "", host->ip);
	else
		text_addf(out, host->name ? "%s,%s" : "%s%s", host->ip, host->name ? host->name : "");
	add_lease(&host->lease, out);
	text_add_char(out, '\n');
}

char *
dnsmasq_hosts_text(const struct network_def *def)
{
	struct text out = { 0 };

	list_each(ip, &def->ips)
		list_each(host, &ip->dhcp.hosts)
			add_host(host, ip_is_v6(ip->address), &out);
	return out.data ? text_take(&out) : xstrdup("");
}

char *
dnsmasq_names_text(const struct network_def *def)
{
	struct text out = { 0 };

	list_each(host, &def->dns.hosts) {
		text_add(&out, host->ip);
		list_each(name, &host->hostnames)
			text_addf(&out, "\t%s", name->text);
		text_add_char(&out, '\n');
	}
	return out.data ? text_take(&out) : xstrdup("");
}
