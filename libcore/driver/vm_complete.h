/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete - what libvirt adds to any definition, and its steps, each in the file of its subject */
#ifndef DRIVER_VM_COMPLETE_H
#define DRIVER_VM_COMPLETE_H

#include "model/vm_def.h"

/* Add what libvirt adds to any definition: identity, defaults, addresses on disk
 * controllers, missing controllers, the console that goes with a serial port, a video
 * device for graphics.  -1 after fail(FAULT_XML or FAULT_CONFIG, ...) when something
 * cannot be completed.  The driver completes what it knows next. */
int vm_def_complete(struct vm_def *def);

/* For drivers of hosts where no security module is in use that could make a label for a guest that names
 * none.  -1 after fail(FAULT_XML, ...). */
int vm_complete_seclabels(struct vm_def *def);

/* Each may change def, does nothing the second time, and returns -1 after fail(). */
int complete_identity(struct vm_def *def);
int complete_memory(struct vm_def *def);
int complete_processors(struct vm_def *def);
int complete_cpu(struct vm_def *def);
int complete_iothreads(struct vm_def *def);
int complete_boot(struct vm_def *def);
int complete_sysinfo(struct vm_def *def);
int complete_perf(struct vm_def *def);
int complete_disks(struct vm_def *def);
int complete_hostdevs(struct vm_def *def);
int complete_nics(struct vm_def *def);
int complete_ports(struct vm_def *def);
int complete_consoles(struct vm_def *def);
int complete_small_devices(struct vm_def *def);
int complete_inputs(struct vm_def *def);
int complete_graphics(struct vm_def *def);
int complete_videos(struct vm_def *def);
int complete_controllers(struct vm_def *def);

/* The bus that the disk's name tells, when nothing else does. */
void complete_disk_bus(struct disk *disk);

/* Rules about what completion gives: no two devices in one place, none on a bus that is not there. */
int check_addresses(const struct vm_def *def);
int check_usb(const struct vm_def *def);

/* The arch as libvirt groups them; no arch counts as x86, as everywhere in libvirt. */
bool vm_is_x86(const struct vm_def *def);
bool vm_is_s390(const struct vm_def *def);
bool vm_is_ppc64(const struct vm_def *def);
bool vm_is_hvm(const struct vm_def *def);

/* The console that is the first serial port is as that is, with the address it has got since. */
void console_follow(struct vm_def *def);

/* The order of those that a document has; those of its SCSI host devices, then what is added later,
 * come behind.  -1 when its USB cannot be. */
int controllers_settle(struct vm_def *def);
/* The SCSI controllers that addresses of host devices name. */
int hostdevs_need_scsi(struct vm_def *def);
/* A controller of that kind and index, added if there is none. */
struct controller *controller_need(struct vm_def *def, enum controller_kind type, unsigned index);
/* All of that kind from 0 to last; -1 when no machine has so many. */
int controllers_need(struct vm_def *def, enum controller_kind type, int64_t last);

#endif
