/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu_img - disk images in formats that have tables, by qemu-img */
#include "qemu_img.h"

#include "base/fail.h"
#include "base/process.h"

/* Options of qemu-img's -o, each behind a comma. */
static char *
image_options(const struct volume_def *def, enum volume_how how)
{
	auto_text struct text options = { 0 };
	const struct volume_target *target = &def->target;

	if (target->format == VOLUME_FORMAT_QCOW2)
		text_addf(&options, ",compat=%s", target->compat ? target->compat : "0.10");
	if (target->cluster_size)
		text_addf(&options, ",cluster_size=%llu", (unsigned long long)target->cluster_size);
	if (target->features && target->features->lazy_refcounts)
		text_add(&options, ",lazy_refcounts=on");
	if (target->features && target->features->extended_l2)
		text_add(&options, ",extended_l2=on");
	if (target->nocow)
		text_add(&options, ",nocow=on");
	if (how & VOLUME_PREALLOCATE)
		text_addf(&options, ",preallocation=%s",
			  def->allocation.value < def->capacity.value ? "metadata" : "falloc");
	return options.length ? xstrdup(text_get(&options) + 1) : NULL;
}

static void
add_pair(struct strings *argv, const char *option, const char *value)
{
	if (!value)
		return;
	strings_add(argv, option);
	strings_add(argv, value);
}

int
qemu_img_create(const char *path, const struct volume_def *def, enum volume_how how)
{
	auto_strings struct strings argv = { 0 };
	auto_free char *options = image_options(def, how);

	strings_add(&argv, "qemu-img");
	strings_add(&argv, "create");
	strings_add(&argv, "-q");
	add_pair(&argv, "-f", words_name(&volume_format_words, def->target.format));
	add_pair(&argv, "-b", def->backing ? def->backing->path : NULL);
	add_pair(&argv, "-F", def->backing ? words_name(&volume_format_words, def->backing->format) : NULL);
	add_pair(&argv, "-o", options);
	strings_add(&argv, path);
	strings_addf(&argv, "%lld", (long long)def->capacity.value);
	return process_run(argv.item, NULL);
}

int
qemu_img_convert(const char *path, const struct volume_def *def, enum volume_how how,
		 const struct volume_def *from)
{
	auto_strings struct strings argv = { 0 };
	auto_free char *options = image_options(def, how);

	strings_add(&argv, "qemu-img");
	strings_add(&argv, "convert");
	add_pair(&argv, "-f", words_name(&volume_format_words,
					 qemu_img_is_plain(from) ? VOLUME_FORMAT_RAW : from->target.format));
	add_pair(&argv, "-O", words_name(&volume_format_words, def->target.format));
	add_pair(&argv, "-o", options);
	strings_add(&argv, from->target.path);
	strings_add(&argv, path);
	return process_run(argv.item, NULL);
}

int
qemu_img_resize(const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	auto_strings struct strings argv = { 0 };

	strings_add(&argv, "qemu-img");
	strings_add(&argv, "resize");
	strings_add(&argv, "-q");
	add_pair(&argv, "-f", words_name(&volume_format_words, def->target.format));
	if (how & VOLUME_SHRINK)
		strings_add(&argv, "--shrink");
	if (how & VOLUME_ALLOCATE)
		strings_add(&argv, "--preallocation=falloc");
	strings_add(&argv, def->target.path);
	strings_addf(&argv, "%llu", (unsigned long long)capacity);
	return process_run(argv.item, NULL);
}
