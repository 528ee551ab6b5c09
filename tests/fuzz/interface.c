/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface - fuzz target of files of [sections], as network managers keep them */
#include "base/file.h"
#include "fuzz.h"
#include "ini.h"

static void
take_ini(const char *text, size_t size)
{
	auto_close int fd = fuzz_file(text, size);
	auto_free char *path = text_format("/proc/self/fd/%d", fd);
	auto_ini struct ini ini = { 0 };

	if (ini_read(path, &ini) < 0)
		return;
	ini_is_true(ini_get(&ini, "Network", "DHCP"));
	ini_add(&ini, "Network", "DHCP", "yes");
	ini_remove(&ini, "Match", "Name", NULL);
}

const struct target targets[] = {
	{ "ini", take_ini },
	{ 0 },
};
