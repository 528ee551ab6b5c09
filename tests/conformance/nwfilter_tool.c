/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_tool - what a binding is compiled to, for a kernel that can all of it
 *
 * usage: nwfilter_tool BINDING.xml, whose filters are those that are defined */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "compile.h"

static char *
table_of(const char *file)
{
	auto_free char *xml = file_read(AT_FDCWD, file, FILE_LIMIT, NULL);
	auto_document(nwfilter_binding_def) struct nwfilter_binding_def *def =
		xml ? nwfilter_binding_def_parse(xml, strlen(xml), file, VIEW_CONFIG, 0) : NULL;
	struct nwfilter_instance instance = { 0 };
	char *table;

	if (!def || nwfilter_instance_make("nwfilter", def, &instance) < 0)
		return NULL;
	table = compile(&instance, (struct rule_how){ .can_reject = true, .can_track = true }, NULL);
	nwfilter_instance_done(&instance);
	return table;
}

int
main(int argc, char **argv)
{
	auto_free char *table = argc == 2 ? table_of(argv[1]) : NULL;

	if (!table) {
		fprintf(stderr, "%s\n", argc == 2 ? fail_story() : "usage: nwfilter_tool BINDING.xml");
		return 1;
	}
	fputs(table, stdout);
	return 0;
}
