/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_names - who made a PCI device, and what it is, from the host's pci.ids
 *
 * A line "8086  Intel Corporation" is a vendor, those behind it that begin with one tab are
 * his products, "\t10c9  82576 ...". */
#include "pci_names.h"

#include "sysfs.h"

static const char *const folders[] = { "/usr/share/misc", "/usr/share/hwdata" };

/* The file with a newline in front, "" where there is none; read once. */
static const char *
database(void)
{
	static char *text;

	for (unsigned i = 0; i < COUNT(folders) && !text; i++) {
		auto_free char *bytes = sysfs_bytes(folders[i], "pci.ids", NULL);

		if (bytes)
			text = text_format("\n%s", bytes);
	}
	if (!text)
		text = xstrdup("");
	return text;
}

/* Behind the line's number. */
static char *
name_at(const char *line)
{
	const char *name = line + strcspn(line + 1, " ") + 1;

	name += strspn(name, " ");
	return xstrndup(name, strcspn(name, "\n"));
}

/* The end of a vendor's products: a line that begins with neither tab nor comment. */
static const char *
end_of(const char *vendor)
{
	const char *end = vendor;

	do
		end = strchr(end + 1, '\n');
	while (end && (end[1] == '\t' || end[1] == '#'));
	return end;
}

void
pci_names(unsigned vendor, unsigned product, char **ret_vendor, char **ret_product)
{
	auto_free char *vendor_line = text_format("\n%04x  ", vendor);
	auto_free char *product_line = text_format("\n\t%04x  ", product);
	const char *by = strstr(database(), vendor_line);
	const char *end = by ? end_of(by) : NULL;
	const char *it = by ? strstr(by, product_line) : NULL;

	*ret_vendor = by ? name_at(by) : NULL;
	*ret_product = it && (!end || it < end) ? name_at(it) : NULL;
}
