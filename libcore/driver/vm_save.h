/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_save - guests whose memory is in a file, and that resume from it
 *
 * The managed image, $VAR/FOLDER/save/NAME.save, is what the next start resumes from.  A guest that
 * runs has none: before its processors run, the image is set aside (.NAME.save.used), and it is
 * removed once they do; killed in between, the next program puts it back or removes it. */
#ifndef DRIVER_VM_SAVE_H
#define DRIVER_VM_SAVE_H

#include "driver/memory_image.h"
#include "driver/vm.h"
#include "driver/vm_writing.h"

/* $VAR/FOLDER/save/NAME.save, whether there is one or not.  Caller frees. */
char *vm_save_image(const char *folder, const char *name);

bool vm_is_saved(const struct vm *vm);
int vm_save_remove(struct vm *vm);       /* FAULT_STATE when there is none */
/* Part of a rename: fine when there is none, or done already. */
int vm_save_renamed(const char *folder, const char *name, const char *new_name);

/* What the guest does when it is back. */
enum vm_resume { RESUME_AS_IT_WAS, RESUME_RUNNING, RESUME_PAUSED };

struct vm_save {
	const char *path;                /* "-": standard output; NULL: the managed place */
	const char *format;              /* word of enum memory_format; NULL: the driver's choice */
	const char *xml, *whence;        /* definition it comes back with; NULL: its own */
	enum vm_resume resume;
	bool bypass_cache;
};
/* Begin to save an active guest, which ends with it: vm_writing_look() tells how it goes.  False when
 * it was only told, in a dry run. */
int vm_save_begin(struct vm *vm, const struct vm_save *save, struct vm_writing *ret_writing);

struct vm_restore {
	const char *path;                /* "-": standard input */
	const char *xml, *whence;        /* instead of the definition in the image; NULL: that one */
	enum vm_resume resume;
	bool bypass_cache, reset_nvram;
};
int vm_restore(const struct vm_restore *restore, char **ret_name);

/* The definition in an image: as a document, secrets with VIEW_SECRET; caller frees.  Replace it:
 * the guest must see no difference. */
char *vm_image_xml(const char *path, enum view view);
int vm_image_define(const char *path, const char *xml, const char *whence, enum vm_resume resume);

/* Those of the managed image; FAULT_STATE when there is none. */
char *vm_save_xml(struct vm *vm, enum view view);
int vm_save_define(struct vm *vm, const char *xml, const char *whence, enum vm_resume resume);

/* A definition that may take the place of one that a memory is of.  Caller frees. */
struct vm_def *vm_compatible_def(const struct vm_def *before, const char *xml, const char *whence);

/* --- for starting --- */

/* An image to resume from: how->memory, ->def, ->paused are filled.  input is held until the
 * guest is there. */
struct memory_input;
int vm_save_open(struct vm *vm, struct vm_start *how, struct memory_input *ret_input);

/* Out of the way, out of the world, or back again; what is not there is fine. */
int vm_save_set_aside(const char *folder, const char *name);
int vm_save_drop_aside(const char *folder, const char *name);
int vm_save_put_back(const char *folder, const char *name);

#endif
