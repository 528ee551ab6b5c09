/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xen - fuzz targets of the files that are turned into definitions */
#include "config.h"
#include "fuzz.h"

static void
take_xl(const char *text, size_t size)
{
	(void)size;
	fuzz_definition(config_read(text, "native", XEN_XL));
}

static void
take_xm(const char *text, size_t size)
{
	(void)size;
	fuzz_definition(config_read(text, "native", XEN_XM));
}

const struct target targets[] = {
	{ "xen-xl", take_xl },
	{ "xen-xm", take_xm },
	{ 0 },
};
