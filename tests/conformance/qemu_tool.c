/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu_tool - reads domain documents and prints what the qemu driver makes of them
 *
 *	qemu_tool [-s] xml|args CAPSDIR OUTDIR FILE...
 *
 * Each result goes to OUTDIR/NAME, class and story of a failure to OUTDIR/NAME.err: the completed
 * definition, or the command line with one argument a line.  -s prints secrets.  CAPSDIR/BINARY.caps says what each
 * emulator can do and CAPSDIR/firmware holds descriptions, so that no QEMU is needed; "record BINARY" writes such a file to standard output. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "alias.h"
#include "args.h"
#include "base/fail.h"
#include "base/file.h"
#include "driver/vm_rules.h"
#include "complete.h"
#include "firmware.h"
#include "tls.h"
#include "validate.h"

/* libvirt's place for what the driver keeps, as the goldens have it. */
static const char var[] = "/var/lib/libvirt/qemu";

static const char *caps_dir;
static enum view view = VIEW_CONFIG;

/* ---- capabilities as lines of words ---- */

static void
record(const char *binary)
{
	const struct qemu_caps *caps = qemu_caps(binary);

	if (!caps) {
		fprintf(stderr, "%s\n", fail_story());
		exit(1);
	}
	printf("arch %s\nversion %u\nkvm %d\n", caps->arch, caps->version, 1);
	list_each(machine, &caps->machines)
		printf("machine %s %s %s %u %d\n", machine->name, machine->alias ? machine->alias : "-",
		       machine->cpu ? machine->cpu : "-", machine->max_cpus, machine->is_default);
	fputs(text_get(&caps->names) + 1, stdout);
}

static char *
word_or_null(const char *word)
{
	return strcmp(word, "-") ? xstrdup(word) : NULL;
}

static void
load_line(struct qemu_caps *caps, const char *line)
{
	char name[128], alias[128], cpu[128];
	unsigned cpus;
	int first;

	if (sscanf(line, "machine %127s %127s %127s %u %d", name, alias, cpu, &cpus, &first) == 5)
		*list_add(&caps->machines) = (struct qemu_machine) {
			.name = xstrdup(name), .alias = word_or_null(alias), .cpu = word_or_null(cpu),
			.max_cpus = cpus, .is_default = first,
		};
	else if (sscanf(line, "arch %127s", name) == 1)
		caps->arch = xstrdup(name);
	else if (line[0] == QEMU_TYPE || line[0] == QEMU_CPU)
		text_add(&caps->names, line);
	else if (sscanf(line, "version %u", &caps->version) != 1)
		caps->kvm |= sscanf(line, "kvm %d", &first) == 1 && first;
}

static struct { struct qemu_caps **item; unsigned n; } loaded;

static const struct qemu_caps *
load_caps(const char *binary)
{
	const char *slash = strrchr(binary, '/');
	auto_free char *path = text_format("%s/%s.caps", caps_dir, slash ? slash + 1 : binary);
	struct qemu_caps *caps;
	char line[256];
	FILE *file;

	for (unsigned i = 0; i < loaded.n; i++)
		if (text_same(loaded.item[i]->binary, binary))
			return loaded.item[i];
	file = fopen(path, "re");
	if (!file)
		return fail_errno("open %s", path), NULL;
	caps = xcalloc(1, sizeof *caps);
	caps->binary = xstrdup(binary);
	text_add(&caps->names, "\n");
	while (fgets(line, sizeof line, file))
		load_line(caps, line);
	fclose(file);
	*list_add(&loaded) = caps;
	return caps;
}

/* ---- documents ---- */

static struct vm_def *
read_domain(const char *xml, const char *whence)
{
	auto_vm_def struct vm_def *def = vm_def_parse(xml, strlen(xml), whence, view, READ_SILENT);
	const struct qemu_caps *caps;

	/* The emulator that libvirt found on the machine of the goldens. */
	if (def && !def->os.arch)
		def->os.arch = xstrdup("x86_64");
	if (def && !def->devices.emulator)
		def->devices.emulator = text_format("/usr/bin/qemu-system-%s",
						    text_same(def->os.arch, "i686") ? "i386" : "x86_64");
	caps = def ? load_caps(def->devices.emulator) : NULL;
	if (!caps || qemu_complete_with(def, caps, var) < 0 || qemu_validate_with(def, caps) < 0 || vm_def_check(def) < 0)
		return NULL;
	return steal(def);
}

static char *
completed_xml(const char *xml, const char *whence)
{
	auto_vm_def struct vm_def *def = read_domain(xml, whence);

	return def ? vm_def_text(def, view) : NULL;
}

static char *
command_line(const char *xml, const char *whence)
{
	enum { SHORT_NAME = 20 };
	auto_vm_def struct vm_def *def = read_domain(xml, whence);
	auto_strings struct strings argv = { 0 };
	auto_text struct text out = { 0 };
	auto_free char *tag = text_format("-1-%.*s", SHORT_NAME, def ? def->name : "");
	auto_free char *dir = text_format("%s/domain-%s", var, tag);
	auto_free char *firmware = text_format("%s/firmware", caps_dir);
	/* As libvirt's own tests are set up. */
	static const struct tls tls = { .of = {
		[TLS_CHARDEV] = { .directory = "/etc/pki/qemu", .verify = true },
		[TLS_NBD] = { .directory = "/etc/pki/qemu", .verify = true },
		[TLS_SPICE] = { .on = true, .directory = "/etc/pki/libvirt-spice" },
	} };
	struct qemu_args_how how = { .native = true, .var = var, .dir = dir, .tag = tag, .tls = &tls };

	if (!def)
		return NULL;
	how.caps = load_caps(def->devices.emulator);
	if (qemu_firmware_choose(def, var, (const char *const []) { firmware, NULL }) < 0)
		return NULL;
	qemu_name_devices(def);
	if (qemu_args(def, &how, &argv) < 0)
		return NULL;
	for (unsigned i = 0; i < argv.n; i++)
		text_addf(&out, "%s\n", argv.item[i]);
	return text_take(&out);
}

static int
work(char *(*make)(const char *, const char *), int out, const char *path)
{
	const char *slash = strrchr(path, '/');
	auto_free char *xml = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_free char *made = xml ? make(xml, slash ? slash + 1 : path) : NULL;
	auto_free char *name = text_format("%s%s", slash ? slash + 1 : path, made ? "" : ".err");
	auto_free char *story = text_format("%s %s\n", fault_code(fail_fault()), fail_story());
	const char *text = made ? made : story;

	if (file_replace_volatile(out, name, text, strlen(text), 0644) < 0)
		return -1;
	fail_forget();
	return 0;
}

int
main(int argc, char **argv)
{
	bool args;
	int out;

	if (argc > 1 && text_same(argv[1], "-s")) {
		view = VIEW_SECRET;
		argv++, argc--;
	}
	if (argc == 3 && text_same(argv[1], "record"))
		return record(argv[2]), 0;
	if (argc < 5)
		return 2;
	args = text_same(argv[1], "args");
	caps_dir = argv[2];
	out = open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (int i = 4; i < argc; i++)
		if (out < 0 || work(args ? command_line : completed_xml, out, argv[i]) < 0) {
			fprintf(stderr, "qemu_tool: %s\n", fail_story());
			return 1;
		}
	return 0;
}
