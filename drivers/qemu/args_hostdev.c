/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_hostdev - devices of the host, or of who looks at the display, given to the guest */
#include "args_inside.h"
#include "secrets.h"

static struct json_object *
pci_device(const struct pci_address *at)
{
	auto_free char *host = text_format("%04x:%02x:%02x.%x", (unsigned)at->domain.value, (unsigned)at->bus.value,
					   (unsigned)at->slot.value, (unsigned)at->function.value);

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

/* ---- SCSI: a controller whose units are the kernel's; or a block node, and a device on a controller of the guest ---- */

static const struct qemu_scsi *
find_scsi(const struct args *a, const struct hostdev *h)
{
	list_each(scsi, &a->how->scsis)
		if (text_same(scsi->alias, h->info.alias))
			return scsi;
	return NULL;
}

static struct json_object *
vhost_device(const struct args *a, const struct hostdev *h)
{
	static const enum virtio_model models[hostdev_model_count] = {
		[HOSTDEV_VIRTIO_TRANSITIONAL] = VIRTIO_MODEL_TRANSITIONAL,
		[HOSTDEV_VIRTIO_NON_TRANSITIONAL] = VIRTIO_MODEL_NON_TRANSITIONAL,
	};
	const struct qemu_scsi *scsi = find_scsi(a, h);
	auto_free char *driver = virtio_driver("vhost-scsi", models[h->model], &h->info);
	auto_free char *fd = text_format("%s%d", a->how->by_name ? "fd-" : "", scsi ? scsi->vhost : -1);

	return json_build("s:driver", driver, "s:wwpn", h->source.wwpn, "s:vhostfd", fd, NULL);
}

static struct json_object *
iscsi_storage(const struct hostdev *h)
{
	auto_free char *secret = h->source.auth ? secrets_hostdev_id(h) : NULL;
	struct json_object *node;

	if (!h->source.hosts.n)
		return fail(FAULT_CONFIG, "hostdev '%s': source/host is missing", h->info.alias), NULL;
	node = iscsi_target(h->source.hosts.item, h->source.name, h->source.initiator);
	prop_string(node, "user", h->source.auth ? h->source.auth->username : NULL);
	prop_string(node, "password-secret", secret);
	return node;
}

static struct json_object *
scsi_storage(const struct args *a, const struct hostdev *h)
{
	const struct qemu_scsi *scsi = find_scsi(a, h);

	if (h->source.protocol == HOSTDEV_PROTOCOL_ISCSI)
		return iscsi_storage(h);
	if (!scsi)
		return fail(FAULT_FAILED, "hostdev '%s': the host has no such SCSI device", h->info.alias), NULL;
	return json_build("s:driver", "host_device", "s:filename", scsi->path, NULL);
}

static int
scsi_place(const struct args *a, const struct hostdev *h, struct json_object *device)
{
	const struct controller *c = machine_controller(a->def, CONTROLLER_SCSI, h->info.address.drive.controller.value);
	auto_free char *bus = c ? text_format("%s.0", c->info.alias) : NULL;

	if (!c)
		return fail(FAULT_CONFIG, "hostdev '%s': there is no scsi controller %u", h->info.alias,
			    (unsigned)h->info.address.drive.controller.value);
	prop_string(device, "bus", bus);
	if (c->model == SCSI_LSILOGIC) {
		prop_number(device, "scsi-id", h->info.address.drive.unit.value);
		return 0;
	}
	prop_number(device, "channel", h->info.address.drive.bus.value);
	prop_number(device, "scsi-id", h->info.address.drive.target.value);
	prop_number(device, "lun", h->info.address.drive.unit.value);
	return 0;
}

static int
add_scsi(struct args *a, const struct hostdev *h)
{
	auto_free char *node = text_format("libvirt-%s-backend", h->info.alias);
	auto_json struct json_object *device = device_new("scsi-generic");
	struct json_object *storage;

	if (h->source.auth)
		args_secret(a, secrets_hostdev_id(h));
	if (scsi_place(a, h, device) < 0)
		return -1;
	storage = scsi_storage(a, h);
	if (!storage)
		return -1;
	prop_string(storage, "node-name", node);
	prop_bool(storage, "read-only", h->readonly);
	args_json(a, "-blockdev", storage);
	if (h->shareable)
		prop_bool(device, "share-rw", true);
	prop_string(device, "drive", node);
	prop_string(device, "id", h->info.alias);
	prop_count(device, "bootindex", h->info.boot_order);
	return args_device(a, steal(device), &h->info);
}

/* ---- those that are devices alone ---- */

static struct json_object *
device_of(const struct args *a, const struct hostdev *h)
{
	switch (h->mode == HOSTDEV_CAPABILITIES ? HOSTDEV_NONE : h->type) {
	case HOSTDEV_PCI:
		return pci_device(&h->source.pci);
	case HOSTDEV_USB:
		return usb_device(h);
	case HOSTDEV_MDEV:
		return mdev_device(h);
	case HOSTDEV_SCSI_HOST:
		return vhost_device(a, h);
	default:
		return fail(FAULT_UNSUPPORTED, "hostdev '%s': type '%s' is not supported", h->info.alias,
			    words_name(&hostdev_kind_words, h->type)), NULL;
	}
}

/* Takes the device over. */
static int
add_device(struct args *a, struct json_object *owned, const struct device_info *info, unsigned boot)
{
	auto_json struct json_object *device = owned;

	if (!device)
		return -1;
	prop_string(device, "id", info->alias);
	prop_count(device, "bootindex", boot);
	if (device_address(a, device, info) < 0)
		return -1;
	prop_string(device, "romfile", info->rom.enabled == NO ? "" : info->rom.file);
	return args_device(a, steal(device), info);
}

static int
add_hostdev(struct args *a, const struct hostdev *h)
{
	if (h->mode != HOSTDEV_CAPABILITIES && h->type == HOSTDEV_SCSI)
		return add_scsi(a, h);
	return add_device(a, device_of(a, h), &h->info, h->info.boot_order);
}

/* What the guest sees of it is what it is, whatever model was said. */
static int
add_nic(struct args *a, const struct nic *nic)
{
	const struct hostdev usb = {
		.source.usb = { .bus = nic->source.usb.bus, .device = nic->source.usb.device },
	};
	const struct pci_address *pci = nic_function(nic);

	return add_device(a, pci ? pci_device(pci) : usb_device(&usb), &nic->info, args_nic_boot(a, nic));
}

int
args_hostdevs(struct args *a)
{
	list_each(nic, &a->def->devices.nics)
		if (nic_is_assigned(nic) && add_nic(a, nic) < 0)
			return -1;
	list_each(hostdev, &a->def->devices.hostdevs)
		if (add_hostdev(a, hostdev) < 0)
			return -1;
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
