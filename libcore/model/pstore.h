/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pstore - a place where the guest keeps records of its crashes */
#ifndef MODEL_PSTORE_H
#define MODEL_PSTORE_H

#include "model/device_info.h"

#define PSTORE_BACKEND(X)               \
	X(PSTORE_NONE,      NULL)       \
	X(PSTORE_ACPI_ERST, "acpi-erst")
ENUM_TYPE(pstore_backend, PSTORE_BACKEND);

struct pstore {
	enum pstore_backend backend;
	char *path;
	uint64_t size;                      /* bytes */
	struct device_info info;
};

extern const struct type pstore_type;

#endif
