/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lease - locks taken from a lock manager before the guest starts */
#ifndef MODEL_LEASE_H
#define MODEL_LEASE_H

#include "model/model.h"

struct lease {
	char *lockspace, *key, *path;
	uint64_t offset;
};
LIST_OF(lease);

extern const struct type lease_type;

#endif
