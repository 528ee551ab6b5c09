/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool - places that storage volumes are in: the <pool> document */
#include "model/pool.h"

#include "base/fail.h"
#include "model/kinds.h"

ENUM_WORDS(pool_kind, POOL_KIND);
ENUM_WORDS(pool_format, POOL_FORMAT);
ENUM_WORDS(adapter_kind, ADAPTER_KIND);
ENUM_WORDS(pool_auth_kind, POOL_AUTH_KIND);
ENUM_WORDS(refresh_allocation, REFRESH_ALLOCATION);

#define T struct pool_extent
static const struct row pool_extent_rows[] = {
	NUMBER(T, start, "@start", REQUIRED, "first byte"),
	NUMBER(T, end,   "@end",   REQUIRED, "byte behind the last"),
	ROWS_END
};
#undef T
static const struct type pool_extent_type = {
	.name = "freeExtent", .size = sizeof(struct pool_extent), .rows = pool_extent_rows,
};

#define T struct pool_device
static const struct row pool_device_rows[] = {
	STRING(T, path,           "@path",                   REQUIRED, "device, or name of an iSCSI target"),
	YESNO (T, part_separator, "@part_separator",         0,        "a letter stands before partition numbers"),
	LIST  (T, free_extents,   "freeExtent", pool_extent, STATUS,   "room for partitions"),
	ROWS_END
};
#undef T
static const struct type pool_device_type = {
	.name = "device", .size = sizeof(struct pool_device), .rows = pool_device_rows,
};

#define T struct pool_host
static const struct row pool_host_rows[] = {
	STRING(T, name, "@name", REQUIRED, "name or address of the server"),
	NUMBER(T, port, "@port", 0, "its port", QUIET("0")),
	ROWS_END
};
#undef T
static const struct type pool_host_type = {
	.name = "host", .size = sizeof(struct pool_host), .rows = pool_host_rows,
};

#define T struct pool_adapter
#define IS(v) ONLY_IF(T, type, ADAPTER_##v)
static const struct row pool_adapter_rows[] = {
	ENUM  (T, type,              "@type", adapter_kind, 0, "sort of adapter", DEFAULT("scsi_host")),
	STRING(T, parent,            "@parent",             0, "adapter it is a virtual port of", IS(FC_HOST)),
	STRING(T, parent_wwnn,       "@parent_wwnn",        0, "that adapter's world wide node name", IS(FC_HOST)),
	STRING(T, parent_wwpn,       "@parent_wwpn",        0, "that adapter's world wide port name", IS(FC_HOST)),
	STRING(T, parent_fabric_wwn, "@parent_fabric_wwn",  0, "any adapter on this fabric", IS(FC_HOST)),
	YESNO (T, managed,           "@managed",            0, "the virtual port goes with the pool", IS(FC_HOST)),
	STRING(T, wwnn,              "@wwnn",               0, "world wide node name", IS(FC_HOST)),
	STRING(T, wwpn,              "@wwpn",               0, "world wide port name", IS(FC_HOST)),
	STRING(T, name,              "@name",               0, "adapter: host0", IS(SCSI_HOST)),
	UINT  (T, unique_id,         "parentaddr/@unique_id", 0, "number of the adapter on its device", IS(SCSI_HOST)),
	PCI_ROWS(T, parent_address,  "parentaddr/address/", IS(SCSI_HOST)),
	ROWS_END
};
#undef IS
#undef T

static bool
is_wwn(const char *name)
{
	if (name && text_starts(name, "0x"))
		name += 2;
	return name && strlen(name) == 16 && !name[strspn(name, "0123456789abcdefABCDEF")];
}

static int
pool_adapter_settle(void *object, __attribute__((unused)) const xmlNode *at)
{
	pci_address_settle(&((struct pool_adapter *)object)->parent_address);
	return 0;
}

static int
pool_adapter_check(const void *object, const xmlNode *at)
{
	const struct pool_adapter *adapter = object;
	bool by_address = pci_address_given(&adapter->parent_address);

	if (at && !xml_attribute(at, "type") &&
	    (xml_attribute(at, "wwnn") || xml_attribute(at, "wwpn") || xml_attribute(at, "parent")))
		return fail(FAULT_XML, "adapter: wwnn, wwpn and parent need a type");
	if (adapter->type == ADAPTER_FC_HOST && (!is_wwn(adapter->wwnn) || !is_wwn(adapter->wwpn)))
		return fail(FAULT_XML, "adapter: a virtual port needs wwnn and wwpn of 16 hexadecimal digits");
	if (adapter->type == ADAPTER_SCSI_HOST && !adapter->name && !by_address)
		return fail(FAULT_XML, "adapter: neither name nor parentaddr is said");
	if (adapter->type == ADAPTER_SCSI_HOST && by_address && !adapter->unique_id)
		return fail(FAULT_XML, "adapter: missing attribute 'unique_id' of 'parentaddr'");
	if (adapter->type == ADAPTER_SCSI_HOST && adapter->name && by_address)
		return fail(FAULT_XML, "adapter: name and parentaddr cannot both be said");
	return 0;
}

static const struct type pool_adapter_type = {
	.name = "adapter", .size = sizeof(struct pool_adapter), .rows = pool_adapter_rows,
	.read_rest = pool_adapter_settle, .check = pool_adapter_check,
};

