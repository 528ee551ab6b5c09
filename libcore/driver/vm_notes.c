/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_notes - what users and applications keep with a definition: title, description, metadata */
#include "driver/vm_notes.h"

#include <string.h>

#include "base/memory.h"
#include "driver/metadata.h"
#include "driver/vm_inside.h"

static const char *const note_names[] = { [VM_TITLE] = "title", [VM_DESCRIPTION] = "description" };

static struct vm_def *
copy_of(struct vm *vm, bool config)
{
	struct vm_live *live = config ? NULL : vm_live(vm);

	if (config)
		return vm_config(vm);
	return live ? live->def : NULL;
}

static char **
note_of(struct vm_def *def, enum vm_note note)
{
	return note == VM_TITLE ? &def->title : &def->description;
}

const char *
vm_note(struct vm *vm, enum vm_note note, bool config)
{
	struct vm_def *def = copy_of(vm, config);

	if (!def)
		return NULL;
	return *note_of(def, note) ? *note_of(def, note) : "";
}

/* Write back the copies that were changed, and tell who listens. */
static int
save(struct vm *vm, bool live, bool config, const char *what)
{
	if (vm_told("change the %s of %s%s%s", what, vm->name, live ? ", live" : "", config ? ", stored" : ""))
		return 0;
	if (config && vm_save_config(vm) < 0)
		return -1;
	if (live && vm_save_live(vm) < 0)
		return -1;
	return vm->active ? vm_event(vm_folder(), vm->name, "metadata-change", what, NULL) : 0;
}

/* The definitions that a change is made in. */
struct copies {
	struct vm_def *def[2];
	unsigned n;
};

static int
copies_of(struct vm *vm, bool live, bool config, struct copies *ret_copies)
{
	struct copies copies = { 0 };

	if (live)
		copies.def[copies.n++] = copy_of(vm, false);
	if (config)
		copies.def[copies.n++] = copy_of(vm, true);
	for (unsigned i = 0; i < copies.n; i++)
		if (!copies.def[i])
			return -1;
	*ret_copies = copies;
	return 0;
}

/* Takes over text. */
static void
replace(char **member, char *text)
{
	free(*member);
	*member = *text ? text : (free(text), NULL);
}

int
vm_set_note(struct vm *vm, enum vm_note note, const char *text, bool live, bool config)
{
	struct copies copies;

	if (note == VM_TITLE && strchr(text, '\n'))
		return fail(FAULT_XML, "a title is one line");
	if (copies_of(vm, live, config, &copies) < 0)
		return -1;
	for (unsigned i = 0; i < copies.n; i++)
		replace(note_of(copies.def[i], note), xstrdup(text));
	return save(vm, live, config, note_names[note]);
}

static int
no_metadata(const char *uri)
{
	return fail(FAULT_MISSING, "no metadata of the namespace %s", quote(uri));
}

char *
vm_metadata(struct vm *vm, const char *uri, bool config)
{
	struct vm_def *def = copy_of(vm, config);
	char *xml = def ? metadata_get(def->metadata, uri) : NULL;

	if (def && !xml)
		no_metadata(uri);
	return xml;
}

static int
set_metadata(struct vm_def *def, const char *uri, const char *key, const char *xml)
{
	auto_free char *old = xml ? NULL : metadata_get(def->metadata, uri);
	char *text;

	if (!xml && !old)
		return no_metadata(uri);
	text = metadata_set(def->metadata, uri, key, xml);
	if (!text)
		return -1;
	replace(&def->metadata, text);
	return 0;
}

int
vm_set_metadata(struct vm *vm, const char *uri, const char *key, const char *xml, bool live, bool config)
{
	struct copies copies;

	if (copies_of(vm, live, config, &copies) < 0)
		return -1;
	for (unsigned i = 0; i < copies.n; i++)
		if (set_metadata(copies.def[i], uri, key, xml) < 0)
			return -1;
	return save(vm, live, config, "metadata");
}
