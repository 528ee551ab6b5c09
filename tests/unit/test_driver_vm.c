/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_driver_vm - guests in files: looked up, defined, started, renamed, listed */
#include "fake.h"

#include <sys/stat.h>
#include <sys/wait.h>

static void
test_look_up(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	CHECK(define("1", UUID_B, "another") == 0);
	CHECK(start("web") == 0);
	check_is("web", "web", VM_RUNNING);
	check_is("6695EB01F6A4830479AA97F2502E193A", "web", VM_RUNNING);
	check_is("1", "1", VM_SHUTOFF);        /* a name comes before a number */
	CHECK(start("1") == 0);
	check_is("2", "1", VM_RUNNING);
	CHECK(unlink("run/fake/by-id/2") == 0);
	check_is("2", "1", VM_RUNNING);
	CHECK(is_there("run/fake/by-id/2"));
	check_is_not("3");
	check_is_not("99999999999999999999");
	check_is_not("");
	check_is_not("../fake/web");
	check_is_not("6695eb01-f6a4-8304-79aa-97f2502e193f");
}

static void
test_define_clash(void)
{
	auto_free char *xml = document("web", NULL, "two");
	auto_free char *hash = NULL;
	auto_vm struct vm *vm = NULL;
	bool changed = false;

	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	CHECK_FAILS(define("web", UUID_B, "one"), FAULT_FAILED,
		    "virtual machine 'web' already exists with uuid " UUID_A);
	CHECK_FAILS(define("www", UUID_A, "one"), FAULT_FAILED,
		    "virtual machine 'web' is already defined with uuid " UUID_A);
	CHECK(vm_define(xml, "a.xml", DEFINE_IF_CHANGED, NULL, NULL, &changed) == 0 && changed);
	CHECK(vm_define(xml, "a.xml", DEFINE_IF_CHANGED, NULL, NULL, &changed) == 0 && !changed);
	check_is(UUID_A, "web", VM_SHUTOFF);
	vm = vm_open("web", VM_TO_READ);
	CHECK_TEXT(vm_config(vm)->title, "two");
	hash = vm_hash(vm);
	CHECK(vm_define(xml, "a.xml", 0, hash, NULL, NULL) == 0);
	CHECK(vm_define(xml, "a.xml", 0, "0123456789abcdef", NULL, NULL) < 0);
	CHECK(fail_fault() == FAULT_STATE);
	fail_forget();
}

static void
test_define_bad(void)
{
	auto_free char *before = NULL;
	auto_free char *after = NULL;

	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	before = store_read(PLACE_ETC, "fake", "web");
	CHECK(vm_define("<domain", "a.xml", 0, NULL, NULL, NULL) < 0);
	CHECK(fail_fault() == FAULT_XML && text_starts(fail_story(), "a.xml:1: "));
	CHECK(vm_define("<domain type='test'><name>web</name><uuid>" UUID_A "</uuid><memory>1</memory>"
			"<os><type>hvm</type></os><frobnicate/></domain>", "a.xml", DEFINE_STRICT,
			NULL, NULL, NULL) < 0);
	CHECK(define("a/b", UUID_B, "one") < 0);
	CHECK(fail_fault() == FAULT_XML);
	fail_forget();
	after = store_read(PLACE_ETC, "fake", "web");
	CHECK_TEXT(after, before);
}

static void
test_brief(void)
{
	auto_vm struct vm *vm = NULL;
	struct vm_facts facts = { 0 };

	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	vm = vm_open("web", VM_TO_READ);
	CHECK(vm_facts(vm, &facts) == 0);
	CHECK_TEXT(facts.title, "one");
	CHECK_TEXT(facts.uuid, UUID_A);
	CHECK(facts.memory == 65536 << 10 && facts.max_vcpus == 1);
	vm_facts_done(&facts);

	/* Edited by hand, in place and to the same size. */
	CHECK(system("sed -i s/one/two/ etc/fake/web.xml") == 0);
	CHECK(vm_facts(vm, &facts) == 0);
	CHECK_TEXT(facts.title, "two");
	vm_facts_done(&facts);
	CHECK(system("echo rubbish >cache/fake/facts/web") == 0);
	CHECK(vm_facts(vm, &facts) == 0);
	CHECK_TEXT(facts.title, "two");
	vm_facts_done(&facts);
	/* Torn: its first and last lines are of two writers. */
	CHECK(system("sed -i '$s/two/six/' cache/fake/facts/web && grep -q six cache/fake/facts/web") == 0);
	CHECK(vm_facts(vm, &facts) == 0);
	CHECK_TEXT(facts.title, "two");
	vm_facts_done(&facts);
	CHECK(!vm->config);        /* nothing of that loaded the document into the handle */
}

