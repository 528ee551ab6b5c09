/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* caps - what one emulator binary can do, from the cache or by asking it */
#include "caps.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/json.h"
#include "caps_probe.h"
#include "state/place.h"

/* Goes up when the cache holds something else than before. */
enum { CACHE_FORMAT = 1 };

/* Machine flags in the cache. */
enum { NUMA = 1 << 0, DEFAULT_MACHINE = 1 << 1, DEPRECATED = 1 << 2, HOTPLUG = 1 << 3 };

static struct {
	struct qemu_caps **item;
	unsigned n;
} known;

static const struct {
	const char *key;
	size_t offset;
} name_lists[] = {
	{ "types",    offsetof(struct qemu_caps, types) },
	{ "commands", offsetof(struct qemu_caps, commands) },
	{ "cpus",     offsetof(struct qemu_caps, cpus) },
	{ "options",  offsetof(struct qemu_caps, options) },
};

static struct strings *
name_list(const struct qemu_caps *caps, unsigned i)
{
	return (struct strings *)((char *)caps + name_lists[i].offset);
}

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

/* FNV-1a: the whole identity is compared again inside the file. */
static char *
cache_name(const char *of)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (const char *c = of; *c; c++)
		hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
	return text_format("%016" PRIx64 ".json", hash);
}

/* --- the cache file: lists of names are one string each, which is quick to read */

static void
split(struct strings *into, const char *names)
{
	while (names && *names) {
		size_t length = strcspn(names, "\n");

		strings_take(into, xstrndup(names, length));
		names += length + (names[length] == '\n');
	}
}

static char *
join(const struct strings *names)
{
	auto_text struct text text = { 0 };

	for (unsigned i = 0; i < names->n; i++)
		text_addf(&text, "%s%s", i ? "\n" : "", names->item[i]);
	return text_take(&text);
}

static struct json_object *
machine_to_json(const struct qemu_machine *machine)
{
	int64_t flags = (machine->numa ? NUMA : 0) | (machine->is_default ? DEFAULT_MACHINE : 0) |
			(machine->deprecated ? DEPRECATED : 0) | (machine->hotplug_cpus ? HOTPLUG : 0);

	return json_build("s:name", machine->name, "s?:alias", machine->alias, "s?:cpu", machine->cpu,
			  "i:cpus", (int64_t)machine->max_cpus, "i:flags", flags, NULL);
}

static void
machine_from_json(struct qemu_machine *machine, struct json_object *from)
{
	int64_t flags = json_number(from, "flags", 0);

	*machine = (struct qemu_machine){
		.name = xstrdup(json_string(from, "name")),
		.alias = xstrdup(json_string(from, "alias")),
		.cpu = xstrdup(json_string(from, "cpu")),
		.max_cpus = (unsigned)json_number(from, "cpus", 1),
		.numa = flags & NUMA,
		.is_default = flags & DEFAULT_MACHINE,
		.deprecated = flags & DEPRECATED,
		.hotplug_cpus = flags & HOTPLUG,
	};
}

static struct json_object *
caps_to_json(const struct qemu_caps *caps, const char *whose)
{
	struct json_object *machines = json_object_new_array();
	struct json_object *all;

	list_each(machine, &caps->machines)
		json_object_array_add(machines, machine_to_json(machine));
	all = json_build("s:identity", whose, "s:arch", caps->arch, "i:version", (int64_t)caps->version,
			 "s?:package", caps->package, "b:kvm", caps->kvm, "o:machines", machines, NULL);
	for (unsigned i = 0; i < COUNT(name_lists); i++) {
		auto_free char *names = join(name_list(caps, i));

		json_object_object_add(all, name_lists[i].key, json_object_new_string(names ? names : ""));
	}
	return all;
}

static bool
caps_from_json(struct qemu_caps *caps, struct json_object *all, const char *whose)
{
	struct json_object *machines = json_member(all, "machines");

	if (!text_same(json_string(all, "identity"), whose) || !json_string(all, "arch") ||
	    !json_object_is_type(machines, json_type_array))
		return false;
	caps->arch = xstrdup(json_string(all, "arch"));
	caps->version = (unsigned)json_number(all, "version", 0);
	caps->package = xstrdup(json_string(all, "package"));
	caps->kvm = json_boolean(all, "kvm");
	for (size_t i = 0; i < json_object_array_length(machines); i++)
		machine_from_json(list_add(&caps->machines), json_object_array_get_idx(machines, i));
	for (unsigned i = 0; i < COUNT(name_lists); i++)
		split(name_list(caps, i), json_string(all, name_lists[i].key));
	return true;
}

/* A cache that cannot be read is as good as none. */
static bool
cache_load(struct qemu_caps *caps, const char *file, const char *whose)
{
	auto_close int dir = place_open(PLACE_CACHE, "qemu", false);
	size_t size = 0;
	auto_free char *text = dir < 0 ? NULL : file_read_if_any(dir, file, FILE_LIMIT, &size);
	auto_json struct json_object *all = text ? json_parse(text, size, file) : NULL;

	fail_forget();
	return all && caps_from_json(caps, all, whose);
}

/* Without a cache the next program asks again: slower, not wrong. */
static void
cache_save(const struct qemu_caps *caps, const char *file, const char *whose)
{
	auto_close int dir = place_open(PLACE_CACHE, "qemu", true);
	auto_json struct json_object *all = caps_to_json(caps, whose);
	const char *line = json_line(all);

	if (dir >= 0)
		file_replace_volatile(dir, file, line, strlen(line), 0600);
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
	for (unsigned i = 0; i < COUNT(name_lists); i++)
		strings_done(name_list(caps, i));
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

static int
compare(const void *a, const void *b)
{
	return strcmp(a, *(char *const *)b);
}

bool
qemu_caps_has(const struct qemu_caps *caps, const char *type)
{
	return bsearch(type, caps->types.item, caps->types.n, sizeof *caps->types.item, compare);
}
