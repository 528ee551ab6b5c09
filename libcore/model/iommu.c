/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iommu - the guest's IOMMU */
#include "model/iommu.h"

ENUM_WORDS(iommu_model, IOMMU_MODEL);
ENUM_WORDS(iommu_granule, IOMMU_GRANULE);

#define T struct iommu
static const struct row iommu_rows[] = {
	ENUM (T, model,               "@model", iommu_model,   ABI | REQUIRED, "device the guest sees"),
	ONOFF(T, driver.intremap,     "driver/@intremap",      ABI, "interrupt remapping"),
	ONOFF(T, driver.caching_mode, "driver/@caching_mode",  ABI, "caching mode, for VFIO"),
	ONOFF(T, driver.eim,          "driver/@eim",           ABI, "extended interrupt mode"),
	ONOFF(T, driver.iotlb,        "driver/@iotlb",         ABI, "devices may cache translations"),
	UINT (T, driver.aw_bits,      "driver/@aw_bits",       ABI, "width of addresses"),
	ONOFF(T, driver.dma_translation, "driver/@dma_translation", ABI, "addresses are translated, and not only interrupts"),
	ONOFF(T, driver.passthrough,  "driver/@passthrough",   ABI, "amd: addresses may go untranslated"),
	ONOFF(T, driver.xtsup,        "driver/@xtsup",         ABI, "amd: interrupts for many processors"),
	NUMBER(T, driver.pci_bus,     "driver/@pciBus",        ABI, "smmuv3: controller whose devices it is for"),
	ONOFF(T, driver.accel,        "driver/@accel",         ABI, "smmuv3: the host's translates"),
	ONOFF(T, driver.ats,          "driver/@ats",           ABI, "smmuv3: address translation services"),
	ONOFF(T, driver.ril,          "driver/@ril",           ABI, "smmuv3: ranges are invalidated"),
	NUMBER(T, driver.ssid_size,   "driver/@ssidsize",      ABI, "smmuv3: bits of a substream"),
	NUMBER(T, driver.oas,         "driver/@oas",           ABI, "smmuv3: bits of an output address"),
	ONOFF(T, driver.cmdqv,        "driver/@cmdqv",         ABI, "smmuv3: the guest has command queues of the host's"),
	ENUM (T, driver.granule,      "driver/granule/@mode", iommu_granule, ABI, "size of mapped pages"),
	SIZE (T, driver.granule_size, "driver/granule/@size", "KiB", ABI, "size of mapped pages"),
	PART (T, info,                ".", device_info,        0,   "place and name"),
	ROWS_END
};
#undef T
const struct type iommu_type = {
	.name = "iommu", .size = sizeof(struct iommu), .rows = iommu_rows,
};
