/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_command_table - cells, columns, and tables as JSON, raw and for people */
#include "unit.h"

#include <time.h>
#include <unistd.h>

#include "command/inside.h"

struct item {
	const char *name;
	int64_t number;
};

static int
fill_name(void *item, struct cell *ret_cell)
{
	cell_text(ret_cell, ((struct item *)item)->name);
	return 0;
}

static int
fill_number(void *item, struct cell *ret_cell)
{
	if (((struct item *)item)->number >= 0)
		cell_number(ret_cell, ((struct item *)item)->number);
	return 0;
}

static int
fill_bytes(void *item, struct cell *ret_cell)
{
	(void)item;
	cell_bytes(ret_cell, UINT64_MAX);
	return 0;
}

static int
fill_time(void *item, struct cell *ret_cell)
{
	if (((struct item *)item)->number >= 0)
		cell_time(ret_cell, 1700000000);
	return 0;
}

static int
fill_yes(void *item, struct cell *ret_cell)
{
	cell_yes_no(ret_cell, ((struct item *)item)->number > 1);
	return 0;
}

static int
fill_badly(void *item, struct cell *ret_cell)
{
	(void)item, (void)ret_cell;
	return fail(FAULT_SYSTEM, "filled badly");
}

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,   "name",    false, fill_name },
	{ "NUMBER",     CELL_NUMBER, "number",  false, fill_number },
	{ "SIZE",       CELL_BYTES,  "size",    true,  fill_bytes },
	{ "CREATED",    CELL_TIME,   "when",    true,  fill_time },
	{ "AUTO-START", CELL_YES_NO, "starts",  true,  fill_yes },
	{ "BAD",        CELL_TEXT,   "fails",   true,  fill_badly },
	COLUMNS_END
};

static struct item items[] = { { "b", 2 }, { "a c", -1 }, { "tab\there \"q\" \\ \xff", 10 } };

