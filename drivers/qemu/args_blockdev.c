/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_blockdev - block nodes: where an image is, and what interprets it
 *
 * Each image is two nodes, named after its number, so that jobs and snapshots can say
 * which one they mean; see alias.h. */
#include "args_inside.h"

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

/* ---- servers ---- */

static const char *
host_port(const struct source_host *host, const char *standard)
{
	return host->port ? host->port : standard;
}

/* {"type":"inet","host":...,"port":...} or {"type":"unix","path":...}. */
static struct json_object *
server(const struct source_host *host, const char *standard)
{
	if (host->transport == TRANSPORT_UNIX)
		return json_build("s:type", "unix", "s:path", host->socket, NULL);
	return json_build("s:type", "inet", "s:host", host->name, "s:port", host_port(host, standard), NULL);
}

static const struct source_host *
first_host(const struct disk *disk, const struct storage_source *s)
{
	if (s->net.hosts.n)
		return s->net.hosts.item;
	fail(FAULT_CONFIG, "disk '%s': source/host is missing", disk->target.dev);
	return NULL;
}

/* "volume/image" into two. */
static int
split_name(const struct disk *disk, const char *whole, char **ret_first, char **ret_rest)
{
	const char *slash = whole ? strchr(whole, '/') : NULL;

	if (!slash || !slash[1])
		return fail(FAULT_CONFIG, "disk '%s': source name '%s' is not POOL/IMAGE", disk->target.dev,
			    whole ? whole : "");
	*ret_first = xstrndup(whole, slash - whole);
	*ret_rest = xstrdup(slash + 1);
	return 0;
}

/* ---- protocols ---- */

static struct json_object *
nbd_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);

	if (!host)
		return NULL;
	return json_build("s:driver", "nbd", "o:server", server(host, "10809"), "s?:export", s->net.name,
			  "s?:tls-hostname", s->net.tls_hostname, NULL);
}

static struct json_object *
rbd_storage(const struct disk *disk, const struct storage_source *s)
{
	auto_free char *pool = NULL, *image = NULL;
	struct json_object *node;

	if (split_name(disk, s->net.name, &pool, &image) < 0)
		return NULL;
	node = json_build("s:driver", "rbd", "s:pool", pool, "s:image", image,
			  "s?:snapshot", s->net.snapshot, "s?:conf", s->net.config, NULL);
	if (s->net.hosts.n) {
		struct json_object *list = json_object_new_array();

		list_each(host, &s->net.hosts)
			json_object_array_add(list, json_build("s:host", host->name,
							       "s:port", host_port(host, "6789"), NULL));
		prop_add(node, "server", list);
	}
	return node;
}

static struct json_object *
gluster_storage(const struct disk *disk, const struct storage_source *s)
{
	enum { DEBUG = 4 };
	auto_free char *volume = NULL, *path = NULL;
	struct json_object *list;

	if (split_name(disk, s->net.name, &volume, &path) < 0)
		return NULL;
	list = json_object_new_array();
	list_each(host, &s->net.hosts)
		json_object_array_add(list, server(host, "24007"));
	return json_build("s:driver", "gluster", "s:volume", volume, "s:path", path, "o:server", list,
			  "i:debug", (int64_t)DEBUG, NULL);
}

/* The name is a target, or TARGET/LUN. */
static struct json_object *
iscsi_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);
	const char *slash = s->net.name ? strchr(s->net.name, '/') : NULL;
	auto_free char *target = NULL, *portal = NULL;

	if (!host || !s->net.name)
		return NULL;
	target = slash ? xstrndup(s->net.name, slash - s->net.name) : xstrdup(s->net.name);
	portal = text_format(strchr(host->name, ':') ? "[%s]:%s" : "%s:%s", host->name, host_port(host, "3260"));
	return json_build("s:driver", "iscsi", "s:portal", portal, "s:target", target,
			  "i:lun", (int64_t)(slash ? strtoll(slash + 1, NULL, 10) : 0), "s:transport", "tcp",
			  "s?:initiator-name", s->net.initiator, NULL);
}

static const char *
url_port(enum storage_protocol protocol)
{
	switch (protocol) {
	case PROTOCOL_HTTP:
		return "80";
	case PROTOCOL_HTTPS:
		return "443";
	case PROTOCOL_FTP:
		return "21";
	default:
		return "990";
	}
}

static struct json_object *
url_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);
	const char *protocol = words_name(&storage_protocol_words, s->net.protocol);
	const char *path = s->net.name ? s->net.name : "";
	auto_free char *url = NULL;
	struct json_object *node;

	if (!host)
		return NULL;
	if (s->net.cookies.n)
		return fail(FAULT_UNSUPPORTED, "disk '%s': cookies are not supported", disk->target.dev), NULL;
	url = text_format(strchr(host->name, ':') ? "%s://[%s]:%s/%s%s%s" : "%s://%s:%s/%s%s%s", protocol, host->name,
			  host_port(host, url_port(s->net.protocol)), path + (*path == '/'),
			  s->net.query ? "?" : "", s->net.query ? s->net.query : "");
	node = json_build("s:driver", protocol, "s:url", url, NULL);
	prop_tri(node, "sslverify", s->net.ssl_verify);
	prop_count(node, "readahead", s->net.readahead);
	prop_count(node, "timeout", s->net.timeout);
	return node;
}

