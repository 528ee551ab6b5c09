/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_native - native formats name the driver that knows them */
#include "driver/vm.h"

/* QEMU's depends on the host: its driver must be chosen. */
static const struct { const char *format, *uri; } formats[] = {
	{ "qemu-argv",  NULL },
	{ "vmware-vmx", "vmwareplayer:///session" },
	{ "xen-xl",     "xen:///system" },
	{ "xen-xm",     "xen:///system" },
	{ "lxc-tools",  "lxc:///system" },
	{ "bhyve-argv", "bhyve:///system" },
};

static int
choose(const char *wanted)
{
	struct uri chosen = { 0 }, other = { 0 };
	bool same;

	if (uri_parse(host_uri(), &chosen) < 0 || uri_parse(wanted, &other) < 0) {
		uri_done(&chosen);
		return -1;
	}
	same = text_same(driver_of_scheme(chosen.driver), driver_of_scheme(other.driver));
	uri_done(&chosen);
	uri_done(&other);
	if (!same)
		host_choose(wanted);
	return 0;
}

int
vm_native_choose(const char *format)
{
	for (unsigned i = 0; i < COUNT(formats); i++)
		if (text_same(format, formats[i].format))
			return formats[i].uri ? choose(formats[i].uri) : 0;
	return fail(FAULT_OPTION, "no native format %s", quote(format));
}
