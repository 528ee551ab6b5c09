/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_writing - the memory of a guest on its way into a file, while the guest's lock is free
 *
 * What vm-save, vm-managedsave and vm-dump have in common.  It goes to a draft next to the file,
 * which takes the file's place when it is whole; what follows then (the guest ends, or runs on) is
 * on record first.  Killed before that, the guest goes on and the draft is removed; killed
 * after it, the next program does what follows: the two are never both lost. */
#ifndef DRIVER_VM_WRITING_H
#define DRIVER_VM_WRITING_H

#include "driver/memory_image.h"
#include "driver/vm.h"

enum writing_then { WRITING_STOP, WRITING_RESUME, WRITING_CRASH, WRITING_RESET };

struct vm_writing {
	struct vm *vm;
	enum vm_job_kind kind;
	const char *path;                /* "-": standard output */
	struct memory_image *image;      /* in front of the stream; NULL: the stream alone */
	enum memory_format format;
	bool dump;                       /* by dump_memory(), for analysis */
	const char *dump_format;         /* NULL: its usual one */
	bool live;                       /* the guest runs until the end */
	bool bypass_cache;               /* leave nothing of it in the page cache */
	enum writing_then then;
	/* its own */
	char *target, *draft;            /* absolute; draft NULL: written in place */
	int file;
	bool seekable, marked;           /* marked: it says itself when it is whole */
	struct memory_stream stream;
};
#define WRITING(...) { .file = -1, .stream = NO_MEMORY_STREAM, __VA_ARGS__ }

/* May its memory be written now?  FAULT_STATE when not active, or disks are being worked on. */
int vm_writing_check(struct vm *vm);

/* Begin; the guest's lock is free afterwards.  path and image are not needed any more. */
int vm_writing_begin(struct vm_writing *writing);
/* 1 it goes on, 0 all is done, -1 it failed: the guest goes on as before.  The lock is taken for
 * the moment; after 0 it is held. */
int vm_writing_look(struct vm_writing *writing, struct vm_work *ret_work);
/* Ask for the end: the next looks tell of it.  1: it is to be waited for, 0: it was over. */
int vm_writing_cancel(struct vm_writing *writing);
/* Another process sees to it from here on. */
void vm_writing_leave(struct vm_writing *writing);
void vm_writing_done(struct vm_writing *writing);
#define auto_vm_writing __attribute__((cleanup(vm_writing_done)))

#endif
