/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_smbios - SMBIOS tables and fw_cfg entries */
#include "args_inside.h"

/* The name of an entry in the definition, and QEMU's. */
struct entry_name { const char *ours, *theirs; };

static const struct entry_name bios_names[] = {
	{ "vendor", "vendor" }, { "version", "version" }, { "date", "date" }, { "release", "release" }, { NULL, NULL }
}, system_names[] = {
	{ "manufacturer", "manufacturer" }, { "product", "product" }, { "version", "version" },
	{ "serial", "serial" }, { "uuid", "uuid" }, { "sku", "sku" }, { "family", "family" }, { NULL, NULL }
}, board_names[] = {
	{ "manufacturer", "manufacturer" }, { "product", "product" }, { "version", "version" },
	{ "serial", "serial" }, { "asset", "asset" }, { "location", "location" }, { NULL, NULL }
}, chassis_names[] = {
	{ "manufacturer", "manufacturer" }, { "version", "version" }, { "serial", "serial" },
	{ "asset", "asset" }, { "sku", "sku" }, { NULL, NULL }
};

static void
add_table(struct args *a, unsigned type, const struct sysinfo_entry_list *entries, const struct entry_name *names)
{
	auto_text struct text out = { 0 };

	if (!entries->n)
		return;
	text_addf(&out, "type=%u", type);
	for (; names->ours; names++)
		option(&out, names->theirs, sysinfo_find(entries, names->ours));
	args_add(a, "-smbios", text_get(&out));
}

static void
add_strings(struct args *a, const struct sysinfo_entry_list *strings)
{
	auto_text struct text out = { 0 };

	if (!strings->n)
		return;
	text_add(&out, "type=11");
	list_each(string, strings)
		option(&out, "value", string->value);
	args_add(a, "-smbios", text_get(&out));
}

static void
add_fw_cfg(struct args *a, const struct sysinfo_entry_list *entries)
{
	list_each(entry, entries) {
		auto_text struct text out = { 0 };

		text_add(&out, "name=");
		option_text(&out, entry->name);
		option(&out, entry->file ? "file" : "string", entry->file ? entry->file : entry->value);
		args_add(a, "-fw_cfg", text_get(&out));
	}
}

static void
add_tables(struct args *a, const struct sysinfo *info)
{
	add_table(a, 0, &info->bios, bios_names);
	add_table(a, 1, &info->system, system_names);
	list_each(board, &info->base_boards)
		add_table(a, 2, &board->entries, board_names);
	add_table(a, 3, &info->chassis, chassis_names);
	add_strings(a, &info->oem_strings);
}

int
args_smbios(struct args *a)
{
	const struct vm_def *def = a->def;

	if (def->os.smbios == SMBIOS_HOST && !a->how->host)
		return fail(FAULT_UNSUPPORTED, "os/smbios: mode 'host' is not possible: the host has no SMBIOS");
	if (def->os.smbios == SMBIOS_HOST)
		add_tables(a, a->how->host);
	list_each(info, &def->sysinfos) {
		if (info->type == SYSINFO_SMBIOS && def->os.smbios == SMBIOS_SYSINFO)
			add_tables(a, info);
		add_fw_cfg(a, &info->entries);
	}
	return 0;
}
