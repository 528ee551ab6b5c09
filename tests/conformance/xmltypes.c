/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xmltypes - reads documents other than domains and prints what the model makes of them
 *
 *	xmltypes [-t] [-j] [-u] KIND OUTDIR FILE...
 *
 * Each result goes to OUTDIR/NAME, a failure to OUTDIR/NAME.err: its class, then its story.
 * -t does what libvirt's test driver does beside, -j copies what was read and passes it through
 * JSON before it is printed, -u reports what is unknown.  Documents that another one decides
 * about find it beside them: NAME.pool.xml, NAME.domain.xml. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "driver/vm_complete.h"
#include "model/backup.h"
#include "model/capabilities.h"
#include "model/checkpoint.h"
#include "model/cpu.h"
#include "model/domain_capabilities.h"
#include "model/interface.h"
#include "model/network.h"
#include "model/network_port.h"
#include "model/nodedev.h"
#include "model/nwfilter.h"
#include "model/nwfilter_binding.h"
#include "model/secret.h"
#include "model/volume.h"

static bool as_test_driver, through_json;
static enum model_how how = READ_SILENT;

struct document {
	const char *path;                /* of the file */
	const char *whence;
	const char *xml;
};

/* The same object again, from a copy's JSON. */
static void *
pass(const struct type *type, void *object)
{
	void *copy, *back;
	struct json_object *json;

	if (!through_json || !object)
		return object;
	copy = model_copy(type, object);
	model_free(type, object);
	json = model_json(type, copy, VIEW_CONFIG);
	model_free(type, copy);
	back = model_from_json(type, json);
	json_object_put(json);
	return back;
}

#define PARSE(t, document)                                                                      \
	(struct t *)pass(&t##_type, t##_parse((document)->xml, strlen((document)->xml),         \
					      (document)->whence, VIEW_CONFIG, how))

/* The document beside this one: NAME.in.xml and NAME.pool.xml. */
static char *
beside(const struct document *document, const char *suffix)
{
	const char *end = strstr(document->path, ".in.xml");
	auto_free char *path = NULL;

	if (!end)
		return NULL;
	path = text_format("%.*s%s", (int)(end - document->path), document->path, suffix);
	if (access(path, R_OK) < 0)
		return NULL;
	return file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
}

static char *
round_network(const struct document *document)
{
	auto_document(network_def) struct network_def *def = PARSE(network_def, document);

	if (!def)
		return NULL;
	network_def_complete(def);
	if (network_def_validate(def) < 0)
		return NULL;
	network_def_add_mac(def);
	return network_def_text(def, VIEW_CONFIG);
}

static char *
round_network_generic(const struct document *document)
{
	auto_document(network_def) struct network_def *def = PARSE(network_def, document);

	if (!def)
		return NULL;
	network_def_complete(def);
	return network_def_text(def, VIEW_CONFIG);
}

/* The test driver's pools are as large as this. */
#define TEST_POOL_SIZE (UINT64_C(100) << 30)

static char *
round_pool(const struct document *document)
{
	auto_document(pool_def) struct pool_def *def = PARSE(pool_def, document);

	if (!def || pool_def_complete(def) < 0)
		return NULL;
	if (as_test_driver)
		def->capacity = def->available = TEST_POOL_SIZE;
	return pool_def_text(def, VIEW_CONFIG);
}

static char *
round_volume(const struct document *document)
{
	auto_free char *xml = beside(document, ".pool.xml");
	const struct document context = { document->path, "pool", xml };
	auto_document(pool_def) struct pool_def *pool = xml ? PARSE(pool_def, &context) : NULL;
	auto_document(volume_def) struct volume_def *def = NULL;

	if (!pool || pool_def_complete(pool) < 0)
		return NULL;
	def = PARSE(volume_def, document);
	if (!def || volume_def_complete(def, pool) < 0)
		return NULL;
	return volume_def_text(def, VIEW_CONFIG);
}

static char *
round_secret(const struct document *document)
{
	auto_document(secret_def) struct secret_def *def = PARSE(secret_def, document);

	if (!def)
		return NULL;
	secret_def_complete(def);
	return secret_def_text(def, VIEW_CONFIG);
}

static char *
round_nwfilter(const struct document *document)
{
	auto_document(nwfilter_def) struct nwfilter_def *def = PARSE(nwfilter_def, document);

	if (!def)
		return NULL;
	nwfilter_def_complete(def);
	return nwfilter_def_text(def, VIEW_CONFIG);
}

static char *
round_nodedev(const struct document *document)
{
	auto_document(nodedev_def) struct nodedev_def *def = PARSE(nodedev_def, document);

	if (!def)
		return NULL;
	nodedev_def_complete(def);
	return nodedev_def_text(def, VIEW_CONFIG);
}

/* Types to which nothing is added. */
#define ROUND(t)                                                                \
	static char *                                                           \
	round_##t(const struct document *document)                              \
	{                                                                       \
		auto_document(t) struct t *def = PARSE(t, document);            \
									        \
		return def ? t##_text(def, VIEW_CONFIG) : NULL;                 \
	}
ROUND(network_port_def)
ROUND(nwfilter_binding_def)
ROUND(interface_def)
ROUND(capabilities)
ROUND(domain_capabilities)
ROUND(cpu_def)

/* ---- checkpoints ---- */

