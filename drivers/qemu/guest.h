/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest - the files of a running guest
 *
 *	$RUN/qemu/NAME.pid            life lock of the emulator
 *	          NAME.keeper         life lock of its keeper
 *	          NAME.qmp            control socket
 *	          NAME.events.qmp     event socket, the keeper's
 *	          NAME.state          run_state.h
 *	          NAME.preserve       preserve.h
 *	          NAME.undo           what has to be undone when it has ended
 *	          NAME.tpm, .tpm-pid  socket and life lock of the TPM emulator
 *	          NAME.ALIAS, -pid    the same for helpers of other devices (helper.h)
 *	          channel/NAME/       sockets of its channels
 *	$LOG/qemu/NAME.log            what the emulator says
 *	$VAR/qemu/nvram, swtpm, dump  what it leaves */
#ifndef QEMU_GUEST_H
#define QEMU_GUEST_H

#include "base/json.h"
#include "driver/vm.h"

#define GUEST_FOLDER "qemu"

/* $RUN/qemu, made when missing.  Borrowed: opened once; -1 after a failure. */
int guest_dir(void);

/* Is the emulator alive?  Its pid until it is gone with all that it held, 0 then, -1 after a failure. */
pid_t guest_pid(const char *name);

/* The inode of a file there, 0 when there is none. */
uint64_t guest_file_inode(const char *file);

/* Before and after a change of the run state: see run_state.h.  The guest's lock is held. */
int guest_announce(const char *name, enum vm_state state, enum vm_reason reason);
void guest_confirm(const char *name);

/* "DIR/FILE" of our installation: "libexec/virtutils/vm-keeper".  Caller frees. */
char *guest_program(const char *file);

/* What was made for a guest and must be undone when it has ended: a JSON object in
 * NAME.undo, written before it is made.  A file of its own, because to clean up no
 * document needs to be read then. */
struct json_object *guest_undo_read(const char *name);         /* caller puts; NULL: nothing */
int guest_undo_write(const char *name, struct json_object *undo);

/* A file or directory that is renamed once it is whole: what never came to that is removed. */
void guest_note_draft(struct json_object *undo, const char *path);
void guest_remove_drafts(struct json_object *undo);

#endif
