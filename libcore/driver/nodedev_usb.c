/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_usb - USB devices of the host that guests ask for, by their place or by who made them */
#include <inttypes.h>

#include "driver/nodedev_inside.h"
#include "driver/nodedev_loan.h"

static char *
words_for(const struct hostdev *usb)
{
	if (usb->source.usb.device.given)
		return text_format("USB device %" PRId64 ":%" PRId64, usb->source.usb.bus.value, usb->source.usb.device.value);
	return text_format("USB device 0x%04" PRIx64 ":0x%04" PRIx64, usb->source.usb.vendor.value, usb->source.usb.product.value);
}

/* Those that are meant, and the last of them. */
static unsigned
find(const struct nodedevs *devices, const struct hostdev *usb, struct nodedev **ret_found)
{
	unsigned n = 0;

	for (unsigned i = 0; i < devices->n; i++) {
		const struct nodedev_def *def =
			devices->item[i]->brief.kind == NODEDEV_USB_DEVICE ? nodedev_def(devices->item[i], false) : NULL;

		if (!def || !nodedev_is_usb(&def->capabilities.item[0], usb))
			continue;
		*ret_found = devices->item[i];
		n++;
	}
	fail_forget();           /* one that was unplugged meanwhile is none of them */
	return n;
}

static int
take(struct nodedev *nodedev, struct hostdev *usb, char **ret_node)
{
	const struct nodedev_def *def = nodedev_def(nodedev, false);

	if (!def || !def->devnodes.n)
		return def ? fail(FAULT_FAILED, "it has no device node") : -1;
	usb->source.usb.bus = def->capabilities.item[0].usb_device.bus;
	usb->source.usb.device = def->capabilities.item[0].usb_device.device;
	*ret_node = xstrdup(def->devnodes.item[0].path);
	return 0;
}

int
nodedev_usb_lend(struct hostdev *usb, const char *vm, char **ret_node)
{
	auto_nodedevs struct nodedevs devices = { 0 };
	auto_free char *what = words_for(usb);
	struct nodedev *found = NULL;
	const char *user;
	unsigned n;

	if (nodedevs_open(OBJECT_ACTIVE, &devices) < 0)
		return -1;
	n = find(&devices, usb, &found);
	if (n == 0)
		return fail(FAULT_MISSING, "%s is not there", what);
	if (n > 1)
		return fail(FAULT_CONFIG, "%s is there %u times: <address> says which is meant", what, n);
	if (nodedev_other_user(found, vm, &user) < 0)
		return -1;
	if (user)
		return fail(FAULT_STATE, "%s: virtual machine '%s' has it", what, user);
	return take(found, usb, ret_node) < 0 ? fail_within("%s", what) : 0;
}
