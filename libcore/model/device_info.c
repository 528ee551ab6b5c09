/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_info - what every device has: address, alias, boot order, ROM */
#include "model/device_info.h"

#include <ctype.h>

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(address_kind, ADDRESS_KIND);
ENUM_WORDS(virtio_model, VIRTIO_MODEL);

#define T struct device_address
#define IS(v) ONLY_IF(T, type, ADDRESS_##v), DEFAULT("0")
static const struct row device_address_rows[] = {
	ENUM  (T, type, "@type", address_kind, ABI | REQUIRED | UNSUPPORTED, "how the place is told"),
	PCI_ROWS(T, pci, "", ONLY_IF(T, type, ADDRESS_PCI)),
	NUMBER(T, drive.controller,         "@controller", ABI, "controller of the disk's bus", IS(DRIVE)),
	NUMBER(T, drive.bus,                "@bus",        ABI, "bus of the controller",        IS(DRIVE)),
	NUMBER(T, drive.target,             "@target",     ABI, "target on the bus",            IS(DRIVE)),
	NUMBER(T, drive.unit,               "@unit",       ABI, "unit of the target",           IS(DRIVE)),
	NUMBER(T, virtio_serial.controller, "@controller", ABI, "virtio-serial controller",     IS(VIRTIO_SERIAL)),
	NUMBER(T, virtio_serial.bus,        "@bus",        ABI, "its bus",                      IS(VIRTIO_SERIAL)),
	NUMBER(T, virtio_serial.port,       "@port",       ABI, "port on the bus",              IS(VIRTIO_SERIAL)),
	NUMBER(T, ccid.controller,          "@controller", ABI, "smart card controller",        IS(CCID)),
	NUMBER(T, ccid.slot,                "@slot",       ABI, "its slot",                     IS(CCID)),
	NUMBER(T, usb.bus,                  "@bus",        ABI, "USB controller",               IS(USB)),
	STRING(T, usb.port,                 "@port",       ABI, "port, with dots behind hubs",  ONLY_IF(T, type, ADDRESS_USB)),
	HEX   (T, spapr_vio.reg, "@reg", "0x%08llx",       ABI, "register",                     ONLY_IF(T, type, ADDRESS_SPAPR_VIO)),
	HEX   (T, ccw.cssid,     "@cssid", "0x%llx",       ABI, "channel subsystem",            ONLY_IF(T, type, ADDRESS_CCW)),
	HEX   (T, ccw.ssid,      "@ssid", "0x%llx",        ABI, "subchannel set",               ONLY_IF(T, type, ADDRESS_CCW)),
	HEX   (T, ccw.devno,     "@devno", "0x%04llx",     ABI, "device number",                ONLY_IF(T, type, ADDRESS_CCW)),
	HEX   (T, isa.iobase,    "@iobase", "0x%llx",      ABI, "first I/O port",               ONLY_IF(T, type, ADDRESS_ISA)),
	HEX   (T, isa.irq,       "@irq", "0x%llx",         ABI, "interrupt",                    ONLY_IF(T, type, ADDRESS_ISA)),
	NUMBER(T, dimm.slot,     "@slot",                  ABI, "memory slot",                  IS(DIMM)),
	HEX   (T, dimm.base,     "@base", "0x%llx",        ABI, "first address",                ONLY_IF(T, type, ADDRESS_DIMM)),
	ROWS_END
};
#undef IS
#undef T

struct pci_address
pci_address(unsigned domain, unsigned bus, unsigned slot, unsigned function)
{
	return (struct pci_address) {
		.domain = NUMBER_OF(domain), .bus = NUMBER_OF(bus),
		.slot = NUMBER_OF(slot), .function = NUMBER_OF(function),
	};
}

bool
pci_address_given(const struct pci_address *address)
{
	return address->domain.value || address->bus.value || address->slot.value;
}

bool
pci_same(const struct pci_address *a, const struct pci_address *b)
{
	return a->domain.value == b->domain.value && a->bus.value == b->bus.value &&
	       a->slot.value == b->slot.value && a->function.value == b->function.value;
}

void
pci_address_fill(struct pci_address *address)
{
	address->domain.given = address->bus.given = true;
	address->slot.given = address->function.given = true;
}

void
pci_address_settle(struct pci_address *address)
{
	bool given = pci_address_given(address);

	address->domain.given = address->bus.given = given;
	address->slot.given = address->function.given = given;
	address->zpci_uid.given = address->zpci_fid.given = address->zpci_uid.given || address->zpci_fid.given;
}

void
device_address_pci(struct device_address *address, struct pci_address pci)
{
	device_address_clear(address);
	address->type = ADDRESS_PCI;
	address->pci = pci;
}

void
device_address_drive(struct device_address *address, unsigned controller, unsigned bus,
		     unsigned target, unsigned unit)
{
	device_address_clear(address);
	address->type = ADDRESS_DRIVE;
	address->drive.controller = NUMBER_OF(controller);
	address->drive.bus = NUMBER_OF(bus);
	address->drive.target = NUMBER_OF(target);
	address->drive.unit = NUMBER_OF(unit);
}

void
device_address_clear(struct device_address *address)
{
	model_done(&device_address_type, address);
}

