/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_open - looking networks up, and handles on them */
#include "driver/network_inside.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

const struct service *
network_service(void)
{
	return service_for(NOUN_NETWORK);
}

int
network_tell(const char *folder, const char *name, const char *event, const char *detail)
{
	return event_log_add(folder, "network", name, event, detail, NULL);
}

static int
network_must_be_active(const struct network *network)
{
	return network->active ? 0 : fail(FAULT_STATE, "not active");
}

int
network_must_be_stored(const struct network *network)
{
	return network->stored ? 0 : fail(FAULT_STATE, "transient: there is no stored definition");
}

void
network_close(struct network *network)
{
	if (!network)
		return;
	file_close_at(&network->lock);
	network_def_free(network->config);
	network_def_free(network->live);
	free(network->name);
	free(network);
}

struct network_def *
network_read(enum place place, const char *folder, const char *name)
{
	auto_free char *file = place_file(place, "%s/%s.xml", folder, name);
	auto_free char *xml = store_read(place, folder, name);

	return xml ? network_def_parse(xml, strlen(xml), file, place == PLACE_RUN ? VIEW_LIVE : VIEW_FILE, 0)
		   : NULL;
}

/* Active: there is a live file, and the driver sees the network.  Without the driver's
 * eye the file decides. */
static int
ask_state(struct network *network)
{
	network->stored = store_has(PLACE_ETC, network->folder, network->name);
	network->active = store_has(PLACE_RUN, network->folder, network->name);
	if (!network->active || !network->ops->is_there)
		return 0;
	network->live = network_read(PLACE_RUN, network->folder, network->name);
	if (!network->live && fail_fault() != FAULT_MISSING)
		return -1;
	network->active = network->live && network->ops->is_there(network->live);
	fail_forget();           /* it stopped just now */
	return 0;
}

/* Takes over what the object has. */
static struct network *
handle(struct object *object)
{
	struct network *network = xcalloc(1, sizeof *network);

	*network = (struct network){ .name = steal(object->name), .folder = object->service->folder,
				     .ops = object->service->driver->network, .lock = object->lock };
	object->lock = -1;
	return network;
}

/* ---- leftovers ---- */

static char *
undo_file(const struct network *network)
{
	return place_file(PLACE_RUN, "%s/%s.undo", network->folder, network->name);
}

int
network_undo_write(const struct network *network, const struct network_def *def)
{
	auto_close int dir = place_open(PLACE_RUN, network->folder, true);
	auto_free char *file = text_format("%s.undo", network->name);
	auto_free char *xml = network_def_text(def, VIEW_LIVE);

	return dir < 0 ? -1 : file_replace_volatile(dir, file, xml, strlen(xml), 0600);
}

void
network_undo_clear(const struct network *network)
{
	auto_free char *path = undo_file(network);

	unlink(path);
}

/* What a program that was killed or failed was at; NULL also when there is no such record. */
static struct network_def *
recorded(const struct network *network)
{
	auto_free char *path = undo_file(network);
	auto_free char *xml = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	return xml ? network_def_parse(xml, strlen(xml), path, VIEW_LIVE, 0) : NULL;
}

/* One that is gone leaves parts behind. */
static int
undo(const struct network *network)
{
	auto_document(network_def) struct network_def *def = recorded(network);

	if (!def)
		return fail_fault() ? -1 : 0;
	if (network->ops->stop(network->folder, network->name, def) < 0)
		return -1;
	network_undo_clear(network);
	return 0;
}

int
network_change_back(struct network *network, const struct network_def *def)
{
	struct network_def *live = network_live(network);

	if (!live || (network->ops->update && network->ops->update(network->folder, network->name, def, live) < 0) ||
	    network_tell_shares(network, live) < 0)
		return -1;
	network_undo_clear(network);
	return 0;
}

/* What a live one was to become and has not. */
static int
undo_change(struct network *network)
{
	auto_document(network_def) struct network_def *def = recorded(network);

	if (!def)
		return fail_fault() ? -1 : 0;
	return network_change_back(network, def);
}

