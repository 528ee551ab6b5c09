/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_shelf - the backups of one guest in a directory */
#include "driver/backup_shelf.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/lock.h"
#include "base/when.h"

static const char partial[] = ".partial";
enum { LOCK_MS = 10000, DOCUMENT = 1 << 20 };

char *
backup_set_file(const struct backup_shelf *shelf, const struct backup_set *set, const char *file)
{
	return text_format("%s/%s/%s", shelf->path, set->stamp, file);
}

char *
backup_image_file(const struct backup_shelf *shelf, const struct backup_set *set, const struct backup_image *image)
{
	return text_format("%s/%s/%s.qcow2", shelf->path, set->stamp, image->target);
}

struct backup_image *
backup_set_image(const struct backup_set *set, const char *target)
{
	list_each(image, &set->images)
		if (text_same(image->target, target))
			return image;
	return NULL;
}

void
backup_set_done(struct backup_set *set)
{
	list_each(image, &set->images) {
		free(image->target);
		free(image->since);
	}
	free(set->images.item);
	free(set->stamp);
	free(set->vm);
	free(set->uuid);
	free(set->checkpoint);
	*set = (struct backup_set) { 0 };
}

/* --- backup.json --- */

int
backup_set_save(const char *directory, const struct backup_set *set)
{
	struct json_object *images = json_object_new_array();
	auto_json struct json_object *json = json_build("s:vm", set->vm, "s:uuid", set->uuid,
							"s?:checkpoint", set->checkpoint, "o:images", images, NULL);
	auto_close int dir = dir_open(AT_FDCWD, directory, 0);
	const char *line;

	list_each(image, &set->images)
		json_object_array_add(images, json_build("s:target", image->target, "s?:since", image->since, NULL));
	line = json_pretty(json);
	return dir < 0 ? -1 : file_replace(dir, "backup.json", line, strlen(line), 0600);
}

/* What names a file must not lead elsewhere. */
static bool
is_plain(const char *name)
{
	return name && *name && *name != '.' && !strchr(name, '/');
}

static int
read_images(struct json_object *json, struct backup_set *set)
{
	struct json_object *images = json_member(json, "images");
	size_t n = json_length(images);

	for (size_t i = 0; i < n; i++) {
		struct json_object *one = json_object_array_get_idx(images, i);
		const char *target = json_string(one, "target"), *since = json_string(one, "since");

		if (!is_plain(target) || (since && !is_plain(since)) || backup_set_image(set, target))
			return -1;
		*list_add(&set->images) = (struct backup_image) { .target = xstrdup(target), .since = xstrdup(since) };
	}
	return n ? 0 : -1;
}

static int
read_set(const struct backup_shelf *shelf, const char *stamp, struct backup_set *ret_set)
{
	auto_free char *path = text_format("%s/%s/backup.json", shelf->path, stamp);
	auto_free char *retired = text_format("%s/%s/retired", shelf->path, stamp);
	size_t size = 0;
	auto_free char *text = file_read(AT_FDCWD, path, DOCUMENT, &size);
	auto_json struct json_object *json = text ? json_parse(text, size, path) : NULL;

	if (!json)
		return -1;
	*ret_set = (struct backup_set) {
		.stamp = xstrdup(stamp), .vm = xstrdup(json_string(json, "vm")), .uuid = xstrdup(json_string(json, "uuid")),
		.checkpoint = xstrdup(json_string(json, "checkpoint")), .retired = file_exists(AT_FDCWD, retired),
	};
	if (ret_set->vm && ret_set->uuid && read_images(json, ret_set) == 0)
		return 0;
	backup_set_done(ret_set);
	return fail(FAULT_XML, "%s: not the description of a backup", path);
}

/* --- all of them --- */

/* A stamp is a time as when_read() takes it, but for the separators.  INT64_MAX: it is none. */
static int64_t
time_of(const char *stamp)
{
	auto_free char *text = NULL;
	int64_t us;

	if (strlen(stamp) < strlen("20261121T103000.123Z"))
		return INT64_MAX;
	text = text_format("%.4s-%.2s-%.2sT%.2s:%.2s:%s", stamp, stamp + 4, stamp + 6, stamp + 9, stamp + 11, stamp + 13);
	if (when_read(text, &us) == 0)
		return us;
	fail_forget();           /* something else's name */
	return INT64_MAX;
}

/* What is not ours stays, and does not hide the others. */
static void
pass_over(struct backup_shelf *shelf, const char *name)
{
	warn("%s/%s: %s", shelf->path, name, fail_story());
	fail_forget();
	shelf->gap = shelf->gap || time_of(name) < INT64_MAX;
}

static int
list(struct backup_shelf *shelf)
{
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, shelf->path, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		const char *name = names.item[i];
		struct backup_set set;
		int64_t time = time_of(name);

		if (time < INT64_MAX && time > shelf->latest)
			shelf->latest = time;
		if (text_ends(name, partial)) {
			strings_take(&shelf->partial, xstrndup(name, strlen(name) - strlen(partial)));
			continue;
		}
		if (read_set(shelf, name, &set) == 0) {
			*list_add(&shelf->sets) = set;
			continue;
		}
		pass_over(shelf, name);
	}
	return 0;
}

