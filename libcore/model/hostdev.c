/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hostdev - devices of the host handed to the guest */
#include "model/hostdev.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(hostdev_mode, HOSTDEV_MODE);
ENUM_WORDS(hostdev_kind, HOSTDEV_KIND);
ENUM_WORDS(hostdev_model, HOSTDEV_MODEL);
ENUM_WORDS(hostdev_driver, HOSTDEV_DRIVER);
ENUM_WORDS(hostdev_protocol, HOSTDEV_PROTOCOL);
ENUM_WORDS(guest_reset, GUEST_RESET);

#define T struct hostdev
#define IS(v) ONLY_IF(T, type, HOSTDEV_##v)
#define ISCSI ONLY_IF(T, source.protocol, HOSTDEV_PROTOCOL_ISCSI)
static const struct row hostdev_rows[] = {
	ENUM  (T, mode,                    "@mode", hostdev_mode,      ABI | UNSUPPORTED, "how it is handed over", DEFAULT("subsystem")),
	ENUM  (T, type,                    "@type", hostdev_kind,      ABI | REQUIRED | UNSUPPORTED, "kind of device"),
	YESNO (T, managed,                 "@managed",                 0,   "detach the device from the host first",
	       ONLY_IF(T, mode, HOSTDEV_SUBSYSTEM), DEFAULT("no")),
	ENUM  (T, sgio,                    "@sgio", disk_sgio,         0,   "SCSI commands of the guest are filtered"),
	YESNO (T, rawio,                   "@rawio",                   0,   "raw SCSI commands of the guest are allowed"),
	ENUM  (T, model,                   "@model", hostdev_model,    ABI, "device the guest sees"),
	ONOFF (T, display,                 "@display",                 ABI, "a mediated device shows a screen", IS(MDEV)),
	ONOFF (T, ramfb,                   "@ramfb",                   ABI, "framebuffer until the driver loads", IS(MDEV)),
	ENUM  (T, driver,                  "driver/@name", hostdev_driver, 0, "driver on the host", IS(PCI)),
	STRING(T, driver_model,            "driver/@model",            0,   "variant of that driver", IS(PCI)),
	YESNO (T, iommufd,                 "driver/@iommufd",          0,   "it is reached through /dev/iommu", IS(PCI)),
	ENUM  (T, source.startup_policy,   "source/@startupPolicy", startup_policy, 0, "when the device is missing", IS(USB)),
	ENUM  (T, source.guest_reset,      "source/@guestReset", guest_reset, 0, "the guest may reset the device", IS(USB)),
	YESNO (T, source.write_filtering,  "source/@writeFiltering",   0,   "guard the configuration space", IS(PCI)),
	ENUM  (T, source.protocol,         "source/@protocol", hostdev_protocol, UNSUPPORTED, "how to reach it",
	       ONLY_IF_ANY(T, type, ONE(HOSTDEV_SCSI) | ONE(HOSTDEV_SCSI_HOST)), QUIET("adapter")),
	STRING(T, source.name,             "source/@name",             REQUIRED,   "iSCSI target and unit", ISCSI),
	STRING(T, source.wwpn,             "source/@wwpn",             REQUIRED,   "name of the vhost target", IS(SCSI_HOST)),
	HEX   (T, source.usb.vendor,       "source/vendor/@id", "0x%04llx",  0, "USB vendor",  IS(USB)),
	HEX   (T, source.usb.product,      "source/product/@id", "0x%04llx", 0, "USB product", IS(USB)),
	HEX   (T, source.usb.bus,          "source/address/@bus", "%llu", NEEDED, "USB bus of the host", IS(USB)),
	HEX   (T, source.usb.device,       "source/address/@device", "%llu", 0, "its device",  IS(USB)),
	STRING(T, source.usb.port,         "source/address/@port",     0,   "its port", IS(USB)),
	HEX   (T, source.pci.domain,       "source/address/@domain", "0x%04llx", 0, "PCI domain of the host", IS(PCI), DEFAULT("0")),
	HEX   (T, source.pci.bus,          "source/address/@bus", "0x%02llx",    0, "its bus",      IS(PCI), DEFAULT("0")),
	HEX   (T, source.pci.slot,         "source/address/@slot", "0x%02llx",   0, "its slot",     IS(PCI), DEFAULT("0")),
	HEX   (T, source.pci.function,     "source/address/@function", "0x%llx", 0, "its function", IS(PCI), DEFAULT("0")),
	STRING(T, source.adapter,          "source/adapter/@name",     0,   "SCSI host", IS(SCSI)),
	HEX   (T, source.scsi.bus,         "source/address/@bus", "%llu", NEEDED, "its bus",   IS(SCSI)),
	HEX   (T, source.scsi.target,      "source/address/@target", "%llu", NEEDED, "its target", IS(SCSI)),
	HEX   (T, source.scsi.unit,        "source/address/@unit", "%llu", NEEDED, "its unit",  IS(SCSI)),
	LIST  (T, source.hosts,            "source/host", source_host, REQUIRED,   "iSCSI servers", ISCSI),
	GROUP (T, source.auth,             "source/auth", storage_auth, 0,  "user of the server", ISCSI),
	STRING(T, source.initiator,        "source/initiator/iqn/@name", 0, "iSCSI name of this host", ISCSI),
	UUID  (T, source.uuid,             "source/address/@uuid",     REQUIRED | UNTOLD,   "mediated device", IS(MDEV)),
	STRING(T, source.block,            "source/block",             REQUIRED,   "block device of the host", IS(STORAGE)),
	STRING(T, source.chr,              "source/char",              REQUIRED,   "character device of the host", IS(MISC)),
	STRING(T, source.interface,        "source/interface",         REQUIRED,   "network device of the host", IS(NET)),
	LIST  (T, ips,                     "ip", nic_ip,               0,   "addresses in the container", IS(NET)),
	LIST  (T, routes,                  "route", network_route,  0,   "routes in the container", IS(NET)),
	TEAMING_ROWS(T),
	FLAG  (T, readonly,                "readonly",                 ABI, "the guest may not write", IS(SCSI)),
	FLAG  (T, shareable,               "shareable",                0,   "other machines may use it too"),
	PART  (T, info,                    ".", device_info,           0,   "place and name"),
	ROWS_END
};
#undef ISCSI
#undef IS
#undef T

