/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_item - what nodedev-list and nodedev-info show of a device */
#include "command/nodedev_item.h"

#include "command/command.h"

int
nodedev_cell_name(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nodedev *)item)->object.name);
	return 0;
}

int
nodedev_cell_capability(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&nodedev_kind_words, ((struct nodedev *)item)->brief.kind));
	return 0;
}

int
nodedev_cell_parent(void *item, struct cell *cell)
{
	auto_free char *parent = nodedev_parent(item);

	cell_text(cell, parent);
	return parent || !fail_fault() ? 0 : -1;
}

int
nodedev_cell_driver(void *item, struct cell *cell)
{
	const struct nodedev_def *def = nodedev_def(item, false);

	if (def)
		cell_text(cell, def->driver);
	return def ? 0 : -1;
}

/* The capability of a device that has one of that kind. */
static int
capability_of(void *item, const struct nodedev_capability **ret_capability)
{
	const struct nodedev_def *def = nodedev_def(item, false);

	*ret_capability = def && def->capabilities.n ? &def->capabilities.item[0] : NULL;
	return def ? 0 : -1;
}

int
nodedev_cell_group(void *item, struct cell *cell)
{
	const struct nodedev_capability *c;

	if (capability_of(item, &c) < 0)
		return -1;
	if (c && c->type == NODEDEV_PCI && c->pci.iommu_group.number.given)
		cell_number(cell, c->pci.iommu_group.number.value);
	if (c && c->type == NODEDEV_MDEV && c->mdev.iommu_group.given)
		cell_number(cell, c->mdev.iommu_group.value);
	return 0;
}

int
nodedev_cell_pci_id(void *item, struct cell *cell)
{
	const struct nodedev_capability *c;

	if (capability_of(item, &c) < 0)
		return -1;
	if (c && c->type == NODEDEV_PCI) {
		auto_free char *id = text_format("%04x:%04x", (unsigned)c->pci.vendor.id.value,
						 (unsigned)c->pci.product.id.value);

		cell_text(cell, id);
	}
	return 0;
}

static void
add_words(struct text *out, const char *words)
{
	if (words)
		text_addf(out, "%s%s", out->length ? " " : "", words);
}

int
nodedev_cell_description(void *item, struct cell *cell)
{
	auto_text struct text words = { 0 };
	const struct nodedev_capability *c;

	if (capability_of(item, &c) < 0)
		return -1;
	if (!c)
		return 0;
	add_words(&words, c->system.hardware.vendor);
	add_words(&words, c->system.product);
	add_words(&words, c->pci.vendor.name);
	add_words(&words, c->pci.product.name);
	add_words(&words, c->usb_device.vendor.name);
	add_words(&words, c->usb_device.product.name);
	add_words(&words, c->usb.description);
	add_words(&words, c->net.interface);
	add_words(&words, c->storage.vendor);
	add_words(&words, c->storage.model);
	add_words(&words, c->storage.block);
	add_words(&words, c->mdev.type);
	if (words.length)
		cell_text(cell, text_get(&words));
	return 0;
}

int
nodedev_cell_user(void *item, struct cell *cell)
{
	const char *vm;

	if (nodedev_user(item, &vm) < 0)
		return -1;
	cell_text(cell, vm);
	return 0;
}

int
nodedev_cell_active(void *item, struct cell *cell)
{
	cell_yes_no(cell, ((struct nodedev *)item)->active);
	return 0;
}

int
nodedev_cell_persistent(void *item, struct cell *cell)
{
	cell_yes_no(cell, nodedev_is_persistent(item));
	return 0;
}

int
nodedev_cell_autostart(void *item, struct cell *cell)
{
	cell_yes_no(cell, nodedev_is_autostarted(item));
	return 0;
}

enum nodedev_define_how
nodedev_define_asked(void)
{
	return (asked.validate ? NODEDEV_VALIDATE : 0) | (asked.strict ? NODEDEV_STRICT : 0);
}
