/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent - the guest agent, on its channel */
#ifndef QEMU_AGENT_H
#define QEMU_AGENT_H

#include "base/json.h"
#include "driver/vm.h"
#include "qmp.h"

/* Has somebody in the guest opened the channel?  -1 after a failure. */
int agent_is_there(struct qmp *qmp, const struct vm_def *def);

/* A connection with a synchronised agent, or -1: FAULT_AGENT. */
int agent_open(const struct vm_def *def);

/* Its answer to a command without arguments; NULL after a failure (FAULT_OPTION without a channel,
 * FAULT_AGENT).  Caller puts it. */
struct json_object *agent_ask(struct vm *vm, const char *command);

/* Nothing but an answer is wanted. */
int qemu_ask_agent(struct vm *vm);

/* File systems stand still, and go on again. */
int qemu_freeze(struct vm *vm);
int qemu_thaw(struct vm *vm);

/* Ask it to end the guest: "powerdown", "reboot" or "halt".  It only answers when it
 * refuses. */
int agent_shutdown(int agent, const char *mode);

#endif
