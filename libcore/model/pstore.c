/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pstore - a place where the guest keeps records of its crashes */
#include "model/pstore.h"

ENUM_WORDS(pstore_backend, PSTORE_BACKEND);

#define T struct pstore
static const struct row pstore_rows[] = {
	ENUM  (T, backend, "@backend", pstore_backend, ABI | REQUIRED, "how the guest reaches it"),
	STRING(T, path,    "path",                     0,              "file"),
	SIZE  (T, size,    "size", "KiB",              ABI | REQUIRED, "its size"),
	PART  (T, info,    ".", device_info,           0,              "place and name"),
	ROWS_END
};
#undef T
const struct type pstore_type = {
	.name = "pstore", .size = sizeof(struct pstore), .rows = pstore_rows,
};
