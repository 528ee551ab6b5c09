/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* firmware - which UEFI image a guest gets that asks for one by its features */
#include "firmware.h"

#include <fcntl.h>
#include <fnmatch.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/json.h"

static const char *const host_dirs[] = { "/usr/share/qemu/firmware", "/etc/qemu/firmware", NULL };

/* ---- the descriptions ---- */

static void
add_names(struct strings *names, const char *dir)
{
	auto_strings struct strings here = { 0 };

	if (dir_names(AT_FDCWD, dir, ".json", &here) < 0) {
		fail_forget();          /* a directory that cannot be read has no images for us */
		return;
	}
	for (unsigned i = 0; i < here.n; i++)
		if (!strings_have(names, here.item[i]))
			strings_add(names, here.item[i]);
}

/* The description of that name in the last directory that has it.  One that is empty hides the
 * others, one that cannot be read is told about and passed over. */
static struct json_object *
read_description(const char *const *dirs, const char *name)
{
	enum { LIMIT = 1 << 20 };
	auto_free char *path = NULL, *text = NULL;
	struct json_object *description;
	size_t size = 0;

	for (; *dirs; dirs++) {
		auto_free char *candidate = text_format("%s/%s.json", *dirs, name);

		if (file_exists(AT_FDCWD, candidate)) {
			free(path);
			path = steal(candidate);
		}
	}
	text = path ? file_read(AT_FDCWD, path, LIMIT, &size) : NULL;
	if (text && !size)
		return NULL;
	description = text ? json_parse(text, size, path) : NULL;
	if (!description) {
		warn("firmware: %s", fail_story());
		fail_forget();
	}
	return description;
}

static bool
list_has(struct json_object *list, const char *word)
{
	if (!json_object_is_type(list, json_type_array))
		return false;
	for (size_t i = 0; i < json_length(list); i++)
		if (text_same(json_object_get_string(json_object_array_get_idx(list, i)), word))
			return true;
	return false;
}

static bool
has_feature(struct json_object *description, const char *feature)
{
	return list_has(json_member(description, "features"), feature);
}

static const char *
mapped_file(struct json_object *description, const char *what)
{
	return json_string(json_member(json_member(description, "mapping"), what), "filename");
}

/* ---- does it fit? ---- */

static bool
machine_fits(struct json_object *machines, const char *machine)
{
	if (!json_object_is_type(machines, json_type_array))
		return false;
	for (size_t i = 0; i < json_length(machines); i++) {
		const char *pattern = json_object_get_string(json_object_array_get_idx(machines, i));

		if (pattern && fnmatch(pattern, machine, 0) == 0)
			return true;
	}
	return false;
}

static bool
target_fits(struct json_object *description, const struct vm_def *def)
{
	struct json_object *targets = json_member(description, "targets");
	const char *arch = text_same(def->os.arch, "i686") ? "i386" : def->os.arch;

	if (!json_object_is_type(targets, json_type_array))
		return false;
	for (size_t i = 0; i < json_length(targets); i++) {
		struct json_object *target = json_object_array_get_idx(targets, i);

		if (text_same(json_string(target, "architecture"), arch) &&
		    machine_fits(json_member(target, "machines"), def->os.machine))
			return true;
	}
	return false;
}

static bool
features_fit(struct json_object *description, const struct vm_def *def)
{
	bool secure = has_feature(description, "secure-boot"), smm = has_feature(description, "requires-smm");

	list_each(wish, &def->os.firmware_features)
		if (has_feature(description, words_name(&firmware_feature_name_words, wish->name)) != (wish->enabled == YES))
			return false;
	if (def->os.loader.secure == YES && !(secure && smm))
		return false;
	if (def->os.loader.secure == NO && smm)
		return false;
	if (smm && def->features.smm && def->features.smm->state == NO)
		return false;
	return (def->pm.suspend_to_mem != YES || has_feature(description, "acpi-s3")) &&
	       (def->pm.suspend_to_disk != YES || has_feature(description, "acpi-s4"));
}

static bool
fits(struct json_object *description, const struct vm_def *def)
{
	return list_has(json_member(description, "interface-types"), "uefi") &&
	       text_same(json_string(json_member(description, "mapping"), "device"), "flash") &&
	       mapped_file(description, "executable") && target_fits(description, def) &&
	       features_fit(description, def);
}

/* ---- taking it ---- */

static void
fill_nvram(struct vm_def *live, const char *var, struct json_object *description)
{
	struct vm_os *os = &live->os;

	if (os->loader.stateless == YES)
		return;
	if (!os->nvram)
		os->nvram = model_new(&nvram_type);
	if (!os->nvram->template)
		os->nvram->template = xstrdup(mapped_file(description, "nvram-template"));
	if (!os->nvram->path && !os->nvram->source.type)
		os->nvram->path = text_format("%s/nvram/%s_VARS.fd", var, live->name);
}

static void
take(struct vm_def *live, const char *var, struct json_object *description)
{
	struct vm_os *os = &live->os;

	os->loader.path = xstrdup(mapped_file(description, "executable"));
	os->loader.type = LOADER_PFLASH;
	os->loader.readonly = YES;
	fill_nvram(live, var, description);
	if (!has_feature(description, "requires-smm"))
		return;
	if (!live->features.smm)
		live->features.smm = xcalloc(1, sizeof *live->features.smm);
	live->features.smm->state = YES;
	os->loader.secure = YES;
}

/* An image chosen by its path may have a description too: it names the template. */
static bool
describes(struct json_object *description, const struct vm_def *live)
{
	return text_same(mapped_file(description, "executable"), live->os.loader.path);
}

static bool
use(struct vm_def *live, const char *var, struct json_object *description)
{
	if (live->os.loader.path) {
		if (!describes(description, live))
			return false;
		fill_nvram(live, var, description);
		return true;
	}
	if (!fits(description, live))
		return false;
	take(live, var, description);
	return true;
}

/* Is there anything to look up? */
static bool
wanted(const struct vm_os *os)
{
	if (os->loader.path)
		return os->loader.type == LOADER_PFLASH && os->loader.readonly == YES &&
		       os->nvram && os->nvram->path && !os->nvram->template;
	return os->firmware == FIRMWARE_EFI;
}

int
qemu_firmware_choose(struct vm_def *live, const char *var, const char *const *dirs)
{
	auto_strings struct strings names = { 0 };

	if (!wanted(&live->os))
		return 0;
	if (!dirs)
		dirs = host_dirs;
	for (const char *const *dir = dirs; *dir; dir++)
		add_names(&names, *dir);
	strings_sort(&names);
	for (unsigned i = 0; i < names.n; i++) {
		auto_json struct json_object *description = read_description(dirs, names.item[i]);

		if (description && use(live, var, description))
			return 0;
	}
	/* Without a description there is no template, which matters only if NVRAM is not there yet. */
	return live->os.loader.path ? 0
	       : fail(FAULT_CONFIG, "no UEFI firmware of this host fits: machine '%s', architecture '%s'",
		      live->os.machine, live->os.arch);
}
