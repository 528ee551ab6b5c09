/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* devices - sound, inputs, USB, devices of the host */
#include <stddef.h>
#include <stdio.h>

#include "config_inside.h"

/* ---- sound ---- */

int
read_sound(struct reader *r)
{
	const char *at = r->hvm ? get(r, "soundhw") : NULL;

	while (at) {
		auto_free char *word = next_field(&at);
		int model = words_find(&sound_model_words, word);

		if (!strcmp(word, "all")) {
			list_add(&r->def->devices.sounds)->model = SOUND_SB16;
			list_add(&r->def->devices.sounds)->model = SOUND_ES1370;
			continue;
		}
		if (model < 0)
			return refuse(r, "soundhw", NULL, "has a sound card that is not known");
		list_add(&r->def->devices.sounds)->model = (enum sound_model)model;
	}
	return 0;
}

int
write_sound(struct writer *w)
{
	auto_text struct text words = { 0 };

	list_each(sound, &w->def->devices.sounds)
		text_addf(&words, "%s%s", words.length ? "," : "", words_name(&sound_model_words, sound->model));
	if (w->hvm && words.length)
		put(w, "soundhw", text_get(&words));
	return 0;
}

/* ---- inputs: those on USB are said ---- */

static int
read_input(struct reader *r, const char *key, const struct setting *item)
{
	static const enum input_kind kinds[] = { INPUT_MOUSE, INPUT_TABLET, INPUT_KEYBOARD };

	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (!strcmp(item->text, words_name(&input_kind_words, kinds[i]))) {
			*list_add(&r->def->devices.inputs) = (struct input){ .type = kinds[i], .bus = INPUT_BUS_USB };
			return 0;
		}
	warn("%s:%u: %s: the device %s is left out", r->settings.whence, item->line, key, quote(item->text));
	return 0;
}

int
read_inputs(struct reader *r)
{
	return r->hvm ? each_item(r, "usbdevice", read_input) : 0;
}

int
write_inputs(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(input, &w->def->devices.inputs)
		if (input->bus == INPUT_BUS_USB)
			strings_add(&items, words_name(&input_kind_words, input->type));
	if (!items.n)
		return 0;
	if (!w->hvm)
		return fail(FAULT_CONFIG, "this guest of Xen has no %s on USB", items.item[0]);
	put_number(w, "usb", 1);
	if (items.n > 1)
		put_list(w, "usbdevice", &items);
	else
		put(w, "usbdevice", items.item[0]);
	return 0;
}

/* ---- PCI: "0001:0c:1b.2", the domain may be left out ---- */

static struct hostdev *
add_hostdev(struct reader *r, enum hostdev_kind type)
{
	struct hostdev *hostdev = list_add(&r->def->devices.hostdevs);

	model_init(&hostdev_type, hostdev);
	hostdev->mode = HOSTDEV_SUBSYSTEM;
	hostdev->type = type;
	hostdev->managed = NO;
	return hostdev;
}

static int
read_pci_device(struct reader *r, const char *key, const struct setting *item)
{
	unsigned domain = 0, bus, slot, function;
	auto_free char *permissive = field(item->text, "permissive");
	struct hostdev *hostdev;
	int end = 0;

	if (sscanf(item->text, "%4x:%2x:%2x.%1x%n", &domain, &bus, &slot, &function, &end) != 4) {
		domain = 0;
		if (sscanf(item->text, "%2x:%2x.%1x%n", &bus, &slot, &function, &end) != 3)
			return refuse(r, key, item, "is no address of a PCI device");
	}
	if (item->text[end] && item->text[end] != ',' && item->text[end] != '@')
		return refuse(r, key, item, "is no address of a PCI device");
	hostdev = add_hostdev(r, HOSTDEV_PCI);
	hostdev->source.pci = pci_address(domain, bus, slot, function);
	if (r->format == XEN_XL)
		hostdev->driver = HOSTDEV_DRIVER_XEN;
	if (permissive)
		hostdev->source.write_filtering = strcmp(permissive, "0") ? NO : YES;
	return 0;
}

int
read_pci(struct reader *r)
{
	return each_item(r, "pci", read_pci_device);
}

static const char *
permissive_word(enum tri guarded)
{
	return guarded == YES ? ",permissive=0" : guarded == NO ? ",permissive=1" : "";
}

int
write_pci(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(hostdev, &w->def->devices.hostdevs) {
		const struct pci_address *pci = &hostdev->source.pci;

		if (hostdev->mode == HOSTDEV_SUBSYSTEM && hostdev->type == HOSTDEV_PCI)
			strings_addf(&items, "%04x:%02x:%02x.%x%s", (unsigned)pci->domain.value, (unsigned)pci->bus.value,
				     (unsigned)pci->slot.value, (unsigned)pci->function.value,
				     permissive_word(hostdev->source.write_filtering));
	}
	put_list(w, "pci", &items);
	return 0;
}

/* ---- USB devices of the host: "hostbus=1,hostaddr=3" ---- */

