/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_names - all guests, from the names of files */
#include "driver/vm_inside.h"

#include <fcntl.h>
#include <fnmatch.h>

#include "base/file.h"

/* What there is of each name, merged from sorted lists. */
enum { HAS_CONFIG, HAS_LIVE, HAS_STATE, HAS_COUNT };

static const struct {
	enum place place;
	const char *suffix;
} sources[HAS_COUNT] = {
	[HAS_CONFIG] = { PLACE_ETC, ".xml" },
	[HAS_LIVE]   = { PLACE_RUN, ".xml" },
	[HAS_STATE]  = { PLACE_RUN, ".state" },
};

struct merge {
	struct strings names[HAS_COUNT];
	unsigned at[HAS_COUNT];
};

static void
merge_done(struct merge *merge)
{
	for (unsigned i = 0; i < HAS_COUNT; i++)
		strings_done(&merge->names[i]);
}
#define auto_merge __attribute__((cleanup(merge_done)))

static int
merge_begin(const char *folder, struct merge *merge)
{
	for (unsigned i = 0; i < HAS_COUNT; i++) {
		auto_free char *path = place_file(sources[i].place, "%s", folder);

		if (dir_names(AT_FDCWD, path, sources[i].suffix, &merge->names[i]) < 0)
			return -1;
	}
	return 0;
}

/* The next name, and in which lists it is.  NULL at the end. */
static const char *
merge_next(struct merge *merge, bool ret_has[HAS_COUNT])
{
	const char *first = NULL;

	for (unsigned i = 0; i < HAS_COUNT; i++) {
		const char *name = merge->at[i] < merge->names[i].n
				   ? merge->names[i].item[merge->at[i]] : NULL;

		if (name && (!first || strcmp(name, first) < 0))
			first = name;
	}
	for (unsigned i = 0; first && i < HAS_COUNT; i++) {
		ret_has[i] = merge->at[i] < merge->names[i].n &&
			     strcmp(merge->names[i].item[merge->at[i]], first) == 0;
		merge->at[i] += ret_has[i];
	}
	return first;
}

static bool
wanted(const char *name, const char *pattern, enum vm_filter filter, const bool has[HAS_COUNT])
{
	if (!has[HAS_CONFIG] && !has[HAS_LIVE])
		return false;
	if (filter == VM_ACTIVE && !has[HAS_LIVE])
		return false;
	return store_name_fits(name) && (!pattern || fnmatch(pattern, name, 0) == 0);
}

static void
add(struct vms *vms, struct vm *vm)
{
	vms->item = list_grow_(vms->item, vms->n, sizeof *vms->item);
	vms->item[vms->n++] = vm;
}

int
vms_open(enum vm_filter filter, const char *pattern, struct vms *ret_vms)
{
	const char *folder = vm_folder();
	auto_merge struct merge merge = { 0 };
	auto_vms struct vms vms = { 0 };
	bool has[HAS_COUNT];
	const char *name;

	if (!folder || merge_begin(folder, &merge) < 0)
		return -1;
	while ((name = merge_next(&merge, has))) {
		auto_vm struct vm *vm = NULL;

		if (!wanted(name, pattern, filter, has))
			continue;
		vm = vm_look_at(folder, name, has[HAS_CONFIG], has[HAS_LIVE], has[HAS_STATE]);
		if (!vm)
			return -1;
		if (filter & (vm->active ? VM_ACTIVE : VM_INACTIVE) && (vm->stored || vm->active))
			add(&vms, steal(vm));
	}
	*ret_vms = vms;
	vms = (struct vms){ 0 };
	return 0;
}

void
vms_close(struct vms *vms)
{
	for (unsigned i = 0; i < vms->n; i++)
		vm_close(vms->item[i]);
	free(vms->item);
	*vms = (struct vms){ 0 };
}

int
vm_names(enum vm_filter filter, const char *pattern, struct strings *ret_names)
{
	auto_vms struct vms vms = { 0 };
	struct strings names = { 0 };

	if (vms_open(filter, pattern, &vms) < 0)
		return -1;
	for (unsigned i = 0; i < vms.n; i++)
		strings_add(&names, vms.item[i]->name);
	*ret_names = names;
	return 0;
}
