/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_when - points in time, read and printed */
#include "unit.h"

#include <inttypes.h>
#include <time.h>

#include "base/when.h"

static void
zone(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

/* CET-1 is one hour ahead, in winter and summer alike. */
static void
test_forms(void)
{
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = {
		{ "@0",                         0 },
		{ "@1700000000",                INT64_C(1700000000000000) },
		{ "@1700000000.25",             INT64_C(1700000000250000) },
		{ "@1.0000019",                 INT64_C(1000001) },
		{ "1970-01-01T00:00:00Z",       0 },
		{ "1970-01-02",                 INT64_C(82800000000) },
		{ "1970-01-01 01:00",           0 },
		{ "1970-01-01T01:00:00.5",      INT64_C(500000) },
		{ "1970-01-01 02:30 +0130",     INT64_C(3600000000) },
		{ "1970-01-01T02:30+01:30",     INT64_C(3600000000) },
		{ "1970-01-01 00:00:00-0100",   INT64_C(3600000000) },
		{ "2026-01-31 04:00:59.500Z",   INT64_C(1769832059500000) },
	};

	zone("CET-1");
	for (unsigned i = 0; i < COUNT(cases); i++) {
		int64_t us = -1;

		CHECK(when_read(cases[i].text, &us) == 0);
		if (us != cases[i].us)
			printf("# %s: %" PRId64 "\n", cases[i].text, us);
		CHECK(us == cases[i].us);
	}
}

static void
test_relative(void)
{
	int64_t now = when_now(), us = 0;

	CHECK(when_read("now", &us) == 0 && us >= now);
	CHECK(when_read("-2h", &us) == 0 && us >= now - INT64_C(7200000000) && us <= when_now() - INT64_C(7200000000));
	CHECK(when_read("today", &us) == 0 && us <= now && us > now - INT64_C(90000000000));
	CHECK(when_read("yesterday", &us) == 0 && us < now - INT64_C(80000000000));
}

static void
test_nonsense(void)
{
	static const char *const texts[] = {
		"", "soon", "-", "-x", "-inf", "@", "@x", "@1x", "@-1", "@99999999999999999999", "2026", "2026-01-31T",
		"2026-01-31 25:00", "2026-13-01", "2026-01-31 04:00 nowhere", "2026-01-31x",
	};
	int64_t us = 7;

	for (unsigned i = 0; i < COUNT(texts); i++) {
		auto_free char *told = text_format("'%s' is no point in time", texts[i]);

		CHECK_FAILS(when_read(texts[i], &us), FAULT_USAGE, told);
	}
	CHECK(us == 7);
}

static void
test_print(void)
{
	auto_free char *epoch = NULL, *later = NULL;

	zone("CET-1");
	epoch = when_print(0);
	CHECK_TEXT(epoch, "1970-01-01 01:00:00.000+0100");
	later = when_print(INT64_C(1769832059500999));
	CHECK_TEXT(later, "2026-01-31 05:00:59.500+0100");
}

TESTS(
	TEST("every form of a point in time is read", test_forms),
	TEST("points relative to now", test_relative),
	TEST("what is none is refused", test_nonsense),
	TEST("local time with its offset is printed", test_print),
)
