/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmware - VMware Player, Workstation and Fusion: what their .vmx files say */
#include <limits.h>

#include "base/fail.h"
#include "driver/vm.h"
#include "vmx.h"

static const char format_name[] = "vmware-vmx";

/* The hardware that is written when the URI does not say (?hardware=N). */
enum { HARDWARE = 7 };

static int
check_format(const char *format)
{
	if (format && !text_same(format, format_name))
		return fail(FAULT_OPTION, "no native format %s: %s is", quote(format), format_name);
	return 0;
}

static int
wanted_hardware(void)
{
	auto_free char *said = uri_query_value(&host_here()->uri, "hardware");
	uint64_t number = HARDWARE;

	if (said && text_to_u64(said, 10, &number) < 0)
		return fail_within("hardware");
	return number > INT_MAX ? fail(FAULT_USAGE, "hardware: there is no such version") : (int)number;
}

static int
to_native_file(const struct vm_def *def, const char *format, struct text *out)
{
	int hardware = wanted_hardware();

	if (check_format(format) < 0 || hardware < 0)
		return -1;
	return vmx_write(def, (unsigned)hardware, out);
}

static int
from_native(const char *format, const char *text, const char *whence, struct vm_def **ret_def)
{
	if (check_format(format) < 0)
		return -1;
	*ret_def = vmx_read(text, whence);
	return *ret_def ? 0 : -1;
}

static const struct vm_ops vm_ops = {
	.to_native_file = to_native_file,
	.from_native    = from_native,
};

static int
open_host(struct host *host)
{
	if (!text_same(host->uri.path, "/session"))
		return fail(FAULT_USAGE, "say %s:///session", host->uri.driver);
	host->folder = xstrdup("vmware");
	return 0;
}

DRIVER(
	.name    = "vmware",
	.summary = "VMware Player, Workstation and Fusion",
	.open    = open_host,
	.vm      = &vm_ops,
);
