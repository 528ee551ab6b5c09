/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_device_match - which device an element means; for vm_device.c */
#ifndef DRIVER_VM_DEVICE_MATCH_H
#define DRIVER_VM_DEVICE_MATCH_H

#include "base/json.h"
#include "driver/vm_device.h"

struct vm_device_match {
	const struct vm_device *like;
	struct json_object *said;        /* all that it says, for sorts that have no name of their own */
};

struct vm_device_match vm_device_match(const struct vm_device *like);
void vm_device_match_done(struct vm_device_match *match);
#define auto_vm_device_match __attribute__((cleanup(vm_device_match_done)))
bool vm_device_matches(const struct vm_device_match *match, const struct vm_device *device);

#endif
