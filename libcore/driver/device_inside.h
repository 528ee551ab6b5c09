/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_inside - what the files behind device.h share */
#ifndef DRIVER_DEVICE_INSIDE_H
#define DRIVER_DEVICE_INSIDE_H

#include "driver/device.h"

/* May devices of this sort come, go, be changed?  FAULT_UNSUPPORTED. */
enum device_deed { DEVICE_ATTACH, DEVICE_DETACH, DEVICE_UPDATE };
int device_may(const struct vm_device *device, enum device_deed deed);
/* Two of them cannot be told apart. */
bool device_is_unique(const struct vm_device *device);

/* On record, in memory only; and off it.  The first returns what was on record of it. */
enum device_change device_record(struct vm *vm, const char *alias, enum device_change change);
void device_record_drop(struct vm *vm, const char *alias);
bool device_is_leaving(const struct vm *vm, const char *alias);

/* The stored definition as it is without such a device; NULL and FAULT_MISSING when it has none.  Caller frees. */
struct vm_def *device_config_without(struct vm *vm, const struct vm_device *like);
/* The definition as it is without what has this alias; NULL when nothing has.  Caller frees. */
struct vm_def *device_without(const struct vm_def *def, const char *alias);
/* The live definition, the stored one becomes this, which is taken over. */
void device_become(struct vm *vm, struct vm_def *def);
int device_store(struct vm *vm, struct vm_def *def);

/* The aliases that one definition has and the other has not. */
void device_new_aliases(const struct vm_def *before, const struct vm_def *after, struct strings *ret_aliases);

#endif