static int
read_usb_device(struct reader *r, const char *key, const struct setting *item)
{
	auto_free char *bus = field(item->text, "hostbus");
	auto_free char *address = field(item->text, "hostaddr");
	uint64_t bus_number, device;
	struct hostdev *hostdev;

	if (!bus || !address || text_to_u64(bus, 10, &bus_number) < 0 || text_to_u64(address, 10, &device) < 0 ||
	    bus_number > UINT16_MAX || device > UINT16_MAX)
		return refuse(r, key, item, "is not like hostbus=1,hostaddr=3");
	hostdev = add_hostdev(r, HOSTDEV_USB);
	hostdev->source.usb.bus = NUMBER_OF((int64_t)bus_number);
	hostdev->source.usb.device = NUMBER_OF((int64_t)device);
	return 0;
}

int
read_usb(struct reader *r)
{
	return each_item(r, "usbdev", read_usb_device);
}

int
write_usb(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(hostdev, &w->def->devices.hostdevs) {
		if (hostdev->mode != HOSTDEV_SUBSYSTEM || hostdev->type != HOSTDEV_USB)
			continue;
		if (!hostdev->source.usb.bus.given || !hostdev->source.usb.device.given)
			return fail(FAULT_CONFIG, "Xen knows USB devices of the host only by bus and device");
		strings_addf(&items, "hostbus=%lld,hostaddr=%lld", (long long)hostdev->source.usb.bus.value,
			     (long long)hostdev->source.usb.device.value);
	}
	put_list(w, "usbdev", &items);
	return 0;
}

/* ---- USB controllers: "type=qusb,version=2,ports=6" ---- */

static const struct { const char *type, *version; enum controller_model model; } controllers[] = {
	{ "qusb", "2", USB_QUSB2 },
	{ "qusb", "1", USB_QUSB1 },
	{ "auto", "2", CONTROLLER_MODEL_NONE },
};

static int
read_usb_controller(struct reader *r, const char *key, const struct setting *item)
{
	auto_free char *type = field(item->text, "type");
	auto_free char *version = field(item->text, "version");
	auto_free char *ports = field(item->text, "ports");
	struct controller *controller;
	uint64_t count = 8;

	if (type && strcmp(type, "qusb")) {
		warn("%s:%u: %s: the controller %s is left out", r->settings.whence, item->line, key, quote(item->text));
		return 0;
	}
	controller = list_add(&r->def->devices.controllers);
	controller->type = CONTROLLER_USB;
	if (ports && (text_to_u64(ports, 10, &count) < 0 || count < 1 || count > 31))
		return refuse(r, key, item, "has no number of ports");
	controller->ports = NUMBER_OF((int64_t)count);
	for (unsigned i = 0; i < COUNT(controllers); i++)
		if (!version || !strcmp(version, controllers[i].version)) {
			controller->model = controllers[i].model;
			return 0;
		}
	return refuse(r, key, item, "is no USB controller that is known");
}

int
read_usb_controllers(struct reader *r)
{
	return each_item(r, "usbctrl", read_usb_controller);
}

/* ---- limits of what a guest shares with others ---- */

static const struct { const char *key; size_t offset; } limits[] = {
	{ "max_event_channels", offsetof(struct controller, max_event_channels) },
	{ "max_grant_frames",   offsetof(struct controller, max_grant_frames) },
};

static unsigned *
limit_of(struct controller *controller, unsigned i)
{
	return (unsigned *)((char *)controller + limits[i].offset);
}

int
read_xenbus(struct reader *r)
{
	struct controller *controller = NULL;

	for (unsigned i = 0; i < COUNT(limits); i++) {
		int64_t number = 0;

		if (get_number(r, limits[i].key, &number) < 0)
			return -1;
		if (number < 0 || number > INT32_MAX)
			return refuse(r, limits[i].key, NULL, "is no limit");
		if (!number)
			continue;
		if (!controller)
			controller = list_add(&r->def->devices.controllers);
		controller->type = CONTROLLER_XENBUS;
		*limit_of(controller, i) = (unsigned)number;
	}
	return 0;
}

int
write_xenbus(struct writer *w)
{
	list_each(controller, &w->def->devices.controllers)
		for (unsigned i = 0; i < COUNT(limits) && controller->type == CONTROLLER_XENBUS; i++)
			if (*limit_of(controller, i))
				put_number(w, limits[i].key, *limit_of(controller, i));
	return 0;
}

/* ---- arguments of the device model ---- */

static int
read_argument(struct reader *r, const char *key, const struct setting *item)
{
	(void)key;
	list_add(&r->def->xen.args)->value = xstrdup(item->text);
	return 0;
}

int
read_arguments(struct reader *r)
{
	return each_item(r, "device_model_args", read_argument);
}

int
write_arguments(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(argument, &w->def->xen.args)
		strings_add(&items, argument->value);
	put_list(w, "device_model_args", &items);
	return 0;
}

static void
add_usb_controller(const struct controller *controller, struct strings *items)
{
	for (unsigned i = 0; i < COUNT(controllers); i++)
		if (controllers[i].model == controller->model)
			strings_addf(items, "type=%s,version=%s,ports=%lld", controllers[i].type, controllers[i].version,
				     (long long)(controller->ports.given ? controller->ports.value : 8));
}

int
write_usb_controllers(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(controller, &w->def->devices.controllers)
		if (controller->type == CONTROLLER_USB)
			add_usb_controller(controller, &items);
	put_list(w, "usbctrl", &items);
	return 0;
}
