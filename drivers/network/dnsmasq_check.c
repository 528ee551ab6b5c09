/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dnsmasq_check - text of users that dnsmasq must not take for more than it is */
#include "dnsmasq_config.h"

#include "base/fail.h"
#include "model/net_kinds.h"

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
static const struct letters any_text = { NULL, "text", true };

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
		if (check(txt->name, &domain_name, "dns txt") < 0 || check(txt->value, &any_text, "dns txt") < 0)
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

static char *
usual_mac(const char *mac)
{
	char *usual = NULL;

	return kind_mac.read(&usual, mac, NULL, NULL) == 0 ? usual : xstrdup(mac);
}

static char *
usual_ip(const char *ip)
{
	struct text usual = { 0 };
	struct ip_address address;

	if (!ip_read(ip, &address))
		return xstrdup(ip);
	ip_write(&address, &usual);
	return text_take(&usual);
}

/* Takes over the usual form of what is said. */
static int
check_alone(char *usual, const char *what, const char *said, struct strings *seen)
{
	bool twice = strings_have(seen, usual);

	strings_take(seen, usual);
	return twice ? fail(FAULT_CONFIG, "dhcp host: %s %s is there twice", what, said) : 0;
}

/* dnsmasq does not start with two that have one address, and takes the first of two with one MAC address. */
static int
check_differ(const struct network_ip *ip)
{
	auto_strings struct strings macs = { 0 }, addresses = { 0 };

	list_each(host, &ip->dhcp.hosts)
		if ((host->mac && check_alone(usual_mac(host->mac), "MAC address", host->mac, &macs) < 0) ||
		    (host->ip && check_alone(usual_ip(host->ip), "address", host->ip, &addresses) < 0))
			return -1;
	return 0;
}

static int
check_address(const struct network_ip *ip)
{
	if (check(ip->tftp_root, &any_text, "tftp") < 0 || check(ip->dhcp.boot_file, &any_text, "bootp") < 0)
		return -1;
	list_each(host, &ip->dhcp.hosts)
		if (check(host->mac, &hardware, "dhcp host") < 0 ||
		    check(host->id, &identifier, "dhcp host") < 0 ||
		    check(host->name, &domain_name, "dhcp host") < 0)
			return -1;
	return check_differ(ip);
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
		if (check(option->value, &any_text, "dnsmasq option") < 0)
			return -1;
	return 0;
}
