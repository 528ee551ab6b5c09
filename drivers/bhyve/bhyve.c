/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bhyve - the hypervisor of FreeBSD: what its command lines say */
#include "bhyve.h"

#include "base/fail.h"
#include "driver/vm.h"

static const struct { const char *name; enum bhyve_lack lack; } lacks[] = {
	{ "ahci32slot", LACKS_AHCI32SLOT },
	{ "cons-dev",   LACKS_CONS_DEV },
};

int
bhyve_lacks(void)
{
	auto_free char *said = uri_query_value(&host_here()->uri, "without");
	int bits = 0;

	for (const char *at = said; at && *at;) {
		size_t length = strcspn(at, ",");
		int bit = 0;

		for (unsigned i = 0; i < COUNT(lacks); i++)
			if (strlen(lacks[i].name) == length && !strncmp(at, lacks[i].name, length))
				bit = lacks[i].lack;
		if (!bit)
			return fail(FAULT_USAGE, "bhyve can never do without %s", quote(at));
		bits |= bit;
		at += length + (at[length] != '\0');
	}
	return bits;
}

static int
check_format(const char *format)
{
	if (format && !text_same(format, "bhyve-argv"))
		return fail(FAULT_OPTION, "no native format %s: bhyve-argv is", quote(format));
	return 0;
}

static void
add_command(struct text *out, const struct strings *words)
{
	for (unsigned i = 0; i < words->n; i++) {
		auto_free char *word = text_shell(words->item[i]);

		text_addf(out, "%s%s", i ? " " : "", word);
	}
	if (words->n)
		text_add_char(out, '\n');
}

/* A script: the loader, which is told of its disks in a file, and then bhyve. */
static int
to_native_file(const struct vm_def *def, const char *format, struct text *out)
{
	auto_strings struct strings loader = { 0 }, args = { 0 }, device_map = { 0 };
	int without = bhyve_lacks();

	if (check_format(format) < 0 || without < 0)
		return -1;
	if (def->type != VM_BHYVE)
		return fail(FAULT_CONFIG, "a guest of type '%s' is none of bhyve's", words_name(&vm_kind_words, def->type));
	if (bhyve_loader_args(def, without, &loader, &device_map) < 0 || bhyve_args(def, without, &args) < 0)
		return -1;
	for (unsigned i = 0; i < device_map.n; i++)
		text_addf(out, "# device map: %s\n", device_map.item[i]);
	add_command(out, &loader);
	add_command(out, &args);
	return 0;
}

static int
from_native(const char *format, const char *text, const char *whence, struct vm_def **ret_def)
{
	if (check_format(format) < 0)
		return -1;
	*ret_def = bhyve_read(text, whence);
	return *ret_def ? 0 : -1;
}

static const struct vm_ops vm_ops = {
	.complete       = bhyve_complete,
	.to_native_file = to_native_file,
	.from_native    = from_native,
};

static int
open_host(struct host *host)
{
	if (!text_same(host->uri.path, "/system"))
		return fail(FAULT_USAGE, "say bhyve:///system");
	host->folder = xstrdup("bhyve");
	return 0;
}

DRIVER(
	.name    = "bhyve",
	.summary = "bhyve of FreeBSD",
	.open    = open_host,
	.local   = true,
	.vm      = &vm_ops,
);
