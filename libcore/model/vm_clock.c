/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_clock - the guest's clocks */
#include "model/vm_clock.h"

#include "base/fail.h"

ENUM_WORDS(clock_offset, CLOCK_OFFSET);
ENUM_WORDS(clock_basis, CLOCK_BASIS);
ENUM_WORDS(timer_name, TIMER_NAME);
ENUM_WORDS(timer_track, TIMER_TRACK);
ENUM_WORDS(tick_policy, TICK_POLICY);
ENUM_WORDS(timer_mode, TIMER_MODE);

#define T struct timer
static const struct row timer_rows[] = {
	ENUM (T, name,              "@name", timer_name,         ABI | REQUIRED, "which timer"),
	YESNO(T, present,           "@present",                  ABI, "the guest has it"),
	ENUM (T, tickpolicy,        "@tickpolicy", tick_policy,  ABI, "what happens to lost ticks"),
	ENUM (T, track,             "@track", timer_track,       ABI, "time it follows"),
	U64  (T, frequency,         "@frequency",                ABI, "ticks per second"),
	ENUM (T, mode,              "@mode", timer_mode,         ABI, "how it is played"),
	UINT (T, catchup.threshold, "catchup/@threshold",        ABI, "lost ticks until it hurries"),
	UINT (T, catchup.slew,      "catchup/@slew",             ABI, "how much it hurries"),
	UINT (T, catchup.limit,     "catchup/@limit",            ABI, "most it may be behind"),
	ROWS_END
};
#undef T

static int
timer_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct timer *timer = object;
	bool hurries = timer->catchup.threshold || timer->catchup.slew || timer->catchup.limit;

	if (hurries && timer->tickpolicy != TICK_CATCHUP)
		return fail(FAULT_XML, "<catchup> is for timers with tickpolicy 'catchup'");
	return 0;
}

const struct type timer_type = {
	.name = "timer", .size = sizeof(struct timer), .rows = timer_rows, .check = timer_check,
};

#define T struct vm_clock
static const struct row vm_clock_rows[] = {
	ENUM  (T, offset,     "@offset", clock_offset, ABI | UNSUPPORTED, "what the clock shows at start"),
	STRING(T, adjustment, "@adjustment",           LIVE, "seconds beside it, or reset",
	       ONLY_IF_ANY(T, offset, ONE(CLOCK_NONE) | ONE(CLOCK_UTC) | ONE(CLOCK_LOCALTIME) | ONE(CLOCK_VARIABLE))),
	ENUM  (T, basis,      "@basis", clock_basis,   ABI | UNSUPPORTED, "what the adjustment is added to",
	       ONLY_IF(T, offset, CLOCK_VARIABLE), DEFAULT("utc")),
	STRING(T, timezone,   "@timezone",             ABI, "time zone", ONLY_IF(T, offset, CLOCK_TIMEZONE)),
	NUMBER(T, start,      "@start",                ABI, "seconds since the epoch", ONLY_IF(T, offset, CLOCK_ABSOLUTE)),
	LIST  (T, timers,     "timer", timer,          ABI, "timers"),
	ROWS_END
};
#undef T

/* What is adjusted varies from there on. */
static int
vm_clock_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct vm_clock *clock = object;

	if (clock->offset > CLOCK_LOCALTIME || !clock->adjustment || text_same(clock->adjustment, "reset"))
		return 0;
	clock->basis = clock->offset == CLOCK_LOCALTIME ? CLOCK_BASIS_LOCALTIME : CLOCK_BASIS_UTC;
	clock->offset = CLOCK_VARIABLE;
	return 0;
}

static int
vm_clock_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct vm_clock *clock = object;

	if (clock->offset == CLOCK_TIMEZONE && !clock->timezone)
		return fail(FAULT_XML, "missing attribute 'timezone' of 'clock'");
	if (clock->offset == CLOCK_ABSOLUTE && !clock->start.given)
		return fail(FAULT_XML, "missing attribute 'start' of 'clock'");
	return 0;
}

const struct type vm_clock_type = {
	.name = "clock", .size = sizeof(struct vm_clock), .rows = vm_clock_rows,
	.read_rest = vm_clock_read_rest, .check = vm_clock_check,
};