static void
test_life(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	CHECK(start("web") == 0);
	CHECK_FAILS(start("web"), FAULT_STATE, "already running");
	auto_vm struct vm *vm = vm_open("web", VM_TO_CHANGE);
	CHECK(vm && vm->id == 1 && vm->stored && vm->active);
	CHECK(vm_live(vm) && vm_live(vm)->def->id.value == 1 && !is_there("run/fake/web.starting"));
	CHECK_FAILS(vm_suspend(vm), FAULT_UNSUPPORTED, "the fake driver does not support vm-suspend");
	CHECK(vm_destroy(vm, false) == 0);
	CHECK(!vm->active && vm->id == -1 && vm->reason == VM_REASON_DESTROYED);
	CHECK_FAILS(vm_destroy(vm, false), FAULT_STATE, "not running");
	CHECK(!is_there("run/fake/web.xml") && !is_there("run/fake/by-id/1") &&
	      !is_there("run/fake/web.facts"));
	CHECK(fake.reaps == 1);
}

static void
test_transient(void)
{
	auto_free char *xml = document("once", UUID_B, "for a day");
	auto_free char *name = NULL;
	struct vm_start how = { 0 };
	auto_vm struct vm *vm = NULL;

	begin();
	CHECK(vm_create(xml, "a.xml", 0, &how, &name) == 0);
	CHECK_TEXT(name, "once");
	CHECK(how.def == NULL);
	check_is(UUID_B, "once", VM_RUNNING);
	CHECK_FAILS(vm_create(xml, "a.xml", 0, &how, NULL), FAULT_STATE, "already running");
	CHECK_FAILS(define("other", UUID_B, ""), FAULT_FAILED,
		    "virtual machine 'once' is already defined with uuid " UUID_B);
	vm = vm_open("once", VM_TO_CHANGE);
	CHECK(vm && !vm->stored);
	CHECK_NULL(vm_config(vm), FAULT_STATE, "transient: there is no stored definition");
	CHECK_FAILS(vm_undefine(vm, 0), FAULT_STATE, "transient: there is no stored definition");
	CHECK(vm_destroy(vm, false) == 0);
	check_is_not("once");
	check_is_not(UUID_B);
}

static void
test_undefine(void)
{
	auto_vm struct vm *vm = NULL;

	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	CHECK(store_set_autostart("fake", "web", true) == 0);
	CHECK(system("mkdir -p etc/fake/snapshot/web etc/fake/checkpoint/web && "
		     "touch etc/fake/snapshot/web/s1.xml etc/fake/checkpoint/web/c1.xml") == 0);
	vm = vm_open("web", VM_TO_CHANGE);
	CHECK_FAILS(vm_undefine(vm, 0), FAULT_STATE, "it has 1 snapshot");
	CHECK_FAILS(vm_undefine(vm, UNDEFINE_SNAPSHOTS), FAULT_STATE, "it has 1 checkpoint");
	CHECK(vm_undefine(vm, UNDEFINE_SNAPSHOTS | UNDEFINE_CHECKPOINTS) == 0);
	CHECK(fake.undefines == 1);
	check_is_not("web");
	check_is_not(UUID_A);
	CHECK(system("test -z \"$(find etc cache -name '*web*' -o -name '" UUID_A "')\"") == 0);
	CHECK(journal_is_empty());
}

static void
test_undefine_running(void)
{
	auto_vm struct vm *vm = NULL;

	begin();
	CHECK(define("web", UUID_A, "one") == 0 && start("web") == 0);
	CHECK(system("mkdir -p etc/fake/snapshot/web && touch etc/fake/snapshot/web/s1.xml") == 0);
	vm = vm_open("web", VM_TO_CHANGE);
	CHECK(vm_undefine(vm, 0) == 0);
	CHECK(vm->active && !vm->stored && is_there("etc/fake/snapshot/web/s1.xml"));
	check_is(UUID_A, "web", VM_RUNNING);
	CHECK(vm_destroy(vm, false) == 0);
	CHECK(!is_there("etc/fake/snapshot/web"));
	check_is_not("web");
}

