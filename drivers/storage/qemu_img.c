/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu_img - disk images in formats that have tables, by qemu-img */
#include "qemu_img.h"

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "contents.h"
#include "driver/secret.h"

/* ---- encryption ---- */

int
qemu_img_check_encryption(const struct volume_def *def)
{
	const struct storage_encryption *encryption = def->target.encryption;

	if (!encryption)
		return 0;
	if (encryption->format != ENCRYPTION_LUKS)
		return fail(FAULT_UNSUPPORTED, "encryption of format '%s' is not supported",
			    words_name(&encryption_format_words, encryption->format));
	if (def->target.format != VOLUME_FORMAT_RAW && def->target.format != VOLUME_FORMAT_QCOW2)
		return fail(FAULT_CONFIG, "an image of format '%s' is not encrypted",
			    words_name(&volume_format_words, def->target.format));
	return 0;
}

/* A passphrase that qemu-img inherits as a file in memory. */
struct passphrase {
	int fd;                          /* -1: there is none */
	const char *id;
};

static void
passphrase_done(struct passphrase *passphrase)
{
	file_close_at(&passphrase->fd);
}
#define auto_passphrase __attribute__((cleanup(passphrase_done)))

/* That of an image; one that is not encrypted has none. */
static int
passphrase_open(const struct volume_def *def, struct passphrase *passphrase)
{
	const struct storage_encryption *encryption = def->target.encryption;
	auto_bytes struct bytes value = { 0 };

	if (!encryption)
		return 0;
	if (!encryption->secrets.n)
		return fail(FAULT_MISSING, "no secret is for %s", def->target.path);
	if (encryption->secrets.n > 1)
		return fail(FAULT_CONFIG, "an encrypted image has one secret");
	if (secret_resolve(encryption->secrets.item, SECRET_VOLUME, &value) < 0)
		return -1;
	passphrase->fd = secret_file(&value);
	return passphrase->fd < 0 ? -1 : 0;
}

static void
add_passphrase(struct strings *argv, const struct passphrase *passphrase)
{
	if (passphrase->fd < 0)
		return;
	strings_add(argv, "--object");
	strings_addf(argv, "secret,id=%s,file=/proc/self/fd/%d", passphrase->id, passphrase->fd);
}

/* ---- words ---- */

static const char *
format_of(const struct volume_def *def)
{
	enum volume_format format = def->type == VOLUME_BLOCK ? VOLUME_FORMAT_RAW : def->target.format;

	/* What is encrypted and has no format of its own has that of the encryption. */
	if (format == VOLUME_FORMAT_RAW && def->target.encryption)
		format = VOLUME_FORMAT_LUKS;
	return words_name(&volume_format_words, format);
}

static bool
is_qcow2(const struct volume_def *def)
{
	return def->target.format == VOLUME_FORMAT_QCOW2;
}

static void
add_word(struct text *options, const char *prefix, const char *key, const char *value)
{
	if (value)
		text_addf(options, ",%s%s=%s", prefix, key, value);
}

static void
add_cipher(struct text *options, const struct volume_def *def, const char *key_id)
{
	const struct storage_encryption *encryption = def->target.encryption;
	const char *prefix = is_qcow2(def) ? "encrypt." : "";

	if (is_qcow2(def))
		text_add(options, ",encrypt.format=luks");
	add_word(options, prefix, "key-secret", key_id);
	if (encryption->cipher.name)
		text_addf(options, ",%scipher-alg=%s-%u", prefix, encryption->cipher.name, encryption->cipher.size);
	add_word(options, prefix, "cipher-mode", encryption->cipher.mode);
	add_word(options, prefix, "hash-alg", encryption->cipher.hash);
	add_word(options, prefix, "ivgen-alg", encryption->ivgen.name);
	add_word(options, prefix, "ivgen-hash-alg", encryption->ivgen.hash);
}

/* Options of qemu-img's -o, each behind a comma. */
static char *
image_options(const struct volume_def *def, enum volume_how how, const struct passphrase *passphrase)
{
	auto_text struct text options = { 0 };
	const struct volume_target *target = &def->target;

	if (is_qcow2(def))
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
	if (target->encryption)
		add_cipher(&options, def, passphrase->id);
	return options.length ? xstrdup(text_get(&options) + 1) : NULL;
}

/* An image at a path as options tell it, with the passphrase that opens it. */
static char *
image_told(const char *path, const struct volume_def *def, const struct passphrase *passphrase)
{
	auto_text struct text told = { 0 };

	text_addf(&told, "driver=%s", format_of(def));
	if (is_qcow2(def) && def->target.encryption)
		text_add(&told, ",encrypt.format=luks");
	if (passphrase->fd >= 0)
		add_word(&told, is_qcow2(def) ? "encrypt." : "", "key-secret", passphrase->id);
	text_add(&told, ",file.filename=");
	for (; *path; path++)
		text_addf(&told, *path == ',' ? ",," : "%c", *path);
	return text_take(&told);
}