int
backup_shelf_open(const char *path, bool make, struct backup_shelf *ret_shelf)
{
	auto_backup_shelf struct backup_shelf shelf = BACKUP_SHELF_NONE;
	auto_close int dir = dir_open(AT_FDCWD, path, make ? 0711 : 0);

	if (dir < 0)
		return -1;
	shelf.path = xstrdup(path);
	shelf.lock = lock_take(dir, ".lock", LOCK_MS);
	if (shelf.lock < 0)
		return fail_within("%s", path);
	if (list(&shelf) < 0)
		return -1;
	*ret_shelf = shelf;
	shelf = (struct backup_shelf) BACKUP_SHELF_NONE;
	return 0;
}

void
backup_shelf_close(struct backup_shelf *shelf)
{
	list_each(set, &shelf->sets)
		backup_set_done(set);
	free(shelf->sets.item);
	strings_done(&shelf->partial);
	free(shelf->path);
	file_close_at(&shelf->lock);
	*shelf = (struct backup_shelf) BACKUP_SHELF_NONE;
}

struct backup_set *
backup_shelf_last(const struct backup_shelf *shelf)
{
	for (unsigned i = shelf->sets.n; i-- > 0;)
		if (!shelf->sets.item[i].retired)
			return &shelf->sets.item[i];
	return NULL;
}

struct backup_set *
backup_shelf_at(const struct backup_shelf *shelf, int64_t us)
{
	struct backup_set *found = NULL;

	list_each(set, &shelf->sets)
		if (!set->retired && time_of(set->stamp) <= us)
			found = set;
	return found;
}

static const struct backup_set *
set_of(const struct backup_shelf *shelf, const char *stamp)
{
	list_each(set, &shelf->sets)
		if (text_same(set->stamp, stamp))
			return set;
	return NULL;
}

static bool
image_is_whole(const struct backup_shelf *shelf, const struct backup_set *set, const struct backup_image *image)
{
	for (;;) {
		auto_free char *file = backup_image_file(shelf, set, image);
		const char *since = image->since;

		if (!file_exists(AT_FDCWD, file))
			return false;
		if (!since)
			return true;
		/* It stands on older ones: so this comes to an end. */
		set = strcmp(since, set->stamp) < 0 ? set_of(shelf, since) : NULL;
		image = set ? backup_set_image(set, image->target) : NULL;
		if (!image)
			return false;
	}
}

bool
backup_set_is_whole(const struct backup_shelf *shelf, const struct backup_set *set)
{
	list_each(image, &set->images)
		if (!image_is_whole(shelf, set, image))
			return false;
	return true;
}

/* --- rotation --- */

/* From here on it counts no more, whoever is killed. */
static int
retire(const struct backup_shelf *shelf, struct backup_set *set)
{
	auto_free char *directory = text_format("%s/%s", shelf->path, set->stamp);
	auto_close int dir = set->retired ? -1 : dir_open(AT_FDCWD, directory, 0);

	if (set->retired)
		return 0;
	if (dir < 0 || file_replace(dir, "retired", "", 0, 0600) < 0)
		return -1;
	set->retired = true;
	return 0;
}

/* The images of the next one stand on nothing older any more. */
static int
merge_into(const struct backup_shelf *shelf, const struct backup_set *old, struct backup_set *next)
{
	auto_free char *directory = text_format("%s/%s", shelf->path, next->stamp);

	list_each(image, &next->images) {
		auto_free char *above = backup_image_file(shelf, next, image), *below = backup_image_file(shelf, old, image);
		const struct backup_image *stood_on = backup_set_image(old, image->target);

		if (!text_same(image->since, old->stamp))
			continue;
		if (DRIVER_CALL(backup, merge, above, below) < 0)
			return -1;
		free(image->since);
		image->since = stood_on ? xstrdup(stood_on->since) : NULL;
	}
	return backup_set_save(directory, next);
}

/* Half removed it is no backup. */
static int
remove_set(const struct backup_shelf *shelf, const struct backup_set *set)
{
	auto_free char *half = text_format("%s%s", set->stamp, partial);
	auto_close int dir = dir_open(AT_FDCWD, shelf->path, 0);

	return dir < 0 || file_rename(dir, set->stamp, half) < 0 ? -1 : dir_remove(dir, half);
}

/* The oldest goes: nothing is below it that could be needed. */
static int
remove_oldest(struct backup_shelf *shelf)
{
	struct backup_set *old = &shelf->sets.item[0];

	if (retire(shelf, old) < 0 || (shelf->sets.n > 1 && merge_into(shelf, old, old + 1) < 0) ||
	    remove_set(shelf, old) < 0)
		return fail_within("backup %s", old->stamp);
	backup_set_done(old);
	memmove(old, old + 1, --shelf->sets.n * sizeof *old);
	return 0;
}

int
backup_shelf_rotate(struct backup_shelf *shelf, unsigned keep)
{
	while (shelf->sets.n && (shelf->sets.item[0].retired || (keep && shelf->sets.n > keep))) {
		if (shelf->gap) {
			warn("%s: none is removed as long as one cannot be read that may stand on it", shelf->path);
			return 0;
		}
		if (remove_oldest(shelf) < 0)
			return -1;
	}
	return 0;
}

int
backup_shelf_clear(struct backup_shelf *shelf)
{
	for (; shelf->sets.n; backup_set_done(&shelf->sets.item[--shelf->sets.n]))
		if (remove_set(shelf, &shelf->sets.item[shelf->sets.n - 1]) < 0)
			return -1;
	return 0;
}
