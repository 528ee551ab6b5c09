/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iommu - the guest's IOMMU */
#ifndef MODEL_IOMMU_H
#define MODEL_IOMMU_H

#include "model/device_info.h"

#define IOMMU_MODEL(X)                  \
	X(IOMMU_MODEL_NONE, NULL)       \
	X(IOMMU_INTEL,      "intel")    \
	X(IOMMU_SMMUV3,     "smmuv3")   \
	X(IOMMU_VIRTIO,     "virtio")   \
	X(IOMMU_AMD,        "amd")
ENUM_TYPE(iommu_model, IOMMU_MODEL);

#define IOMMU_GRANULE(X)                \
	X(IOMMU_GRANULE_NONE, NULL)     \
	X(IOMMU_GRANULE_HOST, "host")
ENUM_TYPE(iommu_granule, IOMMU_GRANULE);

struct iommu {
	enum iommu_model model;
	struct {
		enum tri intremap, caching_mode, eim, iotlb;
		unsigned aw_bits;
		enum tri dma_translation;
		enum tri passthrough, xtsup;                 /* AMD */
		struct number pci_bus;                       /* SMMUV3 ... */
		enum tri accel, ats, ril;
		struct number ssid_size, oas;
		enum tri cmdqv;
		enum iommu_granule granule;
		uint64_t granule_size;                       /* bytes */
	} driver;
	struct device_info info;
};

LIST_OF(iommu);

extern const struct type iommu_type;

#endif
