/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* life - what can be done with a simulated guest */
#include <time.h>

#include "base/file.h"
#include "block.h"
#include "driver/vm_complete.h"
#include "state/place.h"
#include "test.h"

static const char *
folder(void)
{
	return host_here()->folder;
}

int
test_become(struct vm *vm, enum vm_state state, enum vm_reason reason)
{
	if (vm_set_state(folder(), vm->name, state, reason) < 0)
		return -1;
	vm->state = state;
	vm->reason = reason;
	vm->active = state != VM_SHUTOFF;
	if (test_log(vm, "%s (%s)", words_name(&vm_state_words, state), words_name(&vm_reason_words, reason)) < 0) {
		warn("%s: %s", vm->name, fail_story());
		fail_forget();           /* it is so, on record or not */
	}
	return 0;
}

static bool
has_interface(const struct vm_def *def, const char *name)
{
	list_each(nic, &def->devices.nics)
		if (text_same(nic->target.dev, name))
			return true;
	return false;
}

/* Interfaces of simulated guests have names before they are there. */
static void
name_interfaces(struct vm_def *def)
{
	unsigned number = 0;

	list_each(nic, &def->devices.nics)
		while (!nic->target.dev) {
			auto_free char *name = text_format("testnet%u", number++);

			if (!has_interface(def, name))
				nic->target.dev = steal(name);
		}
}

static int
test_complete(struct vm_def *def)
{
	if (def->type != VM_TEST)
		return fail(FAULT_CONFIG, "a guest of type '%s' is nothing for the test driver",
			    words_name(&vm_kind_words, def->type));
	if (!def->os.arch)
		def->os.arch = xstrdup("i686");
	name_interfaces(def);
	return vm_def_complete(def);
}

static int
test_probe(struct vm *vm)
{
	vm->active = vm->state != VM_SHUTOFF;
	return 0;
}

static int
test_start(struct vm *vm, const struct vm_start *how)
{
	if (test_log_start(vm) < 0 || (how->memory && test_load_memory(*how->memory) < 0))
		return -1;
	return test_become(vm, vm->state, vm->reason);
}

static int
test_destroy(struct vm *vm, bool graceful)
{
	(void)graceful;
	return test_become(vm, VM_SHUTOFF, VM_REASON_DESTROYED);
}

static int
must_run(const struct vm *vm)
{
	if (vm->state == VM_RUNNING)
		return 0;
	return fail(FAULT_STATE, "%s: it cannot do what it is asked",
		    words_name(&vm_state_words, vm->state));
}

static int
boot_again(struct vm *vm)
{
	if (test_become(vm, VM_RUNNING, VM_REASON_BOOTED) < 0)
		return -1;
	return vm_event(folder(), vm->name, "reboot", NULL, NULL);
}

/* A backup needs its hypervisor (vm-backup-begin --preserve-domain-on-shutdown). */
static bool
is_preserved(struct vm *vm)
{
	auto_json struct json_object *data = vm_job_data(vm);

	return json_boolean(data, "preserve");
}

/* A guest that powers off or reboots does as its definition says. */
static int
obey(struct vm *vm, enum lifecycle what)
{
	if (what == LIFECYCLE_RESTART || what == LIFECYCLE_RENAME_RESTART)
		return boot_again(vm);
	if (is_preserved(vm))
		return test_become(vm, VM_PAUSED, VM_REASON_SHUTTING_DOWN);
	return test_become(vm, VM_SHUTOFF, VM_REASON_SHUTDOWN);
}

static int
test_settle(struct vm *vm)
{
	if (vm->state != VM_PAUSED || vm->reason != VM_REASON_SHUTTING_DOWN || is_preserved(vm))
		return 0;
	return test_become(vm, VM_SHUTOFF, VM_REASON_SHUTDOWN);
}

static int
test_shutdown(struct vm *vm, unsigned modes)
{
	struct vm_live *live = vm_live(vm);

	(void)modes;
	return !live || must_run(vm) < 0 ? -1 : obey(vm, live->def->on_poweroff);
}

static int
test_reboot(struct vm *vm, unsigned modes)
{
	struct vm_live *live = vm_live(vm);

	(void)modes;
	return !live || must_run(vm) < 0 ? -1 : obey(vm, live->def->on_reboot);
}

static int
test_reset(struct vm *vm)
{
	if (test_log(vm, "reset") < 0)
		return -1;
	return vm_event(folder(), vm->name, "reboot", NULL, NULL);
}

static int
test_suspend(struct vm *vm)
{
	return test_become(vm, VM_PAUSED, VM_REASON_USER);
}

static int
test_resume(struct vm *vm)
{
	return test_become(vm, VM_RUNNING, VM_REASON_UNPAUSED);
}

/* A simulated processor is busy all the time. */
static int
test_usage(struct vm *vm, uint64_t *ret_cpu_ns, uint64_t *ret_memory)
{
	struct vm_facts facts;
	struct timespec now;

	if (vm_facts(vm, &facts) < 0)
		return -1;
	clock_gettime(CLOCK_REALTIME, &now);
	*ret_cpu_ns = ((uint64_t)now.tv_sec - vm->started) * 1000000000 + (uint64_t)now.tv_nsec;
	*ret_memory = facts.memory;
	vm_facts_done(&facts);
	return 0;
}

static int
test_renamed(struct vm *vm, const char *new_name)
{
	auto_close int dir = place_open(PLACE_LOG, folder(), false);
	auto_free char *from = text_format("%s.log", vm->name);
	auto_free char *to = text_format("%s.log", new_name);

	if (dir < 0 || !file_exists(dir, from))
		return 0;
	return file_remove(dir, to) < 0 ? -1 : file_rename(dir, from, to);
}

static int
test_freeze(struct vm *vm)
{
	return test_log(vm, "its file systems are frozen");
}

static int
test_thaw(struct vm *vm)
{
	return test_log(vm, "its file systems are thawed");
}

const struct vm_ops test_vm_ops = {
	.complete    = test_complete,
	.probe       = test_probe,
	.settle      = test_settle,
	.start       = test_start,
	.destroy     = test_destroy,
	.shutdown    = test_shutdown,
	.reboot      = test_reboot,
	.reset       = test_reset,
	.suspend     = test_suspend,
	.resume      = test_resume,
	.freeze      = test_freeze,
	.thaw        = test_thaw,
	.save_memory = test_save_memory,
	.dump_memory = test_dump_memory,
	.work        = test_work,
	.cancel_work = test_cancel_work,
	.reap        = test_reap,
	.usage       = test_usage,
	.console     = test_console,
	.screenshot  = test_screenshot,
	.send_keys   = test_send_keys,
	.log_file    = test_log_file,
	.renamed     = test_renamed,
};
