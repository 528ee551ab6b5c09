/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_tags - what is inside an image, and which names are safe there */
#include "snapshot.h"

int
image_tags_from(struct json_object *image, struct image_tag_list *ret_tags)
{
	struct json_object *all = json_member(image, "snapshots");
	size_t n = json_length(all);

	*ret_tags = (struct image_tag_list) { 0 };
	for (size_t i = 0; i < n; i++) {
		struct json_object *entry = json_object_array_get_idx(all, i);
		struct image_tag *tag = list_add(ret_tags);

		tag->name = xstrdup(json_string(entry, "name"));
		tag->id = xstrdup(json_string(entry, "id"));
		tag->vm_state_size = json_number(entry, "vm-state-size", 0);
	}
	return 0;
}

void
image_tags_done(struct image_tag_list *tags)
{
	list_each(tag, tags) {
		free(tag->name);
		free(tag->id);
	}
	free(tags->item);
	*tags = (struct image_tag_list) { 0 };
}

/* 1 to 9 digits, the first not 0: what an id of an entry looks like. */
static bool
looks_like_id(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return digits && digits < 10 && !name[digits] && *name != '0';
}

int
image_tag_check(const struct image_tag_list *tags, const char *name, enum tag_use use)
{
	bool found = false;

	if (use == TAG_NEW && looks_like_id(name))
		return fail(FAULT_FAILED, "the image would take snapshot name %s for a number of an entry",
			    quote(name));
	list_each(tag, tags) {
		if (text_same(tag->name, name))
			found = true;
		else if (text_same(tag->id, name))
			return fail(FAULT_FAILED, "%s is the number of snapshot %s in the image", quote(name),
				    quote(tag->name));
	}
	if (found && use == TAG_NEW)
		return fail(FAULT_FAILED, "the image has a snapshot %s already", quote(name));
	if (!found && use == TAG_EXISTING)
		return fail(FAULT_FAILED, "the image has no snapshot %s", quote(name));
	return 0;
}
