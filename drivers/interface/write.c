/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* write - files of the host's network that are replaced */
#include "manager.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"

int
manager_write(const char *path, const struct text *contents, mode_t mode)
{
	struct stat now;

	if (lstat(path, &now) < 0 || !S_ISREG(now.st_mode))
		return file_replace(AT_FDCWD, path, text_get(contents), contents->length, mode);
	now.st_mode &= mode;
	return file_replace_like(AT_FDCWD, path, text_get(contents), contents->length, &now);
}
