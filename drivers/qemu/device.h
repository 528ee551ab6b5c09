/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device - devices that are plugged into a guest that runs, and unplugged */
#ifndef QEMU_DEVICE_H
#define QEMU_DEVICE_H

#include "driver/device.h"
#include "qmp.h"

extern const struct device_ops qemu_device_ops;

/* --- device_parts.c: what devices are to the emulator --- */

/* One option of a command line: "-device" and its object. */
struct part {
	char *flag, *value;
};
LIST_OF(part);
void parts_done(struct part_list *parts);
#define auto_parts __attribute__((cleanup(parts_done)))

/* The options that argv has and other has not, in order. */
void parts_more(const struct strings *argv, const struct strings *other, struct part_list *ret_parts);
/* May they be added while it runs?  FAULT_UNSUPPORTED. */
int parts_check(const struct part_list *parts);
int parts_add(struct qmp *qmp, const struct part_list *parts);
/* From the last to the first; the devices among them have gone already, and what else is not there is fine. */
int parts_remove(struct qmp *qmp, const struct part_list *parts);

/* --- device_chardev.c --- */

/* The argument of chardev-add for the value of a -chardev option.  FAULT_UNSUPPORTED.  Caller puts it. */
struct json_object *chardev_object(const char *value);

/* --- device_update.c --- */

int qemu_device_update(struct vm *vm, const struct vm_device *now, const struct vm_device *next, bool force);
int qemu_device_restore(struct vm *vm, const struct vm_device *now);

/* --- device.c --- */

bool device_is_new(const struct vm_def *before, const char *alias);

/* --- device_secrets.c --- */

struct launch;
/* For the new devices of a launch, before its command line is made. */
int device_lend_secrets(struct qmp *qmp, struct launch *launch, const struct vm_def *before);
/* Also when something went wrong, which is then told. */
int device_take_back_secrets(struct qmp *qmp, const struct launch *launch);

/* --- device_host.c: what is behind devices on the host --- */

/* Let the emulator use the images of a disk. */
int device_give_images(struct vm *vm, const struct disk *disk);
/* On record, to be undone when the guest ends. */
int device_note_nic(struct vm *vm, struct nic *nic);
/* The port of a card; and the filter, too. */
int device_drop_port(struct vm *vm, const struct nic *nic);
int device_drop_nic(struct vm *vm, const struct nic *nic);

#endif