static void
test_rename(void)
{
	auto_vm struct vm *vm = NULL;

	begin();
	CHECK(define("web", UUID_A, "one") == 0 && define("other", UUID_B, "") == 0);
	CHECK(system("mkdir -p etc/fake/snapshot/web && touch etc/fake/snapshot/web/s1.xml") == 0);
	vm = vm_open("web", VM_TO_CHANGE);
	CHECK_FAILS(vm_rename(vm, "web"), FAULT_FAILED, "it has that name already");
	CHECK_FAILS(vm_rename(vm, "other"), FAULT_FAILED, "virtual machine 'other' already exists");
	CHECK_FAILS(vm_rename(vm, "a/b"), FAULT_XML, "name 'a/b' holds a slash");
	CHECK(vm_rename(vm, "aaa") == 0);
	CHECK_TEXT(vm->name, "aaa");
	CHECK_TEXT(vm_config(vm)->name, "aaa");
	check_is(UUID_A, "aaa", VM_SHUTOFF);
	check_is_not("web");
	CHECK(is_there("etc/fake/snapshot/aaa/s1.xml") && journal_is_empty());
	CHECK(fake.renames == 1);
}

static char *told;

static void
tell(const char *what)
{
	free(told);
	told = xstrdup(what);
}

static void
test_dry_run(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	vm_dry_run(tell);
	CHECK(define("new", UUID_B, "one") == 0);
	CHECK_TEXT(told, "define new");
	check_is_not("new");
	CHECK(start("web") == 0);
	CHECK_TEXT(told, "start web");
	CHECK_FAILS(define("web", UUID_B, "one"), FAULT_FAILED,
		    "virtual machine 'web' already exists with uuid " UUID_A);
	auto_vm struct vm *vm = vm_open("web", VM_TO_CHANGE);
	CHECK(vm->lock == -1);
	CHECK(vm_rename(vm, "www") == 0);
	CHECK_TEXT(told, "rename web to www");
	CHECK(vm_undefine(vm, 0) == 0);
	CHECK_TEXT(told, "undefine web");
	CHECK(vm_dry_run(NULL) == tell);
	check_is("web", "web", VM_SHUTOFF);
	CHECK(fake.starts == 0);
	free(steal(told));
}

static void
test_lists(void)
{
	static const struct {
		enum vm_filter filter;
		const char *pattern, *names;
	} cases[] = {
		{ VM_ALL,      NULL, " a b c" },
		{ VM_ACTIVE,   NULL, " b c" },
		{ VM_INACTIVE, NULL, " a" },
		{ VM_ALL,      "[ab]", " a b" },
		{ VM_ACTIVE,   "x*", "" },
	};
	auto_free char *xml = document("c", NULL, "");
	struct vm_start how = { 0 };

	begin();
	CHECK(define("b", UUID_A, "") == 0 && define("a", UUID_B, "") == 0 && start("b") == 0);
	CHECK(vm_create(xml, "c.xml", 0, &how, NULL) == 0);
	CHECK(system("touch etc/fake/.hidden.xml etc/fake/note.txt") == 0);
	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_strings struct strings names = { 0 };
		auto_text struct text all = { 0 };

		CHECK(vm_names(cases[i].filter, cases[i].pattern, &names) == 0);
		for (unsigned n = 0; n < names.n; n++)
			text_addf(&all, " %s", names.item[n]);
		CHECK_TEXT(text_get(&all), cases[i].names);
	}
}

static void
test_wait(void)
{
	pid_t pid;

	begin();
	CHECK(define("web", UUID_A, "one") == 0 && start("web") == 0);
	CHECK(vm_wait("web", VM_RUNNING, 0) == 1);
	CHECK(vm_wait("web", VM_SHUTOFF, 20) == 0);
	pid = fork();
	if (pid == 0) {
		auto_vm struct vm *vm = vm_open("web", VM_TO_CHANGE);

		_exit(!vm || vm_destroy(vm, false) < 0);
	}
	CHECK(vm_wait("web", VM_SHUTOFF, 20000) == 1);
	CHECK(waitpid(pid, NULL, 0) == pid);
	CHECK_FAILS(vm_wait("nobody", VM_RUNNING, 0), FAULT_NO_VM, "no such virtual machine");
	CHECK(vm_wait("nobody", VM_SHUTOFF, 0) == 1);
}

TESTS(
	TEST("a guest is found by name, UUID, number", test_look_up),
	TEST("names and UUIDs go together", test_define_clash),
	TEST("a bad definition leaves the old one", test_define_bad),
	TEST("what a summary needs is kept, and checked", test_brief),
	TEST("start and destroy", test_life),
	TEST("a transient guest is gone when it stops", test_transient),
	TEST("undefine takes everything along, when told to", test_undefine),
	TEST("undefine of a running guest", test_undefine_running),
	TEST("rename", test_rename),
	TEST("a dry run changes nothing", test_dry_run),
	TEST("lists are sorted and filtered", test_lists),
	TEST("waiting for a state", test_wait),
)