static struct json_object *
ssh_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);

	if (!host)
		return NULL;
	return json_build("s:driver", "ssh", "s:path", s->net.name, "o:server",
			  json_build("s:host", host->name, "s:port", host_port(host, "22"), NULL),
			  "s?:user", s->net.user, NULL);
}

static struct json_object *
nfs_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);

	if (!host)
		return NULL;
	return json_build("s:driver", "nfs", "o:server", json_build("s:host", host->name, "s:type", "inet", NULL),
			  "s:path", s->net.name, NULL);
}

static struct json_object *
sheepdog_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);

	if (!host)
		return NULL;
	return json_build("s:driver", "sheepdog", "o:server", server(host, "7000"), "s:vdi", s->net.name, NULL);
}

static struct json_object *(*const protocols[storage_protocol_count])(const struct disk *, const struct storage_source *) = {
	[PROTOCOL_NBD]      = nbd_storage,
	[PROTOCOL_RBD]      = rbd_storage,
	[PROTOCOL_SHEEPDOG] = sheepdog_storage,
	[PROTOCOL_GLUSTER]  = gluster_storage,
	[PROTOCOL_ISCSI]    = iscsi_storage,
	[PROTOCOL_HTTP]     = url_storage,
	[PROTOCOL_HTTPS]    = url_storage,
	[PROTOCOL_FTP]      = url_storage,
	[PROTOCOL_FTPS]     = url_storage,
	[PROTOCOL_SSH]      = ssh_storage,
	[PROTOCOL_NFS]      = nfs_storage,
};

static struct json_object *
network_storage(const struct disk *disk, const struct storage_source *s)
{
	if (!protocols[s->net.protocol])
		return fail(FAULT_UNSUPPORTED, "disk '%s': protocol '%s' is not supported", disk->target.dev,
			    words_name(&storage_protocol_words, s->net.protocol)), NULL;
	if (s->net.tls == YES)
		return fail(FAULT_UNSUPPORTED, "disk '%s': TLS to the server is not supported", disk->target.dev), NULL;
	return protocols[s->net.protocol](disk, s);
}

/* ---- local images ---- */

static struct json_object *
local_storage(const struct disk *disk, const char *driver, const char *path)
{
	struct json_object *node = json_build("s:driver", driver, "s:filename", path, NULL);

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
		return local_storage(disk, "file", s->file);
	case STORAGE_BLOCK:
		return local_storage(disk, "host_device", s->dev);
	case STORAGE_DIR:
		return directory_storage(disk, s);
	case STORAGE_NETWORK:
		return network_storage(disk, s);
	case STORAGE_NVME:
		return nvme_storage(s);
	default:
		return fail(FAULT_UNSUPPORTED, "disk '%s': source of type '%s' is not supported", disk->target.dev,
			    words_name(&storage_kind_words, s->type)), NULL;
	}
}

static int
check_secrets(const struct disk *disk, const struct storage_source *s)
{
	if (s->auth || (s == &disk->source && disk_auth(disk)))
		return fail(FAULT_UNSUPPORTED, "disk '%s': secrets for servers are not supported", disk->target.dev);
	if (s->encryption || (s == &disk->source && disk_encryption(disk)))
		return fail(FAULT_UNSUPPORTED, "disk '%s': encrypted images are not supported", disk->target.dev);
	return 0;
}

struct json_object *
qemu_blockdev_storage(const struct disk *disk, const struct storage_source *source)
{
	auto_free char *name = qemu_storage_node(source);
	struct json_object *node;

	if (check_secrets(disk, source) < 0)
		return NULL;
	node = storage(disk, source);
	if (!node)
		return fail_fault() ? NULL : (fail(FAULT_CONFIG, "disk '%s': source is incomplete", disk->target.dev), NULL);
	prop_string(node, "node-name", name);
	add_cache(disk, node);
	prop_bool(node, "auto-read-only", true);
	prop_string(node, "discard", "unmap");
	return node;
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

struct json_object *
qemu_blockdev_format(const struct disk *disk, const struct storage_source *source, const char *backing)
{
	auto_free char *name = qemu_format_node(source), *below = qemu_storage_node(source);
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
	if (source->format == FORMAT_QCOW2)
		prop_count(node, "cache-size", source->metadata_cache_max_size);
	prop_string(node, "file", below);
	if (backing && has_backing(source->format))
		prop_add(node, "backing", *backing ? json_object_new_string(backing) : NULL);
	return node;
}
