/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rng - sources of random numbers for the guest */
#include "model/rng.h"

#include "model/chardev_rows.h"

ENUM_WORDS(rng_backend, RNG_BACKEND);

#define T struct rng
static const struct row rng_rows[] = {
	ENUM  (T, model,       "@model", virtio_model,        ABI | REQUIRED | UNSUPPORTED, "device the guest sees"),
	UINT  (T, rate_bytes,  "rate/@bytes",                 ABI, "bytes the guest may take in a period"),
	UINT  (T, rate_period, "rate/@period",                ABI, "the period in milliseconds"),
	ENUM  (T, backend,     "backend/@model", rng_backend, REQUIRED | UNSUPPORTED | SINGLE, "where the numbers come from"),
	ENUM  (T, source.type, "backend/@type", chardev_kind, REQUIRED,   "how to reach the daemon", ONLY_IF(T, backend, RNG_EGD)),
	STRING(T, path,        "backend",                     0,   "device of the host", ONLY_IF(T, backend, RNG_RANDOM)),
	CHARDEV_ROWS(T, source, "backend/"),
	VIRTIO_ROWS(T, driver),
	PART  (T, info,        ".", device_info,              0,   "place and name"),
	ROWS_END
};
#undef T

static int
rng_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	chardev_source_settle(&((struct rng *)object)->source);
	return 0;
}

static int
rng_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	return chardev_source_check(&((const struct rng *)object)->source);
}

const struct type rng_type = {
	.name = "rng", .size = sizeof(struct rng), .rows = rng_rows, .read_rest = rng_read_rest,
	.check = rng_check,
};
