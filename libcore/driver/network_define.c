/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_define - definitions of record: read, completed, checked, stored */
#include <stdio.h>

#include "base/file.h"
#include "base/netlink.h"
#include "driver/network_inside.h"
#include "driver/network_subnet.h"

static const char define_lock[] = ".define";

int
network_lock_definitions(const struct service *service)
{
	return vm_is_dry_run() ? -1 : store_lock(service->folder, define_lock);
}

/* ---- the other networks ---- */

/* Call back for the definition of every other network, the live one of those that are active;
 * one that cannot be read is told of and passed over.  Stops at what is not 0. */
static int
each_other(const char *folder, const char *name,
	   int (*call)(const struct network_def *other, void *context), void *context)
{
	auto_strings struct strings names = { 0 };
	int result = 0;

	if (network_names(NETWORKS_ALL, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n && !result; i++) {
		enum place place = store_has(PLACE_RUN, folder, names.item[i]) ? PLACE_RUN : PLACE_ETC;
		auto_document(network_def) struct network_def *other = NULL;

		if (text_same(names.item[i], name))
			continue;
		other = network_read(place, folder, names.item[i]);
		if (other) {
			result = call(other, context);
			continue;
		}
		if (fail_fault() != FAULT_MISSING)
			warn("%s", fail_story());
		fail_forget();
	}
	return result;
}

struct bridge_search {
	const char *bridge;
	char *taken_by;
};

static int
has_bridge(const struct network_def *other, void *context)
{
	struct bridge_search *search = context;

	if (!text_same(other->bridge.name, search->bridge))
		return 0;
	search->taken_by = xstrdup(other->name);
	return 1;
}

/* The other network that has that bridge; NULL if none.  Caller frees. */
static char *
bridge_taken(const char *folder, const char *name, const char *bridge)
{
	struct bridge_search search = { .bridge = bridge };

	each_other(folder, name, has_bridge, &search);
	return search.taken_by;
}

/* ---- the bridge ---- */

/* The first of a row that neither the host nor a network has: "virbr%d" is virbr0, virbr1 ... */
static int
choose_bridge(const char *folder, struct network_def *def)
{
	const char *template = def->bridge.name ? def->bridge.name : "virbr%d";
	size_t head = (size_t)(strstr(template, "%d") - template);

	for (unsigned i = 0; i < 1000; i++) {
		auto_free char *bridge = text_format("%.*s%u%s", (int)head, template, i, template + head + 2);
		auto_free char *taken = bridge_taken(folder, def->name, bridge);

		if (link_name_check(bridge) < 0)
			return -1;
		if (taken || link_index(bridge))
			continue;
		free(def->bridge.name);
		def->bridge.name = steal(bridge);
		return 0;
	}
	return fail(FAULT_FAILED, "no name for a bridge is free");
}

static int
settle_bridge(const char *folder, struct network_def *def)
{
	auto_free char *taken = NULL;

	if (!network_def_has_bridge(def))
		return 0;
	if (!def->bridge.name || strstr(def->bridge.name, "%d"))
		return choose_bridge(folder, def);
	if (link_name_check(def->bridge.name) < 0)
		return -1;
	taken = bridge_taken(folder, def->name, def->bridge.name);
	return taken ? fail(FAULT_FAILED, "bridge '%s' is network '%s''s", def->bridge.name, taken) : 0;
}

/* ---- identity ---- */

static char *
uuid_of(const char *folder, const char *name)
{
	static const enum place places[] = { PLACE_ETC, PLACE_RUN };

	for (unsigned i = 0; i < COUNT(places); i++) {
		auto_document(network_def) struct network_def *def = NULL;

		if (!store_has(places[i], folder, name))
			continue;
		def = network_read(places[i], folder, name);
		if (def)
			return xstrdup(def->uuid);
		fail_forget();   /* one that cannot be read may be replaced */
	}
	return NULL;
}

/* A document that names no UUID speaks of the network of that name. */
static int
settle_identity(const char *folder, struct network_def *def)
{
	auto_free char *uuid = uuid_of(folder, def->name);
	auto_free char *other = def->uuid ? store_find_uuid(folder, def->uuid) : NULL;

	if (!def->uuid)
		def->uuid = xstrdup(uuid);
	if (uuid && !text_same(uuid, def->uuid))
		return fail(FAULT_FAILED, "network '%s' already exists with uuid %s", def->name, uuid);
	if (other && !text_same(other, def->name))
		return fail(FAULT_FAILED, "network '%s' is already defined with uuid %s", other, def->uuid);
	return 0;
}

/* ---- definitions ---- */

static int
complete(const struct service *service, struct network_def *def, enum network_define_how how)
{
	const struct network_ops *ops = service->driver->network;

	if (store_name_check(def->name) < 0 || settle_identity(service->folder, def) < 0)
		return -1;
	network_def_complete(def);
	if (network_def_validate(def) < 0 || settle_bridge(service->folder, def) < 0)
		return -1;
	if (how & NETWORK_FREE_SUBNET && network_subnets_choose(def) < 0)
		return -1;
	return ops->prepare ? ops->prepare(def) : 0;
}

struct network_def *
network_prepare(const char *xml, const char *whence, enum network_define_how how)
{
	const struct service *service = network_service();
	enum model_how strict = (how & NETWORK_STRICT ? READ_STRICT : 0) |
				(how & NETWORK_VALIDATE ? READ_VALIDATE : 0);
	auto_document(network_def) struct network_def *def = NULL;

	if (!service)
		return NULL;
	def = network_def_parse(xml, strlen(xml), whence, VIEW_CONFIG, strict);
	if (!def)
		return NULL;
	if (complete(service, def, how) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}

int
network_store(const char *folder, const struct network_def *def)
{
	auto_free char *xml = network_def_text(def, VIEW_FILE);

	return store_write(PLACE_ETC, folder, def->name, def->uuid, xml);
}

int
network_write_live(const struct network *network, const struct network_def *def)
{
	auto_free char *xml = network_def_text(def, VIEW_LIVE);

	return store_write(PLACE_RUN, network->folder, network->name, def->uuid, xml);
}

/* Has somebody else changed it? */
static int
check_match(struct network *network, const char *if_was)
{
	auto_free char *now = if_was && network->stored ? network_xml(network, true) : NULL;

	return !if_was || text_same(now, if_was) ? 0 :
	       fail(FAULT_STATE, "the stored definition was changed meanwhile");
}

static bool
is_unchanged(struct network *network, const struct network_def *def)
{
	auto_free char *before = network->stored ? network_xml(network, true) : NULL;
	auto_free char *after = network_def_text(def, VIEW_CONFIG);

	if (!before)
		fail_forget();   /* one that cannot be read is replaced */
	return text_same(before, after);
}

/* The MAC address of the bridge is made up once: that of the stored definition stays. */
static void
keep_mac(struct network *network, struct network_def *def)
{
	struct network_def *before = network->stored ? network_config(network) : NULL;

	if (before && !def->mac && network_def_has_bridge(def))
		def->mac = xstrdup(before->mac);
	fail_forget();
	network_def_add_mac(def);
}

static int
store(struct network_def *def, enum network_define_how how, const char *if_was, bool *changed)
{
	auto_network struct network *network = network_take(def->name);

	if (!network || check_match(network, if_was) < 0)
		return -1;
	keep_mac(network, def);
	*changed = !(how & NETWORK_IF_CHANGED && is_unchanged(network, def));
	if (!*changed || vm_told("define network %s", def->name))
		return 0;
	if (network_store(network->folder, def) < 0)
		return -1;
	return network_tell(network->folder, network->name, "lifecycle", "defined");
}

int
network_define(const char *xml, const char *whence, enum network_define_how how,
	       const char *if_was, char **ret_name, bool *ret_changed)
{
	const struct service *service = network_service();
	auto_close int lock = service ? network_lock_definitions(service) : -1;
	auto_document(network_def) struct network_def *def = NULL;
	bool changed = true;

	if (!service || (lock < 0 && !vm_is_dry_run()))
		return -1;
	def = network_prepare(xml, whence, how);
	if (!def || store(def, how, if_was, &changed) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(def->name);
	if (ret_changed)
		*ret_changed = changed;
	return 0;
}

int
network_undefine(struct network *network)
{
	struct network_def *def = network_config(network);

	if (!def && fail_fault() == FAULT_STATE)
		return -1;
	fail_forget();           /* one that cannot be read can be dropped all the same */
	if (vm_told("undefine network %s", network->name))
		return 0;
	if (!network->active && network->ops->forget && network->ops->forget(network->folder, network->name) < 0)
		return -1;
	if (store_remove(PLACE_ETC, network->folder, network->name, def ? def->uuid : NULL) < 0)
		return -1;
	return network_tell(network->folder, network->name, "lifecycle", "undefined");
}

int
network_set_autostart(struct network *network, bool on)
{
	if (network_must_be_stored(network) < 0)
		return -1;
	if (vm_told("%s network %s with the host", on ? "start" : "do not start", network->name))
		return 0;
	return store_set_autostart(network->folder, network->name, on);
}
