/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake - a hypervisor as simple as can be, and guests of it */
#ifndef FAKE_H
#define FAKE_H

#include "unit.h"

#include "driver/vm_inside.h"

#define UUID_A "6695eb01-f6a4-8304-79aa-97f2502e193a"
#define UUID_B "6695eb01-f6a4-8304-79aa-97f2502e193b"

/* A hypervisor as simple as can be: what NAME.state says is so.  It can be told to fail. */
static struct {
	bool fail_start, leave_paused;
	unsigned starts, reaps, destroys, renames, undefines;
} fake;

static int
fake_open(struct host *host)
{
	host->folder = xstrdup("fake");
	return 0;
}

static int
fake_probe(struct vm *vm)
{
	vm->active = vm->state != VM_SHUTOFF;
	return 0;
}

static int
fake_start(struct vm *vm, const struct vm_start *how)
{
	fake.starts++;
	if (fake.fail_start)
		return fail(FAULT_FAILED, "it does not want to");
	vm->state = how->paused || fake.leave_paused ? VM_PAUSED : VM_RUNNING;
	return vm_set_state("fake", vm->name, vm->state, VM_REASON_BOOTED);
}

static int
fake_destroy(struct vm *vm, bool graceful)
{
	(void)graceful;
	fake.destroys++;
	return vm_set_state("fake", vm->name, VM_SHUTOFF, VM_REASON_DESTROYED);
}

static int
fake_reap(struct vm *vm, struct strings *what)
{
	(void)vm;
	fake.reaps++;
	if (what)
		strings_add(what, "a socket");
	return 0;
}

static int
fake_renamed(struct vm *vm, const char *new_name)
{
	(void)vm, (void)new_name;
	fake.renames++;
	return 0;
}

static int
fake_undefined(struct vm *vm, enum vm_undefine_how how)
{
	(void)vm, (void)how;
	fake.undefines++;
	return 0;
}

static const struct vm_ops fake_vm_ops = {
	.probe = fake_probe, .start = fake_start, .destroy = fake_destroy, .reap = fake_reap,
	.renamed = fake_renamed, .undefined = fake_undefined,
};

static const struct driver fake_driver = {
	.interface = DRIVER_INTERFACE, .name = "fake", .open = fake_open, .vm = &fake_vm_ops,
};

/* An own root, and a hypervisor that has seen nothing yet. */
static inline void
begin(void)
{
	auto_free char *here = getcwd(NULL, 0);

	setenv("VIRTUTILS_ROOT", here, true);
	place_use_session(false);
	host_choose("fake:///system");
	host_use(&fake_driver);
	memset(&fake, 0, sizeof fake);
}

static inline char *
document(const char *name, const char *uuid, const char *title)
{
	return text_format("<domain type='test'><name>%s</name>%s%s%s<title>%s</title>"
			   "<memory>65536</memory><os><type>hvm</type></os></domain>",
			   name, uuid ? "<uuid>" : "", uuid ? uuid : "", uuid ? "</uuid>" : "", title);
}

static inline int
define(const char *name, const char *uuid, const char *title)
{
	auto_free char *xml = document(name, uuid, title);

	return vm_define(xml, "a.xml", 0, NULL, NULL, NULL);
}

static inline int
start(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	struct vm_start how = { 0 };

	return vm ? vm_start(vm, &how) : -1;
}

static inline void
check_is(const char *key, const char *name, enum vm_state state)
{
	auto_vm struct vm *vm = vm_open(key, VM_TO_READ);

	CHECK_TEXT(vm ? vm->name : NULL, name);
	CHECK_TEXT(words_name(&vm_state_words, vm ? vm->state : 0), words_name(&vm_state_words, state));
	fail_forget();
}

static inline void
check_is_not(const char *key)
{
	auto_vm struct vm *vm = vm_open(key, VM_TO_READ);

	CHECK(!vm);
	CHECK_TEXT(fail_story(), "no such virtual machine");
	CHECK(fail_fault() == FAULT_NO_VM);
	fail_forget();
}

static inline bool
journal_is_empty(void)
{
	auto_strings struct strings names = { 0 };

	return dir_names(AT_FDCWD, "etc/fake/journal", NULL, &names) == 0 && !names.n;
}

static inline bool
is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

#endif
