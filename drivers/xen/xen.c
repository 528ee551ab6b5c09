/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* xen - Xen on this host: what the configuration files of xl and xm say */
#include "base/fail.h"
#include "config.h"
#include "driver/vm.h"

static int
read_format(const char *format, enum xen_format *ret_format)
{
	*ret_format = text_same(format, "xen-xm") ? XEN_XM : XEN_XL;
	if (format && *ret_format == XEN_XL && !text_same(format, "xen-xl"))
		return fail(FAULT_OPTION, "no native format %s: xen-xl and xen-xm are", quote(format));
	return 0;
}

static int
to_native_file(const struct vm_def *def, const char *name, struct text *out)
{
	enum xen_format format;

	return read_format(name, &format) < 0 ? -1 : config_write(def, format, out);
}

static int
from_native(const char *name, const char *text, const char *whence, struct vm_def **ret_def)
{
	enum xen_format format;

	if (read_format(name, &format) < 0)
		return -1;
	*ret_def = config_read(text, whence, format);
	return *ret_def ? 0 : -1;
}

static const struct vm_ops vm_ops = {
	.to_native_file = to_native_file,
	.from_native    = from_native,
};

static int
open_host(struct host *host)
{
	if (!text_same(host->uri.path, "/system"))
		return fail(FAULT_USAGE, "say xen:///system");
	host->folder = xstrdup("xen");
	return 0;
}

DRIVER(
	.name    = "xen",
	.summary = "Xen",
	.open    = open_host,
	.local   = true,
	.vm      = &vm_ops,
);
