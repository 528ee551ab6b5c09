/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_device - what all -device options have in common: driver, place, overrides */
#include "args_inside.h"

struct json_object *
device_new(const char *driver)
{
	return json_build("s:driver", driver, NULL);
}

static int
controller_bus(struct args *a, struct json_object *device, enum controller_kind type, unsigned index,
	       const char *suffix)
{
	const char *alias = qemu_controller_alias(a->def, type, index);
	auto_free char *bus = NULL;

	if (!alias)
		return fail(FAULT_CONFIG, "there is no %s controller %u",
			    words_name(&controller_kind_words, type), index);
	bus = text_format("%s%s", alias, suffix);
	prop_string(device, "bus", bus);
	return 0;
}

static int
pci_place(struct args *a, struct json_object *device, const struct device_info *info)
{
	const struct pci_address *at = &info->address.pci;
	auto_free char *place = NULL;

	if (controller_bus(a, device, CONTROLLER_PCI, at->bus.value, "") < 0)
		return -1;
	prop_tri(device, "multifunction", at->multifunction);
	place = at->function.value ? text_format("0x%x.0x%x", (unsigned)at->slot.value, (unsigned)at->function.value)
				   : text_format("0x%x", (unsigned)at->slot.value);
	prop_string(device, "addr", place);
	prop_count(device, "acpi-index", info->acpi_index);
	return 0;
}

int
device_address(struct args *a, struct json_object *device, const struct device_info *info)
{
	const struct device_address *at = &info->address;

	switch (at->type) {
	case ADDRESS_PCI:
		return pci_place(a, device, info);
	case ADDRESS_USB:
		if (controller_bus(a, device, CONTROLLER_USB, at->usb.bus.value, ".0") < 0)
			return -1;
		prop_string(device, "port", at->usb.port);
		return 0;
	case ADDRESS_VIRTIO_SERIAL:
		if (controller_bus(a, device, CONTROLLER_VIRTIO_SERIAL, at->virtio_serial.controller.value, ".0") < 0)
			return -1;
		prop_given(device, "nr", at->virtio_serial.port);
		return 0;
	case ADDRESS_CCID:
		return controller_bus(a, device, CONTROLLER_CCID, at->ccid.controller.value, ".0");
	case ADDRESS_ISA:
		prop_given(device, "iobase", at->isa.iobase);
		prop_given(device, "irq", at->isa.irq);
		return 0;
	case ADDRESS_SPAPR_VIO:
		prop_given(device, "reg", at->spapr_vio.reg);
		return 0;
	case ADDRESS_DIMM:
		prop_given(device, "slot", at->dimm.slot);
		prop_given(device, "addr", at->dimm.base);
		return 0;
	case ADDRESS_CCW:
	case ADDRESS_VIRTIO_S390:
		return fail(FAULT_UNSUPPORTED, "device '%s': addresses of type '%s' are of another architecture",
			    info->alias, words_name(&address_kind_words, at->type));
	default:
		return 0;
	}
}

/* ---- <qemu:override> ---- */

static struct json_object *
override_value(const struct override_property *property)
{
	const char *value = property->value ? property->value : "";

	switch (property->type) {
	case PROPERTY_UNSIGNED:
		return json_object_new_uint64(strtoull(value, NULL, 0));
	case PROPERTY_SIGNED:
		return json_object_new_int64(strtoll(value, NULL, 0));
	case PROPERTY_BOOL:
		return json_object_new_boolean(text_same(value, "true"));
	default:
		return json_object_new_string(value);
	}
}

static void
apply_overrides(struct args *a, struct json_object *device, const char *alias)
{
	list_each(override, &a->def->qemu.overrides) {
		if (!text_same(override->alias, alias))
			continue;
		list_each(property, &override->properties)
			if (property->type == PROPERTY_REMOVE)
				json_object_object_del(device, property->name);
			else
				prop_add(device, property->name, override_value(property));
	}
}

int
args_device(struct args *a, struct json_object *device, const struct device_info *info)
{
	if (info)
		apply_overrides(a, device, info->alias);
	args_json(a, "-device", device);
	return 0;
}

/* ---- virtio ---- */

char *
virtio_driver(const char *base, enum virtio_model model, const struct device_info *info)
{
	static const char *const variants[] = {
		[VIRTIO_MODEL_NONE] = "", [VIRTIO_MODEL_VIRTIO] = "",
		[VIRTIO_MODEL_TRANSITIONAL] = "-transitional",
		[VIRTIO_MODEL_NON_TRANSITIONAL] = "-non-transitional",
	};

	if (info->address.type == ADDRESS_VIRTIO_MMIO)
		return text_format("%s-device", base);
	return text_format("%s-pci%s", base, variants[model]);
}

void
virtio_props(struct json_object *device, const struct virtio_options *options)
{
	prop_tri(device, "iommu_platform", options->iommu);
	prop_tri(device, "ats", options->ats);
	prop_tri(device, "packed", options->packed);
	prop_tri(device, "page-per-vq", options->page_per_vq);
}
