/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_program - what the vm-snapshot- and vm-checkpoint- programs do alike */
#include "command/moment_program.h"

#include <string.h>

#include "base/xml.h"
#include "command/command.h"
#include "command/progress.h"
#include "driver/snapshot_merge.h"
#include "command/vm_program.h"

int
moments_open(const struct moment_kind *kind, const char *vm, enum vm_how how, struct moments *ret_moments)
{
	struct vm *open = vm_open(vm, how);

	if (!open)
		return -1;
	if (moment_tree_brief(kind, open->name, &ret_moments->tree) < 0) {
		vm_close(open);
		return -1;
	}
	ret_moments->vm = open;
	return 0;
}

void
moments_close(struct moments *moments)
{
	if (moments->vm)
		moment_tree_done(&moments->tree);
	vm_close(steal(moments->vm));
}

int
moment_choice(const struct moment_kind *kind, const char *name, bool current)
{
	return !name == !current ? fail(FAULT_USAGE, "either a %s or --current", kind->noun) : 0;
}

struct moment *
moment_chosen(const struct moments *moments, const char *name, bool current)
{
	const struct moment_kind *kind = moments->tree.kind;

	if (moment_choice(kind, name, current) < 0)
		return NULL;
	if (name)
		return moment_find(&moments->tree, name);
	return moment_current(&moments->tree);
}

char *
moment_xml(const struct moments *moments, struct moment *moment, bool security_info)
{
	const void *def = moment_read(&moments->tree, moment);

	return def ? model_text(moments->tree.kind->type, def, security_info ? VIEW_SECRET : VIEW_CONFIG) : NULL;
}

bool
moment_has_name(const char *document)
{
	auto_xml xmlDoc *doc = xml_parse(document, strlen(document), NULL);
	xmlNode *name = doc ? xml_child(xml_root(doc), "name") : NULL;

	fail_forget();
	return name && *xml_text(name);
}

int
moment_show_parent(const struct moment_kind *kind, const char *vm, const char *name, bool current)
{
	auto_moments struct moments m = { 0 };
	const struct moment *child = moments_open(kind, vm, VM_TO_READ, &m) < 0 ? NULL : moment_chosen(&m, name, current);

	if (!child)
		return -1;
	if (!child->parent)
		return fail(kind->missing, "%s %s has no parent", kind->noun, quote(child->facts.name));
	answer("%s\n", child->parent->facts.name);
	return 0;
}

/* One disk after the other is merged, each with a bar of its own. */
static struct progress merging;

static void
show_merge(const char *target, uint64_t done, uint64_t total, bool last)
{
	merging.part = target;
	progress_show(&merging, done, total, last);
	if (!last)
		return;
	progress_end(&merging);
	merging = (struct progress) { .what = merging.what, .target = merging.target };
}

int
moments_delete(const struct moment_kind *kind, const char *name, const struct strings *names, unsigned how)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	merging = (struct progress) { .what = "Block Commit", .target = name };
	snapshot_merge_watch(show_merge);
	for (unsigned i = 0; i < names->n; i++) {
		if (moment_delete(kind, vm, names->item[i], how) < 0 && absent_is_fine() < 0)
			return -1;
		say("%s %s deleted", kind->noun, names->item[i]);
	}
	return 0;
}

int
snapshot_job_asked(void)
{
	if (asked.no_wait || asked.timeout_ms >= 0)
		return fail(FAULT_OPTION, "a snapshot is not left half done: no --no-wait, no --timeout");
	return 0;
}
