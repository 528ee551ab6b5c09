/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memballoon - gives memory of the guest back to the host */
#include "model/memballoon.h"

ENUM_WORDS(memballoon_model, MEMBALLOON_MODEL);

#define T struct memballoon
static const struct row memballoon_rows[] = {
	ENUM (T, model,               "@model", memballoon_model, ABI | REQUIRED, "device the guest sees"),
	ONOFF(T, autodeflate,         "@autodeflate",       ABI,  "deflate when the guest runs out of memory"),
	ONOFF(T, free_page_reporting, "@freePageReporting", ABI,  "the guest tells which pages are free"),
	UINT (T, stats_period,        "stats/@period",      LIVE, "seconds between two reports"),
	PART (T, info,                ".", device_info,     0,    "place and name"),
	VIRTIO_ROWS(T, driver),
	ROWS_END
};
#undef T

const struct type memballoon_type = {
	.name = "memballoon", .size = sizeof(struct memballoon), .rows = memballoon_rows,
};
