/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest - the files of a running guest, and what is true of it until it stops
 *
 *	$RUN/qemu/NAME.pid            life lock of the emulator
 *	          NAME.keeper         life lock of its keeper
 *	          NAME.qmp            control socket
 *	          NAME.events.qmp     event socket, the keeper's
 *	          NAME.state          run_state.h
 *	          NAME.tpm, .tpm.pid  socket and life lock of the TPM emulator
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

/* Is the emulator alive?  Its pid, 0 when not, -1 after a failure. */
pid_t guest_pid(const char *name);

/* "DIR/FILE" of our installation: "libexec/virtutils/vm-keeper".  Caller frees. */
char *guest_program(const char *file);

/* Facts are a JSON object that lives in vm->live->facts: what reaping must undo.
 * Changed in memory; vm_save_live() makes them last. */
struct json_object *guest_facts(struct vm *vm);          /* caller puts; never NULL */
void guest_set_facts(struct vm *vm, struct json_object *facts);

#endif
