/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lease - locks taken from a lock manager before the guest starts */
#include "model/lease.h"

#define T struct lease
static const struct row lease_rows[] = {
	STRING(T, lockspace, "lockspace",      0,        "space of names"),
	STRING(T, key,       "key",            REQUIRED, "name of the lock"),
	STRING(T, path,      "target/@path",   REQUIRED, "file that holds it"),
	U64   (T, offset,    "target/@offset", 0,        "place in the file"),
	ROWS_END
};
#undef T
const struct type lease_type = {
	.name = "lease", .size = sizeof(struct lease), .rows = lease_rows,
};
