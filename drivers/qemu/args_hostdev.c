/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_hostdev - devices of the host, or of who looks at the display, given to the guest */
#include "args_inside.h"

static struct json_object *
pci_device(const struct hostdev *h)
{
	auto_free char *host = text_format("%04x:%02x:%02x.%x", (unsigned)h->source.pci.domain.value,
					   (unsigned)h->source.pci.bus.value, (unsigned)h->source.pci.slot.value,
					   (unsigned)h->source.pci.function.value);

	return json_build("s:driver", "vfio-pci", "s:host", host, NULL);
}

static struct json_object *
usb_device(const struct hostdev *h)
{
	struct json_object *device = device_new("usb-host");

	if (h->source.usb.device.given) {
		prop_given(device, "hostbus", h->source.usb.bus);
		prop_given(device, "hostaddr", h->source.usb.device);
	} else {
		prop_given(device, "vendorid", h->source.usb.vendor);
		prop_given(device, "productid", h->source.usb.product);
	}
	if (h->source.guest_reset)
		prop_bool(device, "guest-reset", h->source.guest_reset != GUEST_RESET_OFF);
	if (h->source.guest_reset)
		prop_bool(device, "guest-resets-all", h->source.guest_reset == GUEST_RESET_ON);
	return device;
}

static struct json_object *
mdev_device(const struct hostdev *h)
{
	auto_free char *path = text_format("/sys/bus/mdev/devices/%s", h->source.uuid);
	struct json_object *device = json_build("s:driver", "vfio-pci", "s:sysfsdev", path, NULL);

	prop_onoff(device, "display", h->display);
	prop_tri(device, "ramfb", h->ramfb);
	return device;
}

static struct json_object *
device_of(const struct hostdev *h)
{
	switch (h->mode == HOSTDEV_CAPABILITIES ? HOSTDEV_NONE : h->type) {
	case HOSTDEV_PCI:
		return pci_device(h);
	case HOSTDEV_USB:
		return usb_device(h);
	case HOSTDEV_MDEV:
		return mdev_device(h);
	default:
		return fail(FAULT_UNSUPPORTED, "hostdev '%s': type '%s' is not supported", h->info.alias,
			    words_name(&hostdev_kind_words, h->type)), NULL;
	}
}

int
args_hostdevs(struct args *a)
{
	list_each(hostdev, &a->def->devices.hostdevs) {
		auto_json struct json_object *device = device_of(hostdev);

		if (!device)
			return -1;
		prop_string(device, "id", hostdev->info.alias);
		prop_count(device, "bootindex", hostdev->info.boot_order);
		if (device_address(a, device, &hostdev->info) < 0)
			return -1;
		prop_string(device, "romfile", hostdev->info.rom.enabled == NO ? "" : hostdev->info.rom.file);
		if (args_device(a, steal(device), &hostdev->info) < 0)
			return -1;
	}
	return 0;
}

/* ---- USB redirection ---- */

static void
add_field(struct text *out, struct number value, int digits)
{
	if (value.given)
		text_addf(out, "0x%0*llX:", digits, (long long)value.value);
	else
		text_add(out, "-1:");
}

/* "1.10" as USB writes it: 0x0110. */
static void
add_version(struct text *out, const char *version)
{
	char *minor = NULL;
	unsigned long major = version ? strtoul(version, &minor, 16) : 0;

	if (version)
		text_addf(out, "0x%02lX%02lX:", major, *minor == '.' ? strtoul(minor + 1, NULL, 16) : 0);
	else
		text_add(out, "-1:");
}

/* "class:vendor:product:version:allow", joined by "|"; -1 is any. */
static char *
filter_text(const struct redirfilter *filter)
{
	auto_text struct text out = { 0 };

	list_each(rule, &filter->rules) {
		if (rule != filter->rules.item)
			text_add_char(&out, '|');
		add_field(&out, rule->class, 2);
		add_field(&out, rule->vendor, 4);
		add_field(&out, rule->product, 4);
		add_version(&out, rule->version);
		text_addf(&out, "%d", rule->allow == YES);
	}
	return text_take(&out);
}

int
args_redirdevs(struct args *a)
{
	const struct redirfilter *filter = a->def->devices.redirfilter;

	list_each(redirdev, &a->def->devices.redirdevs) {
		auto_free char *chardev = text_format("char%s", redirdev->info.alias);
		auto_free char *rules = filter && filter->rules.n ? filter_text(filter) : NULL;
		auto_json struct json_object *device = NULL;

		if (args_chardev(a, &redirdev->source, redirdev->info.alias) < 0)
			return -1;
		device = json_build("s:driver", "usb-redir", "s:chardev", chardev, "s:id", redirdev->info.alias,
				    "s?:filter", rules, NULL);
		prop_count(device, "bootindex", redirdev->info.boot_order);
		if (device_address(a, device, &redirdev->info) < 0 ||
		    args_device(a, steal(device), &redirdev->info) < 0)
			return -1;
	}
	return 0;
}
