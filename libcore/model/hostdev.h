/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hostdev - devices of the host handed to the guest */
#ifndef MODEL_HOSTDEV_H
#define MODEL_HOSTDEV_H

#include "model/disk.h"
#include "model/nic.h"

#define HOSTDEV_MODE(X)                         \
	X(HOSTDEV_MODE_NONE,    NULL)           \
	X(HOSTDEV_SUBSYSTEM,    "subsystem")    \
	X(HOSTDEV_CAPABILITIES, "capabilities")
ENUM_TYPE(hostdev_mode, HOSTDEV_MODE);

#define HOSTDEV_KIND(X)                     \
	X(HOSTDEV_NONE,      NULL)          \
	X(HOSTDEV_USB,       "usb")         \
	X(HOSTDEV_PCI,       "pci")         \
	X(HOSTDEV_SCSI,      "scsi")        \
	X(HOSTDEV_SCSI_HOST, "scsi_host")   \
	X(HOSTDEV_MDEV,      "mdev")        \
	X(HOSTDEV_STORAGE,   "storage")     \
	X(HOSTDEV_MISC,      "misc")        \
	X(HOSTDEV_NET,       "net")
ENUM_TYPE(hostdev_kind, HOSTDEV_KIND);

#define HOSTDEV_MODEL(X)                                        \
	X(HOSTDEV_MODEL_NONE,                NULL)              \
	X(HOSTDEV_VFIO_PCI,                  "vfio-pci")        \
	X(HOSTDEV_VFIO_CCW,                  "vfio-ccw")        \
	X(HOSTDEV_VFIO_AP,                   "vfio-ap")         \
	X(HOSTDEV_VIRTIO,                    "virtio")          \
	X(HOSTDEV_VIRTIO_TRANSITIONAL,       "virtio-transitional") \
	X(HOSTDEV_VIRTIO_NON_TRANSITIONAL,   "virtio-non-transitional")
ENUM_TYPE(hostdev_model, HOSTDEV_MODEL);

#define HOSTDEV_DRIVER(X)                   \
	X(HOSTDEV_DRIVER_NONE, NULL)        \
	X(HOSTDEV_DRIVER_KVM,  "kvm")       \
	X(HOSTDEV_DRIVER_VFIO, "vfio")      \
	X(HOSTDEV_DRIVER_XEN,  "xen")
ENUM_TYPE(hostdev_driver, HOSTDEV_DRIVER);

#define HOSTDEV_PROTOCOL(X)                     \
	X(HOSTDEV_PROTOCOL_NONE,    NULL)       \
	X(HOSTDEV_PROTOCOL_ADAPTER, "adapter")  \
	X(HOSTDEV_PROTOCOL_ISCSI,   "iscsi")    \
	X(HOSTDEV_PROTOCOL_VHOST,   "vhost")
ENUM_TYPE(hostdev_protocol, HOSTDEV_PROTOCOL);

#define GUEST_RESET(X)                              \
	X(GUEST_RESET_NONE,          NULL)          \
	X(GUEST_RESET_OFF,           "off")         \
	X(GUEST_RESET_UNINITIALIZED, "uninitialized") \
	X(GUEST_RESET_ON,            "on")
ENUM_TYPE(guest_reset, GUEST_RESET);

struct hostdev {
	enum hostdev_mode mode;
	enum hostdev_kind type;
	enum tri managed;
	enum hostdev_model model;
	enum tri rawio;
	enum disk_sgio sgio;
	enum tri display, ramfb;
	struct teaming teaming;
	enum hostdev_driver driver;
	char *driver_model;
	enum tri iommufd;                                    /* PCI */
	struct {
		enum startup_policy startup_policy;          /* USB */
		enum guest_reset guest_reset;                /* USB */
		enum tri write_filtering;                    /* PCI */
		struct { struct number vendor, product; struct number bus, device; char *port; } usb;
		struct pci_address pci;
		enum hostdev_protocol protocol;              /* SCSI, SCSI_HOST */
		char *name;                                  /* iSCSI target */
		char *wwpn;                                  /* vhost */
		char *adapter;                               /* "scsi_host0" */
		struct { struct number bus, target, unit; } scsi;
		struct source_host_list hosts;
		struct storage_auth *auth;
		char *initiator;
		char *uuid;                                  /* MDEV */
		char *block, *chr, *interface;               /* STORAGE, MISC, NET */
	} source;
	struct nic_ip_list ips;                              /* NET */
	struct network_route_list routes;
	bool readonly, shareable;
	struct device_info info;
};
LIST_OF(hostdev);

extern const struct type hostdev_type;

#endif
