/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmware - fuzz target of the files that are turned into definitions */
#include "vmx.h"
#include "fuzz.h"

static void
take_native(const char *text, size_t size)
{
	(void)size;
	fuzz_definition(vmx_read(text, "native"));
}

const struct target targets[] = {
	{ "vmware", take_native },
	{ 0 },
};
