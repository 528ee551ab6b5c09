/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_config - what the configuration space of a PCI device says */
#include "pci_config.h"

#include <linux/pci_regs.h>

#include "sysfs.h"

/* By the number in the link registers. */
static const char *const speeds[] = { NULL, "2.5", "5", "8", "16", "32", "64" };

struct space {
	const unsigned char *byte;
	size_t size;
};

/* What cannot be read is 0, as in a device that does not have it. */
static unsigned
at(const struct space *space, unsigned offset, unsigned bytes)
{
	unsigned value = 0;

	for (unsigned i = 0; i < bytes && offset + bytes <= space->size; i++)
		value |= (unsigned)space->byte[offset + i] << 8 * i;
	return value;
}

/* Capabilities are a chain; a broken one may be a ring. */
static unsigned
capability_at(const struct space *space, unsigned id)
{
	unsigned offset = at(space, PCI_STATUS, 2) & PCI_STATUS_CAP_LIST ? at(space, PCI_CAPABILITY_LIST, 1) : 0;

	for (unsigned i = 0; i < 48 && offset >= PCI_STD_HEADER_SIZEOF; i++) {
		if (at(space, offset + PCI_CAP_LIST_ID, 1) == id)
			return offset;
		offset = at(space, offset + PCI_CAP_LIST_NEXT, 1) & ~3u;
	}
	return 0;
}

static struct pci_lanes
lanes(unsigned bits)
{
	unsigned speed = bits & PCI_EXP_LNKCAP_SLS;

	return (struct pci_lanes) {
		.speed = speed < COUNT(speeds) ? speeds[speed] : NULL,
		.width = (bits & PCI_EXP_LNKCAP_MLW) >> 4,
	};
}

static void
read_express(const struct space *space, struct pci_config *config)
{
	unsigned express = capability_at(space, PCI_CAP_ID_EXP);
	unsigned type = (at(space, express + PCI_EXP_FLAGS, 2) & PCI_EXP_FLAGS_TYPE) >> 4;
	unsigned can = at(space, express + PCI_EXP_LNKCAP, 4);

	if (!express)
		return;
	config->is_express = true;
	config->has_link = type != PCI_EXP_TYPE_RC_END && type != PCI_EXP_TYPE_RC_EC;
	config->can = lanes(can);
	config->can.port = NUMBER_OF(can >> 24);
	config->is = lanes(at(space, express + PCI_EXP_LNKSTA, 2));
}

void
pci_config_read(const char *device, struct pci_config *ret_config)
{
	struct space space = { 0 };
	auto_free char *bytes = sysfs_bytes(device, "config", &space.size);
	unsigned type;

	*ret_config = (struct pci_config) { 0 };
	space.byte = (const unsigned char *)bytes;
	type = at(&space, PCI_HEADER_TYPE, 1) & 0x7f;
	ret_config->is_bridge = type == PCI_HEADER_TYPE_BRIDGE;
	ret_config->is_cardbus = type == PCI_HEADER_TYPE_CARDBUS;
	ret_config->is_express = sysfs_size(device, "config") > PCI_CFG_SPACE_SIZE;
	read_express(&space, ret_config);
}
