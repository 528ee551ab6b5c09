/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device - devices of simulated guests, who take and give everything at once */
#include "driver/device.h"
#include "test.h"

static int
plug(__attribute__((unused)) struct vm *vm, __attribute__((unused)) const struct vm_def *other)
{
	return 0;
}

static int
unplug(__attribute__((unused)) struct vm *vm, __attribute__((unused)) const char *alias)
{
	return 0;
}

static int
update(__attribute__((unused)) struct vm *vm, __attribute__((unused)) const struct vm_device *now,
       __attribute__((unused)) const struct vm_device *next, __attribute__((unused)) bool force)
{
	return 0;
}

const struct device_ops test_device_ops = {
	.plug   = plug,
	.unplug = unplug,
	.has    = unplug,
	.drop   = plug,
	.update = update,
};
