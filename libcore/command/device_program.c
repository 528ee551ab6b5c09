/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_program - what programs that plug devices in and out do alike */
#include "command/device_program.h"

#include "base/fail.h"
#include "command/command.h"

/* As long as libvirt waits: most guests are that quick. */
enum { PATIENCE_MS = 5000 };

int
device_from_file(const char *file, struct vm_device *ret_device)
{
	auto_free char *xml = input_read(file, NULL);
	enum model_how how = (asked.strict ? READ_STRICT : 0) | (asked.validate ? READ_VALIDATE : 0);

	return xml ? vm_device_read(xml, input_name(file), how, ret_device) : -1;
}

int
device_print(const struct vm_device *device)
{
	auto_free char *xml = vm_device_text(device, VIEW_CONFIG);

	answer("%s", xml);
	return 0;
}

int
device_where(const struct vm *vm, struct device_where *ret_where)
{
	return asked_states(vm->active, vm->stored, true, &ret_where->live, &ret_where->config);
}

int
device_attach_made(const char *name, int (*make)(struct text *xml), bool as_xml, struct vm_device *ret_device)
{
	auto_text struct text xml = { 0 };
	auto_vm struct vm *vm = vm_open(name, as_xml ? VM_TO_READ : VM_TO_CHANGE);
	struct device_where where;

	if (!vm || make(&xml) < 0 || vm_device_read(text_get(&xml), "options", READ_STRICT, ret_device) < 0)
		return -1;
	if (as_xml)
		return device_print(ret_device);
	return device_where(vm, &where) < 0 ? -1 : device_attach(vm, ret_device, where, NULL);
}

int
device_wait(struct vm *vm, const char *alias, const struct device_wait *wait)
{
	bool must = wait->wait || wait->timeout_ms >= 0;

	if (!alias || device_await_gone(vm, alias, must ? wait->timeout_ms : PATIENCE_MS) == 0)
		return 0;
	if (must || fail_fault() != FAULT_TIMEOUT)
		return -1;
	say("%s", fail_story());
	fail_forget();           /* it was asked for, and will go when the guest likes */
	return 0;
}

int
device_detach_asked(struct vm *vm, const struct vm_device *like, const struct device_wait *wait)
{
	auto_free char *alias = NULL;
	struct device_where where;

	if (device_where(vm, &where) < 0)
		return -1;
	if (device_detach(vm, like, where, &alias) == 0)
		return device_wait(vm, alias, wait);
	if (!asked.if_needed || fail_fault() != FAULT_MISSING)
		return -1;
	fail_forget();           /* it is not there, as was asked for */
	return 0;
}

void
device_attribute(struct text *xml, const char *name, const char *value)
{
	if (!value)
		return;
	text_addf(xml, " %s='", name);
	text_add_said_xml(xml, value, true);
	text_add(xml, "'");
}

void
device_option(struct text *xml, const char *element, const char *attribute, const char *value)
{
	if (!value)
		return;
	text_addf(xml, "<%s", element);
	device_attribute(xml, attribute, value);
	text_add(xml, "/>");
}
