/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate - what QEMU cannot run is refused when a guest is defined
 *
 * What depends on the host (KVM, files, the images installed) is left to the start. */
#ifndef QEMU_VALIDATE_H
#define QEMU_VALIDATE_H

#include "caps.h"
#include "model/vm_def.h"

/* The operation of the driver: with the capabilities of the definition's emulator. */
int qemu_validate(const struct vm_def *def);

/* The same with given capabilities.  -1 after fail(FAULT_CONFIG, ...) naming what is wrong. */
int qemu_validate_with(const struct vm_def *def, const struct qemu_caps *caps);

/* What can be defined, and not run. */
int validate_start(const struct vm_def *def);

/* Parts of qemu_validate(). */
int validate_features(const struct vm_def *def);
int validate_disks(const struct vm_def *def);
int validate_controllers(const struct vm_def *def);
int validate_hostdevs(const struct vm_def *def);
int validate_filesystems(const struct vm_def *def);
int validate_nics(const struct vm_def *def);
int validate_ports(const struct vm_def *def);
int validate_displays(const struct vm_def *def);
int validate_devices(const struct vm_def *def);
int validate_actions(const struct vm_def *def);

/* Can another process see the guest's memory?  Those that serve a device over a socket must. */
bool memory_is_shared(const struct vm_def *def);
/* Refused when it would leave the directory; no name is fine. */
int validate_file_name(const char *name, const char *what);
/* Refused unless there is no iothread, or the definition has it. */
int validate_iothread(const struct vm_def *def, const char *what, const char *name, unsigned iothread);
/* Refused when a bus of that sort, or that SCSI controller, has no such place.  any_unit: its units are not
 * counted.  what is the device in messages. */
int validate_drive(const struct vm_def *def, const char *what, enum disk_bus bus, const struct device_address *address, bool any_unit);

#endif