/* What cannot be changed back can still be stopped. */
static int
settle(struct network *network, enum network_how how)
{
	if (network->active && undo_change(network) < 0) {
		if (how != NETWORK_TO_STOP)
			return -1;
		fail_forget();
	}
	if (network->active)
		return 0;
	if (undo(network) < 0)
		return -1;
	if (!network->live)
		return 0;
	if (network->ops->stop(network->folder, network->name, network->live) < 0)
		return -1;
	return store_remove(PLACE_RUN, network->folder, network->name, network->live->uuid);
}

/* How it is, after what killed programs left is removed where we hold the lock. */
struct network *
network_look(struct object *object, enum network_how how)
{
	auto_network struct network *network = handle(object);

	if (ask_state(network) < 0 || (network->lock >= 0 && settle(network, how) < 0))
		return NULL;
	return steal(network);
}

/* What is left of others hides behind a name that may never be said again; where that cannot be
 * removed it is told who says it. */
static void
reap_others(void)
{
	if (network_reap() < 0)
		fail_forget();
}

struct network *
network_take(const char *name)
{
	struct object object;

	reap_others();
	return object_take(NOUN_NETWORK, name, &object) < 0 ? NULL : network_look(&object, NETWORK_TO_CHANGE);
}

/* ---- handles ---- */

static int
not_found(void)
{
	return fail(FAULT_MISSING, "no such network");
}

struct network *
network_open(const char *word, enum network_how how)
{
	bool to_change = how & NETWORK_TO_CHANGE;
	auto_network struct network *network = NULL;
	struct object object;

	if (to_change)
		reap_others();
	if (object_open(NOUN_NETWORK, word, to_change ? OBJECT_TO_CHANGE : OBJECT_TO_READ, &object) < 0)
		return NULL;
	network = network_look(&object, how);
	if (network && !network->stored && !network->active)
		return not_found(), NULL;
	return steal(network);
}

struct network_def *
network_config(struct network *network)
{
	if (!network->config && network_must_be_stored(network) == 0)
		network->config = network_read(PLACE_ETC, network->folder, network->name);
	return network->config;
}

struct network_def *
network_live(struct network *network)
{
	if (network_must_be_active(network) < 0)
		return NULL;
	if (!network->live)
		network->live = network_read(PLACE_RUN, network->folder, network->name);
	return network->live;
}

struct network_def *
network_def(struct network *network)
{
	return network->active ? network_live(network) : network_config(network);
}

char *
network_xml(struct network *network, bool config)
{
	struct network_def *def = config ? network_config(network) : network_def(network);

	if (!def)
		return NULL;
	if (network->active && !config)
		network_count_users(network, def);
	return network_def_text(def, network->active && !config ? VIEW_STATUS : VIEW_CONFIG);
}

/* Only what is asked by its state is looked at more closely than by its name. */
static int
add_name(const char *name, unsigned filter, struct strings *names)
{
	auto_network struct network *network = NULL;

	if (filter == NETWORKS_ALL) {
		strings_add(names, name);
		return 0;
	}
	network = network_open(name, NETWORK_TO_READ);
	if (!network && fail_fault() != FAULT_MISSING)
		return -1;
	if (!network) {
		fail_forget();           /* it went just now */
		return 0;
	}
	if (filter & (network->active ? NETWORKS_ACTIVE : NETWORKS_INACTIVE))
		strings_add(names, name);
	return 0;
}

int
network_names(unsigned filter, const char *pattern, struct strings *ret_names)
{
	auto_strings struct strings all = { 0 };
	struct strings found = { 0 };

	if (object_names(NOUN_NETWORK, OBJECT_ALL, pattern, &all) < 0)
		return -1;
	for (unsigned i = 0; i < all.n; i++)
		if (add_name(all.item[i], filter, &found) < 0) {
			strings_done(&found);
			return -1;
		}
	*ret_names = found;
	return 0;
}
