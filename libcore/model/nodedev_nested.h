/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_nested - capabilities inside a device's capability */
#ifndef MODEL_NODEDEV_NESTED_H
#define MODEL_NODEDEV_NESTED_H

#include "model/device_info.h"

/* In the order in which they are printed. */
#define NESTED_KIND(X)                                  \
	X(NESTED_NONE,           NULL)                  \
	X(NESTED_PHYS_FUNCTION,  "phys_function")       \
	X(NESTED_VIRT_FUNCTIONS, "virt_functions")      \
	X(NESTED_PCI_BRIDGE,     "pci-bridge")          \
	X(NESTED_CARDBUS_BRIDGE, "cardbus-bridge")      \
	X(NESTED_MDEV_TYPES,     "mdev_types")          \
	X(NESTED_VPD,            "vpd")                 \
	X(NESTED_80203,          "80203")               \
	X(NESTED_80211,          "80211")               \
	X(NESTED_FC_HOST,        "fc_host")             \
	X(NESTED_VPORT_OPS,      "vport_ops")           \
	X(NESTED_FC_REMOTE_PORT, "fc_remote_port")      \
	X(NESTED_REMOVABLE,      "removable")           \
	X(NESTED_HOTPLUGGABLE,   "hotpluggable")
ENUM_TYPE(nested_kind, NESTED_KIND);

struct nodedev_address { struct pci_address pci; };
LIST_OF(nodedev_address);

struct mdev_type { char *id, *name, *device_api; struct number available; };
LIST_OF(mdev_type);

struct vpd_field { char *index, *value; };
LIST_OF(vpd_field);

struct vpd_fields {
	char *access;                        /* "readonly", "readwrite" */
	char *change_level, *manufacture_id, *part_number, *serial_number, *asset_tag;
	struct vpd_field_list vendor, system;
};
LIST_OF(vpd_fields);

struct nodedev_nested {
	enum nested_kind type;
	struct number max_count;                              /* VIRT_FUNCTIONS */
	struct nodedev_address_list addresses;                /* *_FUNCTION* */
	struct mdev_type_list mdev_types;
	struct { char *name; struct vpd_fields_list fields; } vpd;
	struct { char *wwnn, *wwpn, *fabric_wwn; } fc_host;
	struct { struct number max_vports, vports; } vport_ops;
	struct { char *rport, *wwpn; } fc_remote_port;
	struct {
		struct number media_available, media_size;
		char *media_label;
		struct number logical_block_size, num_blocks;
	} removable;
};
LIST_OF(nodedev_nested);

extern const struct type nodedev_nested_type, nodedev_address_type;

#endif
