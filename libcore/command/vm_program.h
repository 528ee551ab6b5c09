/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_program - what several vm- programs do alike */
#ifndef COMMAND_VM_PROGRAM_H
#define COMMAND_VM_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "driver/vm.h"

/* --validate and --strict of {in}, for vm_define() and its like. */
enum vm_define_how vm_define_asked(void);

/* --mode of vm-shutdown and vm-reboot: the words, and their bits. */
extern const char *const vm_mode_words[];
unsigned vm_modes(const char *comma_list);

/* What is done once a guest was started: --wait, --timeout, --console. */
struct vm_after {
	const char *wait;                /* one of vm_wait_words, NULL: no */
	int64_t timeout_ms;              /* -1: not said */
	bool console;
};
extern const char *const vm_wait_words[];
int vm_after_start(const char *name, const struct vm_after *after);

/* Wait until the guest is in that state.  timeout_ms -1: as long as it takes; 0, or
 * -1 with FAULT_TIMEOUT. */
int vm_await(const char *name, enum vm_state wanted, int64_t timeout_ms);

/* Ask until the answer is not 0: it is returned, or 0 when the time is over (-1: it never is). */
int vm_ask_again(int (*ask)(const char *name), const char *name, int64_t timeout_ms);

/* After a failure: 0 with --if-needed when there is no such object, else -1. */
int absent_is_fine(void);

#endif
