/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_undefine - drop a stored definition and what is kept with it */
#include "driver/vm_inside.h"

#include <unistd.h>

#include "base/file.h"
#include "driver/moment_facts.h"
#include "driver/vm_job_info.h"
#include "driver/vm_save.h"

/* What is kept of a guest besides its definition: a directory of documents. */
static const struct {
	enum vm_undefine_how how;
	const char *folder, *what;
} kept[] = {
	{ UNDEFINE_SNAPSHOTS,   "snapshot",   "snapshot" },
	{ UNDEFINE_CHECKPOINTS, "checkpoint", "checkpoint" },
};

static int
check_kept(const char *folder, const char *name, enum vm_undefine_how how)
{
	for (unsigned i = 0; i < COUNT(kept); i++) {
		auto_free char *below = text_format("%s/%s/%s", folder, kept[i].folder, name);
		auto_strings struct strings names = { 0 };

		if (how & kept[i].how)
			continue;
		if (store_names(PLACE_ETC, below, &names) < 0)
			return -1;
		if (names.n)
			return fail(FAULT_STATE, "it has %u %s%s", names.n, kept[i].what,
				    names.n > 1 ? "s" : "");
	}
	return 0;
}

/* A running guest becomes transient and keeps everything until it stops. */
static int
check_undefine(const char *folder, struct vm *vm, enum vm_undefine_how how)
{
	const struct vm_ops *ops = host_here()->driver->vm;
	auto_free char *save = vm_save_image(folder, vm->name);

	if (vm_must_be_stored(vm) < 0)
		return -1;
	if (!(how & UNDEFINE_MANAGED_SAVE) && access(save, F_OK) == 0)
		return fail(FAULT_STATE, "it has a managed save image");
	if (!vm->active && check_kept(folder, vm->name, how) < 0)
		return -1;
	return ops && ops->check_undefine ? ops->check_undefine(vm, how) : 0;
}

static int
remove_kept(const char *folder, const char *name)
{
	for (unsigned i = 0; i < COUNT(kept); i++) {
		auto_free char *below = text_format("%s/%s", folder, kept[i].folder);
		auto_close int dir = place_open(PLACE_ETC, below, false);

		moment_index_remove(folder, kept[i].folder, name);
		if (dir >= 0 && dir_remove(dir, name) < 0)
			return -1;
	}
	return 0;
}

/* The events stay, as a log does. */
int
vm_forget(const char *folder, const char *name)
{
	auto_free char *state = place_file(PLACE_RUN, "%s/%s.state", folder, name);

	unlink(state);
	vm_job_forget_last(folder, name);
	return remove_kept(folder, name);
}

/* The first step is the one that shows.  A live guest goes on without a definition: what it uses stays until it stops. */
int
vm_undefine_finish(const char *folder, const char *name, enum vm_undefine_how how,
		   const char *xml)
{
	const struct vm_ops *ops = host_here()->driver->vm;
	auto_free char *save = vm_save_image(folder, name);
	auto_vm struct vm *vm = vm_look_at(folder, name, false, store_has(PLACE_RUN, folder, name), true);

	if (!vm)
		return -1;
	vm->config = vm_def_parse(xml, strlen(xml), name, VIEW_STORED, READ_SILENT);
	if (!vm->config)
		fail_forget();    /* one that cannot be read can be dropped all the same */
	if (store_remove(PLACE_ETC, folder, name, vm->config ? vm->config->uuid : NULL) < 0)
		return -1;
	if (vm->config && ops && ops->undefined && ops->undefined(vm, how) < 0)
		return -1;
	if (how & UNDEFINE_MANAGED_SAVE)
		unlink(save);
	if (vm_save_drop_aside(folder, name) < 0)
		return -1;
	vm_brief_remove(PLACE_ETC, folder, name);
	return vm->active ? 0 : vm_forget(folder, name);
}

int
vm_undefine(struct vm *vm, enum vm_undefine_how how)
{
	const char *folder = vm_folder();
	auto_free char *xml = NULL;
	auto_json struct json_object *record = NULL;

	if (!folder || check_undefine(folder, vm, how) < 0)
		return -1;
	if (vm_told("undefine %s", vm->name))
		return 0;
	xml = store_read(PLACE_ETC, folder, vm->name);
	if (!xml)
		return -1;
	record = json_build("s:do", "undefine", "s:name", vm->name, "i:how", (int64_t)how,
			    "s:xml", xml, NULL);
	if (journal_write(folder, vm->name, record) < 0 ||
	    vm_undefine_finish(folder, vm->name, how, xml) < 0 ||
	    journal_clear(folder, vm->name) < 0)
		return -1;
	vm->stored = false;
	return vm_event(folder, vm->name, "lifecycle", "undefined", "removed");
}
