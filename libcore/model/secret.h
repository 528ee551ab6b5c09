/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret - what is known about a secret but its value: the <secret> document */
#ifndef MODEL_SECRET_H
#define MODEL_SECRET_H

#include "model/document.h"

#define SECRET_USAGE(X)                     \
	X(SECRET_USAGE_NONE, NULL)          \
	X(SECRET_VOLUME,     "volume")      \
	X(SECRET_CEPH,       "ceph")        \
	X(SECRET_ISCSI,      "iscsi")       \
	X(SECRET_TLS,        "tls")         \
	X(SECRET_VTPM,       "vtpm")
ENUM_TYPE(secret_usage, SECRET_USAGE);

struct secret_def {
	enum tri ephemeral, private;
	char *uuid, *description;
	enum secret_usage usage;
	char *usage_id;                     /* volume's path, target or name */
};
DOCUMENT(secret_def);

/* Add what libvirt adds to any definition: identity. */
void secret_def_complete(struct secret_def *def);

#endif