#define T struct pool_auth
static const struct row pool_auth_rows[] = {
	ENUM  (T, type,     "@type", pool_auth_kind, REQUIRED | UNSUPPORTED | UNTOLD, "protocol"),
	STRING(T, username, "@username",             REQUIRED, "user on the server"),
	PART  (T, secret,   "secret", secret_ref,    REQUIRED, "the password"),
	ROWS_END
};
#undef T
static const struct type pool_auth_type = {
	.name = "auth", .size = sizeof(struct pool_auth), .rows = pool_auth_rows,
};

#define T struct pool_source
static const struct row pool_source_rows[] = {
	LIST  (T, hosts,        "host", pool_host,           0, "servers"),
	LIST  (T, devices,      "device", pool_device,       0, "devices it is made of"),
	STRING(T, dir,          "dir/@path",                 0, "directory on the server"),
	GROUP (T, adapter,      "adapter", pool_adapter,     0, "SCSI adapter"),
	STRING(T, name,         "name",                      0, "name of the volume group, pool or cluster"),
	STRING(T, initiator,    "initiator/iqn/@name",       0, "iSCSI name of this host"),
	ENUM  (T, format,       "format/@type", pool_format, UNSUPPORTED, "format of file system, partition table or group"),
	STRING(T, format_vendor, "format/vendor/@name",      0, "vendor of the server, an old place"),
	STRING(T, format_product, "format/product/@name",    0, "product of the vendor, an old place"),
	GROUP (T, auth,         "auth", pool_auth,           0, "user of the server"),
	STRING(T, vendor,       "vendor/@name",              0, "vendor of the server"),
	STRING(T, product,      "product/@name",             0, "product of the vendor"),
	STRING(T, protocol_ver, "protocol/@ver",             0, "version of NFS"),
	ROWS_END
};
#undef T
const struct type pool_source_type = {
	.name = "source", .size = sizeof(struct pool_source), .rows = pool_source_rows,
};

#define T struct pool_option
static const struct row mount_option_rows[] = {
	STRING(T, name,  "@name",  REQUIRED, "option of mount"),
	ROWS_END
};
static const struct row rbd_option_rows[] = {
	STRING(T, name,  "@name",  REQUIRED, "option of librados"),
	STRING(T, value, "@value", REQUIRED, "its value"),
	ROWS_END
};
#undef T
static const struct type mount_option_type = {
	.name = "option", .size = sizeof(struct pool_option), .rows = mount_option_rows,
};
static const struct type rbd_option_type = {
	.name = "option", .size = sizeof(struct pool_option), .rows = rbd_option_rows,
};

/* ---- what was measured: printed, and nothing to say ---- */

static int
measured_read(UNUSED void *member, UNUSED const char *text, const struct row *row, const xmlNode *at)
{
	claim_sibling(row, at);
	return 0;
}

static void
measured_write(const void *member, const struct row *row, struct text *out)
{
	size_print(*(const uint64_t *)member, row, out);
}

static const struct kind kind_measured = {
	.name = "size with a unit", .pattern = "[0-9]+", .read = measured_read, .write = measured_write,
	.beside = size_beside, .sibling = "unit", .is_set = u64_is_set, .json = u64_json,
	.from_json = u64_from_json, .has_zero = true,
};

#define T struct pool_def
#define BYTES(m, p, h)      ROW_(kind_measured, AT_(T, m, uint64_t), p, ALWAYS, h, .format = "bytes")
#define OPTIONS(m, p, k, t, h) \
	ROW_(kind_list, AT_(T, m, struct pool_option_list), p, 0, h, .type = &t, ONLY_IF(T, type, k))
static const struct row pool_def_rows[] = {
	ENUM  (T, type,        "@type", pool_kind,           REQUIRED, "what it is made of"),
	STRING(T, name,        "name",                       0, "name"),
	UUID  (T, uuid,        "uuid",                       0, "identity"),
	BYTES (capacity,       "capacity",                   "room for volumes"),
	BYTES (allocation,     "allocation",                 "room taken by volumes"),
	BYTES (available,      "available",                  "room left"),
	YESNO (T, cow,         "features/cow/@state",        0, "the file system copies on write"),
	PART  (T, source,      "source", pool_source,        ALWAYS | LEADING, "where the storage comes from"),
	STRING(T, target.path, "target/path",                0, "where volumes appear on this host"),
	PART  (T, target.permissions, "target/permissions", permissions, LEADING, "of the directory, when it is made"),
	ENUM  (T, refresh,     "refresh/volume/@allocation", refresh_allocation, UNSUPPORTED, "how the allocation of volumes is found"),
	OPTIONS(mount_opts,    "fs:mount_opts/fs:option", POOL_NETFS, mount_option_type, "options of mount"),
	OPTIONS(rbd_opts,      "rbd:config_opts/rbd:option", POOL_RBD, rbd_option_type, "options of librados"),
	ROWS_END
};
#undef OPTIONS
#undef BYTES
#undef T

static int
pool_def_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct pool_def *def = object;

	if (def->cow && def->type != POOL_DIR && def->type != POOL_FS)
		return fail(FAULT_CONFIG, "copying on write is a feature of pools of type 'dir' and 'fs'");
	if (def->name && strchr(def->name, '/'))
		return fail(FAULT_XML, "name %s has a '/'", quote(def->name));
	return 0;
}

const struct type pool_def_type = {
	.name = "pool", .size = sizeof(struct pool_def), .rows = pool_def_rows, .check = pool_def_check,
};
