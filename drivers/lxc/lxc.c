/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lxc - containers on this host: what the configuration files of the lxc tools say */
#include "base/fail.h"
#include "container.h"
#include "config.h"
#include "driver/vm.h"

static int
from_native(const char *format, const char *text, const char *whence, struct vm_def **ret_def)
{
	if (format && !text_same(format, "lxc-tools"))
		return fail(FAULT_OPTION, "no native format %s: lxc-tools is", quote(format));
	*ret_def = config_read(text, whence);
	return *ret_def ? 0 : -1;
}

static const struct vm_ops vm_ops = {
	.complete    = lxc_complete,
	.from_native = from_native,
};

static int
open_host(struct host *host)
{
	if (!text_same(host->uri.path, "/system"))
		return fail(FAULT_USAGE, "say lxc:///system");
	host->folder = xstrdup("lxc");
	return 0;
}

DRIVER(
	.name    = "lxc",
	.summary = "Linux containers",
	.open    = open_host,
	.local   = true,
	.vm      = &vm_ops,
);
