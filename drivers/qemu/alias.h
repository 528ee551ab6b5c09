/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* alias - names of devices and disk images while a guest runs
 *
 * QEMU knows each device by its alias ("virtio-disk0", "net0") and each image by the number
 * of its block node ("libvirt-2-format").  Both stay as long as the guest runs: what
 * has one keeps it, so that this can be called again after a device was plugged. */
#ifndef QEMU_ALIAS_H
#define QEMU_ALIAS_H

#include "model/vm_def.h"

void qemu_name_devices(struct vm_def *live);

/* QEMU's name of the controller a device hangs from: its alias ("scsi1"), or what the board
 * calls it ("pcie.0", "ide").  Borrowed; NULL when there is none. */
const char *qemu_controller_alias(const struct vm_def *def, enum controller_kind type, unsigned index);

/* Block nodes of an image: "libvirt-3-storage" is the file or server, "libvirt-3-format" what
 * interprets its contents.  Caller frees. */
char *qemu_storage_node(const struct storage_source *source);
char *qemu_format_node(const struct storage_source *source);

/* The node at the top of a disk, NULL when the drive is empty.  Caller frees. */
char *qemu_disk_node(const struct vm_def *def, const struct disk *disk);

#endif
