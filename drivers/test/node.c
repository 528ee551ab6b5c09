/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* node - what a <node> document of libvirt's test driver describes
 *
 * A <domain> is inside, or in a file of its own (@file, relative to the document).  In the
 * namespace below it may say more: in which state it is (<runstate>, libvirt's number), that
 * it is <transient>, that it <hasmanagedsave>, and its snapshots (<domainsnapshot>). */
#include <fcntl.h>

#include "base/file.h"
#include "base/xml.h"
#include "driver/snapshot.h"
#include "state/place.h"
#include "test.h"

static const char namespace[] = "http://libvirt.org/schemas/domain/test/1.0";

struct guest {
	char *xml;
	enum vm_state state;
	bool transient, saved;
	struct strings snapshots;
};
LIST_OF(guest);

static void
guests_done(struct guest_list *guests)
{
	list_each(guest, guests) {
		free(guest->xml);
		strings_done(&guest->snapshots);
	}
	free(guests->item);
}
#define auto_guests __attribute__((cleanup(guests_done)))

/* A file named in a document, from where the document is.  Caller frees. */
static char *
beside(const char *document, const char *file)
{
	const char *slash = strrchr(document, '/');

	if (*file == '/' || !slash)
		return xstrdup(file);
	return text_format("%.*s/%s", (int)(slash - document), document, file);
}

static xmlDoc *
read_document(const char *path)
{
	size_t size = 0;
	auto_free char *data = file_read(AT_FDCWD, path, FILE_LIMIT, &size);

	return data ? xml_parse(data, size, path) : NULL;
}

static int
read_state(struct guest *guest, xmlNode *at)
{
	const char *text = xml_text(at);
	uint64_t state;

	if (text_to_u64(text, 10, &state) < 0 || state >= vm_state_count)
		return fail(FAULT_XML, "%s: run state '%s' is out of range", xml_place(at), text);
	guest->state = (enum vm_state)state;
	return 0;
}

/* Its contents, without the namespace, or the file it names. */
static int
read_snapshot(struct guest *guest, const char *document, xmlNode *at)
{
	const char *file = xml_value(at, "file");
	auto_free char *path = file ? beside(document, file) : NULL;
	auto_text struct text out = { 0 };

	if (path) {
		char *xml = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);

		if (xml)
			strings_take(&guest->snapshots, xml);
		return xml ? 0 : -1;
	}
	text_add(&out, "<domainsnapshot>\n");
	for (xmlNode *child = xml_child(at, NULL); child; child = xml_next(child, NULL))
		xml_print(child, 1, &out);
	text_add(&out, "</domainsnapshot>\n");
	strings_take(&guest->snapshots, text_take(&out));
	return 0;
}

static int
read_extra(struct guest *guest, const char *document, xmlNode *at)
{
	const char *name = (const char *)at->name;

	if (text_same(name, "runstate"))
		return read_state(guest, at);
	if (text_same(name, "domainsnapshot"))
		return read_snapshot(guest, document, at);
	if (text_same(name, "transient"))
		guest->transient = true;
	else if (text_same(name, "hasmanagedsave"))
		guest->saved = true;
	else
		warn("%s: unknown element '%s'", xml_place(at), name);
	return 0;
}

static bool
is_extra(const xmlNode *element)
{
	return element->ns && text_same((const char *)element->ns->href, namespace);
}

static int
read_extras(struct guest *guest, const char *document, xmlNode *domain)
{
	xmlNode *next;

	for (xmlNode *child = xml_child(domain, NULL); child; child = next) {
		next = xml_next(child, NULL);
		if (!is_extra(child))
			continue;
		if (read_extra(guest, document, child) < 0)
			return -1;
		xml_remove(child);
	}
	if (guest->transient && guest->state == VM_SHUTOFF)
		return fail(FAULT_XML, "%s: a transient guest cannot be shut off", xml_place(domain));
	if (guest->saved && guest->state != VM_SHUTOFF)
		return fail(FAULT_XML, "%s: a guest with a managed save image must be shut off",
			    xml_place(domain));
	return 0;
}

