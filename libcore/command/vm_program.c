/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_program - what several vm- programs do alike */
#include "command/vm_program.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"
#include "command/command.h"
#include "command/console.h"
#include "driver/vm_nic.h"

const char *const vm_mode_words[] = { "acpi", "agent", "initctl", "signal", "paravirt", NULL };
const char *const vm_wait_words[] = { "running", "agent", "ip", NULL };

enum vm_define_how
vm_define_asked(void)
{
	return (asked.validate ? DEFINE_VALIDATE : 0) | (asked.strict ? DEFINE_STRICT : 0);
}

static bool
list_has(const char *comma_list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = comma_list; at; at = strchr(at, ','), at += at != NULL)
		if (strncmp(at, word, length) == 0 && (at[length] == ',' || !at[length]))
			return true;
	return false;
}

/* The words are in the order of enum vm_shutdown_mode's bits. */
unsigned
vm_modes(const char *comma_list)
{
	unsigned modes = 0;

	for (unsigned i = 0; vm_mode_words[i]; i++)
		if (list_has(comma_list, vm_mode_words[i]))
			modes |= 1u << i;
	return modes;
}

int
vm_ask_again(int (*ask)(const char *name), const char *name, int64_t timeout_ms)
{
	const struct timespec pause = { .tv_nsec = 200000000 };
	const int64_t end = clock_deadline(timeout_ms);
	int answer;

	while ((answer = ask(name)) == 0) {
		fail_forget();   /* it may be so the next time */
		if (clock_ms() >= end)
			return 0;
		nanosleep(&pause, NULL);
	}
	return answer;
}

/* A guest that is still starting has an agent that does not answer. */
static int
agent_answers(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	if (vm && vm_ask_agent(vm) == 0)
		return 1;
	return fail_fault() == FAULT_AGENT ? 0 : -1;
}

static int
has_address(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_nic_addresses struct nic_address_list addresses = { 0 };

	return !vm || vm_nic_addresses(vm, NIC_ANY, &addresses) < 0 ? -1 : addresses.n > 0;
}

static const struct {
	const char *wait;
	int (*is_so)(const char *name);
	const char *over;
} conditions[] = {
	{ "agent", agent_answers, "its agent does not answer" },
	{ "ip",    has_address,   "no address of it is known" },
};

int
vm_after_start(const char *name, const struct vm_after *after)
{
	if (vm_is_dry_run())
		return 0;
	if ((after->wait || after->timeout_ms >= 0) &&
	    vm_await(name, VM_RUNNING, after->timeout_ms) < 0)
		return -1;
	for (unsigned i = 0; i < COUNT(conditions); i++) {
		int is_so = text_same(after->wait, conditions[i].wait) ?
			    vm_ask_again(conditions[i].is_so, name, after->timeout_ms) : 1;

		if (is_so <= 0)
			return is_so < 0 ? -1 : fail(FAULT_TIMEOUT, "%s after %g seconds", conditions[i].over,
						     (double)after->timeout_ms / 1000);
	}
	if (after->console)
		return console_attach(name, NULL, &(struct console) { .escape = CONSOLE_ESCAPE });
	return 0;
}

int
vm_await(const char *name, enum vm_state wanted, int64_t timeout_ms)
{
	int is_so = vm_wait(name, wanted, timeout_ms < 0 ? INT64_MAX : timeout_ms);

	if (is_so == 0)
		return fail(FAULT_TIMEOUT, "still not %s after %g seconds",
			    words_name(&vm_state_words, wanted), (double)timeout_ms / 1000);
	return is_so < 0 ? -1 : 0;
}

int
absent_is_fine(void)
{
	static const uint64_t absent = CAN(NO_VM) | CAN(NO_SNAPSHOT) | CAN(NO_CHECKPOINT) | CAN(MISSING);

	if (!asked.if_needed || !(absent >> fail_fault() & 1))
		return -1;
	fail_forget();           /* it is gone already, which is what was wanted */
	return 0;
}
