/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev - devices of the host: the <device> document */
#include "model/nodedev.h"

#include <stdlib.h>

#include "base/fail.h"

ENUM_WORDS(nodedev_kind, NODEDEV_KIND);
ENUM_WORDS(devnode_kind, DEVNODE_KIND);
ENUM_WORDS(drm_kind, DRM_KIND);

#define T struct devnode
static const struct row devnode_rows[] = {
	ENUM  (T, type, "@type", devnode_kind, REQUIRED, "node or link to it"),
	STRING(T, path, ".",                   0, "path"),
	ROWS_END
};
#undef T
static const struct type devnode_type = {
	.name = "devnode", .size = sizeof(struct devnode), .rows = devnode_rows,
};

#define T struct nodedev_id
static const struct row nodedev_id_rows[] = {
	HEX   (T, id,   "@id", "0x%04llx", REQUIRED, "number"),
	STRING(T, name, ".",               0, "name"),
	ROWS_END
};
#undef T
static const struct type nodedev_id_type = {
	.name = "id", .size = sizeof(struct nodedev_id), .rows = nodedev_id_rows,
};

#define T struct nodedev_system
static const struct row nodedev_system_rows[] = {
	STRING(T, product,               "product",               0, "product"),
	STRING(T, hardware.vendor,       "hardware/vendor",       0, "vendor of the machine"),
	STRING(T, hardware.version,      "hardware/version",      0, "its version"),
	STRING(T, hardware.serial,       "hardware/serial",       0, "its serial number"),
	UUID  (T, hardware.uuid,         "hardware/uuid",         0, "its identity"),
	STRING(T, firmware.vendor,       "firmware/vendor",       0, "vendor of the firmware"),
	STRING(T, firmware.version,      "firmware/version",      0, "its version"),
	STRING(T, firmware.release_date, "firmware/release_date", 0, "its date"),
	ROWS_END
};
#undef T
static const struct type nodedev_system_type = {
	.name = "system", .size = sizeof(struct nodedev_system), .rows = nodedev_system_rows,
};

#define T struct pci_express_link
static const struct row pci_express_link_rows[] = {
	STRING(T, validity, "@validity", REQUIRED, "cap: what can be, sta: what is"),
	NUMBER(T, port,     "@port",     0, "port"),
	STRING(T, speed,    "@speed",    0, "GT/s of a lane"),
	NUMBER(T, width,    "@width",    REQUIRED, "lanes"),
	ROWS_END
};
#undef T
static const struct type pci_express_link_type = {
	.name = "link", .size = sizeof(struct pci_express_link), .rows = pci_express_link_rows,
};

#define T struct nodedev_pci
static const struct row nodedev_pci_rows[] = {
	HEX   (T, class,     "class", "0x%06llx",        0, "class, subclass and interface"),
	NUMBER(T, domain,    "domain",                   REQUIRED, "domain"),
	NUMBER(T, bus,       "bus",                      REQUIRED, "bus"),
	NUMBER(T, slot,      "slot",                     REQUIRED, "slot on the bus"),
	NUMBER(T, function,  "function",                 REQUIRED, "function in the slot"),
	PART  (T, product,   "product", nodedev_id,      REQUIRED, "product"),
	PART  (T, vendor,    "vendor", nodedev_id,       REQUIRED, "vendor"),
	ROWS_END
};
static const struct row nodedev_pci_bus_rows[] = {
	NUMBER(T, iommu_group.number,    "iommuGroup/@number",                  0, "group of devices that go together"),
	LIST  (T, iommu_group.addresses, "iommuGroup/address", nodedev_address, 0, "devices of the group"),
	NUMBER(T, numa_node,             "numa/@node",                          0, "NUMA node it is near"),
	FLAG  (T, express,               "pci-express",                         0, "a PCI Express device"),
	LIST  (T, links,                 "pci-express/link", pci_express_link,  0, "lanes"),
	ROWS_END
};
#undef T
static const struct type nodedev_pci_type = {
	.name = "pci", .size = sizeof(struct nodedev_pci), .rows = nodedev_pci_rows,
};

/* What can be comes before what is. */
static int
compare_links(const void *a, const void *b)
{
	return strcmp(((const struct pci_express_link *)a)->validity, ((const struct pci_express_link *)b)->validity);
}

/* A group of nothing is none. */
static int
nodedev_pci_settle(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct nodedev_pci *pci = object;

	if (!pci->iommu_group.addresses.n)
		pci->iommu_group.number.given = false;
	list_sort(&pci->links, compare_links);
	return 0;
}

