/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_program - what several pool- and vol- programs do alike */
#include "command/pool_program.h"

#include "command/progress.h"


enum pool_define_how
pool_define_asked(void)
{
	return (asked.validate ? POOL_VALIDATE : 0) | (asked.strict ? POOL_STRICT : 0);
}

enum volume_how
volume_asked(void)
{
	return (asked.validate ? VOLUME_VALIDATE : 0) | (asked.strict ? VOLUME_STRICT : 0);
}

int
pool_build_asked(const struct pool_build_options *options, enum pool_build *ret_how)
{
	if (options->overwrite && options->no_overwrite)
		return fail(FAULT_USAGE, "--overwrite and --no-overwrite exclude each other");
	*ret_how = (options->build ? POOL_BUILD : 0) | (options->overwrite ? POOL_BUILD_OVERWRITE : 0) |
		   (options->no_overwrite ? POOL_BUILD_IF_NEW : 0);
	return 0;
}

/* ---- progress ---- */

static struct progress bar;
static uint64_t last_done, last_total;

void
volume_progress_begin(const char *what, const char *target)
{
	bar = (struct progress) { .what = what, .target = target };
}

bool
volume_progress_show(uint64_t done, uint64_t total)
{
	last_done = done;
	last_total = total ? total : done;
	progress_show(&bar, done, last_total, false);
	return true;
}

void
volume_progress_end(void)
{
	progress_show(&bar, last_done, last_total, true);
	progress_end(&bar);
}
