/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* parse - what reading definitions costs beside what libxml2 alone costs on the same files
 *
 *	parse FILE...           every file is a <domain>; both read it from memory
 *
 * Prints files, milliseconds of processor time for each, and how many times the one the other
 * is.  The best of some passes is taken, and the two take turns: the machine's noise is no part. */
#include <fcntl.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "base/file.h"
#include "model/vm_def.h"

enum { PASSES = 7 };

struct document_file {
	char *data;
	size_t size;
};
LIST_OF(document_file);

static void
read_alone(const struct document_file *input)
{
	xmlFreeDoc(xmlReadMemory(input->data, (int)input->size, "x", NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS));
}

static void
read_definition(const struct document_file *input)
{
	vm_def_free(model_parse(&vm_def_type, input->data, input->size, "x", VIEW_CONFIG, READ_SILENT));
	fail_forget();
}

static double
pass(const struct document_file_list *inputs, void (*read)(const struct document_file *input))
{
	struct timespec from, to;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	list_each(input, inputs)
		read(input);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

int
main(int argc, char **argv)
{
	struct document_file_list inputs = { 0 };
	double alone = 0, model = 0;

	for (int i = 1; i < argc; i++) {
		struct document_file input = { 0 };

		input.data = file_read(AT_FDCWD, argv[i], FILE_LIMIT, &input.size);
		if (input.data && strstr(input.data, "<domain "))
			*list_add(&inputs) = input;
	}
	for (int i = 0; i < PASSES; i++) {
		double a = pass(&inputs, read_alone), m = pass(&inputs, read_definition);

		alone = !i || a < alone ? a : alone;
		model = !i || m < model ? m : model;
	}
	printf("%u definitions: libxml2 alone %.1f ms, read into the model %.1f ms: %.2f times\n", inputs.n, alone,
	       model, model / alone);
	return inputs.n ? 0 : 1;
}
