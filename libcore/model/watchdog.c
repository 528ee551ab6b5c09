/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* watchdog - does something when the guest stops feeding it */
#include "model/watchdog.h"

ENUM_WORDS(watchdog_model, WATCHDOG_MODEL);
ENUM_WORDS(watchdog_action, WATCHDOG_ACTION);

#define T struct watchdog
static const struct row watchdog_rows[] = {
	ENUM(T, model,  "@model", watchdog_model,   ABI | REQUIRED | UNSUPPORTED, "device the guest sees"),
	ENUM(T, action, "@action", watchdog_action, ABI | UNSUPPORTED, "what happens", DEFAULT("reset")),
	PART(T, info,   ".", device_info,           0,   "place and name"),
	ROWS_END
};
#undef T
const struct type watchdog_type = {
	.name = "watchdog", .size = sizeof(struct watchdog), .rows = watchdog_rows,
};