static int
check_mdev(const struct hostdev *hostdev)
{
	enum address_kind address = hostdev->info.address.type;

	if (hostdev->model == HOSTDEV_MODEL_NONE)
		return fail(FAULT_XML, "missing attribute 'model' of a mediated device");
	if (hostdev->model == HOSTDEV_VFIO_PCI && address != ADDRESS_NONE && address != ADDRESS_PCI &&
	    address != ADDRESS_UNASSIGNED)
		return fail(FAULT_XML, "a vfio-pci device has no %s address", words_name(&address_kind_words, address));
	return 0;
}

static int
hostdev_check(const void *object, const xmlNode *at)
{
	const struct hostdev *hostdev = object;
	bool capability = hostdev->type == HOSTDEV_STORAGE || hostdev->type == HOSTDEV_MISC || hostdev->type == HOSTDEV_NET;
	bool scsi = hostdev->mode == HOSTDEV_SUBSYSTEM && hostdev->type == HOSTDEV_SCSI;

	if (at && !xml_child(at, "source"))
		return fail(FAULT_XML, "%s: missing <source> of a host device", xml_place(at));
	if (capability != (hostdev->mode == HOSTDEV_CAPABILITIES))
		return fail(FAULT_CONFIG, "a host device of type %s has another mode", words_name(&hostdev_kind_words, hostdev->type));
	if (scsi && hostdev->source.protocol != HOSTDEV_PROTOCOL_ISCSI && !hostdev->source.adapter)
		return fail(FAULT_XML, "missing name of the adapter of a SCSI host device");

	if (hostdev->sgio == DISK_SGIO_UNFILTERED)
		return fail(FAULT_CONFIG, "unfiltered SCSI commands are no longer supported");
	if (pci_address_check(&hostdev->source.pci) < 0 || network_routes_check(&hostdev->routes, false) < 0)
		return -1;
	return hostdev->type == HOSTDEV_MDEV ? check_mdev(hostdev) : 0;
}

const struct type hostdev_type = {
	.name = "hostdev", .size = sizeof(struct hostdev), .rows = hostdev_rows, .check = hostdev_check,
};
