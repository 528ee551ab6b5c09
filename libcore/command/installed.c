/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* installed - where this program and what came with it are */
#include "command/installed.h"

#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/memory.h"
#include "base/text.h"

char *
installed_directory(void)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	char *slash;

	path[length < 0 ? 0 : length] = '\0';
	slash = strrchr(path, '/');
	if (!slash)
		return fail(FAULT_INTERNAL, "where this program is installed is not known"), NULL;
	return xstrndup(path, (size_t)(slash - path));
}

char *
installed_share(const char *file)
{
	auto_free char *directory = installed_directory();

	return directory ? text_format("%s/../share/virtutils/%s", directory, file) : NULL;
}
