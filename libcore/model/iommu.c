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
	ENUM (T, driver.granule,      "driver/granule/@mode", iommu_granule, ABI, "size of mapped pages"),
	PART (T, info,                ".", device_info,        0,   "place and name"),
	ROWS_END
};
#undef T
const struct type iommu_type = {
	.name = "iommu", .size = sizeof(struct iommu), .rows = iommu_rows,
};