/* What a function prints to standard output.  Caller frees. */
static char *
printed(int (*print)(void), int expected)
{
	int kept = dup(STDOUT_FILENO), out = open("out", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	CHECK(print() == expected);
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	close(out);
	return file_read(AT_FDCWD, "out", FILE_LIMIT, NULL);
}

static int
print_items(void)
{
	struct table *table = table_new(columns);
	int result = 0;

	for (unsigned i = 0; i < COUNT(items) && result >= 0; i++)
		result = table_add(table, &items[i]) < 0 ? -1 : 0;
	if (result >= 0)
		result = table_print(table);
	table_free(table);
	return result;
}

static int
print_infos(void)
{
	for (unsigned i = 0; i < 2; i++)
		if (info_print(columns, &items[i]) < 0)
			return -1;
	return info_finish();
}

static int
print_tree(void)
{
	struct table *table = table_new(columns);
	int root = table_add(table, &items[0]);

	table_add_below(table, &items[1], root);
	root = table_print(table);
	table_free(table);
	return root;
}

#define CHECK_PRINTS(print, expected)                           \
	do {                                                    \
		auto_free char *text_ = printed((print), 0);    \
		CHECK_TEXT(text_, (expected));                  \
	} while (0)

static void
ask(struct asked what)
{
	asked = what;
}

static void
test_json(void)
{
	ask((struct asked){ .json = true });
	CHECK_PRINTS(print_items, "[\n{\"name\":\"b\",\"number\":2},\n{\"name\":\"a c\",\"number\":null},\n"
		     "{\"name\":\"tab\\u0009here \\\"q\\\" \\\\ \xef\xbf\xbd\",\"number\":10}\n]\n");
	ask((struct asked){ .json = true, .output = "created,auto-start,size", .sort = "NAME" });
	CHECK_PRINTS(print_items,
		     "[\n{\"created\":null,\"created_iso\":null,\"auto-start\":false,\"size\":18446744073709551615},\n"
		     "{\"created\":1700000000,\"created_iso\":\"2023-11-14T22:13:20Z\","
		     "\"auto-start\":true,\"size\":18446744073709551615},\n"
		     "{\"created\":1700000000,\"created_iso\":\"2023-11-14T22:13:20Z\","
		     "\"auto-start\":true,\"size\":18446744073709551615}\n]\n");
}

static void
test_raw(void)
{
	ask((struct asked){ .raw = true });
	CHECK_PRINTS(print_items, "NAME NUMBER\nb 2\na\\x20c -\ntab\\x09here\\x20\"q\"\\x20\\x5c\\x20\\xff 10\n");
	ask((struct asked){ .raw = true, .no_headings = true, .output = "+auto-start", .sort = "number:desc" });
	CHECK_PRINTS(print_items, "a\\x20c - no\ntab\\x09here\\x20\"q\"\\x20\\x5c\\x20\\xff 10 yes\nb 2 yes\n");
}

static void
test_for_people(void)
{
	setenv("TZ", "UTC-2", 1);
	tzset();
	ask((struct asked){ .output = "NAME,NUMBER,CREATED", .sort = "NUMBER" });
	CHECK_PRINTS(print_items, "NAME                   NUMBER CREATED\n"
		     "b                           2 2023-11-15T00:13:20+02:00\n"
		     "tab\\x09here \"q\" \\ \\xff     10 2023-11-15T00:13:20+02:00\n"
		     "a c                         - -\n");
	ask((struct asked){ .no_headings = true, .output = "NAME" });
	CHECK_PRINTS(print_tree, "b\n\xe2\x94\x94\xe2\x94\x80" "a c\n");
	unsetenv("TZ");
}

static void
test_refusals(void)
{
	ask((struct asked){ .output = "NAME,NAMES" });
	CHECK_NULL(table_new(columns), FAULT_USAGE, "unknown column 'NAMES'");
	ask((struct asked){ .output = "" });
	CHECK_NULL(table_new(columns), FAULT_USAGE, "unknown column ''");
	ask((struct asked){ .sort = "SIZ" });
	CHECK_NULL(table_new(columns), FAULT_USAGE, "unknown column to sort by 'SIZ'");
	ask((struct asked){ .sort = "SIZE:up" });
	CHECK_NULL(table_new(columns), FAULT_USAGE, "--sort 'SIZE:up' is neither COL nor COL:desc");
}

static void
test_bad_cells(void)
{
	auto_free char *none = NULL;

	ask((struct asked){ .output = "NAME,BAD" });
	none = printed(print_items, -1);
	CHECK_TEXT(none, "");
	CHECK_TEXT(fail_story(), "filled badly");
	fail_forget();
}

static void
test_shown(void)
{
	struct table *table;

	ask((struct asked){ .output = "NUMBER", .sort = "SIZE" });
	table = table_new(columns);
	CHECK(table_has(table, "NUMBER") && table_has(table, "SIZE") && !table_has(table, "NAME"));
	table_free(table);
}

static void
test_summaries(void)
{
	ask((struct asked){ 0 });
	CHECK_PRINTS(print_infos, "NAME: b\nNUMBER: 2\n\nNAME: a c\nNUMBER: -\n");
	ask((struct asked){ .output = "NUMBER" });
	CHECK_PRINTS(print_infos, "2\n-\n");
	ask((struct asked){ .raw = true });
	CHECK_PRINTS(print_infos, "b 2\na\\x20c -\n");
}

TESTS(
	TEST("JSON has lower-case keys, null, numbers and safe text", test_json),
	TEST("raw has one blank between fields, and a row sorts by what is not shown", test_raw),
	TEST("a table for people is aligned, a tree is drawn", test_for_people),
	TEST("columns that are not there are refused", test_refusals),
	TEST("a cell that cannot be filled fails the table", test_bad_cells),
	TEST("a column is filled when it is shown or sorted by", test_shown),
	TEST("summaries are key and value, bare values, or fields", test_summaries),
)
