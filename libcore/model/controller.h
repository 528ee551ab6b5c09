/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* controller - controllers: buses that devices hang from */
#ifndef MODEL_CONTROLLER_H
#define MODEL_CONTROLLER_H

#include "model/device_info.h"

#define CONTROLLER_KIND(X)                                 \
	X(CONTROLLER_NONE,          NULL)                  \
	X(CONTROLLER_IDE,           "ide")                 \
	X(CONTROLLER_FDC,           "fdc")                 \
	X(CONTROLLER_SCSI,          "scsi")                \
	X(CONTROLLER_SATA,          "sata")                \
	X(CONTROLLER_VIRTIO_SERIAL, "virtio-serial")       \
	X(CONTROLLER_CCID,          "ccid")                \
	X(CONTROLLER_USB,           "usb")                 \
	X(CONTROLLER_PCI,           "pci")                 \
	X(CONTROLLER_XENBUS,        "xenbus")              \
	X(CONTROLLER_ISA,           "isa")                 \
	X(CONTROLLER_NVME,          "nvme")
ENUM_TYPE(controller_kind, CONTROLLER_KIND);

/* Models of all kinds in one list; check() knows which belong to which kind. */
#define CONTROLLER_MODEL(X)                                                \
	X(CONTROLLER_MODEL_NONE,          NULL)                            \
	X(PCI_ROOT,                       "pci-root")                      \
	X(PCIE_ROOT,                      "pcie-root")                     \
	X(PCI_BRIDGE,                     "pci-bridge")                    \
	X(DMI_TO_PCI_BRIDGE,              "dmi-to-pci-bridge")             \
	X(PCIE_TO_PCI_BRIDGE,             "pcie-to-pci-bridge")            \
	X(PCIE_ROOT_PORT,                 "pcie-root-port")                \
	X(PCIE_SWITCH_UPSTREAM_PORT,      "pcie-switch-upstream-port")     \
	X(PCIE_SWITCH_DOWNSTREAM_PORT,    "pcie-switch-downstream-port")   \
	X(PCI_EXPANDER_BUS,               "pci-expander-bus")              \
	X(PCIE_EXPANDER_BUS,              "pcie-expander-bus")             \
	X(CONTROLLER_AUTO,                "auto")                          \
	X(SCSI_BUSLOGIC,                  "buslogic")                      \
	X(SCSI_LSILOGIC,                  "lsilogic")                      \
	X(SCSI_LSISAS1068,                "lsisas1068")                    \
	X(SCSI_VMPVSCSI,                  "vmpvscsi")                      \
	X(SCSI_IBMVSCSI,                  "ibmvscsi")                      \
	X(SCSI_VIRTIO_SCSI,               "virtio-scsi")                   \
	X(SCSI_LSISAS1078,                "lsisas1078")                    \
	X(SCSI_VIRTIO_TRANSITIONAL,       "virtio-transitional")           \
	X(SCSI_VIRTIO_NON_TRANSITIONAL,   "virtio-non-transitional")       \
	X(SCSI_NCR53C90,                  "ncr53c90")                      \
	X(SCSI_DC390,                     "dc390")                         \
	X(SCSI_AM53C974,                  "am53c974")                      \
	X(CONTROLLER_VIRTIO,              "virtio")                        \
	X(USB_PIIX3_UHCI,                 "piix3-uhci")                    \
	X(USB_PIIX4_UHCI,                 "piix4-uhci")                    \
	X(USB_EHCI,                       "ehci")                          \
	X(USB_ICH9_EHCI1,                 "ich9-ehci1")                    \
	X(USB_ICH9_UHCI1,                 "ich9-uhci1")                    \
	X(USB_ICH9_UHCI2,                 "ich9-uhci2")                    \
	X(USB_ICH9_UHCI3,                 "ich9-uhci3")                    \
	X(USB_VT82C686B_UHCI,             "vt82c686b-uhci")                \
	X(USB_PCI_OHCI,                   "pci-ohci")                      \
	X(USB_NEC_XHCI,                   "nec-xhci")                      \
	X(USB_QUSB1,                      "qusb1")                         \
	X(USB_QUSB2,                      "qusb2")                         \
	X(USB_QEMU_XHCI,                  "qemu-xhci")                     \
	X(CONTROLLER_MODEL_NO_DEVICE,     "none")                          \
	X(IDE_PIIX3,                      "piix3")                         \
	X(IDE_PIIX4,                      "piix4")                         \
	X(IDE_ICH6,                       "ich6")
ENUM_TYPE(controller_model, CONTROLLER_MODEL);

/* <model name=>: which device of the emulator plays a PCI controller. */
#define PCI_MODEL_NAME(X)                                  \
	X(PCI_MODEL_NAME_NONE,   NULL)                     \
	X(PCI_NAME_PCI_BRIDGE,   "pci-bridge")             \
	X(PCI_NAME_I82801B11,    "i82801b11-bridge")       \
	X(PCI_NAME_IOH3420,      "ioh3420")                \
	X(PCI_NAME_X3130,        "x3130-upstream")         \
	X(PCI_NAME_XIO3130,      "xio3130-downstream")     \
	X(PCI_NAME_PXB,          "pxb")                    \
	X(PCI_NAME_PXB_PCIE,     "pxb-pcie")               \
	X(PCI_NAME_ROOT_PORT,    "pcie-root-port")         \
	X(PCI_NAME_SPAPR,        "spapr-pci-host-bridge")  \
	X(PCI_NAME_PCIE_PCI,     "pcie-pci-bridge")
ENUM_TYPE(pci_model_name, PCI_MODEL_NAME);

struct controller {
	enum controller_kind type;
	struct number index;
	enum controller_model model;
	struct number ports, vectors;               /* usb and virtio-serial; virtio-serial */
	unsigned max_grant_frames, max_event_channels;   /* xenbus */
	struct {
		unsigned queues, cmd_per_lun, max_sectors;
		enum tri ioeventfd;
		unsigned iothread;
		struct iothread_queues_list iothreads;
		struct virtio_options virtio;
	} driver;
	struct {                                    /* PCI only */
		enum pci_model_name model_name;
		struct number chassis_nr, chassis, port, bus_nr, index;
		enum tri hotplug;
		uint64_t mem_reserve;               /* KiB */
		struct number node;
		struct number hole64;               /* KiB */
	} pci;
	char *serial;                               /* nvme */
	struct device_info info;
};
LIST_OF(controller);

extern const struct type controller_type;

#endif
