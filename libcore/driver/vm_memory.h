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
	struct vm_cpu *cpu;              /* for memory_image_cpu() */
	struct memory_stream stream;
};
#define NO_MEMORY_INPUT { .file = -1, .stream = NO_MEMORY_STREAM }
/* path "-" is standard input. */
int memory_input_open(const char *path, struct memory_input *ret_input);
void memory_input_done(struct memory_input *input);
#define auto_memory_input __attribute__((cleanup(memory_input_done)))

/* The definition in an image, and the processor with which the guest was started, to start it with again;
 * NULL when that is the definition's.  Caller frees. */
struct vm_def *memory_image_def(const struct memory_image *image, const char *whence);
int memory_image_cpu(const struct memory_image *image, const char *whence, struct vm_cpu **ret_cpu);

/* libvirt's cookie of an active guest (spec/snapshots.md 1.8): the processor it has, exactly; NULL when its
 * definition says nothing of one.  Caller frees. */
int vm_cookie(struct vm *vm, char **ret_cookie);
/* The processor in a cookie; NULL when there is none.  Caller frees. */
int vm_cookie_cpu(const char *cookie, const char *whence, struct vm_cpu **ret_cpu);

/* May the memory of a guest of that definition go into the process of an active one?  cpu: what it had for a
 * processor; NULL: the definition's.  As model_compare(). */
int vm_memory_fits(struct vm *vm, const struct vm_def *def, const struct vm_cpu *cpu);

/* Wait for the work that save_memory() or dump_memory() began to end, without giving the lock back.
 * 0 when it is done. */
int vm_work_wait(struct vm *vm, bool dump);

#endif