/* The part that is printed behind nested capabilities. */
static const struct type nodedev_pci_bus_type = {
	.name = "pci", .size = sizeof(struct nodedev_pci), .rows = nodedev_pci_bus_rows,
	.read_rest = nodedev_pci_settle,
};

#define T struct nodedev_usb_device
static const struct row nodedev_usb_device_rows[] = {
	NUMBER(T, bus,     "bus",                 REQUIRED, "bus"),
	NUMBER(T, device,  "device",              REQUIRED, "device on the bus"),
	PART  (T, product, "product", nodedev_id, REQUIRED, "product"),
	PART  (T, vendor,  "vendor", nodedev_id,  REQUIRED, "vendor"),
	ROWS_END
};
#undef T
static const struct type nodedev_usb_device_type = {
	.name = "usb_device", .size = sizeof(struct nodedev_usb_device), .rows = nodedev_usb_device_rows,
};

#define T struct nodedev_usb
static const struct row nodedev_usb_rows[] = {
	NUMBER(T, number,      "number",      REQUIRED, "number of the interface"),
	NUMBER(T, class,       "class",       REQUIRED, "class"),
	NUMBER(T, subclass,    "subclass",    REQUIRED, "subclass"),
	NUMBER(T, protocol,    "protocol",    REQUIRED, "protocol"),
	STRING(T, description, "description", 0, "description"),
	ROWS_END
};
#undef T
static const struct type nodedev_usb_type = {
	.name = "usb", .size = sizeof(struct nodedev_usb), .rows = nodedev_usb_rows,
};

ENUM_WORDS(net_feature_name, NET_FEATURE);

#define T struct net_feature
static const struct row net_feature_rows[] = {
	ENUM(T, name, "@name", net_feature_name, REQUIRED, "what the card does by itself"),
	ROWS_END
};
#undef T
static const struct type net_feature_type = {
	.name = "feature", .size = sizeof(struct net_feature), .rows = net_feature_rows,
};

#define T struct nodedev_net
static const struct row nodedev_net_rows[] = {
	STRING(T, interface,  "interface",                    REQUIRED, "name of the interface"),
	STRING(T, address,    "address",                      0, "MAC address"),
	UINT  (T, link.speed, "link/@speed",                  0, "speed in Mb/s"),
	ENUM  (T, link.state, "link/@state", interface_state, 0, "state of the link"),
	LIST  (T, features,   "feature", net_feature,         0, "what the card does by itself"),
	ROWS_END
};
#undef T

/* Each once, in the order of the list. */
static int
nodedev_net_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct nodedev_net *net = object;
	bool said[net_feature_name_count] = { false };

	list_each(feature, &net->features)
		said[feature->name] = true;
	net->features.n = 0;
	for (unsigned i = 0; i < COUNT(said); i++)
		if (said[i])
			list_add(&net->features)->name = i;
	return 0;
}

static const struct type nodedev_net_type = {
	.name = "net", .size = sizeof(struct nodedev_net), .rows = nodedev_net_rows,
	.read_rest = nodedev_net_read_rest,
};

#define T struct nodedev_scsi
static const struct row nodedev_scsi_rows[] = {
	NUMBER(T, host,   "host",   REQUIRED, "host adapter"),
	NUMBER(T, bus,    "bus",    REQUIRED, "bus of the adapter"),
	NUMBER(T, target, "target", REQUIRED, "target on the bus"),
	NUMBER(T, lun,    "lun",    REQUIRED, "unit of the target"),
	ROWS_END
};
#undef T
static const struct type nodedev_scsi_type = {
	.name = "scsi", .size = sizeof(struct nodedev_scsi), .rows = nodedev_scsi_rows,
};

#define T struct nodedev_storage
static const struct row nodedev_storage_rows[] = {
	STRING(T, block,      "block",      REQUIRED, "block device"),
	STRING(T, bus,        "bus",        0, "bus"),
	STRING(T, drive_type, "drive_type", 0, "disk, cdrom, floppy ..."),
	STRING(T, model,      "model",      0, "model"),
	STRING(T, vendor,     "vendor",     0, "vendor"),
	STRING(T, serial,     "serial",     0, "serial number"),
	NUMBER(T, size,       "size",       0, "bytes"),
	NUMBER(T, logical_block_size, "logical_block_size", 0, "bytes of a block", QUIET("0")),
	NUMBER(T, num_blocks, "num_blocks", 0, "blocks", QUIET("0")),
	ROWS_END
};
#undef T
static const struct type nodedev_storage_type = {
	.name = "storage", .size = sizeof(struct nodedev_storage), .rows = nodedev_storage_rows,
};

