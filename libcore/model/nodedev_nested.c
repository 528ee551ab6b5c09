/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_nested - capabilities inside a device's capability */
#include "model/nodedev_nested.h"

#include "base/fail.h"

ENUM_WORDS(nested_kind, NESTED_KIND);

#define T struct nodedev_address
static const struct row nodedev_address_rows[] = {
	PCI_ROWS(T, pci, ""),
	ROWS_END
};
#undef T

static int
nodedev_address_settle(void *object, __attribute__((unused)) const xmlNode *at)
{
	pci_address_fill(&((struct nodedev_address *)object)->pci);
	return 0;
}

const struct type nodedev_address_type = {
	.name = "address", .size = sizeof(struct nodedev_address), .rows = nodedev_address_rows,
	.read_rest = nodedev_address_settle,
};

#define T struct mdev_type
static const struct row mdev_type_rows[] = {
	STRING(T, id,         "@id",                REQUIRED, "type of mediated device"),
	STRING(T, name,       "name",               0, "its name"),
	STRING(T, device_api, "deviceAPI",          REQUIRED, "how the device is used: vfio-pci"),
	NUMBER(T, available,  "availableInstances", REQUIRED, "how many more can be made"),
	ROWS_END
};
#undef T
static const struct type mdev_type_type = {
	.name = "type", .size = sizeof(struct mdev_type), .rows = mdev_type_rows,
};

#define T struct vpd_field
static const struct row vpd_field_rows[] = {
	STRING(T, index, "@index", REQUIRED, "letter or digit of the field"),
	STRING(T, value, ".",      0, "its value"),
	ROWS_END
};
#undef T
static const struct type vpd_field_type = {
	.name = "field", .size = sizeof(struct vpd_field), .rows = vpd_field_rows,
};

#define T struct vpd_fields
static const struct row vpd_fields_rows[] = {
	STRING(T, access,         "@access",                 REQUIRED, "readonly or readwrite"),
	STRING(T, change_level,   "change_level",            0, "engineering change level"),
	STRING(T, manufacture_id, "manufacture_id",          0, "manufacturer"),
	STRING(T, part_number,    "part_number",             0, "part number"),
	STRING(T, serial_number,  "serial_number",           0, "serial number"),
	STRING(T, asset_tag,      "asset_tag",               0, "owner's label"),
	LIST  (T, vendor,         "vendor_field", vpd_field, 0, "fields of the vendor"),
	LIST  (T, system,         "system_field", vpd_field, 0, "fields of the system's vendor"),
	ROWS_END
};
#undef T
static const struct type vpd_fields_type = {
	.name = "fields", .size = sizeof(struct vpd_fields), .rows = vpd_fields_rows,
};

#define T struct nodedev_nested
#define IS(v)     ONLY_IF(T, type, NESTED_##v)
#define FUNCTIONS ONLY_IF_ANY(T, type, ONE(NESTED_PHYS_FUNCTION) | ONE(NESTED_VIRT_FUNCTIONS))
static const struct row nodedev_nested_rows[] = {
	ENUM  (T, type,                 "@type", nested_kind,         REQUIRED, "what it is"),
	NUMBER(T, max_count,            "@maxCount",                  0, "virtual functions at most", IS(VIRT_FUNCTIONS), QUIET("0")),
	LIST  (T, addresses,            "address", nodedev_address,   0, "functions", FUNCTIONS),
	LIST  (T, mdev_types,           "type", mdev_type,            0, "mediated devices it can be split into", IS(MDEV_TYPES)),
	STRING(T, vpd.name,             "name",                       0, "name of the product", IS(VPD)),
	LIST  (T, vpd.fields,           "fields", vpd_fields,         0, "vital product data", IS(VPD)),
	STRING(T, fc_host.wwnn,         "wwnn",                       0, "world wide node name", IS(FC_HOST)),
	STRING(T, fc_host.wwpn,         "wwpn",                       0, "world wide port name", IS(FC_HOST)),
	STRING(T, fc_host.fabric_wwn,   "fabric_wwn",                 0, "world wide name of the fabric", IS(FC_HOST)),
	NUMBER(T, vport_ops.max_vports, "max_vports",                 0, "virtual ports at most", IS(VPORT_OPS), DEFAULT("0")),
	NUMBER(T, vport_ops.vports,     "vports",                     0, "virtual ports there are", IS(VPORT_OPS), DEFAULT("0")),
	STRING(T, fc_remote_port.rport, "rport",                      0, "remote port", IS(FC_REMOTE_PORT)),
	STRING(T, fc_remote_port.wwpn,  "wwpn",                       0, "its world wide port name", IS(FC_REMOTE_PORT)),
	NUMBER(T, removable.media_available, "media_available",       0, "1: a medium is there", IS(REMOVABLE)),
	NUMBER(T, removable.media_size, "media_size",                 REQUIRED, "its size in bytes", IS(REMOVABLE)),
	STRING(T, removable.media_label, "media_label",               0, "its label", IS(REMOVABLE)),
	NUMBER(T, removable.logical_block_size, "logical_block_size", 0, "bytes of a block", IS(REMOVABLE)),
	NUMBER(T, removable.num_blocks, "num_blocks",                 0, "blocks", IS(REMOVABLE)),
	ROWS_END
};
#undef FUNCTIONS
#undef IS
#undef T

static int
nodedev_nested_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct nodedev_nested *nested = object;

	if (nested->type == NESTED_PHYS_FUNCTION && !nested->addresses.n)
		return fail(FAULT_XML, "missing element 'address' in the capability 'phys_function'");
	return 0;
}

const struct type nodedev_nested_type = {
	.name = "capability", .size = sizeof(struct nodedev_nested), .rows = nodedev_nested_rows,
	.check = nodedev_nested_check,
};
