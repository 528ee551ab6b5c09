/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint_off - bitmaps in the images of a guest that is off */
#include "base/process.h"
#include "checkpoint.h"

struct json_object *
qemu_off_describe(const struct storage_source *image)
{
	const char *path = storage_source_path(image);
	char *argv[] = {
		"qemu-img", "info", "--backing-chain", "--force-share", "--output=json", (char *)path, NULL,
	};
	auto_free char *output = NULL;
	auto_json struct json_object *images = NULL;

	if (!storage_source_local(image))
		return fail(FAULT_UNSUPPORTED, "looking into images on servers"), NULL;
	if (process_run(argv, &output) < 0 || !(images = json_parse(output, strlen(output), path)))
		return NULL;
	if (!json_object_is_type(images, json_type_array))
		return fail(FAULT_FAILED, "image %s: qemu-img does not describe a chain", quote(path)), NULL;
	return json_object_get(images);
}

/* NULL, an empty array to everybody, when there are none. */
static struct json_object *
bitmaps_in(struct json_object *image)
{
	return json_member(json_member(json_member(image, "format-specific"), "data"), "bitmaps");
}

static void
list_bitmaps(struct json_object *image, struct strings *ret_names)
{
	struct json_object *bitmaps = bitmaps_in(image);

	for (size_t i = 0; i < json_length(bitmaps); i++) {
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
qemu_off_has_bitmap(const struct storage_source *image, const char *name)
{
	auto_json struct json_object *images = qemu_off_describe(image);

	for (size_t i = 0; i < json_length(images); i++)
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

/* One that was left open by an emulator that was killed is of no use, 5.5. */
static bool
is_of_use(struct json_object *bitmap)
{
	struct json_object *flags = json_member(bitmap, "flags");

	for (size_t i = 0; i < json_length(flags); i++)
		if (text_same(json_object_get_string(json_object_array_get_idx(flags, i)), "in-use"))
			return false;
	return json_string(bitmap, "name") != NULL;
}

static int
hand_down(struct json_object *bitmap, const char *layer, const char *base, bool there)
{
	char *name = (char *)json_string(bitmap, "name");
	auto_free char *granularity = text_format("%lld", (long long)json_number(bitmap, "granularity", 65536));
	char *add[] = { "qemu-img", "bitmap", "--add", "-g", granularity, "-f", "qcow2", (char *)base, name, NULL };
	char *merge[] = { "qemu-img", "bitmap", "--merge", name, "-b", (char *)layer, "-F", "qcow2",
			  "-f", "qcow2", (char *)base, name, NULL };

	return (!there && process_run(add, NULL) < 0) || process_run(merge, NULL) < 0 ? -1 : 0;
}

/* Those that record in the base have recorded the commit, which is all that the layer has; one
 * that is younger than the layer is added only now. */
int
qemu_off_inherit_bitmaps(const struct storage_source *layer, const struct storage_source *base)
{
	auto_json struct json_object *images = qemu_off_describe(layer);
	struct json_object *bitmaps = json_length(images) ? bitmaps_in(json_object_array_get_idx(images, 0)) : NULL;
	struct json_object *below = images ? json_object_array_get_idx(images, 1) : NULL;

	for (size_t i = 0; i < json_length(bitmaps); i++) {
		struct json_object *bitmap = json_object_array_get_idx(bitmaps, i);

		if (is_of_use(bitmap) && hand_down(bitmap, storage_source_path(layer), storage_source_path(base),
						   has(below, json_string(bitmap, "name"))) < 0)
			return -1;
	}
	return images ? 0 : -1;
}

int
qemu_off_add_bitmap(const struct storage_source *image, const char *name)
{
	return change("--add", storage_source_path(image), name);
}

int
qemu_off_remove_bitmap(const struct storage_source *image, const char *name)
{
	auto_json struct json_object *images = qemu_off_describe(image);

	for (size_t i = 0; i < json_length(images); i++) {
		struct json_object *layer = json_object_array_get_idx(images, i);

		if (has(layer, name) && change("--remove", json_string(layer, "filename"), name) < 0)
			return -1;
	}
	return images ? 0 : -1;
}

int
qemu_off_forget_bitmaps(const struct storage_source *image)
{
	auto_json struct json_object *images = qemu_off_describe(image);
	auto_strings struct strings names = { 0 };

	if (!images)
		return -1;
	list_bitmaps(json_object_array_get_idx(images, 0), &names);
	for (unsigned i = 0; i < names.n; i++)
		if (change("--remove", storage_source_path(image), names.item[i]) < 0)
			return -1;
	return 0;
}
