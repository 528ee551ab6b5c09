/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay - give a target the files named, as libFuzzer does, without libFuzzer
 *
 *	PROGRAM [TARGET FILE...]        without a target: list them */
#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "fuzz.h"

int
main(int argc, char **argv)
{
	if (argc < 2) {
		fuzz_list();
		return 0;
	}
	if (fuzz_choose(argv[1]) < 0) {
		fprintf(stderr, "replay: no target '%s'\n", argv[1]);
		return 2;
	}
	for (int i = 2; i < argc; i++) {
		size_t size = 0;
		auto_free char *data = file_read(AT_FDCWD, argv[i], FILE_LIMIT, &size);

		if (!data) {
			fprintf(stderr, "replay: %s\n", fail_story());
			return 2;
		}
		printf("%s\n", argv[i]);
		fflush(stdout);
		fuzz_one(data, size);
	}
	return 0;
}