#define T struct mdev_attribute
static const struct row mdev_attribute_rows[] = {
	STRING(T, name,  "@name",  REQUIRED, "file of the device in sysfs"),
	STRING(T, value, "@value", REQUIRED, "what is written to it"),
	ROWS_END
};
#undef T
static const struct type mdev_attribute_type = {
	.name = "attr", .size = sizeof(struct mdev_attribute), .rows = mdev_attribute_rows,
};

#define T struct nodedev_mdev
static const struct row nodedev_mdev_rows[] = {
	UUID  (T, uuid,        "uuid",                 0, "identity"),
	STRING(T, parent_addr, "parent_addr",          STATUS, "address of the device it is part of"),
	NUMBER(T, iommu_group, "iommuGroup/@number",   0, "group of devices that go together", DEFAULT("0")),
	LIST  (T, attributes,  "attr", mdev_attribute, 0, "settings"),
	ROWS_END
};
#undef T
static const struct type nodedev_mdev_type = {
	.name = "mdev", .size = sizeof(struct nodedev_mdev), .rows = nodedev_mdev_rows,
};

#define T struct css_address
static const struct row css_address_rows[] = {
	HEX(T, cssid, "cssid", "0x%llx",   REQUIRED | UNSUPPORTED | UNTOLD, "channel subsystem"),
	HEX(T, ssid,  "ssid", "0x%llx",    REQUIRED | UNSUPPORTED | UNTOLD, "subchannel set"),
	HEX(T, devno, "devno", "0x%04llx", REQUIRED | UNSUPPORTED | UNTOLD, "device number"),
	ROWS_END
};
#undef T
static const struct type css_address_type = {
	.name = "address", .size = sizeof(struct css_address), .rows = css_address_rows,
};

#define T struct nodedev_capability
#define IS(v)    ONLY_IF(T, type, NODEDEV_##v)
#define CHANNELS ONLY_IF_ANY(T, type, ONE(NODEDEV_CCW) | ONE(NODEDEV_CSS))
#define CRYPTO   ONLY_IF_ANY(T, type, ONE(NODEDEV_AP_CARD) | ONE(NODEDEV_AP_QUEUE))
static const struct row nodedev_capability_rows[] = {
	ENUM  (T, type,         "@type", nodedev_kind,                REQUIRED, "what it is"),
	PART  (T, system,       ".", nodedev_system,                  0, "machine", IS(SYSTEM)),
	PART  (T, pci,          ".", nodedev_pci,                     0, "PCI device", IS(PCI)),
	PART  (T, usb_device,   ".", nodedev_usb_device,              0, "USB device", IS(USB_DEVICE)),
	PART  (T, usb,          ".", nodedev_usb,                     0, "USB interface", IS(USB)),
	PART  (T, net,          ".", nodedev_net,                     0, "network interface", IS(NET)),
	NUMBER(T, scsi_host.host, "host",                             0, "number of the adapter", IS(SCSI_HOST)),
	NUMBER(T, scsi_host.unique_id, "unique_id",                   0, "number of the adapter on its device", IS(SCSI_HOST)),
	STRING(T, scsi_target,  "target",                             REQUIRED, "name of the target", IS(SCSI_TARGET)),
	PART  (T, scsi,         ".", nodedev_scsi,                    0, "SCSI device", IS(SCSI)),
	STRING(T, scsi.type,    "type",                               0, "sort of device", IS(SCSI)),
	PART  (T, storage,      ".", nodedev_storage,                 0, "drive", IS(STORAGE)),
	STRING(T, scsi_generic, "char",                               REQUIRED, "device node", IS(SCSI_GENERIC)),
	ENUM  (T, drm,          "type", drm_kind,                     REQUIRED | UNSUPPORTED | UNTOLD, "what the graphics node is for", IS(DRM)),
	STRING(T, mdev.type,    "type/@id",                           REQUIRED | UNSUPPORTED | UNTOLD, "type of mediated device", IS(MDEV)),
	PART  (T, mdev,         ".", nodedev_mdev,                    0, "mediated device", IS(MDEV)),
	PART  (T, css,          ".", css_address,                     0, "channel address", CHANNELS),
	PART  (T, channel_dev_addr, "channel_dev_addr", css_address,  0, "address of the device on the channel", IS(CSS)),
	STRING(T, chardev,      "chardev",                            0, "device node", IS(VDPA)),
	HEX   (T, ap.adapter,   "ap-adapter", "0x%02llx",             REQUIRED | UNSUPPORTED | UNTOLD, "crypto card", CRYPTO),
	HEX   (T, ap.domain,    "ap-domain", "0x%04llx",              REQUIRED | UNSUPPORTED | UNTOLD, "domain of the card", IS(AP_QUEUE)),
	LIST  (T, nested,       "capability", nodedev_nested,         0, "what it can do"),
	ROW_(kind_part, AT_(T, pci, struct nodedev_pci), ".", 0, "place of a PCI device", .type = &nodedev_pci_bus_type, IS(PCI)),
	ROWS_END
};
#undef CRYPTO
#undef CHANNELS
#undef IS
#undef T

