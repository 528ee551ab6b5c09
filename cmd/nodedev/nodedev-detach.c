/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-detach - give a PCI device to a driver for passthrough */
#include <ctype.h>

#include "command/command.h"
#include "driver/nodedev.h"

static const char *driver = "vfio-pci";
static bool group;

static const struct option_row options[] = {
	OPT_VALUE(0, "driver", VALUE_TEXT, &driver, "NAME", "driver it is given to: vfio-pci, unless said"),
	OPT_FLAG (0, "group",  &group, "with all devices of its IOMMU group"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV_ACTIVE, ARG_MANY, NULL, "name of the device"),
	ROWS_END
};

/* virsh's words for drivers of this host. */
static const struct {
	const char *word, *driver;
} words[] = { { "vfio", "vfio-pci" }, { "kvm", "vfio-pci" }, { "xen", "pciback" } };

static const char *
wanted_driver(void)
{
	for (unsigned i = 0; i < COUNT(words); i++)
		if (text_same(words[i].word, driver))
			return words[i].driver;
	return driver;
}

/* It is a name to the kernel, which finds nothing by another, and part of a path to us. */
static int
run(void)
{
	for (const char *at = driver; *at || at == driver; at++)
		if (!isalnum((unsigned char)*at) && *at != '-' && *at != '_')
			return fail(FAULT_USAGE, "%s is no name of a driver", quote(driver));
	return 0;
}

static int
detach_one(struct nodedev *nodedev)
{
	const char *now = nodedev->brief.kind == NODEDEV_PCI ? nodedev_driver(nodedev) : NULL;

	if (text_same(now, wanted_driver()))
		return already("already detached");
	if (nodedev_detach(nodedev, wanted_driver()) < 0)
		return -1;
	say("%s detached", nodedev->object.name);
	return 0;
}

/* One of its group.  What is detached already is as it should be; bridges stay with the host. */
static int
detach_member(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_CHANGE);
	const struct nodedev_def *def = nodedev ? nodedev_def(nodedev, false) : NULL;

	if (!def)
		return -1;
	list_each(nested, &def->capabilities.item[0].nested)
		if (nested->type == NESTED_PCI_BRIDGE)
			return 0;
	if (text_same(def->driver, wanted_driver()))
		return 0;
	return detach_one(nodedev);
}

static int
detach_group(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_READ);
	auto_strings struct strings names = { 0 };

	if (!nodedev || nodedev_group(nodedev, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++)
		if (detach_member(names.item[i]) < 0)
			return fail_within("%s", names.item[i]);
	return 0;
}

static int
detach_device(const char *name)
{
	auto_nodedev struct nodedev *nodedev = group ? NULL : nodedev_open(name, OBJECT_TO_CHANGE);

	if (group)
		return detach_group(name);
	return nodedev ? detach_one(nodedev) : -1;
}

const struct command command = {
	.name      = "nodedev-detach",
	.summary   = "give a PCI device to a driver for passthrough",
	.virsh     = "nodedev-detach",
	.example   = "nodedev-detach pci_0000_02_10_0 --group",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.run       = run,
	.each      = detach_device,
};
