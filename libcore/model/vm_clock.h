/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_clock - the guest's clocks */
#ifndef MODEL_VM_CLOCK_H
#define MODEL_VM_CLOCK_H

#include "model/model.h"

#define CLOCK_OFFSET(X)                     \
	X(CLOCK_NONE,      NULL)            \
	X(CLOCK_UTC,       "utc")           \
	X(CLOCK_LOCALTIME, "localtime")     \
	X(CLOCK_VARIABLE,  "variable")      \
	X(CLOCK_TIMEZONE,  "timezone")      \
	X(CLOCK_ABSOLUTE,  "absolute")
ENUM_TYPE(clock_offset, CLOCK_OFFSET);

#define CLOCK_BASIS(X)                          \
	X(CLOCK_BASIS_NONE,      NULL)          \
	X(CLOCK_BASIS_UTC,       "utc")         \
	X(CLOCK_BASIS_LOCALTIME, "localtime")
ENUM_TYPE(clock_basis, CLOCK_BASIS);

#define TIMER_NAME(X)                           \
	X(TIMER_NONE,        NULL)              \
	X(TIMER_PLATFORM,    "platform")        \
	X(TIMER_PIT,         "pit")             \
	X(TIMER_RTC,         "rtc")             \
	X(TIMER_HPET,        "hpet")            \
	X(TIMER_TSC,         "tsc")             \
	X(TIMER_KVMCLOCK,    "kvmclock")        \
	X(TIMER_HYPERVCLOCK, "hypervclock")     \
	X(TIMER_ARMVTIMER,   "armvtimer")
ENUM_TYPE(timer_name, TIMER_NAME);

#define TIMER_TRACK(X)                          \
	X(TIMER_TRACK_NONE,     NULL)           \
	X(TIMER_TRACK_BOOT,     "boot")         \
	X(TIMER_TRACK_GUEST,    "guest")        \
	X(TIMER_TRACK_WALL,     "wall")         \
	X(TIMER_TRACK_REALTIME, "realtime")
ENUM_TYPE(timer_track, TIMER_TRACK);

#define TICK_POLICY(X)                  \
	X(TICK_POLICY_NONE, NULL)       \
	X(TICK_DELAY,       "delay")    \
	X(TICK_CATCHUP,     "catchup")  \
	X(TICK_MERGE,       "merge")    \
	X(TICK_DISCARD,     "discard")
ENUM_TYPE(tick_policy, TICK_POLICY);

#define TIMER_MODE(X)                           \
	X(TIMER_MODE_NONE,     NULL)            \
	X(TIMER_MODE_AUTO,     "auto")          \
	X(TIMER_MODE_NATIVE,   "native")        \
	X(TIMER_MODE_EMULATE,  "emulate")       \
	X(TIMER_MODE_PARAVIRT, "paravirt")      \
	X(TIMER_MODE_SMPSAFE,  "smpsafe")
ENUM_TYPE(timer_mode, TIMER_MODE);

struct timer {
	enum timer_name name;
	enum tri present;
	enum tick_policy tickpolicy;
	enum timer_track track;
	uint64_t frequency;
	enum timer_mode mode;
	struct { unsigned threshold, slew, limit; } catchup;
};
LIST_OF(timer);

struct vm_clock {
	enum clock_offset offset;
	char *adjustment;                   /* seconds, or "reset" */
	enum clock_basis basis;             /* VARIABLE */
	char *timezone;
	struct number start;                /* ABSOLUTE: seconds since the epoch */
	struct timer_list timers;
};

extern const struct type vm_clock_type, timer_type;

#endif
