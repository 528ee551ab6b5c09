/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memballoon - gives memory of the guest back to the host */
#ifndef MODEL_MEMBALLOON_H
#define MODEL_MEMBALLOON_H

#include "model/device_info.h"

#define MEMBALLOON_MODEL(X)                                             \
	X(MEMBALLOON_MODEL_NONE,              NULL)                     \
	X(MEMBALLOON_VIRTIO,                  "virtio")                 \
	X(MEMBALLOON_XEN,                     "xen")                    \
	X(MEMBALLOON_NONE,                    "none")                   \
	X(MEMBALLOON_VIRTIO_TRANSITIONAL,     "virtio-transitional")    \
	X(MEMBALLOON_VIRTIO_NON_TRANSITIONAL, "virtio-non-transitional")
ENUM_TYPE(memballoon_model, MEMBALLOON_MODEL);

struct memballoon {
	enum memballoon_model model;
	enum tri autodeflate, free_page_reporting;
	unsigned stats_period;              /* seconds */
	struct virtio_options driver;
	struct device_info info;
};
LIST_OF(memballoon);

extern const struct type memballoon_type;

#endif
