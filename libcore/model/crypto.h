/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* crypto - accelerators for ciphers */
#ifndef MODEL_CRYPTO_H
#define MODEL_CRYPTO_H

#include "model/device_info.h"

struct crypto {
	char *model, *type;                 /* "virtio", "qemu" */
	char *backend;                      /* "builtin", "lkcf" */
	unsigned queues;
	struct virtio_options driver;
	struct device_info info;
};
LIST_OF(crypto);

extern const struct type crypto_type;

#endif
