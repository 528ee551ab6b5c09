/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hub - USB hubs, NVRAM chips and other devices that are little but an address */
#include "model/hub.h"

ENUM_WORDS(hub_kind, HUB_KIND);

#define T struct hub
static const struct row hub_rows[] = {
	ENUM(T, type, "@type", hub_kind, ABI | REQUIRED | UNSUPPORTED, "kind of hub"),
	PART(T, info, ".", device_info,  0, "place and name"),
	ROWS_END
};
#undef T
const struct type hub_type = {
	.name = "hub", .size = sizeof(struct hub), .rows = hub_rows,
};

#define T struct nvram_device
static const struct row nvram_device_rows[] = {
	PART(T, info, ".", device_info, 0, "place and name"),
	ROWS_END
};
#undef T
const struct type nvram_device_type = {
	.name = "nvram", .size = sizeof(struct nvram_device), .rows = nvram_device_rows,
};
