/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_update - one part of a network added, changed or removed */
#include "driver/network_update.h"

#include "base/fail.h"
#include "base/netlink.h"
#include "model/net_kinds.h"

ENUM_WORDS(network_command, NETWORK_COMMAND);
ENUM_WORDS(network_section, NETWORK_SECTION);

/* What all LIST_OF()s look like. */
struct parts {
	char *item;
	unsigned n;
};

/* Does a part of the network match the one that was given?  To add means that both cannot be
 * there; otherwise what is not given matches anything. */
typedef bool matches(const void *part, const void *given, bool to_add);

typedef bool is_same(const char *part, const char *given);

static bool
says(is_same *same, const char *part, const char *given)
{
	return !given || same(part, given);
}

static bool
both_say(is_same *same, const char *part, const char *given)
{
	return given && same(part, given);
}

static bool
same_dhcp_host(const void *part, const void *given, bool to_add)
{
	const struct dhcp_host *a = part, *b = given;

	if (to_add)
		return both_say(link_mac_same, a->mac, b->mac) || both_say(text_same, a->id, b->id) ||
		       both_say(text_same, a->name, b->name) || both_say(ip_same, a->ip, b->ip);
	return says(link_mac_same, a->mac, b->mac) && says(text_same, a->id, b->id) &&
	       says(text_same, a->name, b->name) && says(ip_same, a->ip, b->ip);
}

static bool
same_dhcp_range(const void *part, const void *given, __attribute__((unused)) bool to_add)
{
	const struct dhcp_range *a = part, *b = given;

	return ip_same(a->start, b->start) && ip_same(a->end, b->end);
}

static bool
same_interface(const void *part, const void *given, __attribute__((unused)) bool to_add)
{
	return text_same(((const struct forward_interface *)part)->dev,
			 ((const struct forward_interface *)given)->dev);
}

static bool
same_portgroup(const void *part, const void *given, __attribute__((unused)) bool to_add)
{
	return text_same(((const struct portgroup *)part)->name, ((const struct portgroup *)given)->name);
}

/* One name may have several addresses, but not the other way round. */
static bool
same_dns_host(const void *part, const void *given, bool to_add)
{
	const struct dns_host *a = part, *b = given;

	if (both_say(ip_same, a->ip, b->ip))
		return true;
	if (to_add)
		return false;
	list_each(own, &a->hostnames)
		list_each(name, &b->hostnames)
			if (text_same(own->text, name->text))
				return true;
	return false;
}

static bool
same_dns_txt(const void *part, const void *given, __attribute__((unused)) bool to_add)
{
	return text_same(((const struct dns_txt *)part)->name, ((const struct dns_txt *)given)->name);
}

static bool
same_dns_srv(const void *part, const void *given, __attribute__((unused)) bool to_add)
{
	const struct dns_srv *a = part, *b = given;

	return says(text_same, a->service, b->service) && says(text_same, a->protocol, b->protocol) &&
	       says(text_same, a->domain, b->domain) && says(text_same, a->target, b->target) &&
	       (!b->port || a->port == b->port) && (!b->priority || a->priority == b->priority) &&
	       (!b->weight || a->weight == b->weight);
}

/* ---- where the parts are ---- */

static bool
has_dhcp(const struct network_ip *ip)
{
	return ip->dhcp.ranges.n || ip->dhcp.hosts.n;
}

/* The address that is meant: by number; else the first that gives out addresses, else the
 * first of IPv4. */
static struct network_ip *
ip_meant(struct network_def *def, int parent)
{
	struct network_ip *found = NULL;

	if (parent >= 0)
		return (unsigned)parent < def->ips.n ? &def->ips.item[parent] : NULL;
	list_each(ip, &def->ips) {
		if (has_dhcp(ip))
			return ip;
		if (!found && ip_is_v4(ip->address))
			found = ip;
	}
	return found;
}

#define PARTS(list) ((struct parts *)(void *)(list))

static struct parts *
parts_of(struct network_def *def, enum network_section section, int parent)
{
	struct network_ip *ip = ip_meant(def, parent);

	switch (section) {
	case NETWORK_DHCP_HOST:         return ip ? PARTS(&ip->dhcp.hosts) : NULL;
	case NETWORK_DHCP_RANGE:        return ip ? PARTS(&ip->dhcp.ranges) : NULL;
	case NETWORK_FORWARD_INTERFACE: return def->forward ? PARTS(&def->forward->interfaces) : NULL;
	case NETWORK_PORTGROUP:         return PARTS(&def->portgroups);
	case NETWORK_DNS_HOST:          return PARTS(&def->dns.hosts);
	case NETWORK_DNS_TXT:           return PARTS(&def->dns.txts);
	case NETWORK_DNS_SRV:           return PARTS(&def->dns.srvs);
	default:                        return NULL;
	}
}

static const struct {
	const struct type *type;
	matches *same;
	bool modify;             /* else parts are only added and removed */
} sections[network_section_count] = {
	[NETWORK_DHCP_HOST]         = { &dhcp_host_type,         same_dhcp_host, true },
	[NETWORK_DHCP_RANGE]        = { &dhcp_range_type,        same_dhcp_range },
	[NETWORK_FORWARD_INTERFACE] = { &forward_interface_type, same_interface },
	[NETWORK_PORTGROUP]         = { &portgroup_type,         same_portgroup, true },
	[NETWORK_DNS_HOST]          = { &dns_host_type,          same_dns_host },
	[NETWORK_DNS_TXT]           = { &dns_txt_type,           same_dns_txt },
	[NETWORK_DNS_SRV]           = { &dns_srv_type,           same_dns_srv },
};

