/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_program - what programs that plug devices in and out do alike */
#ifndef COMMAND_DEVICE_PROGRAM_H
#define COMMAND_DEVICE_PROGRAM_H

#include "driver/device.h"

/* The element in a FILE argument. */
int device_from_file(const char *file, struct vm_device *ret_device);
int device_print(const struct vm_device *device);        /* --print-xml */

/* Plug the element that make() puts together from options into the guest; as_xml: only print it. */
int device_attach_made(const char *name, int (*make)(struct text *xml), bool as_xml, struct vm_device *ret_device);

/* What {state} means for this guest. */
int device_where(const struct vm *vm, struct device_where *ret_where);

/* --wait and --timeout of detaching. */
struct device_wait {
	bool wait;
	int64_t timeout_ms;              /* -1: not said */
};
#define DEVICE_WAIT_OPTIONS(w)                                                                     \
	OPT_FLAG (0, "wait",    &(w).wait, "return once the guest has let go of it"),              \
	OPT_VALUE(0, "timeout", VALUE_DURATION, &(w).timeout_ms, "SEC", "how long to wait; means --wait")
/* alias NULL: it is gone already. */
int device_wait(struct vm *vm, const char *alias, const struct device_wait *wait);

/* Detach what is meant and wait as asked; missing devices are fine with --if-needed. */
int device_detach_asked(struct vm *vm, const struct vm_device *like, const struct device_wait *wait);

/* For XML that options make: <name attribute='value'/>, nothing when value is NULL. */
void device_option(struct text *xml, const char *element, const char *attribute, const char *value);
/* " name='value'", nothing when value is NULL. */
void device_attribute(struct text *xml, const char *name, const char *value);

#endif