#define SPLIT ONE(NESTED_MDEV_TYPES)
static const uint64_t nested_of[nodedev_kind_count] = {
	[NODEDEV_PCI]         = ONE(NESTED_PHYS_FUNCTION) | ONE(NESTED_VIRT_FUNCTIONS) | ONE(NESTED_PCI_BRIDGE) |
				ONE(NESTED_CARDBUS_BRIDGE) | ONE(NESTED_VPD) | SPLIT,
	[NODEDEV_NET]         = ONE(NESTED_80203) | ONE(NESTED_80211),
	[NODEDEV_SCSI_HOST]   = ONE(NESTED_FC_HOST) | ONE(NESTED_VPORT_OPS),
	[NODEDEV_SCSI_TARGET] = ONE(NESTED_FC_REMOTE_PORT),
	[NODEDEV_STORAGE]     = ONE(NESTED_REMOVABLE) | ONE(NESTED_HOTPLUGGABLE),
	[NODEDEV_CSS]         = SPLIT,
	[NODEDEV_AP_MATRIX]   = SPLIT,
};
#undef SPLIT

/* These refuse what is foreign; in others it does not count. */
static const uint64_t refusing = ONE(NODEDEV_NET) | ONE(NODEDEV_SCSI_HOST) | ONE(NODEDEV_SCSI_TARGET) |
			       ONE(NODEDEV_STORAGE);

static int
nodedev_capability_settle(void *object, const xmlNode *at)
{
	struct nodedev_capability *capability = object;
	const char *type = words_name(&nodedev_kind_words, capability->type);
	unsigned kept = 0;

	list_each(nested, &capability->nested) {
		const char *foreign = words_name(&nested_kind_words, nested->type);

		if (nested_of[capability->type] >> nested->type & 1) {
			capability->nested.item[kept++] = *nested;
			continue;
		}
		if (refusing >> capability->type & 1)
			return fail(FAULT_INTERNAL, "%s: capability '%s' in '%s'", xml_place(at), foreign, type);
		warn("%s: capability '%s' does not count in '%s'", xml_place(at), foreign, type);
		model_done(&nodedev_nested_type, nested);
	}
	capability->nested.n = kept;
	return 0;
}

const struct type nodedev_capability_type = {
	.name = "capability", .size = sizeof(struct nodedev_capability), .rows = nodedev_capability_rows,
	.read_rest = nodedev_capability_settle,
};

#define T struct nodedev_def
static const struct row nodedev_def_rows[] = {
	STRING(T, name,              "name",                 0, "name"),
	STRING(T, path,              "path",                 0, "place in sysfs"),
	LIST  (T, devnodes,          "devnode", devnode,     0, "device nodes"),
	STRING(T, parent.wwnn,       "parent/@wwnn",         FILED, "parent by its world wide node name"),
	STRING(T, parent.wwpn,       "parent/@wwpn",         FILED, "parent by its world wide port name"),
	STRING(T, parent.fabric_wwn, "parent/@fabric_wwn",   FILED, "any parent on this fabric"),
	STRING(T, parent.name,       "parent",               0, "device it is part of"),
	STRING(T, driver,            "driver/name",          STATUS, "driver of the host"),
	LIST  (T, capabilities,      "capability", nodedev_capability, REQUIRED, "what it is"),
	ROWS_END
};
#undef T

static int
nodedev_def_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct nodedev_def *def = object;

	if (!def->parent.wwnn != !def->parent.wwpn)
		return fail(FAULT_XML, "parent: wwnn and wwpn are said together");
	return 0;
}

const struct type nodedev_def_type = {
	.name = "device", .size = sizeof(struct nodedev_def), .rows = nodedev_def_rows,
	.check = nodedev_def_check,
};

static int
compare_nested(const void *a, const void *b)
{
	const struct nodedev_nested *one = a, *other = b;

	return (int)one->type - (int)other->type;
}

void
nodedev_def_complete(struct nodedev_def *def)
{
	if (!def->name)
		def->name = xstrdup("new device");
	list_each(capability, &def->capabilities)
		list_sort(&capability->nested, compare_nested);
}
