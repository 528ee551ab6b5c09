/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rng - sources of random numbers for the guest */
#ifndef MODEL_RNG_H
#define MODEL_RNG_H

#include "model/chardev.h"

#define RNG_BACKEND(X)                  \
	X(RNG_NONE,    NULL)            \
	X(RNG_RANDOM,  "random")        \
	X(RNG_EGD,     "egd")           \
	X(RNG_BUILTIN, "builtin")
ENUM_TYPE(rng_backend, RNG_BACKEND);

struct rng {
	enum virtio_model model;
	unsigned rate_bytes, rate_period;
	enum rng_backend backend;
	char *path;                         /* RANDOM */
	struct chardev_source source;       /* EGD */
	struct virtio_options driver;
	struct device_info info;
};
LIST_OF(rng);

extern const struct type rng_type;

#endif
