/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* input - FILE arguments, and the one standard input they share with names */
#include "command/inside.h"

#include <fcntl.h>
#include <string.h>

#include "base/file.h"

static bool claimed;             /* by names, or by a document of this target */
static char *document;           /* read once, for every target */
static size_t document_size;

int
input_claim(void)
{
	if (claimed)
		return fail(FAULT_USAGE, "standard input cannot be used twice");
	claimed = true;
	return 0;
}

/* The next target may have the same document again, unless "-" is the target. */
void
input_next_target(const char *target)
{
	if (document && strcmp(target, "-") != 0)
		claimed = false;
}

const char *
input_name(const char *file)
{
	return strcmp(file, "-") == 0 ? "standard input" : file;
}

char *
input_read(const char *file, size_t *ret_size)
{
	if (strcmp(file, "-") != 0)
		return file_read(AT_FDCWD, file, FILE_LIMIT, ret_size);
	if (input_claim() < 0)
		return NULL;
	if (!document)
		document = file_read(AT_FDCWD, file, FILE_LIMIT, &document_size);
	if (!document)
		return NULL;
	if (ret_size)
		*ret_size = document_size;
	return xmemdup(document, document_size + 1);
}
