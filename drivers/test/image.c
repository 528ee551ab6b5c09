/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* image - images of simulated guests: a line of text that tells what they stand on or came from */
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"

#define UPON "upon"
#define COPY "copy of"

int
test_image_write(const char *path, const char *what, const char *from)
{
	auto_free char *text = text_format("%s %s\n", what, from);
	struct stat st;

	/* A device of the host's is none of a simulated guest's. */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return 0;
	return file_replace(AT_FDCWD, path, text, strlen(text), 0600);
}

int
test_image_lay(const struct storage_source *image, const struct storage_source *base)
{
	return test_image_write(storage_source_path(image), UPON, storage_source_path(base));
}

int
test_image_copy(const struct storage_source *image, const struct storage_source *from)
{
	const char *path = storage_source_path(from);

	return test_image_write(storage_source_path(image), COPY, path ? path : "what a server has");
}

/* What an image is in that relation to; NULL for any other file.  Caller frees. */
static char *
source_of(const struct storage_source *image, const char *relation)
{
	const char *path = storage_source_path(image);
	auto_free char *text = path ? file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL) : NULL;
	char *end = text ? strchr(text, '\n') : NULL;
	size_t length = strlen(relation);

	fail_forget();           /* what cannot be read is not ours */
	if (!end || !text_starts(text, relation) || text[length] != ' ')
		return NULL;
	return xstrndup(text + length + 1, (size_t)(end - text) - length - 1);
}

static char *
base_of(const struct storage_source *image)
{
	return source_of(image, UPON);
}

int
test_image_chain(struct storage_source *image)
{
	for (char *base; (base = base_of(image)); image = image->backing) {
		image->backing = xcalloc(1, sizeof *image->backing);
		image->backing->type = STORAGE_FILE;
		image->backing->format = FORMAT_QCOW2;
		image->backing->file = base;
	}
	return 0;
}

int
test_image_settle(const struct storage_source *chain)
{
	for (; chain && !storage_source_empty(chain); chain = chain->backing) {
		auto_free char *base = base_of(chain);
		bool ends = !chain->backing || storage_source_empty(chain->backing);

		if (!base)
			continue;
		if (ends ? test_image_write(storage_source_path(chain), "all", "of it") < 0 :
		    test_image_lay(chain, chain->backing) < 0)
			return -1;
	}
	return 0;
}

int
test_image_remove(const struct storage_source *image)
{
	auto_free char *base = base_of(image), *origin = source_of(image, COPY);

	if ((base || origin) && unlink(storage_source_path(image)) < 0 && errno != ENOENT)
		return fail_errno("remove %s", storage_source_path(image));
	return 0;
}
