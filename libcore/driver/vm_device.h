/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_device - one device of a definition, of whatever sort: read, found, added, taken away */
#ifndef DRIVER_VM_DEVICE_H
#define DRIVER_VM_DEVICE_H

#include "model/vm_def.h"

/* An object and the row of <devices> that it belongs to; row->type is its type. */
struct vm_device {
	const struct row *row;
	void *object;
};

/* An element below <devices>.  FAULT_XML.  Caller does vm_device_done(). */
int vm_device_read(const char *xml, const char *whence, enum model_how how, struct vm_device *ret_device);
void vm_device_done(struct vm_device *device);
#define auto_vm_device __attribute__((cleanup(vm_device_done)))
/* An object of a type that is some device's; borrowed. */
struct vm_device vm_device_of(const struct type *type, void *object);
/* A copy of what belongs to a definition, or of anything else.  Caller does vm_device_done(). */
struct vm_device vm_device_copy(const struct vm_device *device);
/* As users see it.  Caller frees. */
char *vm_device_text(const struct vm_device *device, enum view view);

/* NULL when devices of this sort have none. */
struct device_info *vm_device_info(const struct vm_device *device);
const char *vm_device_word(const struct vm_device *device);     /* "interface" */

/* What has an index in its list is found by it from now until the list changes. */
struct vm_device vm_devices_at(const struct vm_def *def, const struct row *row, unsigned i);

/* The one device that is meant by an element: disks by their target, cards by their MAC address,
 * controllers by type and index, others by all that the element says.  Index, or -1 after
 * FAULT_MISSING, FAULT_FAILED when it could be several. */
int vm_device_find(const struct vm_def *def, const struct vm_device *like);
/* The device with that alias: true, borrowed. */
bool vm_device_find_alias(const struct vm_def *def, const char *alias, struct vm_device *ret_device, unsigned *ret_index);

/* Takes it over, as the last of its list.  FAULT_STATE when there can be only one, and is. */
int vm_device_add(struct vm_def *def, struct vm_device *device);
void vm_device_remove(struct vm_def *def, const struct row *row, unsigned i);
/* Put it in the place of another; takes it over. */
void vm_device_replace(struct vm_def *def, const struct row *row, unsigned i, struct vm_device *device);

/* Call back for each device, in the order of the document; stops when that returns non-zero. */
int vm_devices_each(const struct vm_def *def, int (*call)(const struct vm_device *device, unsigned i, void *context),
		    void *context);

#endif
