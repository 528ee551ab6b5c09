/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device - devices that are plugged in, unplugged and changed: live, stored or both
 *
 * What is being plugged in or unplugged of an active guest is on record in its live file until it
 * is done: the next opening of the guest for a change finishes or undoes what a killed program
 * left, and sees what a guest has let go of meanwhile. */
#ifndef DRIVER_DEVICE_H
#define DRIVER_DEVICE_H

#include "driver/vm.h"
#include "driver/vm_device.h"

/* Which definitions, at least one. */
struct device_where {
	bool live, config;
};

/* Each takes the device over and checks everything before it changes anything.  ret_alias (may be
 * NULL): its name in the live definition, NULL when it has none.  Caller frees. */
int device_attach(struct vm *vm, struct vm_device *device, struct device_where where, char **ret_alias);
/* In the place of the device it means.  force: a medium is taken out of a locked drive. */
int device_update(struct vm *vm, struct vm_device *device, struct device_where where, bool force);

/* The device that is meant leaves the stored definition; a guest that runs is asked to let go of
 * it.  ret_alias: what device_is_leaving() asks for; NULL when it is gone. */
int device_detach(struct vm *vm, const struct vm_device *like, struct device_where where, char **ret_alias);
int device_detach_alias(struct vm *vm, const char *alias, struct device_where where);

/* Wait until the guest has let go: 0, or -1 after FAULT_TIMEOUT.  timeout_ms -1: as long as it
 * takes.  Others may change the guest meanwhile. */
int device_await_gone(struct vm *vm, const char *alias, int64_t timeout_ms);

/* Finish or undo what is on record.  Part of opening an active guest for a change. */
int device_settle(struct vm *vm);

/* What a driver supplies.  The handle is locked, vm->live loaded. */
struct device_ops {
	/* Complete what the live definition has that `before` has not: names, images below.  Refuse what
	 * cannot be plugged in; nothing is made yet. */
	int (*prepare)(struct vm *vm, const struct vm_def *before, struct vm_def *after);
	/* Plug in what vm->live->def has and `before` has not; it is on record. */
	int (*plug)(struct vm *vm, const struct vm_def *before);
	/* Ask the guest to let go of a device; one that is not there is fine. */
	int (*unplug)(struct vm *vm, const char *alias);
	/* Does the guest still have it?  1, 0 or -1. */
	int (*has)(struct vm *vm, const char *alias);
	/* Give up what was behind what vm->live->def has and `after` has not; the guest has it no more.
	 * What is not there is fine. */
	int (*drop)(struct vm *vm, const struct vm_def *after);
	/* `now` is what is in its place in the live definition, `next` what is to be there. */
	int (*update)(struct vm *vm, const struct vm_device *now, const struct vm_device *next, bool force);
	/* An update was cut short: what is in the live definition is there again.  May be NULL. */
	int (*restore)(struct vm *vm, const struct vm_device *now);
};

#endif
