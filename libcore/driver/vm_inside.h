/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_inside - what the files behind vm.h share, and nobody else uses */
#ifndef DRIVER_VM_INSIDE_H
#define DRIVER_VM_INSIDE_H

#include "driver/vm.h"
#include "state/store.h"

/* Documents in files are complete: secrets and what only files hold included. */
static const enum view VIEW_STORED = VIEW_FILE | VIEW_SECRET;
static const enum view VIEW_LIVE = VIEW_FILE | VIEW_SECRET | VIEW_STATUS;

/* The folder of the host's guests.  NULL after a failure. */
const char *vm_folder(void);

/* A handle on what is there under that name: no lock, nothing repaired; a guest that died
 * is there too.  NULL without a failure when nothing is, NULL with one. */
struct vm *vm_look(const char *folder, const char *name);
/* As vm_look(), knowing already which files there are. */
struct vm *vm_look_at(const char *folder, const char *name, bool stored, bool live, bool state);
int vm_not_found(void);          /* fail(FAULT_NO_VM, ...) */

/* The live file, read anew: caller frees.  NULL: FAULT_MISSING, FAULT_XML. */
struct vm_live *vm_live_load(const char *folder, const char *name);

/* Take the lock of a name after settling what killed programs left on record.
 * Descriptor or -1. */
int vm_lock(const char *folder, const char *name);
/* Finish or undo what a killed program left of this guest, or of whatever had this name.
 * The lock is held. */
int vm_repair(struct vm *vm);
int vm_repair_name(const char *folder, const char *name, int lock);

/* What happened while nobody watched has its consequences now. */
int vm_settle(struct vm *vm);

/* In a dry run tell what would be done and return true. */
bool vm_told(const char *format, ...) __attribute__((format(printf, 1, 2)));
int vm_must_be_active(const struct vm *vm);
int vm_must_be_stored(const struct vm *vm);

/* Why it is off, when nobody has said so yet: what shuts down ends for the same reason. */
enum vm_reason vm_end_reason(enum vm_state told, enum vm_reason reason);
/* The guest stopped: remove all that was there only while it was live (what, which may be
 * NULL, lists it), and with vm_stopped() tell in what state and why. */
int vm_clean_up(struct vm *vm, struct strings *what);
int vm_stopped(struct vm *vm, enum vm_state state, enum vm_reason reason, struct strings *what);
/* Remove what is kept of a guest that is neither stored nor alive any more. */
int vm_forget(const char *folder, const char *name);
/* Read NAME.state; false when it says nothing that makes sense. */
bool vm_state_read(const char *folder, const char *name,
		   enum vm_state *ret_state, enum vm_reason *ret_reason);

/* Was it on record that a start is under way, and has nobody said that it is done? */
bool vm_is_starting(const char *folder, const char *name);
void vm_start_settled(const char *folder, const char *name);

/* Start a definition, which is taken over: vm_create() behind its document. */
int vm_create_def(struct vm_def *owned, bool uuid_given, struct vm_start *start_how, char **ret_name);

/* Parse, complete, check.  ret_given: the document named its UUID. */
struct vm_def *vm_prepare_def(const char *xml, const char *whence, enum vm_define_how how,
			      bool *ret_given);
/* Complete what the hypervisor and everybody needs; fine the second time. */
int vm_complete(struct vm_def *def);
/* The same without the rules: of what was a definition once. */
int vm_complete_unchecked(struct vm_def *def);
/* Refuse a definition whose name or UUID is another guest's. */
int vm_check_identity(const char *folder, const struct vm_def *def, bool uuid_given);
int vm_store(const char *folder, const struct vm_def *def);
/* For the time in which a new guest takes a UUID: two must not take the same.
 * Descriptor or -1. */
int vm_lock_uuids(const char *folder);

/* What is kept in short of a document in a file. */
struct vm_brief {
	struct vm_facts facts;
	int id;                          /* of a live one, and what follows */
	uint64_t pid, started;
	enum vm_state state;
	enum vm_reason reason;
	bool as_printed;                 /* the file of a stored one is what vm_xml() prints of it */
};
void vm_brief_done(struct vm_brief *brief);
#define auto_vm_brief __attribute__((cleanup(vm_brief_done)))
int vm_brief_read(enum place place, const char *folder, const char *name,
		  struct vm_brief *ret_brief);
/* After its file was written, of a stored one and of a live one. */
void vm_brief_write(const char *folder, const char *name, const struct vm_def *def);
void vm_brief_write_live(const char *folder, const char *name, const struct vm_live *live);
/* The stored document, when it is what would be printed; NULL when it has to be read first.
 * Caller frees. */
char *vm_brief_document(const char *folder, const char *name);
void vm_brief_remove(enum place place, const char *folder, const char *name);

/* Changes of several steps are on record in $ETC/FOLDER/journal/NAME, written before
 * the first step and removed after the last. */
int journal_write(const char *folder, const char *name, struct json_object *record);
int journal_clear(const char *folder, const char *name);
/* Finish or undo what nobody is working at.  No lock may be held.  -1 when that fails for a
 * change that this name has part in. */
int journal_settle(const char *folder, const char *name);
/* Is a change on record that this name has part in?  -1 on failure. */
int journal_concerns(const char *folder, const char *name);

/* What is left to do after a rename or an undefine took effect; may be done twice. */
int vm_rename_finish(const char *folder, const char *name, const char *new_name);
int vm_undefine_finish(const char *folder, const char *name, enum vm_undefine_how how,
		       const char *xml);

#endif