/* ---- the change ---- */

struct update {
	enum network_section section;
	const struct type *type;
	struct parts *parts;
	void *given;             /* owned until it is among the parts */
};

static char *
part(const struct update *update, unsigned i)
{
	return update->parts->item + i * update->type->size;
}

/* How many parts match; the last of them goes to ret_index. */
static unsigned
find(const struct update *update, bool to_add, unsigned *ret_index)
{
	unsigned found = 0;

	for (unsigned i = 0; i < update->parts->n; i++)
		if (sections[update->section].same(part(update, i), update->given, to_add)) {
			found++;
			*ret_index = i;
		}
	return found;
}

static int
refuse(const struct update *update, const char *what)
{
	return fail(FAULT_STATE, "%s: %s", words_name(&network_section_words, update->section), what);
}

static void
put(struct update *update, unsigned index)
{
	memcpy(part(update, index), update->given, update->type->size);
	free(update->given);
	update->given = NULL;
}

static int
add(struct update *update, bool first)
{
	unsigned index;

	if (find(update, true, &index))
		return refuse(update, "there is one that says the same");
	index = first ? 0 : update->parts->n;
	update->parts->item = list_grow_(update->parts->item, update->parts->n, update->type->size);
	update->parts->n++;
	memmove(part(update, index) + update->type->size, part(update, index),
		(update->parts->n - 1 - index) * update->type->size);
	put(update, index);
	return 0;
}

static int
modify(struct update *update)
{
	unsigned index;

	if (!find(update, true, &index))
		return refuse(update, "there is none like that");
	model_done(update->type, part(update, index));
	put(update, index);
	return 0;
}

static int
delete(struct update *update)
{
	unsigned index, found = find(update, false, &index);

	if (found != 1)
		return refuse(update, found ? "there are several like that" : "there is none like that");
	model_done(update->type, part(update, index));
	update->parts->n--;
	memmove(part(update, index), part(update, index) + update->type->size,
		(update->parts->n - index) * update->type->size);
	return 0;
}

/* One address of a family gives out others. */
static int
check_place(const struct update *update, const struct network_def *def, const struct network_ip *place)
{
	list_each(ip, &def->ips)
		if (ip != place && has_dhcp(ip) && ip_is_v6(ip->address) == ip_is_v6(place->address))
			return refuse(update, "another address gives out addresses");
	return 0;
}

/* What is given, held against the address it belongs to. */
static int
check_given(const struct update *update, const struct network_def *def, enum network_command command,
	    const struct network_ip *ip)
{
	const struct dhcp_host *host = update->section == NETWORK_DHCP_HOST ? update->given : NULL;
	bool partial = command == NETWORK_DELETE, adds = !partial && command != NETWORK_MODIFY;

	if (!host && update->section != NETWORK_DHCP_RANGE)
		return 0;
	if (host && dhcp_host_check_in(host, ip, partial) < 0)
		return -1;
	if (host && !partial && ip_is_v6(host->ip) != ip_is_v6(ip->address))
		return refuse(update, "the address is of another family");
	return adds ? check_place(update, def, ip) : 0;
}

static int
apply(struct update *update, enum network_command command)
{
	switch (command) {
	case NETWORK_MODIFY: return modify(update);
	case NETWORK_DELETE: return delete(update);
	default:             return add(update, command == NETWORK_ADD_FIRST);
	}
}

/* The device is the first of the list. */
static void
settle_device(struct network_forward *forward)
{
	free(forward->dev);
	forward->dev = forward->interfaces.n ? xstrdup(forward->interfaces.item[0].dev) : NULL;
}

/* Every rule of networks is held against the result. */
static struct network_def *
check(const struct network_def *def, const char *whence)
{
	auto_free char *text = network_def_text(def, VIEW_FILE | VIEW_STATUS);
	auto_document(network_def) struct network_def *checked =
		network_def_parse(text, strlen(text), whence, VIEW_FILE | VIEW_STATUS, 0);

	return checked && network_def_validate(checked) == 0 ? steal(checked) : NULL;
}

struct network_def *
network_def_update(const struct network_def *def, enum network_command command,
		   enum network_section section, int parent, const char *xml, const char *whence)
{
	auto_document(network_def) struct network_def *changed = network_def_copy(def);
	struct update update = { .section = section, .type = sections[section].type,
				 .parts = parts_of(changed, section, parent) };
	int done;

	if (!update.type)
		return fail(FAULT_UNSUPPORTED, "section '%s' cannot be changed part by part",
			    words_name(&network_section_words, section)), NULL;
	if (command == NETWORK_MODIFY && !sections[section].modify)
		return fail(FAULT_UNSUPPORTED, "%s: parts can only be added and deleted",
			    words_name(&network_section_words, section)), NULL;
	if (!update.parts)
		return fail(FAULT_STATE, "the network has no place for '%s'",
			    words_name(&network_section_words, section)), NULL;
	update.given = model_parse(update.type, xml, strlen(xml), whence, VIEW_CONFIG,
				   command == NETWORK_DELETE ? READ_UNCHECKED : 0);
	if (!update.given)
		return NULL;
	done = check_given(&update, changed, command, ip_meant(changed, parent));
	if (done == 0)
		done = apply(&update, command);
	model_free(update.type, update.given);
	if (section == NETWORK_FORWARD_INTERFACE)
		settle_device(changed->forward);
	return done < 0 ? NULL : check(changed, whence);
}
