/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dnsmasq_check - text of users that dnsmasq must not take for more than it is */
#include "dnsmasq_config.h"

#include "base/fail.h"

#define ALNUM "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* What text of that sort may hold; NULL for all but control characters. */
struct letters {
	const char *allowed;
	const char *what;
	bool utf8;               /* and what is not ASCII: internationalised names */
};
static const struct letters domain_name = { ALNUM "-_.", "DNS name", true };
static const struct letters identifier = { ALNUM ":", "DHCP client identifier", false };
static const struct letters hardware = { ALNUM ":-", "MAC address", false };
static const struct letters text = { NULL, "text", true };

static bool
fits(const struct letters *letters, unsigned char c)
{
	if (c >= 0x80)
		return letters->utf8;
	if (c < ' ' || c == 0x7f)
		return false;
	return !letters->allowed || strchr(letters->allowed, c);
}

static int
check(const char *string, const struct letters *letters, const char *where)
{
	if (string && !*string)
		return fail(FAULT_CONFIG, "%s: an empty %s", where, letters->what);
	for (const char *c = string; c && *c; c++)
		if (!fits(letters, (unsigned char)*c))
			return fail(FAULT_CONFIG, "%s: %s is no %s", where, quote(string), letters->what);
	return 0;
}

static int
check_names(const struct network_dns *dns)
{
	list_each(forwarder, &dns->forwarders)
		if (check(forwarder->domain, &domain_name, "dns forwarder") < 0)
			return -1;
	list_each(txt, &dns->txts)
		if (check(txt->name, &domain_name, "dns txt") < 0 || check(txt->value, &text, "dns txt") < 0)
			return -1;
	list_each(srv, &dns->srvs)
		if (check(srv->domain, &domain_name, "dns srv") < 0 ||
		    check(srv->target, &domain_name, "dns srv") < 0)
			return -1;
	list_each(host, &dns->hosts)
		list_each(name, &host->hostnames)
			if (check(name->text, &domain_name, "dns host") < 0)
				return -1;
	return 0;
}

/* dnsmasq does not start with two that have one address, and takes the first of two with one MAC address. */
static int
check_alone(const struct network_ip *ip, const struct dhcp_host *host)
{
	list_before(other, host, &ip->dhcp.hosts) {
		if (host->mac && text_same(host->mac, other->mac))
			return fail(FAULT_CONFIG, "dhcp host: MAC address %s is there twice", host->mac);
		if (host->ip && text_same(host->ip, other->ip))
			return fail(FAULT_CONFIG, "dhcp host: address %s is there twice", host->ip);
	}
	return 0;
}

static int
check_address(const struct network_ip *ip)
{
	if (check(ip->tftp_root, &text, "tftp") < 0 || check(ip->dhcp.boot_file, &text, "bootp") < 0)
		return -1;
	list_each(host, &ip->dhcp.hosts)
		if (check(host->mac, &hardware, "dhcp host") < 0 ||
		    check(host->id, &identifier, "dhcp host") < 0 ||
		    check(host->name, &domain_name, "dhcp host") < 0 || check_alone(ip, host) < 0)
			return -1;
	return 0;
}

int
dnsmasq_check(const struct network_def *def)
{
	if (check(def->domain.name, &domain_name, "domain") < 0 || check_names(&def->dns) < 0)
		return -1;
	list_each(ip, &def->ips)
		if (check_address(ip) < 0)
			return -1;
	list_each(option, &def->dnsmasq_options)
		if (check(option->value, &text, "dnsmasq option") < 0)
			return -1;
	return 0;
}
