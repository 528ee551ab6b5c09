/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* storage_source - where the contents of a disk live, and the chain below */
#include "model/storage_source.h"

#include "base/fail.h"
#include "model/storage_rows.h"

ENUM_WORDS(storage_kind, STORAGE_KIND);
ENUM_WORDS(storage_format, STORAGE_FORMAT);
ENUM_WORDS(storage_protocol, STORAGE_PROTOCOL);
ENUM_WORDS(host_transport, HOST_TRANSPORT);
ENUM_WORDS(startup_policy, STARTUP_POLICY);
ENUM_WORDS(volume_mode, VOLUME_MODE);
ENUM_WORDS(encryption_format, ENCRYPTION_FORMAT);
ENUM_WORDS(encryption_engine, ENCRYPTION_ENGINE);

#define T struct source_host
static const struct row source_host_rows[] = {
	STRING(T, name,      "@name",      LIVE, "name or address of the server"),
	STRING(T, port,      "@port",      LIVE, "its port"),
	ENUM  (T, transport, "@transport", host_transport, LIVE | UNSUPPORTED, "how to talk to it", QUIET("tcp")),
	STRING(T, socket,    "@socket",    LIVE, "its socket"),
	ROWS_END
};
#undef T

static int
source_host_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct source_host *host = object;

	if (host->transport != TRANSPORT_UNIX && !host->name)
		return fail(FAULT_XML, "missing attribute 'name' of 'host'");
	if (host->transport == TRANSPORT_UNIX && !host->socket)
		return fail(FAULT_XML, "missing attribute 'socket' of 'host'");
	return 0;
}

const struct type source_host_type = {
	.name = "host", .size = sizeof(struct source_host), .rows = source_host_rows, .check = source_host_check,
};

#define T struct source_cookie
static const struct row source_cookie_rows[] = {
	STRING(T, name,  "@name", LIVE | REQUIRED, "name of the cookie"),
	STRING(T, value, ".",     LIVE,            "its value"),
	ROWS_END
};
#undef T
const struct type source_cookie_type = {
	.name = "cookie", .size = sizeof(struct source_cookie), .rows = source_cookie_rows,
};

#define T struct source_slice
static const struct row source_slice_rows[] = {
	STRING(T, type,   "@type",   LIVE | REQUIRED, "which layer is cut: storage"),
	NUMBER(T, offset, "@offset", LIVE | REQUIRED, "first byte"),
	U64   (T, size,   "@size",   LIVE | REQUIRED, "number of bytes"),
	ROWS_END
};
#undef T
const struct type source_slice_type = {
	.name = "slice", .size = sizeof(struct source_slice), .rows = source_slice_rows,
};

#define T struct secret_ref
static const struct row secret_ref_rows[] = {
	STRING(T, type,  "@type",  LIVE, "what the secret is for"),
	UUID  (T, uuid,  "@uuid",  LIVE, "UUID of the secret"),
	STRING(T, usage, "@usage", LIVE, "usage of the secret"),
	ROWS_END
};
#undef T

static int
secret_ref_check(const void *object, const xmlNode *at)
{
	const struct secret_ref *secret = object;

	if (!secret->uuid == !secret->usage)
		return fail(FAULT_XML, "%s: a secret is named by either uuid or usage", at ? xml_place(at) : "secret");
	return 0;
}

const struct type secret_ref_type = {
	.name = "secret", .size = sizeof(struct secret_ref), .rows = secret_ref_rows, .check = secret_ref_check,
};

#define T struct storage_auth
static const struct row storage_auth_rows[] = {
	STRING(T, username, "@username", LIVE | REQUIRED, "user on the server"),
	PART  (T, secret,   "secret", secret_ref, LIVE | REQUIRED, "the password"),
	ROWS_END
};
#undef T

static int
storage_auth_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct storage_auth *auth = object;

	if (!text_same(auth->secret.type, "ceph") && !text_same(auth->secret.type, "iscsi"))
		return fail(FAULT_CONFIG, "the secret of <auth> is of type ceph or iscsi");
	return 0;
}

const struct type storage_auth_type = {
	.name = "auth", .size = sizeof(struct storage_auth), .rows = storage_auth_rows,
	.check = storage_auth_check,
};

