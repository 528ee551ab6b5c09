/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* manager - who configures the network of this host, and what their languages have in common */
#include "manager.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/netlink.h"
#include "state/place.h"

/* ---- who it is ---- */

char *
manager_path(const char *format, ...)
{
	struct text path = { 0 };
	va_list arguments;

	if (place_root())
		text_addf(&path, "%s/host", place_root());
	va_start(arguments, format);
	text_addv(&path, format, arguments);
	va_end(arguments);
	return text_take(&path);
}

static bool
is_there(const char *file)
{
	auto_free char *path = manager_path("%s", file);

	return file_exists(AT_FDCWD, path);
}

/* One that is at work; else in the order in which a folder says more than that a package
 * made it. */
const struct manager *
manager_here(void)
{
	static const struct manager *const all[] = { &keyfile, &networkd, &ifupdown };
	static const struct manager *const by_files[] = { &ifupdown, &keyfile, &networkd };

	for (unsigned i = 0; i < COUNT(all); i++)
		if (is_there(all[i]->running))
			return all[i];
	for (unsigned i = 0; i < COUNT(by_files); i++)
		if (is_there(by_files[i]->configured))
			return by_files[i];
	fail(FAULT_UNSUPPORTED, "neither ifupdown, NetworkManager nor systemd-networkd configures the network here");
	return NULL;
}

void
manager_tell_lost(const struct manager *manager, const char *name)
{
	auto_strings struct strings unknown = { 0 };

	interface_def_free(manager->read(name, &unknown));
	fail_forget();           /* one that cannot be read is replaced */
	for (unsigned i = 0; i < unknown.n; i++)
		warn("interface '%s': '%s' is not in the document and goes", name, unknown.item[i]);
}

/* ---- values of the document ---- */

/* The row of a path, and the struct that it is in. */
static const struct row *
find_row(const struct interface_def *def, const char *path, void **ret_object)
{
	const struct type *type = &interface_def_type;
	void *object = (void *)def;

	for (const struct row *row = type->rows; row->path;) {
		size_t length = strlen(row->path);

		if (strcmp(row->path, path) == 0) {
			*ret_object = object;
			return row;
		}
		if (row->kind == &kind_part && strncmp(row->path, path, length) == 0 && path[length] == '/') {
			object = (char *)object + row->offset;
			path += length + 1;
			row = row->type->rows;
		} else {
			row++;
		}
	}
	return NULL;
}

/* Their word for ours, or ours for theirs; the same where nothing is said.  Caller frees. */
static char *
other_word(const char *words, const char *word, bool ours)
{
	for (const char *at = words; at && *at; at += strcspn(at, ","), at += *at == ',') {
		size_t middle = strcspn(at, "="), length = strcspn(at, ",");
		auto_free char *mine = xstrndup(at, middle);
		auto_free char *other = xstrndup(at + middle + 1, length - middle - 1);

		if (strcmp(ours ? other : mine, word) == 0)
			return ours ? steal(mine) : steal(other);
	}
	return xstrdup(word);
}

void
spelling_each(const struct spelling *rows, const struct interface_def *def,
	      void (*call)(const struct spelling *row, const char *value, void *context), void *context)
{
	for (const struct spelling *at = rows; at->key; at++) {
		void *object;
		const struct row *row = at->types & ONE(def->type) ? find_row(def, at->path, &object) : NULL;
		auto_text struct text text = { 0 };
		auto_free char *value = NULL;

		if (!row || !row->kind->is_set((char *)object + row->offset, row))
			continue;
		row->kind->write((char *)object + row->offset, row, &text);
		if (at->unit)
			text_add(&text, at->unit);
		value = other_word(at->words, text_get(&text), false);
		call(at, value, context);
	}
}

bool
spelling_take(const struct spelling *rows, struct interface_def *def, const char *section,
	      const char *key, const char *value)
{
	for (const struct spelling *at = rows; at->key; at++) {
		void *object;
		const struct row *row;
		auto_free char *word = NULL;
		size_t number;

		if (strcmp(at->key, key) || !text_same(at->section, section) || !(at->types & ONE(def->type)))
			continue;
		row = find_row(def, at->path, &object);
		word = other_word(at->words, value, true);
		number = at->unit ? strlen(word) - strlen(at->unit) : 0;
		if (at->unit && text_ends(word, at->unit))
			word[number] = '\0';
		if (row->kind->read((char *)object + row->offset, word, row, NULL) < 0)
			warn("interface '%s': %s of %s makes no sense", def->name, quote(value), key);
		return true;
	}
	return false;
}

/* ---- protocols ---- */

const struct interface_protocol *
protocol_if(const struct interface_def *def, const char *family)
{
	list_each(protocol, &def->protocols)
		if (strcmp(protocol->family, family) == 0)
			return protocol;
	return NULL;
}

struct interface_protocol *
protocol_of(struct interface_def *def, const char *family)
{
	struct interface_protocol *protocol = (struct interface_protocol *)protocol_if(def, family);

	if (protocol)
		return protocol;
	protocol = list_add(&def->protocols);
	protocol->family = xstrdup(family);
	return protocol;
}

struct interface_dhcp *
dhcp_of(struct interface_protocol *protocol)
{
	if (!protocol->dhcp)
		protocol->dhcp = xcalloc(1, sizeof *protocol->dhcp);
	return protocol->dhcp;
}

/* By the class of the address, as it always was. */
static unsigned
usual_prefix(const char *family, const char *address)
{
	unsigned first = (unsigned)atoi(address);

	if (strcmp(family, "ipv6") == 0)
		return 64;
	return first < 128 ? 8 : first < 192 ? 16 : 24;
}

char *
address_text(const struct interface_protocol *protocol, const struct interface_address *address)
{
	return text_format("%s/%u", address->address, address->prefix ? address->prefix
			   : usual_prefix(protocol->family, address->address));
}

void
address_add(struct interface_protocol *protocol, const char *text)
{
	struct interface_address *address = list_add(&protocol->addresses);
	const char *slash = strchr(text, '/');

	address->address = xstrndup(text, strcspn(text, "/"));
	address->prefix = slash ? (unsigned)atoi(slash + 1) : 0;
}

struct interface_def_list *
ports_of(struct interface_def *def)
{
	return def->type == INTERFACE_BRIDGE ? &def->bridge.interfaces :
	       def->type == INTERFACE_BOND ? &def->bond.interfaces : NULL;
}

bool
has_port(const struct interface_def *def, const char *name)
{
	const struct interface_def_list *ports = def ? ports_of((struct interface_def *)def) : NULL;

	if (ports)
		list_each(port, ports)
			if (strcmp(port->name, name) == 0)
				return true;
	return false;
}
