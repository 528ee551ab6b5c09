/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* preserve - an emulator that outlives its guest's shutdown, because a backup needs it */
#include "preserve.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

static const char wanted[] = ".preserve", waiting[] = ".preserved";

static bool
is_there(int dir, const char *vm, const char *suffix)
{
	auto_free char *file = text_format("%s%s", vm, suffix);

	return file_exists(dir, file);
}

static bool
turn(int dir, const char *vm, const char *from, const char *to)
{
	auto_free char *old = text_format("%s%s", vm, from), *new = text_format("%s%s", vm, to);

	return renameat(dir, old, dir, new) == 0;
}

int
preserve_begin(int dir, const char *vm)
{
	auto_free char *file = text_format("%s%s", vm, wanted);
	auto_close int fd = openat(dir, file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd < 0 ? fail_errno("create %s", file) : 0;
}

int
preserve_end(int dir, const char *vm)
{
	auto_free char *file = text_format("%s%s", vm, wanted);

	return file_remove_volatile(dir, file);
}

bool
preserve_is_wanted(int dir, const char *vm)
{
	return is_there(dir, vm, wanted);
}

bool
preserve_is_waiting(int dir, const char *vm)
{
	return is_there(dir, vm, waiting);
}

bool
preserve_wait(int dir, const char *vm)
{
	return turn(dir, vm, wanted, waiting);
}

bool
preserve_resume(int dir, const char *vm)
{
	return turn(dir, vm, waiting, wanted);
}
