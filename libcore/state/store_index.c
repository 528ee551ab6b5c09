/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store_index - the links from UUIDs to objects */
#include "state/store_index.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/uuid.h"
#include "base/xml.h"
#include "state/store.h"

static const char folder_name[] = "by-uuid";

static char *
link_path(const char *uuid)
{
	return text_format("%s/%s", folder_name, uuid);
}

/* The name a link points at: "../web.xml" -> "web".  NULL when it is no such link.
 * Caller frees. */
static char *
link_name(int dir, const char *path)
{
	char target[NAME_MAX + 4];
	ssize_t length = readlinkat(dir, path, target, sizeof target - 1);

	if (length < 0)
		return NULL;
	target[length] = '\0';
	if (!text_starts(target, "../") || !text_ends(target, ".xml"))
		return NULL;
	target[length - 4] = '\0';
	return store_name_fits(target + 3) ? xstrdup(target + 3) : NULL;
}

void
index_point(int dir, const char *uuid, const char *name)
{
	auto_free char *path = uuid ? link_path(uuid) : NULL;
	auto_free char *target = text_format("../%s.xml", name);
	auto_free char *points = uuid ? link_name(dir, path) : NULL;

	if (!uuid)
		return;
	/* To be newer than the object is all that is left to do. */
	if (points && text_same(points, name) && utimensat(dir, path, NULL, AT_SYMLINK_NOFOLLOW) == 0)
		return;
	dir_make_one(dir, folder_name, 0755);
	if (file_replace_link(dir, path, target) < 0)
		fail_forget();    /* a look-up does without */
}

void
index_drop(int dir, const char *uuid, const char *name)
{
	auto_free char *path = uuid ? link_path(uuid) : NULL;
	auto_free char *draft = uuid ? text_format("%s/.%s.new", folder_name, uuid) : NULL;
	auto_free char *points = uuid ? link_name(dir, path) : NULL;

	if (points && text_same(points, name))
		unlinkat(dir, path, 0);
	if (draft)
		unlinkat(dir, draft, 0);        /* of a program that was killed */
}

static bool
not_older(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec >= b->tv_nsec);
}

enum vouching { VOUCH_NOTHING, VOUCH_OLD, VOUCH_FRESH };

static enum vouching
vouches(int dir, const char *path, const char *name)
{
	auto_free char *file = text_format("%s.xml", name);
	struct stat link, object;

	if (fstatat(dir, path, &link, AT_SYMLINK_NOFOLLOW) < 0 ||
	    fstatat(dir, file, &object, 0) < 0)
		return VOUCH_NOTHING;
	return not_older(&link.st_ctim, &object.st_ctim) ? VOUCH_FRESH : VOUCH_OLD;
}

/* What a live file wraps around the object itself has no UUID. */
static xmlNode *
uuid_element(const xmlDoc *doc)
{
	xmlNode *root = xml_root(doc);
	xmlNode *uuid = xml_child(root, "uuid");

	for (xmlNode *child = xml_child(root, NULL); child && !uuid; child = xml_next(child, NULL))
		uuid = xml_child(child, "uuid");
	return uuid;
}

static bool
document_uuid(int dir, const char *name, char ret_uuid[UUID_TEXT])
{
	auto_free char *file = text_format("%s.xml", name);
	size_t size = 0;
	auto_free char *data = file_read(dir, file, FILE_LIMIT, &size);
	auto_xml xmlDoc *doc = data ? xml_parse(data, size, file) : NULL;
	xmlNode *element;

	if (!doc) {
		fail_forget();    /* whoever asks for this object is told; others need not know */
		return false;
	}
	element = uuid_element(doc);
	return element && uuid_read(xml_text(element), false, ret_uuid);
}

/* The name by the index alone, checked against the object. */
static char *
find_indexed(int dir, const char *uuid)
{
	auto_free char *path = link_path(uuid);
	auto_free char *name = link_name(dir, path);
	enum vouching vouching = name ? vouches(dir, path, name) : VOUCH_NOTHING;
	char found[UUID_TEXT];

	if (vouching == VOUCH_FRESH)
		return steal(name);
	if (vouching == VOUCH_OLD && document_uuid(dir, name, found) && strcmp(found, uuid) == 0) {
		index_point(dir, uuid, name);
		return steal(name);
	}
	if (name)
		unlinkat(dir, path, 0);
	return NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names the index vouches for, sorted. */
static int
vouched_names(int dir, struct strings *names)
{
	auto_strings struct strings uuids = { 0 };

	if (dir_names(dir, folder_name, NULL, &uuids) < 0)
		return -1;
	for (unsigned i = 0; i < uuids.n; i++) {
		auto_free char *path = link_path(uuids.item[i]);
		auto_free char *name = link_name(dir, path);

		if (name && vouches(dir, path, name) == VOUCH_FRESH)
			strings_take(names, steal(name));
	}
	strings_sort(names);
	return 0;
}

/* Read every object the index does not vouch for: files that were copied here or
 * edited by hand.  All of them, so that the next look-up reads none. */
static char *
find_by_reading(int dir, const char *uuid)
{
	auto_strings struct strings names = { 0 };
	auto_strings struct strings vouched = { 0 };
	auto_free char *found = NULL;

	if (dir_names(dir, ".", ".xml", &names) < 0 || vouched_names(dir, &vouched) < 0) {
		fail_forget();    /* a folder we may not list holds nothing for us */
		return NULL;
	}
	for (unsigned i = 0; i < names.n; i++) {
		char *name = names.item[i], its[UUID_TEXT];

		if (vouched.n && bsearch(&name, vouched.item, vouched.n, sizeof name, compare))
			continue;
		if (!document_uuid(dir, name, its))
			continue;
		index_point(dir, its, name);
		if (!found && strcmp(its, uuid) == 0)
			found = xstrdup(name);
	}
	return steal(found);
}

static char *
find_in(enum place place, const char *folder, const char *uuid,
	char *(*find)(int dir, const char *uuid))
{
	auto_close int dir = place_open(place, folder, false);

	if (dir < 0) {
		fail_forget();    /* as above */
		return NULL;
	}
	return find(dir, uuid);
}

char *
store_find_uuid(const char *folder, const char *uuid)
{
	char *name = find_in(PLACE_ETC, folder, uuid, find_indexed);

	if (!name)
		name = find_in(PLACE_RUN, folder, uuid, find_indexed);
	if (!name)
		name = find_in(PLACE_ETC, folder, uuid, find_by_reading);
	if (!name)
		name = find_in(PLACE_RUN, folder, uuid, find_by_reading);
	return name;
}