static void
add_pair(struct strings *argv, const char *option, const char *value)
{
	if (!value)
		return;
	strings_add(argv, option);
	strings_add(argv, value);
}

/* ---- what it is called for ---- */

static int
create(const char *path, const struct volume_def *def, enum volume_how how, const struct passphrase *passphrase)
{
	auto_strings struct strings argv = { 0 };
	auto_free char *options = image_options(def, how, passphrase);

	strings_add(&argv, "qemu-img");
	strings_add(&argv, "create");
	strings_add(&argv, "-q");
	add_passphrase(&argv, passphrase);
	add_pair(&argv, "-f", format_of(def));
	/* It would be looked for beside what we hand over, which is no place for images. */
	if (def->backing && contents_is_beside(def->backing->path))
		strings_add(&argv, "-u");
	add_pair(&argv, "-b", def->backing ? def->backing->path : NULL);
	add_pair(&argv, "-F", def->backing ? words_name(&volume_format_words, def->backing->format) : NULL);
	add_pair(&argv, "-o", options);
	strings_add(&argv, path);
	strings_addf(&argv, "%lld", (long long)def->capacity.value);
	return process_run(argv.item, NULL);
}

/* QEMU before 9.1 measures how long a passphrase takes by a clock that may not have ticked meanwhile,
 * and gives up then: the next time it will have. */
static int
create_at_last(const char *path, const struct volume_def *def, enum volume_how how, const struct passphrase *passphrase)
{
	int result;

	for (unsigned tries = 20;; tries--) {
		result = create(path, def, how, passphrase);
		if (result == 0 || !tries || !strstr(fail_story(), "accurate CPU usage"))
			return result;
		fail_forget();           /* see above */
	}
}

int
qemu_img_create(const char *path, const struct volume_def *def, enum volume_how how)
{
	auto_passphrase struct passphrase passphrase = { .fd = -1, .id = "to" };

	return passphrase_open(def, &passphrase) < 0 ? -1 : create_at_last(path, def, how, &passphrase);
}

static int
convert(const char *path, const struct volume_def *def, enum volume_how how, const struct volume_def *from)
{
	auto_strings struct strings argv = { 0 };
	auto_free char *options = image_options(def, how, NULL);

	strings_add(&argv, "qemu-img");
	strings_add(&argv, "convert");
	add_pair(&argv, "-f", format_of(from));
	add_pair(&argv, "-O", format_of(def));
	add_pair(&argv, "-o", options);
	strings_add(&argv, from->target.path);
	strings_add(&argv, path);
	return process_run(argv.item, NULL);
}

/* What is opened with a passphrase must be told by options, and be there. */
static int
convert_encrypted(const char *path, const struct volume_def *def, enum volume_how how, const struct volume_def *from)
{
	auto_passphrase struct passphrase key = { .fd = -1, .id = "from" }, new_key = { .fd = -1, .id = "to" };
	auto_free char *source = NULL, *target = NULL;
	auto_strings struct strings argv = { 0 };

	if (passphrase_open(from, &key) < 0 || passphrase_open(def, &new_key) < 0 ||
	    create_at_last(path, def, how, &new_key) < 0)
		return -1;
	source = image_told(from->target.path, from, &key);
	target = image_told(path, def, &new_key);
	strings_add(&argv, "qemu-img");
	strings_add(&argv, "convert");
	add_passphrase(&argv, &key);
	add_passphrase(&argv, &new_key);
	strings_add(&argv, "-n");
	strings_add(&argv, "--image-opts");
	strings_add(&argv, "--target-image-opts");
	strings_add(&argv, source);
	strings_add(&argv, target);
	return process_run(argv.item, NULL);
}

int
qemu_img_convert(const char *path, const struct volume_def *def, enum volume_how how,
		 const struct volume_def *from)
{
	return def->target.encryption || from->target.encryption ? convert_encrypted(path, def, how, from)
								  : convert(path, def, how, from);
}

int
qemu_img_resize(const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	auto_passphrase struct passphrase key = { .fd = -1, .id = "key" };
	auto_strings struct strings argv = { 0 };
	auto_free char *image = NULL;

	if (passphrase_open(def, &key) < 0)
		return -1;
	image = key.fd < 0 ? NULL : image_told(def->target.path, def, &key);
	strings_add(&argv, "qemu-img");
	strings_add(&argv, "resize");
	strings_add(&argv, "-q");
	add_passphrase(&argv, &key);
	if (how & VOLUME_SHRINK)
		strings_add(&argv, "--shrink");
	if (how & VOLUME_ALLOCATE)
		strings_add(&argv, "--preallocation=falloc");
	/* Options take no "gluster://..." for the name of a file. */
	strings_add(&argv, image ? "--image-opts" : "-f");
	strings_add(&argv, image ? image : format_of(def));
	if (!image)
		strings_add(&argv, def->target.path);
	strings_addf(&argv, "%llu", (unsigned long long)capacity);
	return process_run(argv.item, NULL);
}
