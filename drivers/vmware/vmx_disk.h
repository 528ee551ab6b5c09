/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_disk - where disks are in a .vmx file, and what sorts there are */
#ifndef VMX_DISK_H
#define VMX_DISK_H

#include "model/vm_def.h"

/* A bus with its controllers.  A SCSI controller has a place itself: number 7. */
struct vmx_bus {
	const char *name, *disks;        /* "scsi", "sd" */
	enum disk_bus bus;
	unsigned controllers, units, reserved;
	bool said;                       /* the file says which controllers there are */
	const char *hard_disk;           /* the deviceType of one */
	bool any_type;                   /* a hard disk may be called anything */
};
extern const struct vmx_bus vmx_buses[];
extern const unsigned vmx_bus_count;

/* The position of a disk's name ("sdp" is 15) and the place it stands for.
 * Disks are named as if all places of all controllers were taken. */
unsigned vmx_place_index(const struct vmx_bus *bus, unsigned controller, unsigned unit);
/* False when there is no such place. */
bool vmx_index_place(const struct vmx_bus *bus, unsigned index, unsigned *ret_controller, unsigned *ret_unit);

struct vmx_scsi_model { const char *name; enum controller_model model; };
extern const struct vmx_scsi_model vmx_scsi_models[];
extern const unsigned vmx_scsi_model_count;

/* CD-ROM drives that are a device of the host. */
struct vmx_drive { const char *type; enum disk_device device; };
extern const struct vmx_drive vmx_drives[];
extern const unsigned vmx_drive_count;

extern const char vmx_no_medium[], vmx_any_drive[], vmx_passthrough[], vmx_passthrough_path[];

#endif
