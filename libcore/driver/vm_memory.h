/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_memory - the memory of a guest, out into an image and in again, in one go
 *
 * For changes that keep the guest's lock all the time; what goes on while it is free is in
 * vm_save.h. */
#ifndef DRIVER_VM_MEMORY_H
#define DRIVER_VM_MEMORY_H

#include "driver/memory_image.h"
#include "driver/vm.h"

/* The definition as it stands in an image: fit for another host, with secrets.  Caller frees. */
char *vm_memory_xml(const struct vm_def *def);

/* Write a whole image to an empty file.  The guest stands still afterwards, whatever it did before, and
 * its disks are not in use until it is resumed (spec 7.5).  On failure it stands still too when it
 * did not run, or does as it did; half an image is in the file. */
int vm_memory_write(struct vm *vm, int file, struct memory_image *image);

/* An image opened to start from.  After memory_image_read() the definition is the caller's to
 * check; a vm_start() with .memory = &stream.fd comes next, and memory_stream_end() says whether all of
 * it was good. */
struct memory_input {
	int file;
	bool bypass_cache;               /* what was read of it need not stay in the page cache */
	struct memory_image image;
	struct memory_stream stream;
};
#define NO_MEMORY_INPUT { .file = -1, .stream = NO_MEMORY_STREAM }
/* path "-" is standard input. */
int memory_input_open(const char *path, struct memory_input *ret_input);
void memory_input_done(struct memory_input *input);
#define auto_memory_input __attribute__((cleanup(memory_input_done)))

/* The definition in an image.  The cookie's processor, with which the guest was started, is its
 * processor.  Caller frees. */
struct vm_def *memory_image_def(const struct memory_image *image, const char *whence);

/* The cookie of a guest that was started with a definition; NULL when that says nothing of its
 * processor.  Caller frees. */
char *vm_cookie(const struct vm_def *started);
/* The processor in a cookie of that kind becomes that of the definition. */
int vm_take_cookie(struct vm_def *def, const char *cookie, const char *whence);

/* Wait for the work that save_memory() or dump_memory() began to end, without giving the lock back.
 * 0 when it is done. */
int vm_work_wait(struct vm *vm, bool dump);

#endif
