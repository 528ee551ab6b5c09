/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* crypto - accelerators for ciphers */
#include "model/crypto.h"

#define T struct crypto
static const struct row crypto_rows[] = {
	STRING(T, model,   "@model",          ABI | REQUIRED, "device the guest sees"),
	STRING(T, type,    "@type",           ABI | REQUIRED, "who plays it"),
	STRING(T, backend, "backend/@model",  0,   "what does the work"),
	UINT  (T, queues,  "backend/@queues", ABI, "virtqueues"),
	VIRTIO_ROWS(T, driver),
	PART  (T, info,    ".", device_info,  0,   "place and name"),
	ROWS_END
};
#undef T
const struct type crypto_type = {
	.name = "crypto", .size = sizeof(struct crypto), .rows = crypto_rows,
};
