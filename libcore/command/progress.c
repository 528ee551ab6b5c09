/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* progress - how far long work has come, for people and for programs */
#include "command/progress.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "command/inside.h"

enum { REDRAW_MS = 100, LINE_MS = 10000 };

enum form { FORM_NOTHING, FORM_BAR, FORM_LINES, FORM_JSON };

static enum form
form(void)
{
	static int tty = -1;             /* asked once, not for each step */
	const char *asked_for = asked.progress ? asked.progress : "auto";

	if (strcmp(asked_for, "json") == 0)
		return FORM_JSON;
	if (strcmp(asked_for, "never") == 0 || asked.quiet)
		return FORM_NOTHING;
	if (strcmp(asked_for, "always") == 0)
		return FORM_BAR;
	if (tty < 0)
		tty = isatty(STDERR_FILENO);
	if (tty)
		return FORM_BAR;
	return asked.verbose ? FORM_LINES : FORM_NOTHING;
}

static unsigned
percent(uint64_t done, uint64_t total)
{
	return total ? (unsigned)((double)done * 100 / (double)total) : 0;
}

char *
progress_percent(const char *what, uint64_t done, uint64_t total)
{
	return text_format("%s: [%3u %%]", what, percent(done, total));
}

static uint64_t
speed(const struct progress *progress, uint64_t done)
{
	int64_t ms = progress->shown_ms - progress->started_ms;

	return ms > 0 && done > progress->from ? (done - progress->from) * 1000 / (uint64_t)ms : 0;
}

/* Nobody is told when standard error cannot be written. */
static void
write_line(int fd, const struct text *line)
{
	if (write_all(fd, line->data, line->length) < 0)
		fail_forget();
}

static void
show_text(struct progress *progress, uint64_t done, uint64_t total, bool bar)
{
	auto_free char *start = progress_percent(progress->what, done, total);
	auto_text struct text line = { 0 };

	text_addf(&line, "%s%s", bar ? "\r" : "", start);
	if (total > 1) {
		text_add_char(&line, ' ');
		cell_add_scaled(&line, done);
		text_add(&line, " of ");
		cell_add_scaled(&line, total);
		text_add(&line, ", ");
		cell_add_scaled(&line, speed(progress, done));
		text_add(&line, "/s");
	}
	/* What a longer line before left behind goes. */
	text_add(&line, !bar ? "\n" : isatty(STDERR_FILENO) ? "\033[K" : "");
	write_line(STDERR_FILENO, &line);
	progress->drawn = bar;
}

static void
show_json(const struct progress *progress, uint64_t done, uint64_t total)
{
	auto_json struct json_object *object = json_build(
		"s:target", progress->target, "s:part", progress->part, "s:what", progress->what,
		"i:done", (int64_t)done, "i:total", (int64_t)total, "i:percent", (int64_t)percent(done, total),
		"i:speed", (int64_t)speed(progress, done), NULL);
	auto_text struct text line = { 0 };

	text_addf(&line, "%s\n", json_line(object));
	write_line(asked.progress_fd ? (int)asked.progress_fd : STDERR_FILENO, &line);
}

static bool
is_time(struct progress *progress, enum form how)
{
	int64_t now = clock_ms(), pause = how == FORM_LINES ? LINE_MS : REDRAW_MS;

	if (progress->shown_ms && now - progress->shown_ms < pause)
		return false;
	progress->shown_ms = now;
	return true;
}

static void
show(struct progress *progress, enum form how, uint64_t done, uint64_t total)
{
	if (how == FORM_JSON)
		show_json(progress, done, total);
	else
		show_text(progress, done, total, how == FORM_BAR);
}

/* What was done before we came is not our speed; lines begin when the first pause is over. */
static void
begin(struct progress *progress, enum form how, uint64_t done)
{
	progress->begun = true;
	progress->started_ms = clock_ms();
	progress->shown_ms = how == FORM_LINES ? progress->started_ms : 0;
	progress->from = done;
}

void
progress_show(struct progress *progress, uint64_t done, uint64_t total, bool last)
{
	enum form how = form();

	if (!progress->begun)
		begin(progress, how, done);
	if (last && how != FORM_LINES)
		progress->shown_ms = 0;
	if (how != FORM_NOTHING && is_time(progress, how))
		show(progress, how, done, total);
}

void
progress_tell(struct progress *progress, uint64_t done, uint64_t total)
{
	enum form how = form();

	progress_end(progress);
	progress->shown_ms = clock_ms();
	show(progress, how == FORM_JSON ? how : FORM_LINES, done, total);
}

void
progress_end(struct progress *progress)
{
	auto_text struct text line = { 0 };

	if (!progress->drawn)
		return;
	text_add_char(&line, '\n');
	write_line(STDERR_FILENO, &line);
	progress->drawn = false;
}
