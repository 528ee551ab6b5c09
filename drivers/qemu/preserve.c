/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* preserve - an emulator that outlives its guest's shutdown, because a backup needs it */
#include "preserve.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

static char *
wanted(const char *vm)
{
	return text_format("%s.preserve", vm);
}

static char *
waiting(const char *vm)
{
	return text_format("%s.preserved", vm);
}

int
preserve_begin(int dir, const char *vm)
{
	auto_free char *file = wanted(vm);
	auto_close int fd = openat(dir, file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd < 0 ? fail_errno("create %s", file) : 0;
}

int
preserve_end(int dir, const char *vm)
{
	auto_free char *file = wanted(vm);

	return file_remove_volatile(dir, file);
}

bool
preserve_is_wanted(int dir, const char *vm)
{
	auto_free char *file = wanted(vm);

	return file_exists(dir, file);
}

bool
preserve_is_waiting(int dir, const char *vm)
{
	auto_free char *file = waiting(vm);

	return file_exists(dir, file);
}

bool
preserve_wait(int dir, const char *vm)
{
	auto_free char *from = wanted(vm), *to = waiting(vm);

	return renameat(dir, from, dir, to) == 0;
}

bool
preserve_resume(int dir, const char *vm)
{
	auto_free char *from = waiting(vm), *to = wanted(vm);

	return renameat(dir, from, dir, to) == 0;
}
