/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* smbios_host - what the host's own SMBIOS tables say */
#include "smbios_host.h"

#include <fcntl.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"

/* Its identity is left out: the guest has one of its own. */
struct row_of_host { const char *file, *name; };

static const struct row_of_host bios[] = {
	{ "bios_vendor", "vendor" }, { "bios_version", "version" }, { "bios_date", "date" },
	{ "bios_release", "release" }, { NULL, NULL }
}, machine[] = {
	{ "sys_vendor", "manufacturer" }, { "product_name", "product" }, { "product_version", "version" },
	{ "product_serial", "serial" }, { "product_sku", "sku" }, { "product_family", "family" }, { NULL, NULL }
}, board[] = {
	{ "board_vendor", "manufacturer" }, { "board_name", "product" }, { "board_version", "version" },
	{ "board_serial", "serial" }, { "board_asset_tag", "asset" }, { NULL, NULL }
}, chassis[] = {
	{ "chassis_vendor", "manufacturer" }, { "chassis_version", "version" }, { "chassis_serial", "serial" },
	{ "chassis_asset_tag", "asset" }, { NULL, NULL }
};

/* What a table leaves out has no file. */
static void
read_table(struct sysinfo_entry_list *entries, const struct row_of_host *row)
{
	for (; row->file; row++) {
		auto_free char *path = text_format("/sys/class/dmi/id/%s", row->file);
		auto_free char *text = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
		char *value = text ? text_trimmed(text) : NULL;

		fail_forget();
		if (value && *value)
			*list_add(entries) = (struct sysinfo_entry) { .name = xstrdup(row->name), .value = steal(value) };
		free(value);
	}
}

struct sysinfo *
smbios_of_host(const struct vm_def *def)
{
	struct sysinfo *info;

	if (def->os.smbios != SMBIOS_HOST || !file_exists(AT_FDCWD, "/sys/class/dmi/id"))
		return NULL;
	info = model_new(&sysinfo_type);
	info->type = SYSINFO_SMBIOS;
	read_table(&info->bios, bios);
	read_table(&info->system, machine);
	read_table(&list_add(&info->base_boards)->entries, board);
	read_table(&info->chassis, chassis);
	return info;
}
