/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_blockdev - block nodes: where an image is, and what interprets it
 *
 * Each image is two nodes, named after its number, so that jobs and snapshots can say
 * which one they mean; see alias.h. */
#include "args_inside.h"
#include "reservations.h"
#include "secrets.h"

/* ---- cache modes, as QEMU takes them apart ---- */

static const struct { bool direct, no_flush; } cache_flags[disk_cache_count] = {
	[DISK_CACHE_NONE]       = { .direct = true },
	[DISK_CACHE_DIRECTSYNC] = { .direct = true },
	[DISK_CACHE_UNSAFE]     = { .no_flush = true },
};

/* What several guests write must not be kept back by one. */
enum disk_cache
disk_cache_mode(const struct disk *disk)
{
	if (disk->driver.cache <= DISK_CACHE_DEFAULT && disk->shareable && !disk->readonly)
		return DISK_CACHE_NONE;
	return disk->driver.cache;
}

static void
add_cache(const struct disk *disk, struct json_object *node)
{
	enum disk_cache cache = disk_cache_mode(disk);

	if (cache <= DISK_CACHE_DEFAULT)
		return;
	prop_add(node, "cache", json_build("b:direct", cache_flags[cache].direct,
					   "b:no-flush", cache_flags[cache].no_flush, NULL));
}

/* ---- local images ---- */

static struct json_object *
local_storage(const struct disk *disk, const struct storage_source *s, const char *driver, const char *path)
{
	auto_free char *reservations = reservations_id(s);
	struct json_object *node = json_build("s:driver", driver, "s:filename", path, "s?:pr-manager", reservations, NULL);

	if (disk->driver.io)
		prop_string(node, "aio", words_name(&disk_io_words, disk->driver.io));
	return node;
}

static struct json_object *
directory_storage(const struct disk *disk, const struct storage_source *s)
{
	if (s->format != FORMAT_FAT)
		return fail(FAULT_UNSUPPORTED, "disk '%s': a directory can only be shown as format 'fat'",
			    disk->target.dev), NULL;
	return json_build("s:driver", "vvfat", "s:dir", s->dir, "b:floppy", disk->device == DISK_FLOPPY,
			  "b:rw", !disk->readonly, NULL);
}

static struct json_object *
nvme_storage(const struct storage_source *s)
{
	auto_free char *device = text_format("%04x:%02x:%02x.%x", (unsigned)s->nvme.pci.domain.value,
					     (unsigned)s->nvme.pci.bus.value, (unsigned)s->nvme.pci.slot.value,
					     (unsigned)s->nvme.pci.function.value);

	return json_build("s:driver", "nvme", "s:device", device, "i:namespace", (int64_t)s->nvme.namespace, NULL);
}

static struct json_object *
storage(const struct disk *disk, const struct storage_source *s)
{
	switch (s->type) {
	case STORAGE_FILE:
		return local_storage(disk, s, "file", s->file);
	case STORAGE_BLOCK:
		return local_storage(disk, s, "host_device", s->dev);
	case STORAGE_DIR:
		return directory_storage(disk, s);
	case STORAGE_NETWORK:
		return server_storage(disk, s);
	case STORAGE_NVME:
		return nvme_storage(s);
	default:
		return fail(FAULT_UNSUPPORTED, "disk '%s': source of type '%s' is not supported", disk->target.dev,
			    words_name(&storage_kind_words, s->type)), NULL;
	}
}

/* The user of a server, and the name of the password. */
static int
add_auth(const struct disk *disk, const struct storage_source *s, struct json_object *node)
{
	const struct storage_auth *auth = secrets_auth(disk, s);
	auto_free char *id = auth ? secrets_auth_id(s) : NULL;

	if (!auth)
		return 0;
	prop_string(node, "user", auth->username);
	switch (s->net.protocol) {
	case PROTOCOL_RBD:
		prop_add(node, "auth-client-required", json_parse("[\"cephx\",\"none\"]", 16, "cephx"));
		prop_string(node, "key-secret", id);
		return 0;
	case PROTOCOL_ISCSI:
		prop_string(node, "password-secret", id);
		return 0;
	default:
		return fail(FAULT_UNSUPPORTED, "disk '%s': a user of a server of protocol '%s' is not supported",
			    disk->target.dev, words_name(&storage_protocol_words, s->net.protocol));
	}
}

/* Where the server's library decrypts, what comes from there has no format of its own. */
static int
add_decryption(const struct disk *disk, const struct storage_source *s, struct json_object *node)
{
	const struct storage_encryption *encryption = secrets_encryption(disk, s);
	auto_free char *id = encryption ? secrets_encryption_id(s) : NULL;

	if (!encryption || encryption->engine != ENGINE_LIBRBD)
		return 0;
	if (encryption->secrets.n != 1)
		return fail(FAULT_UNSUPPORTED, "disk '%s': encryption by librbd without just one secret is not supported",
			    disk->target.dev);
	prop_add(node, "encrypt", json_build("s:format", words_name(&encryption_format_words, encryption->format),
					     "s:key-secret", id, NULL));
	return 0;
}

