/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_device - one device of a definition, of whatever sort: read, found, added, taken away */
#include "driver/vm_device.h"

#include "base/fail.h"
#include "base/xml.h"
#include "driver/vm_device_match.h"

static bool
is_device(const struct row *row)
{
	return row->kind == &kind_list || row->kind == &kind_group;
}

#define EACH_DEVICE_ROW(row) \
	for (const struct row *row = vm_devices_type.rows; row->path; row++) if (!is_device(row)) continue; else

static const struct row *
row_of(const char *element)
{
	EACH_DEVICE_ROW(row)
		if (text_same(row->path, element))
			return row;
	return NULL;
}

int
vm_device_read(const char *xml, const char *whence, enum model_how how, struct vm_device *ret_device)
{
	auto_xml xmlDoc *doc = xml_parse(xml, strlen(xml), whence);
	const xmlNode *root = doc ? xml_root(doc) : NULL;
	struct vm_device device;

	if (!root)
		return -1;
	device.row = row_of((const char *)root->name);
	if (!device.row)
		return fail(FAULT_XML, "%s: '%s' is no device", xml_place(root), (const char *)root->name);
	device.object = how & READ_VALIDATE ? model_parse(device.row->type, xml, strlen(xml), whence, VIEW_SECRET, how) :
			model_read(device.row->type, root, VIEW_SECRET, how);
	if (!device.object)
		return -1;
	*ret_device = device;
	return 0;
}

struct vm_device
vm_device_of(const struct type *type, void *object)
{
	struct vm_device device = { NULL, object };

	EACH_DEVICE_ROW(row)
		if (row->type == type)
			device.row = row;
	return device;
}

void
vm_device_done(struct vm_device *device)
{
	if (device->object)
		model_free(device->row->type, device->object);
	device->object = NULL;
}

struct vm_device
vm_device_copy(const struct vm_device *device)
{
	return (struct vm_device){ device->row, model_copy(device->row->type, device->object) };
}

char *
vm_device_text(const struct vm_device *device, enum view view)
{
	auto_text struct text out = { 0 };

	model_write(device->row->type, device->object, device->row->path, 0, view, &out);
	return text_take(&out);
}

const char *
vm_device_word(const struct vm_device *device)
{
	return device->row->path;
}

/* ---- what every device has ---- */

static int
take_info(void *found, void *holder, const struct type *holder_type, void *context)
{
	(void)holder;
	(void)holder_type;
	*(struct device_info **)context = found;
	return 1;
}

struct device_info *
vm_device_info(const struct vm_device *device)
{
	struct device_info *info = NULL;

	model_each(device->row->type, device->object, &device_info_type, take_info, &info);
	return info;
}

/* ---- lists ---- */

static void *
member_of(const struct vm_def *def, const struct row *row)
{
	return (char *)&def->devices + row->offset;
}

static unsigned
vm_devices_count(const struct vm_def *def, const struct row *row)
{
	return row->kind->count(member_of(def, row));
}

struct vm_device
vm_devices_at(const struct vm_def *def, const struct row *row, unsigned i)
{
	return (struct vm_device){ row, row->kind->object(member_of(def, row), row, i) };
}

int
vm_devices_each(const struct vm_def *def, int (*call)(const struct vm_device *device, unsigned i, void *context),
		void *context)
{
	EACH_DEVICE_ROW(row) {
		for (unsigned i = 0; i < vm_devices_count(def, row); i++) {
			const struct vm_device device = vm_devices_at(def, row, i);
			int told = call(&device, i, context);

			if (told)
				return told;
		}
	}
	return 0;
}

/* ---- found ---- */

int
vm_device_find(const struct vm_def *def, const struct vm_device *like)
{
	auto_vm_device_match struct vm_device_match match = vm_device_match(like);
	int found = -1;

	for (unsigned i = 0; i < vm_devices_count(def, like->row); i++) {
		const struct vm_device device = vm_devices_at(def, like->row, i);

		if (!vm_device_matches(&match, &device))
			continue;
		if (found >= 0)
			return fail(FAULT_FAILED, "several devices '%s' match", like->row->path);
		found = (int)i;
	}
	return found >= 0 ? found : fail(FAULT_MISSING, "no device '%s' matches", like->row->path);
}

struct search {
	const char *alias;
	struct vm_device device;
	unsigned index;
};

static int
has_alias(const struct vm_device *device, unsigned i, void *context)
{
	struct search *search = context;
	const struct device_info *info = vm_device_info(device);

	if (!info || !text_same(info->alias, search->alias))
		return 0;
	search->device = *device;
	search->index = i;
	return 1;
}

bool
vm_device_find_alias(const struct vm_def *def, const char *alias, struct vm_device *ret_device, unsigned *ret_index)
{
	struct search search = { .alias = alias };

	if (!alias || !vm_devices_each(def, has_alias, &search))
		return false;
	*ret_device = search.device;
	*ret_index = search.index;
	return true;
}

/* ---- changed ---- */

/* What a list or a group holds of it is its object, moved. */
static void
move_into(void *place, struct vm_device *device)
{
	memcpy(place, device->object, device->row->type->size);
	free(device->object);
	device->object = NULL;
}

int
vm_device_add(struct vm_def *def, struct vm_device *device)
{
	void *place = device->row->kind->add(member_of(def, device->row), device->row);

	if (!place)
		return fail(FAULT_STATE, "there is a device '%s' already", device->row->path);
	move_into(place, device);
	return 0;
}

void
vm_device_remove(struct vm_def *def, const struct row *row, unsigned i)
{
	struct vm_device device = vm_devices_at(def, row, i);
	struct { char *item; unsigned n; } *list = member_of(def, row);
	size_t size = row->type->size;

	if (row->kind == &kind_group) {
		model_free(row->type, device.object);
		*(void **)member_of(def, row) = NULL;
		return;
	}
	model_done(row->type, device.object);
	memmove(list->item + i * size, list->item + (i + 1) * size, (list->n - i - 1) * size);
	list->n--;
}

void
vm_device_replace(struct vm_def *def, const struct row *row, unsigned i, struct vm_device *device)
{
	struct vm_device old = vm_devices_at(def, row, i);

	model_done(row->type, old.object);
	move_into(old.object, device);
}
