/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sysinfo - what SMBIOS and fw_cfg tell the guest */
#include "model/sysinfo.h"

#include <stdio.h>

#include "base/fail.h"

ENUM_WORDS(sysinfo_kind, SYSINFO_KIND);

#define T struct sysinfo_entry
static const struct row sysinfo_entry_rows[] = {
	STRING(T, name,  "@name", ABI, "what is told"),
	STRING(T, file,  "@file", ABI, "file that has it"),
	STRING(T, value, ".",     ABI, "the text"),
	ROWS_END
};
#undef T
const struct type sysinfo_entry_type = {
	.name = "entry", .size = sizeof(struct sysinfo_entry), .rows = sysinfo_entry_rows,
};

#define T struct sysinfo_board
static const struct row sysinfo_board_rows[] = {
	LIST(T, entries, "entry", sysinfo_entry, ABI, "what is told of the board"),
	ROWS_END
};
#undef T

/* Entries are printed in the order of the SMBIOS tables, whatever the order said. */
static const char *const bios_order[] = { "vendor", "version", "date", "release" };
static const char *const system_order[] = {
	"manufacturer", "product", "version", "serial", "uuid", "sku", "family",
};
static const char *const board_order[] = {
	"manufacturer", "product", "version", "serial", "asset", "location",
};
static const char *const chassis_order[] = { "manufacturer", "version", "serial", "asset", "sku" };

/* One of each that the tables have, the first that says something. */
static void
entries_settle(struct sysinfo_entry_list *entries, const char *const *order, unsigned n)
{
	struct sysinfo_entry_list said = *entries;

	*entries = (struct sysinfo_entry_list) { 0 };
	for (unsigned i = 0; i < n; i++)
		list_each(entry, &said)
			if (entry->value && text_same(entry->name, order[i])) {
				*list_add(entries) = *entry;
				*entry = (struct sysinfo_entry) { 0 };
				break;
			}
	list_each(entry, &said) {
		if (entry->value)
			warn("sysinfo: an entry %s is not told to the guest", quote(entry->name ? entry->name : ""));
		model_done(&sysinfo_entry_type, entry);
	}
	free(said.item);
}

static int
sysinfo_board_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	entries_settle(&((struct sysinfo_board *)object)->entries, board_order, COUNT(board_order));
	return 0;
}

static const struct type sysinfo_board_type = {
	.name = "baseBoard", .size = sizeof(struct sysinfo_board), .rows = sysinfo_board_rows,
	.read_rest = sysinfo_board_read_rest,
};

#define T struct sysinfo
#define SMBIOS ONLY_IF(T, type, SYSINFO_SMBIOS)
static const struct row sysinfo_rows[] = {
	ENUM(T, type,        "@type", sysinfo_kind,              ABI | REQUIRED, "which firmware interface"),
	LIST(T, bios,        "bios/entry", sysinfo_entry,        ABI, "the BIOS",      SMBIOS),
	LIST(T, system,      "system/entry", sysinfo_entry,      ABI, "the system",    SMBIOS),
	LIST(T, base_boards, "baseBoard", sysinfo_board,         ABI, "the boards",    SMBIOS),
	LIST(T, chassis,     "chassis/entry", sysinfo_entry,     ABI, "the chassis",   SMBIOS),
	LIST(T, oem_strings, "oemStrings/entry", sysinfo_entry,  ABI, "free text",     SMBIOS),
	LIST(T, entries,     "entry", sysinfo_entry,             ABI, "entries of fw_cfg", ONLY_IF(T, type, SYSINFO_FWCFG)),
	ROWS_END
};
#undef SMBIOS
#undef T

static int
sysinfo_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct sysinfo *sysinfo = object;

	entries_settle(&sysinfo->bios, bios_order, COUNT(bios_order));
	entries_settle(&sysinfo->system, system_order, COUNT(system_order));
	entries_settle(&sysinfo->chassis, chassis_order, COUNT(chassis_order));
	list_each(string, &sysinfo->oem_strings)
		free(steal(string->name));
	/* What is in a file is not said as well. */
	list_each(entry, &sysinfo->entries)
		if (entry->file)
			free(steal(entry->value));
	return 0;
}

/* MM/DD/YYYY, or YY before 2000 */
static bool
is_date(const char *text)
{
	unsigned month, day, year;
	int end = 0;

	if (sscanf(text, "%2u/%2u/%4u%n", &month, &day, &year, &end) != 3 || text[end])
		return false;
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (year < 100 || year >= 1900);
}

static int
sysinfo_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct sysinfo *sysinfo = object;
	const char *date = sysinfo_find(&sysinfo->bios, "date");

	if (date && !is_date(date))
		return fail(FAULT_DETAIL, "BIOS date '%s' is not MM/DD/YYYY", date);
	list_each(entry, &sysinfo->entries)
		if (!entry->name || !text_starts(entry->name, "opt/"))
			return fail(FAULT_CONFIG, "names of fw_cfg entries start with 'opt/'");
	return 0;
}

const struct type sysinfo_type = {
	.name = "sysinfo", .size = sizeof(struct sysinfo), .rows = sysinfo_rows,
	.read_rest = sysinfo_read_rest, .check = sysinfo_check,
};

const char *
sysinfo_find(const struct sysinfo_entry_list *entries, const char *name)
{
	list_each(entry, entries)
		if (text_same(entry->name, name))
			return entry->value;
	return NULL;
}