/* Take in what the element says; -1 unless it is a good definition. */
static int
read_guest(struct guest *guest, const char *document, xmlNode *domain)
{
	auto_text struct text out = { 0 };
	auto_vm_def struct vm_def *checked = NULL;

	guest->state = VM_RUNNING;
	if (read_extras(guest, document, domain) < 0)
		return -1;
	xml_print(domain, 0, &out);
	guest->xml = text_take(&out);
	checked = vm_prepare(guest->xml, document, 0);
	return checked ? 0 : -1;
}

static int
read_named(struct guest *guest, const char *document, const char *file)
{
	auto_free char *path = beside(document, file);
	auto_xml xmlDoc *doc = read_document(path);

	return doc ? read_guest(guest, path, xml_root(doc)) : -1;
}

/* The whole document is read before anything is made of it. */
static int
read_guests(const char *path, struct guest_list *guests)
{
	auto_xml xmlDoc *doc = read_document(path);
	xmlNode *root = doc ? xml_root(doc) : NULL;
	xmlNode *next;

	if (!root)
		return -1;
	if (!text_same((const char *)root->name, "node"))
		return fail(FAULT_XML, "%s: expected element 'node', not '%s'", xml_place(root),
			    (const char *)root->name);
	for (xmlNode *domain = xml_child(root, "domain"); domain; domain = next) {
		struct guest *guest = list_add(guests);
		const char *file = xml_value(domain, "file");

		next = xml_next(domain, "domain");
		if (file ? read_named(guest, path, file) : read_guest(guest, path, domain))
			return -1;
	}
	return 0;
}

static int
add_saved_image(const char *folder, const char *name)
{
	auto_free char *below = text_format("%s/save", folder);
	auto_free char *file = text_format("%s.save", name);
	auto_close int dir = place_open(PLACE_VAR, below, true);

	return dir < 0 ? -1 : file_replace(dir, file, "", 0, 0600);
}

static int
add_snapshots(struct vm *vm, const struct guest *guest, const char *whence)
{
	for (unsigned i = 0; i < guest->snapshots.n; i++)
		if (snapshot_create(vm, guest->snapshots.item[i], whence, SNAPSHOT_REDEFINE, NULL) < 0)
			return -1;
	return 0;
}

/* What a killed program made already is there; the rest is added. */
static int
add_guest(const char *folder, const struct guest *guest, const char *whence)
{
	struct vm_start how = { 0 };
	auto_vm_def struct vm_def *def = vm_prepare(guest->xml, whence, 0);
	auto_vm struct vm *vm = NULL;

	if (!def)
		return -1;
	vm = vm_open(def->name, VM_TO_READ);
	if (vm && vm->active)
		return 0;
	vm_close(vm);
	vm = NULL;
	if (guest->transient ? vm_create(guest->xml, whence, 0, &how, NULL) < 0
			     : vm_define(guest->xml, whence, 0, NULL, NULL, NULL) < 0)
		return -1;
	vm = vm_open(def->name, VM_TO_CHANGE);
	if (!vm || add_snapshots(vm, guest, whence) < 0)
		return -1;
	if (guest->saved && add_saved_image(folder, def->name) < 0)
		return -1;
	if (guest->state == VM_SHUTOFF)
		return 0;
	if (!vm->active && vm_start(vm, &how) < 0)
		return -1;
	return guest->state == VM_RUNNING ? 0 : test_become(vm, guest->state, VM_REASON_UNKNOWN);
}

int
test_load_node(const char *folder, const char *path)
{
	auto_guests struct guest_list guests = { 0 };

	if (read_guests(path, &guests) < 0)
		return -1;
	list_each(guest, &guests)
		if (add_guest(folder, guest, path) < 0)
			return -1;
	return 0;
}
