/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bhyve - fuzz target of the files that are turned into definitions */
#include "bhyve.h"
#include "fuzz.h"

static void
take_native(const char *text, size_t size)
{
	(void)size;
	fuzz_definition(bhyve_read(text, "native"));
}

const struct target targets[] = {
	{ "bhyve", take_native },
	{ 0 },
};
