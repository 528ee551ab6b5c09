/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_info - what every device has: address, alias, boot order, ROM
 *
 * Each device embeds one `struct device_info info` as a PART at ".", so all
 * aliases and addresses of a virtual machine are reached with
 *
 *	model_each(&vm_def_type, def, &device_info_type, call, context);
 */
#ifndef MODEL_DEVICE_INFO_H
#define MODEL_DEVICE_INFO_H

#include "model/model.h"

#define ADDRESS_KIND(X)                            \
	X(ADDRESS_NONE,          NULL)             \
	X(ADDRESS_PCI,           "pci")            \
	X(ADDRESS_DRIVE,         "drive")          \
	X(ADDRESS_VIRTIO_SERIAL, "virtio-serial")  \
	X(ADDRESS_CCID,          "ccid")           \
	X(ADDRESS_USB,           "usb")            \
	X(ADDRESS_SPAPR_VIO,     "spapr-vio")      \
	X(ADDRESS_VIRTIO_S390,   "virtio-s390")    \
	X(ADDRESS_CCW,           "ccw")            \
	X(ADDRESS_VIRTIO_MMIO,   "virtio-mmio")    \
	X(ADDRESS_ISA,           "isa")            \
	X(ADDRESS_DIMM,          "dimm")           \
	X(ADDRESS_UNASSIGNED,    "unassigned")
ENUM_TYPE(address_kind, ADDRESS_KIND);

/* A PCI address, of the guest or of the host.  Either none of the four numbers
 * is given ("anywhere") or all are. */
struct pci_address {
	struct number domain, bus, slot, function;
	enum tri multifunction;
	struct number zpci_uid, zpci_fid;          /* s390 only */
};

/* Of the members behind `type` only those of that type are read and printed. */
struct device_address {
	enum address_kind type;
	struct pci_address pci;
	struct { struct number controller, bus, target, unit; } drive;
	struct { struct number controller, bus, port; } virtio_serial;
	struct { struct number controller, slot; } ccid;
	struct { struct number bus; char *port; } usb;          /* port: "1.2" */
	struct { struct number reg; } spapr_vio;
	struct { struct number cssid, ssid, devno; } ccw;
	struct { struct number iobase, irq; } isa;
	struct { struct number slot, base; } dimm;
};

struct device_info {
	unsigned boot_order;                /* 1 is tried first; 0: not said */
	char *loadparm;                     /* s390: passed to the boot loader */
	char *alias;                        /* user's own start with "ua-": kept in the definition */
	struct number master_startport;     /* USB companion: first port on its master */
	struct {
		enum tri enabled, bar;
		char *file;
	} rom;
	unsigned acpi_index;
	char *acpi_nodeset;
	struct device_address address;
};

/* I/O threads of a disk or controller with several queues. */
struct queue_number { struct number id; };
LIST_OF(queue_number);
struct iothread_queues { unsigned id; struct queue_number_list queues; };
LIST_OF(iothread_queues);

extern const struct type device_address_type, device_info_type, iothread_queues_type;

struct pci_address pci_address(unsigned domain, unsigned bus, unsigned slot, unsigned function);
bool pci_address_given(const struct pci_address *address);     /* false: anywhere */
int pci_address_check(const struct pci_address *address);       /* -1 after fail(FAULT_XML) where no device can be */
bool pci_same(const struct pci_address *a, const struct pci_address *b);
void device_address_pci(struct device_address *address, struct pci_address pci);
void device_address_drive(struct device_address *address, unsigned controller, unsigned bus,
			  unsigned target, unsigned unit);
void device_address_clear(struct device_address *address);
/* One of zeros is none, slot 0 of bus 0 being the host bridge's; of another all parts are given. */
void pci_address_settle(struct pci_address *address);
void pci_address_fill(struct pci_address *address);      /* what is not said is 0 */
bool alias_is_user(const char *alias);

/* Rows of a PCI address: M is the member of T ("source.pci"), P the path in front. */
#define PCI_ROWS(T, M, P, ...)                                                                      \
	HEX  (T, M.domain,        P "@domain",   "0x%04llx", ABI, "PCI domain",         __VA_ARGS__), \
	HEX  (T, M.bus,           P "@bus",      "0x%02llx", ABI, "PCI bus",            __VA_ARGS__), \
	HEX  (T, M.slot,          P "@slot",     "0x%02llx", ABI, "slot on the bus",    __VA_ARGS__), \
	HEX  (T, M.function,      P "@function", "0x%llx",   ABI, "function in the slot", __VA_ARGS__), \
	ONOFF(T, M.multifunction, P "@multifunction",        ABI, "other functions of the slot are used", __VA_ARGS__), \
	HEX  (T, M.zpci_uid,      P "zpci/@uid", "0x%04llx", ABI, "s390: user-defined identifier", __VA_ARGS__), \
	HEX  (T, M.zpci_fid,      P "zpci/@fid", "0x%08llx", ABI, "s390: function identifier", __VA_ARGS__)

/* What a virtio device says in its <driver>. */
struct virtio_options {
	enum tri iommu, ats, packed, page_per_vq;
};
/* p: the path of the element, "driver/" or "" in its own table */
#define VIRTIO_ROWS_AT(T, M, p)                                                                  \
	ONOFF(T, M.iommu,       p "@iommu",       ABI, "DMA goes through the emulated IOMMU"),   \
	ONOFF(T, M.ats,         p "@ats",         ABI, "address translation services"),          \
	ONOFF(T, M.packed,      p "@packed",      ABI, "packed virtqueues"),                     \
	ONOFF(T, M.page_per_vq, p "@page_per_vq", ABI, "notify each virtqueue on a page of its own")
#define VIRTIO_ROWS(T, M) VIRTIO_ROWS_AT(T, M, "driver/")

#define VIRTIO_MODEL(X)                                                  \
	X(VIRTIO_MODEL_NONE,             NULL)                           \
	X(VIRTIO_MODEL_VIRTIO,           "virtio")                       \
	X(VIRTIO_MODEL_TRANSITIONAL,     "virtio-transitional")          \
	X(VIRTIO_MODEL_NON_TRANSITIONAL, "virtio-non-transitional")
ENUM_TYPE(virtio_model, VIRTIO_MODEL);

#endif