bool
alias_is_user(const char *alias)
{
	return text_starts(alias, "ua-");
}

static int
device_address_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct device_address *address = object;

	if (address->type == ADDRESS_PCI)
		pci_address_settle(&address->pci);
	return 0;
}

/* Controllers are made for the addresses that name them, so there is an end to them. */
enum { CONTROLLERS_MAX = 1024 };

static int
check_numbers(const struct device_address *address)
{
	const struct { const struct number *number; int64_t end; } numbers[] = {
		{ &address->drive.controller, CONTROLLERS_MAX }, { &address->drive.bus, UINT32_MAX },
		{ &address->drive.target, UINT32_MAX }, { &address->drive.unit, UINT32_MAX },
		{ &address->virtio_serial.controller, CONTROLLERS_MAX }, { &address->virtio_serial.bus, UINT32_MAX },
		{ &address->virtio_serial.port, UINT32_MAX },
		{ &address->ccid.controller, CONTROLLERS_MAX }, { &address->ccid.slot, UINT32_MAX },
		{ &address->usb.bus, CONTROLLERS_MAX }, { &address->dimm.slot, UINT32_MAX },
	};

	for (unsigned i = 0; i < COUNT(numbers); i++)
		if (numbers[i].number->value < 0 || numbers[i].number->value >= numbers[i].end)
			return fail(FAULT_XML, "%lld is no part of a %s address", (long long)numbers[i].number->value,
				    words_name(&address_kind_words, address->type));
	return 0;
}

int
pci_address_check(const struct pci_address *pci)
{
	if (pci->domain.value > UINT32_MAX || pci->bus.value > 0xff || pci->slot.value > 0x1f ||
	    pci->function.value > 7)
		return fail(FAULT_XML, "no such PCI address: %04llx:%02llx:%02llx.%llx",
			    (unsigned long long)pci->domain.value, (unsigned long long)pci->bus.value,
			    (unsigned long long)pci->slot.value, (unsigned long long)pci->function.value);
	return 0;
}

static int
device_address_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct device_address *address = object;

	return check_numbers(address) < 0 ? -1 : pci_address_check(&address->pci);
}

const struct type device_address_type = {
	.name = "address", .size = sizeof(struct device_address), .rows = device_address_rows,
	.read_rest = device_address_read_rest, .check = device_address_check,
};

#define T struct queue_number
static const struct row queue_number_rows[] = {
	NUMBER(T, id, "@id", REQUIRED, "queue that it serves"),
	ROWS_END
};
#undef T
static const struct type queue_number_type = {
	.name = "queue", .size = sizeof(struct queue_number), .rows = queue_number_rows,
};

#define T struct iothread_queues
static const struct row iothread_queues_rows[] = {
	UINT(T, id,     "@id",                 REQUIRED, "I/O thread"),
	LIST(T, queues, "queue", queue_number, 0,        "queues that it serves, else they are shared out"),
	ROWS_END
};
#undef T
const struct type iothread_queues_type = {
	.name = "iothread", .size = sizeof(struct iothread_queues), .rows = iothread_queues_rows,
};

#define T struct device_info
#define ALIAS(kind_, f, h) ROW_(kind_, AT_(T, alias, char *), "alias/@name", f, h, )
static const struct row device_info_rows[] = {
	UINT  (T, boot_order,       "boot/@order",       ABI | NEEDED,    "place in the boot order, from 1"),
	STRING(T, loadparm,         "boot/@loadparm",    ABI,    "s390: passed to the boot loader"),
	ALIAS (kind_live_alias,                          STATUS, "name of the device in the emulator"),
	ALIAS (kind_user_alias,                          0,      "name of the device, chosen by the user"),
	NUMBER(T, master_startport, "master/@startport", ABI,    "first port on the master controller"),
	YESNO (T, rom.enabled,      "rom/@enabled",      ABI,    "the device has a ROM"),
	ONOFF (T, rom.bar,          "rom/@bar",          ABI,    "the ROM is in the memory map"),
	STRING(T, rom.file,         "rom/@file",         ABI,    "contents of the ROM"),
	UINT  (T, acpi_index,       "acpi/@index",       ABI,    "index that names the device in the guest"),
	SET   (T, acpi_nodeset,     "acpi/@nodeset",     ABI,    "NUMA cells of the guest that are its memory"),
	PART  (T, address,          "address", device_address, 0, "place on a bus of the guest"),
	ROWS_END
};
#undef ALIAS
#undef T

static int
device_info_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct device_info *info = object;

	for (char *c = info->loadparm; c && *c; c++)
		*c = toupper((unsigned char)*c);
	return 0;
}

static int
device_info_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const char *parm = ((const struct device_info *)object)->loadparm;

	if (parm && (!*parm || strlen(parm) > 8))
		return fail(FAULT_XML, "loadparm %s has not 1 to 8 characters", quote(parm));
	for (const char *c = parm; c && *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr(". ", *c))
			return fail(FAULT_XML, "loadparm %s: only letters, digits, '.' and blanks", quote(parm));
	return 0;
}

const struct type device_info_type = {
	.name = "info", .size = sizeof(struct device_info), .rows = device_info_rows,
	.read_rest = device_info_read_rest, .check = device_info_check,
};
