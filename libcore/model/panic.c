/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* panic - tells the host that the guest crashed */
#include "model/panic.h"

ENUM_WORDS(panic_model, PANIC_MODEL);

#define T struct panic
static const struct row panic_rows[] = {
	ENUM(T, model, "@model", panic_model, ABI | UNSUPPORTED, "device the guest sees"),
	PART(T, info,  ".", device_info,      0,   "place and name"),
	ROWS_END
};
#undef T
const struct type panic_type = {
	.name = "panic", .size = sizeof(struct panic), .rows = panic_rows,
};
