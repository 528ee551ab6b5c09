/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* watchdog - does something when the guest stops feeding it */
#ifndef MODEL_WATCHDOG_H
#define MODEL_WATCHDOG_H

#include "model/device_info.h"

#define WATCHDOG_MODEL(X)                   \
	X(WATCHDOG_MODEL_NONE, NULL)        \
	X(WATCHDOG_I6300ESB,   "i6300esb")  \
	X(WATCHDOG_IB700,      "ib700")     \
	X(WATCHDOG_DIAG288,    "diag288")   \
	X(WATCHDOG_ITCO,       "itco")
ENUM_TYPE(watchdog_model, WATCHDOG_MODEL);

#define WATCHDOG_ACTION(X)                      \
	X(WATCHDOG_ACTION_NONE, NULL)           \
	X(WATCHDOG_RESET,       "reset")        \
	X(WATCHDOG_SHUTDOWN,    "shutdown")     \
	X(WATCHDOG_POWEROFF,    "poweroff")     \
	X(WATCHDOG_PAUSE,       "pause")        \
	X(WATCHDOG_DUMP,        "dump")         \
	X(WATCHDOG_NONE,        "none")         \
	X(WATCHDOG_INJECT_NMI,  "inject-nmi")
ENUM_TYPE(watchdog_action, WATCHDOG_ACTION);

struct watchdog {
	enum watchdog_model model;
	enum watchdog_action action;
	struct device_info info;
};
LIST_OF(watchdog);

extern const struct type watchdog_type;

#endif
