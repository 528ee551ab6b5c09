/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vsock - sockets between host and guest */
#ifndef MODEL_VSOCK_H
#define MODEL_VSOCK_H

#include "model/device_info.h"

struct vsock {
	enum virtio_model model;
	enum tri cid_auto;
	unsigned cid;                       /* 3 or more */
	struct virtio_options driver;
	struct device_info info;
};

extern const struct type vsock_type;

#endif
