/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* coverage - which paths of libvirt's own schemas the tables know
 *
 *	coverage [-a] FIELDS
 *
 * FIELDS is the directory of TYPE.tsv (spec/fields).  Prints for each type how many of its
 * paths the table knows, then those it does not, 10 a type or all with -a.  Fails when a
 * type knows less than 98 of 100. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "model/documents.h"

enum { PERCENT_WANTED = 98, SHOWN = 10 };

struct count {
	unsigned paths, known;
	struct strings missing;
};

static void
count_path(const struct type *type, const char *path, struct count *count)
{
	count->paths++;
	if (model_knows(type, path))
		count->known++;
	else
		strings_add(&count->missing, path);
}

static int
count_file(const char *path, const struct document *document, struct count *count)
{
	auto_free char *text = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);

	if (!text)
		return -1;
	for (char *line = text, *end; *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		line[strcspn(line, "\t")] = '\0';
		count_path(document->type, line, count);
	}
	return 0;
}

static bool
tell(const struct document *document, struct count *count, bool all)
{
	bool enough = count->known * 100 >= count->paths * PERCENT_WANTED;

	printf("%-18s %5u of %5u paths  %5.1f %%%s\n", document->name, count->known, count->paths,
	       count->paths ? 100.0 * count->known / count->paths : 100.0, enough ? "" : "  too few");
	for (unsigned i = 0; i < count->missing.n && (all || i < SHOWN); i++)
		printf("    %s\n", count->missing.item[i]);
	if (!all && count->missing.n > SHOWN)
		printf("    ... and %u more\n", count->missing.n - SHOWN);
	return enough;
}

int
main(int argc, char **argv)
{
	bool all = argc > 2 && !strcmp(argv[1], "-a"), enough = true;
	const char *directory = argv[argc - 1];

	if (argc < 2)
		return 2;
	if (access(directory, R_OK) < 0) {
		printf("coverage: no lists of paths at %s: nothing counted\n", directory);
		return 0;
	}
	for (unsigned i = 0; i < documents_count; i++) {
		auto_free char *path = text_format("%s/%s.tsv", directory, documents[i].name);
		struct count count = { 0 };

		if (access(path, R_OK) < 0) {
			printf("%-18s no list of its paths\n", documents[i].name);
			continue;
		}
		if (count_file(path, &documents[i], &count) < 0) {
			fprintf(stderr, "coverage: %s\n", fail_story());
			return 1;
		}
		enough &= tell(&documents[i], &count, all);
		strings_done(&count.missing);
	}
	return enough ? 0 : 1;
}
