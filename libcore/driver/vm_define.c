/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_define - definitions of record: read, completed, checked, stored */
#include "driver/vm_inside.h"

#include <inttypes.h>

#include "base/file.h"
#include "driver/vm_complete.h"
#include "driver/vm_rules.h"

/* The UUID of what has that name, stored or live; false when nothing has. */
static bool
uuid_of_name(const char *folder, const char *name, char ret_uuid[UUID_TEXT])
{
	static const enum place places[] = { PLACE_ETC, PLACE_RUN };

	for (unsigned i = 0; i < COUNT(places); i++) {
		auto_vm_brief struct vm_brief brief = { 0 };

		if (vm_brief_read(places[i], folder, name, &brief) == 0) {
			memcpy(ret_uuid, brief.facts.uuid, UUID_TEXT);
			return true;
		}
		fail_forget();    /* a definition that cannot be read may be replaced */
	}
	return false;
}

int
vm_complete_unchecked(struct vm_def *def)
{
	const struct vm_ops *ops = host_here()->driver->vm;

	return ops && ops->complete ? ops->complete(def) : vm_def_complete(def);
}

int
vm_complete(struct vm_def *def)
{
	const struct vm_ops *ops = host_here()->driver->vm;

	if (vm_complete_unchecked(def) < 0 || (ops && ops->validate && ops->validate(def) < 0))
		return -1;
	return vm_def_check(def);
}

/* A document that names no UUID speaks of the guest of that name. */
static void
adopt_uuid(struct vm_def *def)
{
	char uuid[UUID_TEXT];

	if (!def->uuid && def->name && store_name_fits(def->name) &&
	    uuid_of_name(host_here()->folder, def->name, uuid) && *uuid)
		def->uuid = xstrdup(uuid);
}

struct vm_def *
vm_prepare_def(const char *xml, const char *whence, enum vm_define_how how, bool *ret_given)
{
	enum model_how strict = (how & DEFINE_STRICT ? READ_STRICT : 0) |
				(how & DEFINE_VALIDATE ? READ_VALIDATE : 0);
	auto_vm_def struct vm_def *def = NULL;

	if (!vm_folder())
		return NULL;
	def = vm_def_parse(xml, strlen(xml), whence, VIEW_SECRET, strict);
	if (!def)
		return NULL;
	*ret_given = def->uuid;
	adopt_uuid(def);
	if (vm_complete(def) < 0 || store_name_check(def->name) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}

struct vm_def *
vm_prepare(const char *xml, const char *whence, enum vm_define_how how)
{
	bool given;

	return vm_prepare_def(xml, whence, how, &given);
}

/* A UUID that was made up just now is nobody's. */
int
vm_check_identity(const char *folder, const struct vm_def *def, bool uuid_given)
{
	char uuid[UUID_TEXT];
	bool exists = uuid_of_name(folder, def->name, uuid);
	auto_free char *other = NULL;

	if (exists && *uuid && strcmp(uuid, def->uuid) != 0)
		return fail(FAULT_FAILED, "virtual machine '%s' already exists with uuid %s",
			    def->name, uuid);
	if (exists || !uuid_given)
		return 0;
	other = store_find_uuid(folder, def->uuid);
	if (other && !text_same(other, def->name))
		return fail(FAULT_FAILED, "virtual machine '%s' is already defined with uuid %s",
			    other, def->uuid);
	return 0;
}

int
vm_store(const char *folder, const struct vm_def *def)
{
	auto_free char *xml = vm_def_text(def, VIEW_STORED);

	if (store_write(PLACE_ETC, folder, def->name, def->uuid, xml) < 0)
		return -1;
	vm_brief_write(folder, def->name, def);
	return 0;
}

char *
vm_hash(struct vm *vm)
{
	const char *folder = vm_folder();
	auto_free char *xml = NULL;

	if (!folder || vm_must_be_stored(vm) < 0)
		return NULL;
	xml = store_read(PLACE_ETC, folder, vm->name);
	return xml ? text_format("%016" PRIx64, text_hash(xml)) : NULL;
}

static int
check_match(struct vm *existing, const char *if_match)
{
	bool stored = existing && existing->stored;
	auto_free char *now = if_match && stored ? vm_hash(existing) : NULL;

	if (!if_match || text_same(now, if_match))
		return 0;
	if (stored && !now)
		return -1;
	return fail(FAULT_STATE, "the stored definition has hash %s, not %s",
		    now ? now : "none", if_match);
}

/* Would storing it change anything?  The file may have been edited by hand. */
static bool
unchanged(struct vm *existing, const struct vm_def *def)
{
	auto_free char *old_text = NULL;
	auto_free char *new_text = NULL;

	if (!existing || !existing->stored)
		return false;
	if (!vm_config(existing)) {
		fail_forget();    /* what cannot be read is replaced */
		return false;
	}
	old_text = vm_def_text(existing->config, VIEW_STORED);
	new_text = vm_def_text(def, VIEW_STORED);
	return text_same(old_text, new_text);
}

/* The lock of the name is held, or this is a dry run. */
static int
define(const char *folder, const struct vm_def *def, bool uuid_given, enum vm_define_how how,
       const char *if_match, bool *ret_changed)
{
	auto_vm struct vm *existing = vm_look(folder, def->name);
	bool stored = existing && existing->stored;

	if (!existing && fail_fault() != FAULT_NONE)
		return -1;
	if (vm_check_identity(folder, def, uuid_given) < 0 || check_match(existing, if_match) < 0)
		return -1;
	*ret_changed = !(how & DEFINE_IF_CHANGED) || !unchanged(existing, def);
	if (!*ret_changed || vm_told("define %s", def->name))
		return 0;
	if (vm_store(folder, def) < 0)
		return -1;
	return vm_event(folder, def->name, "lifecycle", "defined", stored ? "updated" : "added");
}

int
vm_lock_uuids(const char *folder)
{
	return store_lock(folder, ".new-uuid");    /* no guest has such a name */
}

int
vm_define(const char *xml, const char *whence, enum vm_define_how how,
	  const char *if_match, char **ret_name, bool *ret_changed)
{
	bool uuid_given = false, changed;
	auto_vm_def struct vm_def *def = vm_prepare_def(xml, whence, how, &uuid_given);
	const char *folder = vm_folder();
	bool dry = vm_is_dry_run();
	auto_close int lock = -1;
	auto_close int uuid_lock = -1;

	if (!def)
		return -1;
	if (!dry && (lock = vm_lock(folder, def->name)) < 0)
		return -1;
	if (!dry && vm_repair_name(folder, def->name, lock) < 0)
		return -1;
	if (!dry && uuid_given && !store_has(PLACE_ETC, folder, def->name) &&
	    (uuid_lock = vm_lock_uuids(folder)) < 0)
		return -1;
	if (define(folder, def, uuid_given, how, if_match, &changed) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(def->name);
	if (ret_changed)
		*ret_changed = changed;
	return 0;
}

int
vm_save_config(struct vm *vm)
{
	const char *folder = vm_folder();

	if (!folder || !vm_config(vm))
		return -1;
	if (vm_told("define %s", vm->name))
		return 0;
	vm_def_free(vm->placed);
	vm->placed = NULL;
	if (vm_store(folder, vm->config) < 0) {
		/* What is stored now, old or new, is read again by who asks. */
		vm_def_free(vm->config);
		vm->config = NULL;
		return -1;
	}
	return vm_event(folder, vm->name, "lifecycle", "defined", "updated");
}
