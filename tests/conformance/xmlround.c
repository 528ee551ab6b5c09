/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xmlround - reads documents and prints what the model makes of them
 *
 *	xmlround [-c] [-l] [-t] [-s] [-u] TYPE OUTDIR FILE...
 *
 * Each result goes to OUTDIR/NAME, a failure to OUTDIR/NAME.err.  TYPE is domain or
 * domainsnapshot; -c completes a domain, -l as the lxc driver does, -t does what libvirt's test driver
 * does beside, -s prints secrets, -u reports what is unknown.
 * Many files at once, because starting a process for each costs more than the work. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "container.h"
#include "driver/vm_complete.h"
#include "driver/vm_rules.h"
#include "model/snapshot.h"

static int (*complete)(struct vm_def *def);
static bool as_test_driver;
static enum view view = VIEW_CONFIG;
static enum model_how how = READ_SILENT;

/* The host of the test driver is an i686, and its interfaces have names at once. */
static void
act_as_test_driver(struct vm_def *def)
{
	unsigned n = 0;

	if (!def->os.arch)
		def->os.arch = xstrdup("i686");
	list_each(nic, &def->devices.nics)
		if (!nic->target.dev)
			nic->target.dev = text_format("testnet%u", n++);
}

static char *
round_domain(const char *xml, const char *whence)
{
	auto_vm_def struct vm_def *def = vm_def_parse(xml, strlen(xml), whence, view, how);

	if (def && as_test_driver)
		act_as_test_driver(def);
	if (!def || (complete && (complete(def) < 0 || vm_def_check(def) < 0)))
		return NULL;
	return vm_def_text(def, view);
}

static char *
round_snapshot(const char *xml, const char *whence)
{
	auto_snapshot_def struct snapshot_def *def = snapshot_def_parse(xml, strlen(xml), whence, view, how);

	return def ? snapshot_def_text(def, view) : NULL;
}

static const struct {
	const char *name;
	char *(*round)(const char *xml, const char *whence);
} types[] = {
	{ "domain", round_domain },
	{ "domainsnapshot", round_snapshot },
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
round_file(char *(*round)(const char *xml, const char *whence), const char *directory, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	auto_free char *xml = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_free char *text = xml ? round(xml, name) : NULL;
	auto_free char *story = text_format("%s %s\n", fault_code(fail_fault()), fail_story());

	if (text)
		return put(directory, name, "", text);
	fail_forget();
	return put(directory, name, ".err", story);
}

int
main(int argc, char **argv)
{
	for (int option; (option = getopt(argc, argv, "cltsu")) != -1; ) {
		complete = option == 'c' ? vm_def_complete : option == 'l' ? lxc_complete : complete;
		as_test_driver |= option == 't';
		view |= option == 's' ? VIEW_SECRET : 0;
		how = option == 'u' ? 0 : how;
	}
	warn_to(complain);
	for (unsigned i = 0; i < COUNT(types) && optind + 1 < argc; i++) {
		if (strcmp(argv[optind], types[i].name))
			continue;
		for (int j = optind + 2; j < argc; j++)
			if (round_file(types[i].round, argv[optind + 1], argv[j]) < 0)
				return 1;
		return 0;
	}
	return 2;
}
