/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint_off - bitmaps in the images of a guest that is off */
#include "base/process.h"
#include "checkpoint.h"

struct json_object *
qemu_off_describe(const struct disk *disk)
{
	const char *path = storage_source_path(&disk->source);
	char *argv[] = {
		"qemu-img", "info", "--backing-chain", "--force-share", "--output=json", (char *)path, NULL,
	};
	auto_free char *output = NULL;
	auto_json struct json_object *images = NULL;

	if (!storage_source_local(&disk->source))
		return fail(FAULT_UNSUPPORTED, "looking into images on servers"), NULL;
	if (process_run(argv, &output) < 0 || !(images = json_parse(output, strlen(output), path)))
		return NULL;
	if (!json_object_is_type(images, json_type_array))
		return fail(FAULT_FAILED, "image %s: qemu-img does not describe a chain", quote(path)), NULL;
	return json_object_get(images);
}

static void
list_bitmaps(struct json_object *image, struct strings *ret_names)
{
	struct json_object *specific = json_member(json_member(image, "format-specific"), "data");
	struct json_object *bitmaps = json_member(specific, "bitmaps");
	size_t n = json_object_is_type(bitmaps, json_type_array) ? json_object_array_length(bitmaps) : 0;

	for (size_t i = 0; i < n; i++) {
		const char *name = json_string(json_object_array_get_idx(bitmaps, i), "name");

		if (name)
			strings_add(ret_names, name);
	}
}

static bool
has(struct json_object *image, const char *name)
{
	auto_strings struct strings names = { 0 };

	list_bitmaps(image, &names);
	return strings_have(&names, name);
}

int
qemu_off_has_bitmap(const struct disk *disk, const char *name)
{
	auto_json struct json_object *images = qemu_off_describe(disk);

	for (size_t i = 0; images && i < json_object_array_length(images); i++)
		if (has(json_object_array_get_idx(images, i), name))
			return 1;
	return images ? 0 : -1;
}

static int
change(const char *option, const char *path, const char *name)
{
	char *argv[] = { "qemu-img", "bitmap", (char *)option, "-f", "qcow2", (char *)path, (char *)name, NULL };

	return process_run(argv, NULL);
}

int
qemu_off_add_bitmap(const struct disk *disk, const char *name)
{
	return change("--add", storage_source_path(&disk->source), name);
}

int
qemu_off_remove_bitmap(const struct disk *disk, const char *name)
{
	auto_json struct json_object *images = qemu_off_describe(disk);

	for (size_t i = 0; images && i < json_object_array_length(images); i++) {
		struct json_object *image = json_object_array_get_idx(images, i);

		if (has(image, name) && change("--remove", json_string(image, "filename"), name) < 0)
			return -1;
	}
	return images ? 0 : -1;
}

int
qemu_off_forget_bitmaps(const struct disk *disk)
{
	auto_json struct json_object *images = qemu_off_describe(disk);
	auto_strings struct strings names = { 0 };

	if (!images)
		return -1;
	list_bitmaps(json_object_array_get_idx(images, 0), &names);
	for (unsigned i = 0; i < names.n; i++)
		if (change("--remove", storage_source_path(&disk->source), names.item[i]) < 0)
			return -1;
	return 0;
}
