/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memballoon - gives memory of the guest back to the host */
#include "model/memballoon.h"

#include "base/fail.h"

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

static int
memballoon_check(__attribute__((unused)) const void *object, const xmlNode *at)
{
	for (const xmlNode *next = at ? at->next : NULL; next; next = next->next)
		if (next->type == XML_ELEMENT_NODE && text_same((const char *)next->name, "memballoon"))
			return fail(FAULT_XML, "there is only one memory balloon");
	return 0;
}

const struct type memballoon_type = {
	.name = "memballoon", .size = sizeof(struct memballoon), .rows = memballoon_rows,
	.check = memballoon_check,
};
