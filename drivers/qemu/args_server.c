/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_server - block nodes of images that are on a server, by protocol */
#include "args_inside.h"
#include "secrets.h"

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
	const char *slash = strchr(whole, '/');

	if (!slash || !slash[1])
		return fail(FAULT_CONFIG, "disk '%s': source name '%s' is not POOL/IMAGE", disk->target.dev, whole);
	*ret_first = xstrndup(whole, slash - whole);
	*ret_rest = xstrdup(slash + 1);
	return 0;
}

/* ---- protocols ---- */

static struct json_object *
nbd_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);
	auto_free char *certificates = tls_is_used(s) ? tls_image_id(s) : NULL;
	struct json_object *node;

	if (!host)
		return NULL;
	node = json_build("s:driver", "nbd", "o:server", server(host, "10809"), "s?:export", s->net.name,
			  "s?:tls-creds", certificates, "s?:tls-hostname", s->net.tls_hostname, NULL);
	prop_count(node, "reconnect-delay", s->net.reconnect_delay);
	return node;
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

struct json_object *
iscsi_target(const struct source_host *host, const char *name, const char *initiator)
{
	const char *slash = strchr(name, '/');
	auto_free char *target = slash ? xstrndup(name, slash - name) : xstrdup(name), *portal = NULL;

	portal = text_format(strchr(host->name, ':') ? "[%s]:%s" : "%s:%s", host->name, host_port(host, "3260"));
	return json_build("s:driver", "iscsi", "s:portal", portal, "s:target", target,
			  "i:lun", (int64_t)(slash ? strtoll(slash + 1, NULL, 10) : 0), "s:transport", "tcp",
			  "s?:initiator-name", initiator, NULL);
}

static struct json_object *
iscsi_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct source_host *host = first_host(disk, s);

	return host ? iscsi_target(host, s->net.name, s->net.initiator) : NULL;
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
	auto_free char *url = NULL, *cookies = s->net.cookies.n ? secrets_cookies_id(s) : NULL;
	struct json_object *node;

	if (!host)
		return NULL;
	url = text_format(strchr(host->name, ':') ? "%s://[%s]:%s/%s%s%s" : "%s://%s:%s/%s%s%s", protocol, host->name,
			  host_port(host, url_port(s->net.protocol)), path + (*path == '/'),
			  s->net.query ? "?" : "", s->net.query ? s->net.query : "");
	node = json_build("s:driver", protocol, "s:url", url, NULL);
	prop_string(node, "cookie-secret", cookies);
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

struct protocol {
	struct json_object *(*storage)(const struct disk *, const struct storage_source *);
	bool sockets;                     /* the server may be a UNIX socket */
	bool nameless;                    /* the image needs no name */
};

static const struct protocol protocols[storage_protocol_count] = {
	[PROTOCOL_NBD]      = { nbd_storage, .sockets = true, .nameless = true },
	[PROTOCOL_RBD]      = { rbd_storage },
	[PROTOCOL_SHEEPDOG] = { sheepdog_storage, .sockets = true },
	[PROTOCOL_GLUSTER]  = { gluster_storage, .sockets = true },
	[PROTOCOL_ISCSI]    = { iscsi_storage },
	[PROTOCOL_HTTP]     = { url_storage, .nameless = true },
	[PROTOCOL_HTTPS]    = { url_storage, .nameless = true },
	[PROTOCOL_FTP]      = { url_storage, .nameless = true },
	[PROTOCOL_FTPS]     = { url_storage, .nameless = true },
	[PROTOCOL_SSH]      = { ssh_storage },
	[PROTOCOL_NFS]      = { nfs_storage },
};

static int
check(const struct disk *disk, const struct storage_source *s, const struct protocol *protocol)
{
	const char *word = words_name(&storage_protocol_words, s->net.protocol);

	if (!protocol->storage)
		return fail(FAULT_UNSUPPORTED, "disk '%s': protocol '%s' is not supported", disk->target.dev, word);
	if (s->net.tls == YES && !tls_is_used(s))
		return fail(FAULT_CONFIG, "disk '%s': protocol '%s' knows no TLS", disk->target.dev, word);
	if (!s->net.name && !protocol->nameless)
		return fail(FAULT_CONFIG, "disk '%s': protocol '%s' needs a source name", disk->target.dev, word);
	list_each(host, &s->net.hosts)
		if (host->transport == TRANSPORT_UNIX ? !protocol->sockets || !host->socket : !host->name)
			return fail(FAULT_CONFIG, "disk '%s': protocol '%s' cannot use this source/host", disk->target.dev,
				    word);
	return 0;
}

struct json_object *
server_storage(const struct disk *disk, const struct storage_source *s)
{
	const struct protocol *protocol = &protocols[s->net.protocol];

	return check(disk, s, protocol) < 0 ? NULL : protocol->storage(disk, s);
}
