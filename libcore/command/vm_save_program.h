/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_save_program - what programs that save, restore and dump do alike */
#ifndef COMMAND_VM_SAVE_PROGRAM_H
#define COMMAND_VM_SAVE_PROGRAM_H

#include "command/command.h"
#include "driver/vm_save.h"

/* --running, --paused.  FAULT_USAGE when both. */
int vm_resume_asked(bool running, bool paused, enum vm_resume *ret_resume);

/* Options that need what QEMU has since 8.2 and 9.0: refused. */
int vm_channels_refuse(const char *channels, const char *format);
extern const char *const vm_memory_words[];      /* --image-format= */

/* Edit the definition in an image; with --running or --paused it is written back even unchanged. */
int vm_edit_image(const char *xml, enum vm_resume resume, accept_edited *accept, const void *what);

/* See what was begun to its end, or as the options say.  what: "Save". */
int vm_writing_wait(struct vm_writing *writing, const char *what);

#endif
