/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* caps - what one emulator binary can do, from the cache or by asking it */
#include "caps.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "caps_probe.h"
#include "state/place.h"

/* Goes up when the cache holds something else than before. */
enum { CACHE_FORMAT = 3 };

/* Machine flags in the cache. */
enum { NUMA = 1 << 0, DEFAULT_MACHINE = 1 << 1, DEPRECATED = 1 << 2, HOTPLUG = 1 << 3 };

static struct {
	struct qemu_caps **item;
	unsigned n;
} known;

/* What makes a cached answer valid: this binary, as it is now, on a host where
 * KVM is as usable to us as it was. */
static char *
identity(const char *binary)
{
	struct stat st;

	if (stat(binary, &st) < 0)
		return fail(FAULT_UNSUPPORTED, "there is no emulator %s", quote(binary)), NULL;
	return text_format("%d %s %ju %ju %jd %jd.%09ld %d", CACHE_FORMAT, binary,
			   (uintmax_t)st.st_dev, (uintmax_t)st.st_ino, (intmax_t)st.st_size,
			   (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
			   access("/dev/kvm", R_OK | W_OK) == 0);
}

/* The whole identity is compared again inside the file. */
static char *
cache_name(const char *of)
{
	return text_format("%016" PRIx64 ".caps", text_hash(of));
}

/* --- the cache file: after the identity a line per fact, a letter in front.  Every definition
 * and every start of a guest reads it: names, which are most of it, come last and stay as they are. */

enum { MACHINE = 'm', ARCH = 'a', VERSION_NUMBER = 'v', PACKAGE = 'p', KVM = 'k' };

static void
write_machine(struct text *out, const struct qemu_machine *machine)
{
	unsigned flags = (machine->numa ? NUMA : 0) | (machine->is_default ? DEFAULT_MACHINE : 0) |
			 (machine->deprecated ? DEPRECATED : 0) | (machine->hotplug_cpus ? HOTPLUG : 0);

	text_addf(out, "%c%u %u %s\t%s\t%s\n", MACHINE, machine->max_cpus, flags, machine->name,
		  machine->alias ? machine->alias : "", machine->cpu ? machine->cpu : "");
}

/* The field in front of a tab or the end, which is taken off.  NULL when it is empty. */
static char *
take_field(char **at)
{
	char *field = *at;
	size_t length = strcspn(field, "\t");

	*at += length + (field[length] == '\t');
	return length ? xstrndup(field, length) : NULL;
}

static bool
read_machine(struct qemu_caps *caps, char *line)
{
	unsigned max_cpus = (unsigned)strtoul(line, &line, 10);
	unsigned flags = (unsigned)strtoul(line, &line, 10);
	struct qemu_machine *machine;

	if (*line++ != ' ')
		return false;
	machine = list_add(&caps->machines);
	machine->name = take_field(&line);
	machine->alias = take_field(&line);
	machine->cpu = take_field(&line);
	machine->max_cpus = max_cpus;
	machine->numa = flags & NUMA;
	machine->is_default = flags & DEFAULT_MACHINE;
	machine->deprecated = flags & DEPRECATED;
	machine->hotplug_cpus = flags & HOTPLUG;
	return machine->name;
}

static char *
caps_write(const struct qemu_caps *caps, const char *whose)
{
	struct text out = { 0 };

	text_addf(&out, "%s\n%c%s\n%c%u\n", whose, ARCH, caps->arch, VERSION_NUMBER, caps->version);
	if (caps->package)
		text_addf(&out, "%c%s\n", PACKAGE, caps->package);
	if (caps->kvm)
		text_addf(&out, "%c\n", KVM);
	list_each(machine, &caps->machines)
		write_machine(&out, machine);
	text_add(&out, text_get(&caps->names) + 1);
	return text_take(&out);
}

static bool
is_name(const char *line)
{
	return *line == QEMU_TYPE || *line == QEMU_CPU;
}

static bool
read_line(struct qemu_caps *caps, char *line)
{
	char letter = *line++;

	switch (letter) {
	case MACHINE:
		return read_machine(caps, line);
	case ARCH:
		free(caps->arch);
		caps->arch = xstrdup(line);
		return true;
	case VERSION_NUMBER:
		caps->version = (unsigned)strtoul(line, NULL, 10);
		return true;
	case PACKAGE:
		free(caps->package);
		caps->package = xstrdup(line);
		return true;
	case KVM:
		return caps->kvm = true;
	default:
		return false;
	}
}

/* False when it is about another binary, or damaged: every line is whole or it is not used. */
static bool
caps_read(struct qemu_caps *caps, char *text, const char *whose)
{
	char *end = strchr(text, '\n');

	if (!end)
		return false;
	*end = '\0';
	if (strcmp(text, whose) != 0)
		return false;
	for (text = end + 1; !is_name(text) && (end = strchr(text, '\n')); text = end + 1) {
		*end = '\0';
		if (!read_line(caps, text))
			return false;
	}
	text_add(&caps->names, text);
	return caps->arch && text_ends(text, "\n");
}

/* A cache that cannot be read is as good as none. */
static bool
cache_load(struct qemu_caps *caps, const char *file, const char *whose)
{
	auto_close int dir = place_open(PLACE_CACHE, "qemu", false);
	auto_free char *text = dir < 0 ? NULL : file_read_if_any(dir, file, FILE_LIMIT, NULL);

	fail_forget();
	return text && caps_read(caps, text, whose);
}

/* Without a cache the next program asks again: slower, not wrong. */
static void
cache_save(const struct qemu_caps *caps, const char *file, const char *whose)
{
	auto_close int dir = place_open(PLACE_CACHE, "qemu", true);
	auto_free char *text = caps_write(caps, whose);

	if (dir >= 0)
		file_replace_cached(dir, file, text, strlen(text), 0600);
	fail_forget();
}

static void
caps_free(struct qemu_caps *caps)
{
	if (!caps)
		return;
	list_each(machine, &caps->machines) {
		free(machine->name);
		free(machine->alias);
		free(machine->cpu);
	}
	free(caps->machines.item);
	text_done(&caps->names);
	free(caps->binary);
	free(caps->arch);
	free(caps->package);
	free(caps);
}

static struct qemu_caps *
caps_new(const char *binary)
{
	struct qemu_caps *caps = xcalloc(1, sizeof *caps);

	caps->binary = xstrdup(binary);
	text_add(&caps->names, "\n");
	return caps;
}

const struct qemu_caps *
qemu_caps(const char *binary)
{
	auto_free char *whose = NULL, *file = NULL;
	struct qemu_caps *caps;

	for (unsigned i = 0; i < known.n; i++)
		if (text_same(known.item[i]->binary, binary))
			return known.item[i];
	whose = identity(binary);
	if (!whose)
		return NULL;
	file = cache_name(whose);
	caps = caps_new(binary);
	if (!cache_load(caps, file, whose)) {
		caps_free(caps);
		caps = caps_new(binary);
		if (caps_probe(caps) < 0) {
			caps_free(caps);
			return NULL;
		}
		cache_save(caps, file, whose);
	}
	*list_add(&known) = caps;
	return caps;
}

const struct qemu_machine *
qemu_caps_machine(const struct qemu_caps *caps, const char *name)
{
	list_each(machine, &caps->machines)
		if (name ? text_same(machine->name, name) || text_same(machine->alias, name)
			 : machine->is_default)
			return machine;
	return NULL;
}

void
qemu_caps_add(struct qemu_caps *caps, enum qemu_name letter, const char *name)
{
	text_addf(&caps->names, "%c%s\n", letter, name);
}

bool
qemu_caps_has(const struct qemu_caps *caps, const char *type)
{
	auto_free char *line = text_format("\n%c%s\n", QEMU_TYPE, type);

	return strstr(text_get(&caps->names), line);
}

void
qemu_caps_names(const struct qemu_caps *caps, enum qemu_name letter, struct strings *ret_names)
{
	const char *line = text_get(&caps->names) + 1;

	for (const char *end; (end = strchr(line, '\n')); line = end + 1)
		if (*line == (char)letter)
			strings_take(ret_names, xstrndup(line + 1, (size_t)(end - line - 1)));
}
