/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* panic - tells the host that the guest crashed */
#ifndef MODEL_PANIC_H
#define MODEL_PANIC_H

#include "model/device_info.h"

#define PANIC_MODEL(X)                  \
	X(PANIC_MODEL_NONE, NULL)       \
	X(PANIC_ISA,        "isa")      \
	X(PANIC_PSERIES,    "pseries")  \
	X(PANIC_HYPERV,     "hyperv")   \
	X(PANIC_S390,       "s390")     \
	X(PANIC_PVPANIC,    "pvpanic")
ENUM_TYPE(panic_model, PANIC_MODEL);

struct panic {
	enum panic_model model;
	struct device_info info;
};
LIST_OF(panic);

extern const struct type panic_type;

#endif
