/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_notes - what users and applications keep with a definition: title, description, metadata
 *
 * None of it matters to the hypervisor, so it may change while a guest runs, in
 * the live definition, the stored one or both. */
#ifndef DRIVER_VM_NOTES_H
#define DRIVER_VM_NOTES_H

#include "driver/vm.h"

enum vm_note { VM_TITLE, VM_DESCRIPTION };

/* "" when there is none, NULL after a failure.  Borrowed from the handle. */
const char *vm_note(struct vm *vm, enum vm_note note, bool config);

/* "" removes it.  A title is one line: FAULT_XML. */
int vm_set_note(struct vm *vm, enum vm_note note, const char *text, bool live, bool config);

/* The element an application keeps under a namespace, without that namespace.  NULL after a
 * failure: FAULT_MISSING when there is none.  Caller frees. */
char *vm_metadata(struct vm *vm, const char *uri, bool config);

/* key: the prefix it is stored with; xml NULL removes it (FAULT_MISSING when there is none). */
int vm_set_metadata(struct vm *vm, const char *uri, const char *key, const char *xml,
		    bool live, bool config);

#endif
