/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz - choosing a target, and giving it data */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

static const struct target *chosen;
static const struct document *chosen_document;

/* Call back for every name until it returns true. */
static bool
each_name(bool (*call)(const char *name, const struct target *target, const struct document *document,
		       const void *context), const void *context)
{
	for (const struct target *target = targets; target->name; target++) {
		if (target->take && call(target->name, target, NULL, context))
			return true;
		for (unsigned i = 0; target->take_document && i < documents_count; i++) {
			auto_free char *name = text_format("%s-%s", target->name, documents[i].name);

			if (call(name, target, &documents[i], context))
				return true;
		}
	}
	return false;
}

static bool
choose(const char *name, const struct target *target, const struct document *document, const void *wanted)
{
	chosen = target;
	chosen_document = document;
	return !strcmp(name, wanted);
}

static bool
list(const char *name, const struct target *target, const struct document *document, const void *context)
{
	(void)target, (void)document, (void)context;
	puts(name);
	return false;
}

int
fuzz_choose(const char *name)
{
	return each_name(choose, name) ? 0 : -1;
}

void
fuzz_list(void)
{
	each_name(list, NULL);
}

void
fuzz_one(const void *data, size_t size)
{
	auto_free char *text = xcalloc(1, size + 1);     /* not a byte more, so that reading on is found */

	memcpy(text, data, size);
	if (chosen->take)
		chosen->take(text, size);
	else
		chosen->take_document(chosen_document, text, size);
	fail_forget();
}

int
fuzz_file(const char *text, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || write_all(fd, text, size) < 0 || lseek(fd, 0, SEEK_SET) < 0) {
		perror("fuzz: memfd");
		_exit(2);
	}
	return fd;
}

void
fuzz_definition(struct vm_def *def)
{
	auto_free char *text = def ? model_text(&vm_def_type, def, VIEW_SECRET) : NULL;

	if (text)
		model_free(&vm_def_type, model_parse(&vm_def_type, text, strlen(text), "printed", VIEW_CONFIG,
						     READ_UNCHECKED | READ_SILENT));
	model_free(&vm_def_type, def);
}

/* ---- libFuzzer ---- */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* $TARGET says which; without, all are listed. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("TARGET");

	(void)argc, (void)argv;
	if (name && fuzz_choose(name) == 0)
		return 0;
	fuzz_list();
	exit(name ? 2 : 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_one(data, size);
	return 0;
}
