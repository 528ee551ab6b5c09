/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device - a directory of sysfs that is one of the devices we know */
#ifndef NODEDEV_DEVICE_H
#define NODEDEV_DEVICE_H

#include "driver/nodedev.h"

struct device {
	char *path;                      /* "/sys/devices/pci0000:00/0000:00:02.0" */
	const char *name;                /* its last step */
	char *uevent;                    /* the file of that name; use device_uevent() */
	struct udev *udev;               /* what udev knows of it; use device_udev() */
	const struct sort *sort;
};

/* What devices of one sort have in common. */
struct sort {
	enum nodedev_kind kind;
	const char *subsystem;           /* also how their names begin */
	const char *folder;              /* where all are, with those of other sorts maybe */
	const char *type;                /* DEVTYPE; NULL: it is not looked at */
	bool (*is_one)(struct device *device);                   /* missing: all of that type */
	char *(*suffix)(struct device *device);                  /* of its name, NULL for none */
	char *(*name)(struct device *device);                    /* one that is not made of these */
	void (*fill)(struct device *device, struct nodedev_capability *capability);
};
extern const struct sort sorts[];
extern const unsigned sorts_count;

/* The device at a path of sysfs; false: there is none that we know. */
bool device_at(const char *path, struct device *ret_device);
/* The one that is called so in the folder of a sort. */
bool device_in(const char *folder, const char *entry, struct device *ret_device);
void device_done(struct device *device);
#define auto_device __attribute__((cleanup(device_done)))

/* "net_lo_00_00_00_00_00_00".  Caller frees. */
char *device_name(struct device *device);
/* The same of its parts; the suffix may be NULL. */
char *device_name_of(const char *subsystem, const char *entry, const char *suffix);
/* The device that the one at a path is part of; false: none that we know. */
bool device_parent(const char *path, struct device *ret_device);

/* What the kernel tells of it, for uevent_value(); NULL when it is gone.  Borrowed. */
const char *device_uevent(struct device *device);
/* What udev wrote down of it: "ID_SERIAL"; NULL when it did not.  Borrowed. */
const char *device_udev(struct device *device, const char *key);
/* "/dev/disk/by-id/..." */
void device_udev_links(struct device *device, struct strings *ret_links);
/* "/dev/vda"; NULL when it has none.  Caller frees. */
char *device_node(struct device *device);

/* How the sorts fill a document. */
void fill_pci(struct device *device, struct nodedev_capability *capability);
void fill_usb_device(struct device *device, struct nodedev_capability *capability);
void fill_usb(struct device *device, struct nodedev_capability *capability);
void fill_net(struct device *device, struct nodedev_capability *capability);
void fill_scsi_host(struct device *device, struct nodedev_capability *capability);
void fill_scsi_target(struct device *device, struct nodedev_capability *capability);
void fill_scsi(struct device *device, struct nodedev_capability *capability);
void fill_storage(struct device *device, struct nodedev_capability *capability);
void fill_scsi_generic(struct device *device, struct nodedev_capability *capability);
void fill_drm(struct device *device, struct nodedev_capability *capability);
void fill_mdev(struct device *device, struct nodedev_capability *capability);
void fill_channel(struct device *device, struct nodedev_capability *capability);
void fill_vdpa(struct device *device, struct nodedev_capability *capability);
void fill_ap(struct device *device, struct nodedev_capability *capability);
void fill_ap_matrix(struct device *device, struct nodedev_capability *capability);

/* Of "0000:00:02.0"; false when it is none. */
bool pci_place(const char *name, struct pci_address *ret_address);
/* "disk", "cdrom" ...: what sort of drive; NULL: none that is listed.  Caller frees. */
char *storage_type(struct device *device);
/* Mediated devices that it can be split into. */
void add_mdev_types(struct device *device, struct nodedev_capability *capability);
/* The vital product data in a PCI device's memory. */
void add_vpd(const unsigned char *data, size_t size, struct nodedev_capability *capability);
/* The machine itself. */
void fill_system(struct nodedev_capability *capability);

#endif
