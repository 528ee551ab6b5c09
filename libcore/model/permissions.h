/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* permissions - owner, mode and label of what storage pools and volumes make */
#ifndef MODEL_PERMISSIONS_H
#define MODEL_PERMISSIONS_H

#include "model/model.h"

struct permissions {
	struct number mode;
	struct number owner, group;         /* not given: whoever makes it */
	char *label;
};

extern const struct type permissions_type;

#endif
