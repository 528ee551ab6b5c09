/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lxc - fuzz target of the files that are turned into definitions */
#include "config.h"
#include "fuzz.h"

static void
take_native(const char *text, size_t size)
{
	(void)size;
	fuzz_definition(config_read(text, "native"));
}

const struct target targets[] = {
	{ "lxc", take_native },
	{ 0 },
};
