/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hub - USB hubs, NVRAM chips and other devices that are little but an address */
#ifndef MODEL_HUB_H
#define MODEL_HUB_H

#include "model/device_info.h"

#define HUB_KIND(X)             \
	X(HUB_NONE, NULL)       \
	X(HUB_USB,  "usb")
ENUM_TYPE(hub_kind, HUB_KIND);

struct hub {
	enum hub_kind type;
	struct device_info info;
};
LIST_OF(hub);

/* <nvram> of <devices>: pSeries only. */
struct nvram_device {
	struct device_info info;
};

extern const struct type hub_type, nvram_device_type;

#endif
