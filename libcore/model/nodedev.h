/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev - devices of the host: the <device> document */
#ifndef MODEL_NODEDEV_H
#define MODEL_NODEDEV_H

#include "model/document.h"
#include "model/interface.h"
#include "model/nodedev_nested.h"
#include "model/text_item.h"

#define NODEDEV_KIND(X)                         \
	X(NODEDEV_NONE,         NULL)           \
	X(NODEDEV_SYSTEM,       "system")       \
	X(NODEDEV_PCI,          "pci")          \
	X(NODEDEV_USB_DEVICE,   "usb_device")   \
	X(NODEDEV_USB,          "usb")          \
	X(NODEDEV_NET,          "net")          \
	X(NODEDEV_SCSI_HOST,    "scsi_host")    \
	X(NODEDEV_SCSI_TARGET,  "scsi_target")  \
	X(NODEDEV_SCSI,         "scsi")         \
	X(NODEDEV_STORAGE,      "storage")      \
	X(NODEDEV_SCSI_GENERIC, "scsi_generic") \
	X(NODEDEV_DRM,          "drm")          \
	X(NODEDEV_MDEV,         "mdev")         \
	X(NODEDEV_CCW,          "ccw")          \
	X(NODEDEV_CSS,          "css")          \
	X(NODEDEV_VDPA,         "vdpa")         \
	X(NODEDEV_AP_CARD,      "ap_card")      \
	X(NODEDEV_AP_QUEUE,     "ap_queue")     \
	X(NODEDEV_AP_MATRIX,    "ap_matrix")
ENUM_TYPE(nodedev_kind, NODEDEV_KIND);

#define DEVNODE_KIND(X)             \
	X(DEVNODE_NONE, NULL)       \
	X(DEVNODE_DEV,  "dev")      \
	X(DEVNODE_LINK, "link")
ENUM_TYPE(devnode_kind, DEVNODE_KIND);

#define DRM_KIND(X)                 \
	X(DRM_NONE,    NULL)        \
	X(DRM_PRIMARY, "primary")   \
	X(DRM_CONTROL, "control")   \
	X(DRM_RENDER,  "render")
ENUM_TYPE(drm_kind, DRM_KIND);

struct devnode { enum devnode_kind type; char *path; };
LIST_OF(devnode);

/* A number and the name that goes with it. */
struct nodedev_id { struct number id; char *name; };

struct pci_express_link {
	char *validity;                      /* "cap": can be, "sta": is */
	struct number port;
	char *speed;                         /* GT/s */
	struct number width;
};
LIST_OF(pci_express_link);

struct mdev_attribute { char *name, *value; };
LIST_OF(mdev_attribute);

#define NET_FEATURE(X)                          \
	X(NET_FEATURE_NONE,      NULL)          \
	X(NET_FEATURE_RX,        "rx")          \
	X(NET_FEATURE_TX,        "tx")          \
	X(NET_FEATURE_SG,        "sg")          \
	X(NET_FEATURE_TSO,       "tso")         \
	X(NET_FEATURE_GSO,       "gso")         \
	X(NET_FEATURE_GRO,       "gro")         \
	X(NET_FEATURE_LRO,       "lro")         \
	X(NET_FEATURE_RXVLAN,    "rxvlan")      \
	X(NET_FEATURE_TXVLAN,    "txvlan")      \
	X(NET_FEATURE_NTUPLE,    "ntuple")      \
	X(NET_FEATURE_RXHASH,    "rxhash")      \
	X(NET_FEATURE_RDMA,      "rdma")        \
	X(NET_FEATURE_TXUDPTNL,  "txudptnl")    \
	X(NET_FEATURE_SWITCHDEV, "switchdev")
ENUM_TYPE(net_feature_name, NET_FEATURE);

struct net_feature { enum net_feature_name name; };
LIST_OF(net_feature);

struct css_address { struct number cssid, ssid, devno; };

struct nodedev_system {
	char *product;
	struct { char *vendor, *version, *serial, *uuid; } hardware;
	struct { char *vendor, *version, *release_date; } firmware;
};
struct nodedev_pci {
	struct number class, domain, bus, slot, function;
	struct nodedev_id product, vendor;
	struct { struct number number; struct nodedev_address_list addresses; } iommu_group;
	struct number numa_node;
	bool express;                        /* links say so too */
	struct pci_express_link_list links;
};
struct nodedev_usb_device {
	struct number bus, device;
	struct nodedev_id product, vendor;
};
struct nodedev_usb { struct number number, class, subclass, protocol; char *description; };
struct nodedev_net {
	char *interface, *address;
	struct { unsigned speed; enum interface_state state; } link;
	struct net_feature_list features;
};
struct nodedev_scsi { struct number host, bus, target, lun; char *type; };
struct nodedev_storage {
	char *block, *bus, *drive_type, *model, *vendor, *serial;
	struct number size, logical_block_size, num_blocks;
};
struct nodedev_mdev {
	char *type, *uuid, *parent_addr;
	struct mdev_attribute_list attributes;
	struct number iommu_group;
};

/* What the device is; of the members behind type only that of the type is in use. */
struct nodedev_capability {
	enum nodedev_kind type;
	struct nodedev_system system;
	struct nodedev_pci pci;
	struct nodedev_usb_device usb_device;
	struct nodedev_usb usb;
	struct nodedev_net net;
	struct { struct number host, unique_id; } scsi_host;
	char *scsi_target;
	struct nodedev_scsi scsi;
	struct nodedev_storage storage;
	char *scsi_generic;                  /* device node */
	enum drm_kind drm;
	struct nodedev_mdev mdev;
	struct css_address css;              /* CCW, CSS */
	struct css_address channel_dev_addr; /* CSS */
	char *chardev;                       /* VDPA */
	struct { struct number adapter, domain; } ap;
	struct nodedev_nested_list nested;
};
LIST_OF(nodedev_capability);

struct nodedev_def {
	char *name, *path;
	struct devnode_list devnodes;
	struct { char *name, *wwnn, *wwpn, *fabric_wwn; } parent;
	char *driver;                        /* STATUS */
	struct nodedev_capability_list capabilities;
};
DOCUMENT(nodedev_def);

extern const struct type nodedev_capability_type;

/* Name what is yet to be made, and bring what a capability holds into libvirt's order. */
void nodedev_def_complete(struct nodedev_def *def);

#endif
