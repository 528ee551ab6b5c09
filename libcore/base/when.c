/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* when - points in time as people write them: microseconds since the epoch */
#include "base/when.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "base/text.h"

enum { SECOND = 1000000 };

int64_t
when_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000;
}

static int
no_time(const char *text)
{
	return fail(FAULT_USAGE, "%s is no point in time", quote(text));
}

/* ".5": what stands after the point, in microseconds. */
static int64_t
read_fraction(const char **at)
{
	int64_t fraction = 0, unit = SECOND / 10;

	if (**at != '.' || !isdigit((unsigned char)(*at)[1]))
		return 0;
	for ((*at)++; isdigit((unsigned char)**at); (*at)++, unit /= 10)
		fraction += (**at - '0') * unit;
	return fraction;
}

/* "Z", "+01:30", "-0800"; nothing is local time.  False for anything else. */
static bool
read_zone(const char *at, struct tm *tm, time_t *ret_seconds)
{
	struct tm zone = { 0 };
	const char *rest;

	while (*at == ' ')
		at++;
	if (!*at) {
		tm->tm_isdst = -1;
		*ret_seconds = mktime(tm);
		return true;
	}
	rest = strptime(at, "%z", &zone);
	*ret_seconds = timegm(tm) - zone.tm_gmtoff;
	return rest && !*rest;
}

static int
read_calendar(const char *text, int64_t *ret_us)
{
	static const char *const clocks[] = { "T%H:%M:%S", " %H:%M:%S", "T%H:%M", " %H:%M" };
	struct tm tm = { 0 };
	const char *at = strptime(text, "%Y-%m-%d", &tm), *after = NULL;
	int64_t fraction;
	time_t seconds;

	if (!at)
		return no_time(text);
	for (unsigned i = 0; i < COUNT(clocks) && !after; i++) {
		struct tm with_clock = tm;

		after = strptime(at, clocks[i], &with_clock);
		if (after) {
			tm = with_clock;
			at = after;
		}
	}
	fraction = read_fraction(&at);
	if (!read_zone(at, &tm, &seconds))
		return no_time(text);
	*ret_us = (int64_t)seconds * SECOND + fraction;
	return 0;
}

static int
read_epoch(const char *text, int64_t *ret_us)
{
	char *rest;
	long long seconds = strtoll(text + 1, &rest, 10);
	const char *at = rest;
	int64_t fraction = read_fraction(&at);

	if (!isdigit((unsigned char)text[1]) || *at || seconds > INT64_MAX / SECOND - 1)
		return no_time(text);
	*ret_us = seconds * SECOND + fraction;
	return 0;
}

/* Midnight, that many days ago. */
static int64_t
midnight(int days)
{
	time_t now = when_now() / SECOND;
	struct tm tm;

	localtime_r(&now, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_mday -= days;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm) * SECOND;
}

int
when_read(const char *text, int64_t *ret_us)
{
	int64_t ms;

	if (text_same(text, "now"))
		*ret_us = when_now();
	else if (text_same(text, "today"))
		*ret_us = midnight(0);
	else if (text_same(text, "yesterday"))
		*ret_us = midnight(1);
	else if (*text == '@')
		return read_epoch(text, ret_us);
	else if (*text != '-')
		return read_calendar(text, ret_us);
	else if (text_to_duration(text + 1, &ms) < 0 || ms > when_now() / 1000)
		return no_time(text);
	else
		*ret_us = when_now() - ms * 1000;
	return 0;
}

char *
when_print(int64_t us)
{
	time_t seconds = us / SECOND;
	char date[32], zone[8];
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(date, sizeof date, "%Y-%m-%d %H:%M:%S", &tm);
	strftime(zone, sizeof zone, "%z", &tm);
	return text_format("%s.%03d%s", date, (int)(us % SECOND / 1000), zone);
}
