/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leases - the addresses that dnsmasq gave out, from its own file
 *
 *	1700000000 52:54:00:12:34:56 192.168.122.77 web1 01:52:54:00:12:34:56
 *	duid 00:01:00:01:...
 *	1700000000 1234567 2001:db8::10 web1 00:03:00:01:52:54:00:12:34:56
 *
 * A client may have chosen name and identifier: they are text, and nothing else. */
#include "leases.h"

#include <fcntl.h>
#include <time.h>

#include "base/fail.h"
#include "base/file.h"
#include "dnsmasq.h"
#include "model/net_kinds.h"

enum { FIELDS = 5 };

static unsigned
prefix_of(const struct network_def *def, const char *address)
{
	struct ip_address own, leased;

	list_each(ip, &def->ips)
		if (ip_read(ip->address, &own) && ip_read(address, &leased) &&
		    ip_share_network(&own, &leased, network_ip_prefix(ip)))
			return network_ip_prefix(ip);
	return 0;
}

/* Of the identifiers of DHCPv6, types 1 and 3 end with a MAC address (RFC 8415, 11). */
static char *
mac_of_identifier(const char *id)
{
	static const struct { const char *begin; size_t length, skip; } kinds[] = {
		{ "00:01:00:01:", 41, 24 }, { "00:03:00:01:", 29, 12 },
	};

	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (text_starts(id, kinds[i].begin) && strlen(id) == kinds[i].length)
			return xstrdup(id + kinds[i].skip);
	return NULL;
}

static char *
said(const char *field)
{
	return strcmp(field, "*") ? xstrdup(field) : NULL;
}

/* The fields of a line; false when there are others than five. */
static bool
divide(char *line, char *ret_fields[FIELDS])
{
	unsigned n = 0;

	while (line && n < FIELDS)
		ret_fields[n++] = strsep(&line, " ");
	return n == FIELDS;
}

static void
parse_line(char *line, const struct network_def *def, int64_t now, struct network_lease_list *leases)
{
	char *field[FIELDS];
	struct ip_address address;
	int64_t expiry;
	bool v6;

	if (!divide(line, field) || !ip_read(field[2], &address))
		return;
	expiry = strtoll(field[0], NULL, 10);
	if (expiry && expiry < now)
		return;
	v6 = address.size == 16;
	*list_add(leases) = (struct network_lease){
		.expiry = expiry, .address = xstrdup(field[2]), .v6 = v6, .hostname = said(field[3]),
		.mac = v6 ? mac_of_identifier(field[4]) : xstrdup(field[1]), .client_id = said(field[4]),
		.prefix = prefix_of(def, field[2]),
	};
}

void
leases_parse(const char *text, const struct network_def *def, int64_t now,
	     struct network_lease_list *leases)
{
	for (size_t length; *text; text += length + (text[length] == '\n')) {
		auto_free char *line = NULL;

		length = strcspn(text, "\n");
		line = xstrndup(text, length);
		parse_line(line, def, now, leases);
	}
}

int
leases_read(const char *folder, const char *name, const struct network_def *def,
	    struct network_lease_list *ret_leases)
{
	auto_dnsmasq_files struct dnsmasq_files files = { 0 };
	auto_free char *text = NULL;

	dnsmasq_files(folder, name, &files);
	text = file_read_if_any(AT_FDCWD, files.leases, FILE_LIMIT, NULL);
	if (!text)
		return fail_fault() ? -1 : 0;
	leases_parse(text, def, time(NULL), ret_leases);
	return 0;
}

int
leases_forget(const char *folder, const char *name)
{
	auto_dnsmasq_files struct dnsmasq_files files = { 0 };

	dnsmasq_files(folder, name, &files);
	return file_exists(AT_FDCWD, files.leases) ? file_remove(AT_FDCWD, files.leases) : 0;
}
