/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* notes_program - what the -desc and -metadata programs of all nouns do */
#include "command/notes_program.h"

#include <string.h>

#include "base/memory.h"
#include "driver/network.h"
#include "driver/vm_notes.h"

/* --- the nouns */

static int
open_vm(const char *name, bool to_change, struct noted *ret_noted)
{
	struct vm *vm = vm_open(name, to_change ? VM_TO_CHANGE : VM_TO_READ);

	if (vm)
		*ret_noted = (struct noted){ vm, vm->active, vm->stored };
	return vm ? 0 : -1;
}

static void
close_vm(void *vm)
{
	vm_close(vm);
}

static const char *
get_vm(void *vm, bool title, bool config)
{
	return vm_note(vm, title ? VM_TITLE : VM_DESCRIPTION, config);
}

static int
set_vm(void *vm, bool title, const char *text, bool live, bool config)
{
	return vm_set_note(vm, title ? VM_TITLE : VM_DESCRIPTION, text, live, config);
}

static char *
metadata_vm(void *vm, const char *uri, bool config)
{
	return vm_metadata(vm, uri, config);
}

static int
set_metadata_vm(void *vm, const char *uri, const char *key, const char *xml, bool live, bool config)
{
	return vm_set_metadata(vm, uri, key, xml, live, config);
}

const struct notes vm_notes = { open_vm, close_vm, get_vm, set_vm, metadata_vm, set_metadata_vm };

static int
open_net(const char *name, bool to_change, struct noted *ret_noted)
{
	struct network *network = network_open(name, to_change ? NETWORK_TO_CHANGE : NETWORK_TO_READ);

	if (network)
		*ret_noted = (struct noted){ network, network->active, network->stored };
	return network ? 0 : -1;
}

static void
close_net(void *network)
{
	network_close(network);
}

static const char *
get_net(void *network, bool title, bool config)
{
	return network_note(network, title ? NETWORK_TITLE : NETWORK_DESCRIPTION, config);
}

static int
set_net(void *network, bool title, const char *text, bool live, bool config)
{
	return network_set_note(network, title ? NETWORK_TITLE : NETWORK_DESCRIPTION, text, live, config);
}

static char *
metadata_net(void *network, const char *uri, bool config)
{
	return network_metadata(network, uri, config);
}

static int
set_metadata_net(void *network, const char *uri, const char *key, const char *xml, bool live, bool config)
{
	return network_set_metadata(network, uri, key, xml, live, config);
}

const struct notes net_notes = { open_net, close_net, get_net, set_net, metadata_net, set_metadata_net };

/* --- what is in hand, for the callbacks of edit_xml() */

static const struct notes *notes;
static struct noted noted;
static bool live, config;

/* with() the object of that name, open to be changed or read. */
static int
in_hand(const struct notes *whose, const char *name, bool to_change, int (*with)(void))
{
	int result;

	notes = whose;
	if (notes->open(name, to_change, &noted) < 0)
		return -1;
	result = asked_states(noted.active, noted.stored, to_change, &live, &config);
	if (result == 0)
		result = with();
	notes->close(noted.object);
	return result;
}

/* --- title and description */

struct strings notes_desc_words;
static bool title, edit;

const struct option_row notes_desc_options[] = {
	OPT_FLAG(0, "title", &title, "the title instead of the description"),
	OPT_FLAG(0, "edit",  &edit,  "change it in an editor"),
	ROWS_END
};

static int
set(const char *text)
{
	return notes->set(noted.object, title, text, live, config);
}

/* An editor ends its file with a line break that nobody typed. */
static int
accept(const char *edited, const void *what)
{
	auto_free char *text = xstrdup(edited);
	size_t length = strlen(text);

	(void)what;
	while (length && text[length - 1] == '\n')
		text[--length] = '\0';
	return set(text);
}

static int
set_words(void)
{
	auto_text struct text joined = { 0 };

	for (unsigned i = 0; i < notes_desc_words.n; i++)
		text_addf(&joined, "%s%s", i ? " " : "", notes_desc_words.item[i]);
	return set(text_get(&joined));
}

static int
show_or_set(void)
{
	const char *now;

	if (notes_desc_words.n)
		return set_words();
	now = notes->get(noted.object, title, config);
	if (!now)
		return -1;
	if (edit)
		return edit_xml(now, ".txt", accept, NULL);
	answer("%s\n", now);
	return 0;
}

int
notes_desc(const struct notes *whose, const char *name)
{
	if (edit && notes_desc_words.n)
		return fail(FAULT_USAGE, "--edit and a text exclude each other");
	return in_hand(whose, name, notes_desc_words.n || edit, show_or_set);
}

/* --- metadata */

const char *notes_metadata_uri;
static const char *key, *given;
static bool edit_element, delete;

const struct option_row notes_metadata_options[] = {
	OPT_VALUE(0, "key", VALUE_TEXT, &key,   "PREFIX", "the namespace prefix it is stored with"),
	OPT_VALUE(0, "set", VALUE_TEXT, &given, "XML",    "store this element, - for standard input"),
	OPT_FLAG (0, "edit",   &edit_element, "change it in an editor"),
	OPT_FLAG (0, "remove", &delete,       "remove it"),
	ROWS_END
};

static int
store(const char *xml)
{
	return notes->set_metadata(noted.object, notes_metadata_uri, key, xml, live, config);
}

static int
store_edited(const char *edited, const void *what)
{
	(void)what;
	return store(edited);
}

static int
store_given(void)
{
	auto_free char *read = strcmp(given, "-") == 0 ? input_read(given, NULL) : xstrdup(given);

	return read ? store(read) : -1;
}

static int
show_or_store(void)
{
	auto_free char *now = NULL;

	if (given)
		return store_given();
	if (delete)
		return store(NULL);
	now = notes->metadata(noted.object, notes_metadata_uri, config);
	if (!now)
		return -1;
	return edit_element ? edit_xml(now, ".xml", store_edited, NULL) : print_xml(now);
}

int
notes_metadata(const struct notes *whose, const char *name)
{
	if (!!given + edit_element + delete > 1)
		return fail(FAULT_USAGE, "--set, --edit and --remove exclude each other");
	if ((given || edit_element) && !key)
		return fail(FAULT_USAGE, "--key is missing: the prefix to store it with");
	return in_hand(whose, name, given || edit_element || delete, show_or_store);
}