#define T struct storage_encryption
#define LUKS ONLY_IF_ANY(T, format, ONE(ENCRYPTION_LUKS) | ONE(ENCRYPTION_LUKS2))
static const struct row storage_encryption_rows[] = {
	ENUM  (T, format,      "@format", encryption_format, REQUIRED | UNSUPPORTED, "how the image is encrypted"),
	ENUM  (T, engine,      "@engine", encryption_engine, 0,        "who decrypts"),
	LIST  (T, secrets,     "secret", secret_ref,         0,        "the passphrases"),
	STRING(T, cipher.name, "cipher/@name",               0,        "cipher of a new volume", LUKS),
	UINT  (T, cipher.size, "cipher/@size",               0,        "length of its key in bits", LUKS),
	STRING(T, cipher.mode, "cipher/@mode",               0,        "its mode", LUKS),
	STRING(T, cipher.hash, "cipher/@hash",               0,        "hash that makes the key", LUKS),
	STRING(T, ivgen.name,  "ivgen/@name",                0,        "generator of initial vectors", LUKS),
	STRING(T, ivgen.hash,  "ivgen/@hash",                0,        "its hash", LUKS),
	ROWS_END
};
#undef LUKS
#undef T

static int
storage_encryption_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct storage_encryption *encryption = object;

	if (encryption->cipher.name && !encryption->cipher.size)
		return fail(FAULT_XML, "missing attribute 'size' of 'cipher'");
	if (encryption->ivgen.name && !encryption->cipher.name)
		return fail(FAULT_XML, "<ivgen> needs a <cipher>");
	list_each(secret, &encryption->secrets)
		if (!text_same(secret->type, "passphrase"))
			return fail(secret->type ? FAULT_CONFIG : FAULT_XML, "the secret of an encryption is of type 'passphrase'");
	return 0;
}

const struct type storage_encryption_type = {
	.name = "encryption", .size = sizeof(struct storage_encryption), .rows = storage_encryption_rows,
	.check = storage_encryption_check,
};

/* As <backingStore>: one without a type ends the chain. */
#define T struct storage_source
static const struct row storage_source_rows[] = {
	ENUM  (T, type,    "@type", storage_kind, LIVE,           "where the image lives"),
	UINT  (T, index,   "@index",              STATUS,         "number of the image in its chain"),
	YESNO (T, found,   "@found",              STATUS | FILED, "it was found in the image above"),
	ENUM  (T, format,  "format/@type", storage_format, LIVE,  "image format"),
	METADATA_CACHE_ROW(T, , "format/"),
	STORAGE_ROWS_UNNUMBERED(T, ),
	GROUP (T, backing, "backingStore", storage_source, LIVE,  "what this image is an overlay of"),
	ROWS_END
};
#undef T

static bool
storage_source_is_found(const void *object)
{
	const struct storage_source *source = object;

	return source->found == YES;
}

static int
storage_source_read_rest(void *object, const xmlNode *at)
{
	struct storage_source *source = object;
	enum tri found = source->found;

	if (source->type)
		return 0;
	if (xml_child(at, NULL))
		warn("%s: '%s' without a type ends the chain: nothing in it counts", xml_place(at), (const char *)at->name);
	model_done(&storage_source_type, source);
	source->found = found;
	return 0;
}

const struct type storage_source_type = {
	.name = "backingStore", .size = sizeof(struct storage_source), .rows = storage_source_rows,
	.read_rest = storage_source_read_rest,
	.is_found = storage_source_is_found,
};

const char *
storage_source_path(const struct storage_source *source)
{
	switch (source->type) {
	case STORAGE_BLOCK:
	case STORAGE_VHOST_VDPA:
	case STORAGE_CTL:
		return source->dev;
	case STORAGE_DIR:
		return source->dir;
	case STORAGE_NETWORK:
		return source->net.name;
	case STORAGE_VOLUME:
		return source->volume.volume;
	case STORAGE_VHOST_USER:
		return source->vhost_user.path;
	default:
		return source->file;
	}
}

void
storage_source_clear(struct storage_source *source, enum storage_kind type)
{
	struct storage_source place = {
		.type = source->type, .file = source->file, .dev = source->dev, .dir = source->dir,
		.net = source->net, .volume = source->volume, .nvme = source->nvme,
		.vhost_user = source->vhost_user,
	};

	model_done(&storage_source_type, &place);
	source->type = type;
	source->file = place.file;
	source->dev = place.dev;
	source->dir = place.dir;
	source->net = place.net;
	source->volume = place.volume;
	source->nvme = place.nvme;
	source->vhost_user = place.vhost_user;
}

bool
storage_source_local(const struct storage_source *source)
{
	return source->type == STORAGE_FILE || source->type == STORAGE_BLOCK || source->type == STORAGE_DIR;
}

/* The other kinds always say where they are. */
bool
storage_source_empty(const struct storage_source *source)
{
	const char *path = storage_source_path(source);

	if (source->type == STORAGE_NETWORK)
		return source->net.protocol == PROTOCOL_NONE;
	if (source->type == STORAGE_NVME)
		return false;
	return !path || !*path;
}