/* Who opens it from there has secrets of its own. */
char *
qemu_backing_name(const struct disk *disk, const struct storage_source *source)
{
	auto_json struct json_object *file = NULL;

	if (storage_source_local(source))
		return xstrdup(storage_source_path(source));
	file = storage(disk, source);
	if (!file)
		return NULL;
	json_object_object_del(file, "tls-creds");
	return text_format("json:{\"file\":%s}", json_line(file));
}

struct json_object *
qemu_blockdev_storage(const struct disk *disk, const struct storage_source *source)
{
	auto_free char *name = qemu_storage_node(source);
	struct json_object *node;

	node = storage(disk, source);
	if (!node)
		return NULL;
	if (add_auth(disk, source, node) < 0 || add_decryption(disk, source, node) < 0)
		return json_object_put(node), NULL;
	prop_string(node, "node-name", name);
	add_cache(disk, node);
	prop_bool(node, "auto-read-only", true);
	prop_string(node, "discard", "unmap");
	return node;
}

/* ---- a part of a file as an image of its own ---- */

static char *
slice_node(const struct storage_source *source)
{
	return text_format("libvirt-%u-slice-sto", source->index);
}

struct json_object *
qemu_blockdev_slice(const struct storage_source *source)
{
	const struct source_slice *slice = source->slices.item;
	auto_free char *name = slice_node(source), *below = qemu_storage_node(source);

	return json_build("s:driver", "raw", "s:node-name", name, "i:offset", slice->offset.value,
			  "i:size", (int64_t)slice->size, "s:file", below, "b:auto-read-only", 1,
			  "s:discard", "unmap", NULL);
}

/* ---- formats ---- */

static const char *
format_driver(enum storage_format format)
{
	switch (format) {
	case FORMAT_NONE:
	case FORMAT_RAW:
	case FORMAT_ISO:
	case FORMAT_FAT:
	case FORMAT_DIR:
		return "raw";
	case FORMAT_VPC:
	case FORMAT_VHD:
		return "vpc";
	case FORMAT_PLOOP:
		return "parallels";
	case FORMAT_COW:
	case FORMAT_AIO:
		return NULL;
	default:
		return words_name(&storage_format_words, format);
	}
}

static bool
has_backing(enum storage_format format)
{
	return format == FORMAT_QCOW || format == FORMAT_QCOW2 || format == FORMAT_QED || format == FORMAT_VMDK;
}

/* Zeroes can become discards only where discards are done. */
static enum disk_zeroes
zero_detection(const struct disk *disk)
{
	if (disk->driver.detect_zeroes == DISK_ZEROES_UNMAP && disk->driver.discard != DISK_DISCARD_UNMAP)
		return DISK_ZEROES_ON;
	return disk->driver.detect_zeroes;
}

static void
top_props(const struct disk *disk, struct json_object *node)
{
	if (disk->driver.discard)
		prop_string(node, "discard", words_name(&disk_discard_words, disk->driver.discard));
	if (zero_detection(disk))
		prop_string(node, "detect-zeroes", words_name(&disk_zeroes_words, zero_detection(disk)));
}

/* LUKS is a format of its own around what has none. */
static int
add_encryption(const struct disk *disk, const struct storage_source *source, struct json_object *node)
{
	const struct storage_encryption *encryption = secrets_encryption(disk, source);
	auto_free char *id = encryption ? secrets_encryption_id(source) : NULL;

	if (!encryption || encryption->engine == ENGINE_LIBRBD)
		return 0;
	if (encryption->format != ENCRYPTION_LUKS || !encryption->secrets.n)
		return fail(FAULT_UNSUPPORTED, "disk '%s': only LUKS by the emulator, with a secret, is supported",
			    disk->target.dev);
	if (source->format == FORMAT_QCOW2) {
		prop_add(node, "encrypt", json_build("s:format", "luks", "s:key-secret", id, NULL));
		return 0;
	}
	prop_string(node, "driver", "luks");
	prop_string(node, "key-secret", id);
	return 0;
}

struct json_object *
qemu_blockdev_format(const struct disk *disk, const struct storage_source *source, const char *backing)
{
	auto_free char *name = qemu_format_node(source);
	auto_free char *below = source->slices.n ? slice_node(source) : qemu_storage_node(source);
	const char *driver = format_driver(source->format);
	bool top = source == &disk->source;
	struct json_object *node;

	if (!driver)
		return fail(FAULT_UNSUPPORTED, "disk '%s': images of format '%s' are not supported", disk->target.dev,
			    words_name(&storage_format_words, source->format)), NULL;
	node = json_build("s:node-name", name, "b:read-only", !top || disk->readonly, NULL);
	if (top)
		top_props(disk, node);
	add_cache(disk, node);
	prop_string(node, "driver", driver);
	if (add_encryption(disk, source, node) < 0)
		return json_object_put(node), NULL;
	if (source->format == FORMAT_QCOW2)
		prop_count(node, "cache-size", source->metadata_cache_max_size);
	prop_string(node, "file", below);
	if (backing && has_backing(source->format))
		prop_add(node, "backing", *backing ? json_object_new_string(backing) : NULL);
	return node;
}