/* The domain that was defined before: beside the document, or else inside. */
static struct vm_def *
guest_of(const struct document *document, const struct checkpoint_def *def)
{
	auto_free char *xml = beside(document, ".domain.xml");
	struct vm_def *guest;

	if (!xml && !def->domain)
		return fail(FAULT_INTERNAL, "no domain"), NULL;
	guest = xml ? vm_def_parse(xml, strlen(xml), "domain", VIEW_CONFIG, how) :
		      vm_def_copy(def->domain);
	if (guest && vm_def_complete(guest) < 0) {
		vm_def_free(guest);
		return NULL;
	}
	return guest;
}

static char *
redefine(const struct document *document, bool with_domain)
{
	auto_document(checkpoint_def) struct checkpoint_def *def = PARSE(checkpoint_def, document);
	auto_vm_def struct vm_def *guest = def ? guest_of(document, def) : NULL;

	if (!guest || checkpoint_def_check_redefinition(def) < 0 ||
	    (def->domain && checkpoint_def_align(def, guest) < 0))
		return NULL;
	if (def->domain && (vm_def_complete(def->domain) < 0 || !with_domain))
		vm_def_free(steal(def->domain));
	return checkpoint_def_text(def, VIEW_CONFIG);
}

static char *
round_redefinition(const struct document *document)
{
	return redefine(document, true);
}

static char *
round_redefinition_bare(const struct document *document)
{
	return redefine(document, false);
}

/* ---- what libvirt's test-suites of checkpoints and backups make up ---- */

static void
add_disk(struct vm_def *guest, const char *target)
{
	struct disk *disk = list_add(&guest->devices.disks);

	model_init(&disk_type, disk);
	disk->target.dev = xstrdup(target);
	disk->source.type = STORAGE_FILE;
	disk->source.format = FORMAT_QCOW2;
	disk->source.file = text_format("/fake/%s.qcow2", target);
}

static char *
round_backup(const struct document *document)
{
	auto_document(backup_def) struct backup_def *def = PARSE(backup_def, document);
	auto_vm_def struct vm_def *guest = model_new(&vm_def_type);

	if (!def)
		return NULL;
	list_each(disk, &def->disks)
		add_disk(guest, disk->name);
	add_disk(guest, "vdextradisk");
	if (backup_def_align(def, guest, "SUFFIX") < 0)
		return NULL;
	return backup_def_text(def, VIEW_FILE);
}

static char *
round_suite_creation(const struct document *document)
{
	auto_document(checkpoint_def) struct checkpoint_def *def = PARSE(checkpoint_def, document);
	auto_vm_def struct vm_def *guest = model_new(&vm_def_type);

	if (!def)
		return NULL;
	checkpoint_def_request(def, 1525889631);
	add_disk(guest, "vda");
	list_each(disk, &def->disks)
		if (strcmp(disk->name, "vda"))
			add_disk(guest, disk->name);
	return checkpoint_def_align(def, guest) < 0 ? NULL : checkpoint_def_text(def, VIEW_CONFIG);
}

/* ---- kinds ---- */

static const struct {
	const char *name;
	char *(*round)(const struct document *document);
} kinds[] = {
	{ "network",                       round_network },
	{ "network-generic",               round_network_generic },
	{ "network-port",                  round_network_port_def },
	{ "pool",                          round_pool },
	{ "volume",                        round_volume },
	{ "nwfilter",                      round_nwfilter },
	{ "nwfilter-binding",              round_nwfilter_binding_def },
	{ "interface",                     round_interface_def },
	{ "nodedev",                       round_nodedev },
	{ "secret",                        round_secret },
	{ "capabilities",                  round_capabilities },
	{ "domain-capabilities",           round_domain_capabilities },
	{ "cpu-baseline",                  round_cpu_def },
	{ "checkpoint-redefine",           round_redefinition },
	{ "checkpoint-redefine-nodomain",  round_redefinition_bare },
	{ "checkpoint-xml2xml",            round_suite_creation },
	{ "backup-xml2xml",                round_backup },
};

static int
put(const char *directory, const char *name, const char *suffix, const char *text)
{
	auto_free char *path = text_format("%s/%s%s", directory, name, suffix);
	FILE *file = fopen(path, "w");

	if (!file)
		return -1;
	fputs(text, file);
	return fclose(file);
}

static void
complain(const char *message)
{
	fprintf(stderr, "%s\n", message);
}

static int
round_file(unsigned kind, const char *directory, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	auto_free char *xml = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	const struct document document = { path, name, xml };
	auto_free char *text = xml ? kinds[kind].round(&document) : NULL;
	auto_free char *story = text_format("%s %s\n", fault_code(fail_fault()), fail_story());

	if (text)
		return put(directory, name, "", text);
	fail_forget();
	return put(directory, name, ".err", story);
}

int
main(int argc, char **argv)
{
	for (int option; (option = getopt(argc, argv, "tju")) != -1; ) {
		as_test_driver |= option == 't';
		through_json |= option == 'j';
		how = option == 'u' ? 0 : how;
	}
	warn_to(complain);
	for (unsigned i = 0; i < COUNT(kinds) && optind + 1 < argc; i++) {
		if (strcmp(argv[optind], kinds[i].name))
			continue;
		for (int j = optind + 2; j < argc; j++)
			if (round_file(i, argv[optind + 1], argv[j]) < 0)
				return 1;
		return 0;
	}
	return 2;
}
