/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_notes - what users and applications keep with a network */
#include "driver/network_inside.h"

#include "driver/metadata.h"

static struct network_def *
copy_of(struct network *network, bool config)
{
	return config ? network_config(network) : network_live(network);
}

static char **
note_of(struct network_def *def, enum network_note note)
{
	return note == NETWORK_TITLE ? &def->title : &def->description;
}

const char *
network_note(struct network *network, enum network_note note, bool config)
{
	struct network_def *def = copy_of(network, config);

	if (!def)
		return NULL;
	return *note_of(def, note) ? *note_of(def, note) : "";
}

/* Write back the copy that was changed. */
static int
save(struct network *network, bool config)
{
	return config ? network_store(network->folder, network->config)
		      : network_write_live(network, network->live);
}

static int
tell(const struct network *network, const char *what)
{
	return network_tell(network->folder, network->name, "metadata-change", what);
}

/* Takes over text; "" is nothing. */
static void
replace(char **member, char *text)
{
	free(*member);
	*member = *text ? text : (free(text), NULL);
}

/* Both copies are at hand before the first is changed, and both are changed before the first is written. */
static int
at_hand(struct network *network, bool live, bool config)
{
	return (live && !network_live(network)) || (config && !network_config(network)) ? -1 : 0;
}

static int
save_all(struct network *network, bool live, bool config, const char *what)
{
	if ((config && save(network, true) < 0) || (live && save(network, false) < 0))
		return -1;
	return tell(network, what);
}

int
network_set_note(struct network *network, enum network_note note, const char *text, bool live, bool config)
{
	if (note == NETWORK_TITLE && strchr(text, '\n'))
		return fail(FAULT_XML, "a title is one line");
	if (at_hand(network, live, config) < 0)
		return -1;
	if (vm_told("change the %s of network %s", note == NETWORK_TITLE ? "title" : "description",
		    network->name))
		return 0;
	if (config)
		replace(note_of(network->config, note), xstrdup(text));
	if (live)
		replace(note_of(network->live, note), xstrdup(text));
	return save_all(network, live, config, note == NETWORK_TITLE ? "title" : "description");
}

static int
no_metadata(const char *uri)
{
	return fail(FAULT_MISSING, "no metadata of the namespace %s", quote(uri));
}

char *
network_metadata(struct network *network, const char *uri, bool config)
{
	struct network_def *def = copy_of(network, config);
	char *xml = def ? metadata_get(def->metadata, uri) : NULL;

	if (def && !xml && !fail_fault())
		no_metadata(uri);
	return xml;
}

static int
set_in(struct network_def *def, const char *uri, const char *key, const char *xml)
{
	auto_free char *there = xml ? NULL : metadata_get(def->metadata, uri);
	char *changed;

	if (!xml && !there)
		return fail_fault() ? -1 : no_metadata(uri);
	changed = metadata_set(def->metadata, uri, key, xml);
	if (!changed)
		return -1;
	replace(&def->metadata, changed);
	return 0;
}

int
network_set_metadata(struct network *network, const char *uri, const char *key, const char *xml,
		     bool live, bool config)
{
	if (at_hand(network, live, config) < 0)
		return -1;
	if (vm_told("change the metadata of network %s", network->name))
		return 0;
	if ((config && set_in(network->config, uri, key, xml) < 0) || (live && set_in(network->live, uri, key, xml) < 0))
		return -1;
	return save_all(network, live, config, "metadata");
}
