/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_device_match - which device an element means */
#include "driver/vm_device_match.h"

#include "base/fail.h"

static bool
same_disk(const void *like, const void *device)
{
	return text_same(((const struct disk *)like)->target.dev, ((const struct disk *)device)->target.dev);
}

static bool
same_address(const struct device_info *like, const struct device_info *device)
{
	if (like->alias && !text_same(like->alias, device->alias))
		return false;
	return !like->address.type || model_compare(&device_address_type, &like->address, &device->address, ABI) == 0;
}

/* A card is its MAC address; the place tells apart those that have the same. */
static bool
same_nic(const void *like_object, const void *object)
{
	const struct nic *like = like_object, *nic = object;

	return (!like->mac.address || text_same(like->mac.address, nic->mac.address)) &&
	       same_address(&like->info, &nic->info);
}

static bool
same_controller(const void *like_object, const void *object)
{
	const struct controller *like = like_object, *controller = object;

	return like->type == controller->type && like->index.given && like->index.value == controller->index.value;
}

/* The host's end of a channel may have a name that was made up for it. */
static bool
same_channel(const void *like_object, const void *object)
{
	const struct channel *like = like_object, *channel = object;

	return like->target == channel->target && text_same(like->name, channel->name) &&
	       like->source.type == channel->source.type;
}

static bool
same_graphics(const void *like, const void *graphics)
{
	return ((const struct graphics *)like)->type == ((const struct graphics *)graphics)->type;
}

/* The sorts that have a name of their own. */
static const struct {
	const struct type *type;
	bool (*same)(const void *like, const void *device);
} named[] = {
	{ &disk_type, same_disk }, { &nic_type, same_nic }, { &controller_type, same_controller },
	{ &channel_type, same_channel }, { &graphics_type, same_graphics },
};

/* ---- the others: all that is said is so ---- */

static bool contains(struct json_object *whole, struct json_object *part);

static bool
contains_all(struct json_object *whole, struct json_object *part)
{
	size_t n = json_length(part);

	if (json_length(whole) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!contains(json_object_array_get_idx(whole, i), json_object_array_get_idx(part, i)))
			return false;
	return true;
}

static bool
contains(struct json_object *whole, struct json_object *part)
{
	if (json_object_get_type(whole) != json_object_get_type(part))
		return false;
	if (json_object_is_type(part, json_type_array))
		return contains_all(whole, part);
	if (!json_object_is_type(part, json_type_object))
		return json_object_equal(whole, part);
	json_object_object_foreach(part, key, value) {
		struct json_object *member = json_member(whole, key);

		if (!member || !contains(member, value))
			return false;
	}
	return true;
}

struct vm_device_match
vm_device_match(const struct vm_device *like)
{
	return (struct vm_device_match){ like, model_json(like->row->type, like->object, VIEW_CONFIG) };
}

void
vm_device_match_done(struct vm_device_match *match)
{
	json_object_put(match->said);
}

bool
vm_device_matches(const struct vm_device_match *match, const struct vm_device *device)
{
	auto_json struct json_object *all = NULL;

	for (unsigned i = 0; i < COUNT(named); i++)
		if (named[i].type == device->row->type) {
			bool same = named[i].same(match->like->object, device->object);

			fail_forget();   /* how addresses differ is not asked */
			return same;
		}
	all = model_json(device->row->type, device->object, VIEW_CONFIG);
	return contains(all, match->said);
}
