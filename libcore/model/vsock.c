/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vsock - sockets between host and guest */
#include "model/vsock.h"

#define T struct vsock
static const struct row vsock_rows[] = {
	ENUM (T, model,    "@model", virtio_model, ABI, "device the guest sees"),
	YESNO(T, cid_auto, "cid/@auto",            0,   "the number is chosen at start"),
	UINT (T, cid,      "cid/@address",         ABI, "number of the guest"),
	PART (T, info,     ".", device_info,       0,   "place and name"),
	VIRTIO_ROWS(T, driver),
	ROWS_END
};
#undef T
const struct type vsock_type = {
	.name = "vsock", .size = sizeof(struct vsock), .rows = vsock_rows,
};
