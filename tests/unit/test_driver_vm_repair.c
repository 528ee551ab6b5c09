/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_driver_vm_repair - guests in files, when programs fail, are killed or contend */
#include "fake.h"

#include <sys/wait.h>

static void
test_start_fails(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	fake.fail_start = true;
	CHECK_FAILS(start("web"), FAULT_FAILED, "it does not want to");
	check_is("web", "web", VM_SHUTOFF);
	CHECK(!is_there("run/fake/web.xml") && !is_there("run/fake/by-id/1"));
	fake.fail_start = false;
	CHECK(start("web") == 0);
	check_is("2", "web", VM_RUNNING);
}

/* A live file and the mark of a start, as a killed vm-start leaves it. */
static void
leave_start(enum vm_state state)
{
	CHECK(start("web") == 0);
	CHECK(file_replace(AT_FDCWD, "run/fake/web.starting", "", 0, 0600) == 0);
	CHECK(vm_set_state("fake", "web", state, VM_REASON_BOOTED) == 0);
}

static void
test_repair_start(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	leave_start(VM_RUNNING);
	check_is("web", "web", VM_RUNNING);
	CHECK_FAILS(start("web"), FAULT_STATE, "already running");
	CHECK(fake.destroys == 0);

	auto_vm struct vm *vm = vm_open("web", VM_TO_CHANGE);
	CHECK(vm && !is_there("run/fake/web.starting") && vm_destroy(vm, false) == 0);
	vm_close(steal(vm));

	/* One that waits for orders nobody will give is stopped, and started anew. */
	leave_start(VM_PAUSED);
	fake.destroys = 0;
	CHECK(start("web") == 0);
	CHECK(fake.destroys == 1);
	check_is("web", "web", VM_RUNNING);
}

static void
test_died(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	CHECK(start("web") == 0);
	CHECK(vm_set_state("fake", "web", VM_SHUTOFF, VM_REASON_CRASHED) == 0);
	check_is("web", "web", VM_SHUTOFF);
	check_is_not("1");
	CHECK(is_there("run/fake/web.xml"));        /* readers repair nothing */
	vm_close(vm_open("web", VM_TO_CHANGE));
	CHECK(!is_there("run/fake/web.xml"));
	CHECK(fake.reaps == 1);
}

/* One broken file hides neither its guest nor the others. */
static void
test_broken_live_file(void)
{
	auto_strings struct strings names = { 0 };

	begin();
	CHECK(define("web", UUID_A, "one") == 0 && define("other", UUID_B, "") == 0);
	CHECK(start("web") == 0 && start("other") == 0);
	CHECK(system("echo '<domstatus' >run/fake/web.xml") == 0);
	CHECK(vm_names(VM_ACTIVE, NULL, &names) == 0 && names.n == 2);
	CHECK(warn_count() == 1);
	check_is("web", "web", VM_RUNNING);

	auto_vm struct vm *vm = vm_open("web", VM_TO_CHANGE);
	CHECK(vm && !vm_live(vm) && fail_fault() == FAULT_XML);
	fail_forget();
	CHECK(vm_destroy(vm, false) == 0);
	CHECK(!is_there("run/fake/web.xml"));
}

static void
test_drafts(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	CHECK(system("touch etc/fake/.web.xml.new run/fake/.web.state.new run/fake/.web.last-job.new "
		     "etc/fake/.other.xml.new") == 0);
	vm_close(vm_open("web", VM_TO_CHANGE));
	CHECK(system("test \"$(find . -name '.*.new')\" = ./etc/fake/.other.xml.new") == 0);
}

/* What a rename leaves that was killed after its visible step. */
static void
test_rename_finished_by_next(void)
{
	auto_json struct json_object *record = json_build("s:do", "rename", "s:name", "web",
							  "s:new", "www", NULL);
	auto_free char *xml = NULL;

	begin();
	CHECK(define("web", UUID_A, "one") == 0 && define("other", UUID_B, "") == 0);
	CHECK(system("mkdir -p etc/fake/snapshot/web && touch etc/fake/snapshot/web/s1.xml") == 0);
	CHECK(journal_write("fake", "web", record) == 0);
	CHECK(rename("etc/fake/web.xml", "etc/fake/www.xml") == 0);
	check_is(UUID_A, "www", VM_SHUTOFF);
	vm_close(vm_open("other", VM_TO_CHANGE));
	xml = store_read(PLACE_ETC, "fake", "www");
	CHECK(strstr(xml, "<name>www</name>") != NULL);
	CHECK(is_there("etc/fake/snapshot/www/s1.xml") && journal_is_empty());
}

static void
test_journal_rubbish(void)
{
	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	CHECK(system("mkdir -p etc/fake/journal && echo '{' >etc/fake/journal/web && "
		     "echo '{\"do\":\"rename\",\"name\":\"web\",\"new\":\"../../x\"}' >etc/fake/journal/b") == 0);
	CHECK(define("web", UUID_A, "two") == 0);
	CHECK(journal_is_empty());
}

enum { CONTENDERS = 4, ROUNDS = 20 };

static int
contended(const char *what)
{
	printf("# %s: %s\n", what, fail_story());
	fflush(stdout);
	return 1;
}

/* Define and rename back and forth, against others that do the same. */
static int
contend(unsigned which)
{
	auto_free char *title = text_format("title %u", which);

	for (unsigned i = 0; i < ROUNDS; i++) {
		auto_vm struct vm *vm = vm_open(UUID_A, VM_TO_CHANGE);

		/* It may have that name already, or have got another meanwhile. */
		if (vm && vm_rename(vm, which % 2 ? "aaa" : "zzz") < 0 &&
		    fail_fault() != FAULT_FAILED && fail_fault() != FAULT_NO_VM)
			return contended("rename");
		fail_forget();
		vm_close(steal(vm));
		if (define("other", UUID_B, title) < 0)
			return contended("define");
	}
	return 0;
}

static void
test_contention(void)
{
	pid_t pids[CONTENDERS];

	begin();
	CHECK(define("web", UUID_A, "one") == 0);
	for (unsigned i = 0; i < CONTENDERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			_exit(contend(i));
	}
	for (unsigned i = 0; i < CONTENDERS; i++) {
		int status = -1;

		CHECK(waitpid(pids[i], &status, 0) == pids[i] && status == 0);
	}
	auto_strings struct strings names = { 0 };
	CHECK(vm_names(VM_ALL, NULL, &names) == 0 && names.n == 2);
	auto_vm struct vm *vm = vm_open(UUID_A, VM_TO_READ);
	CHECK(vm && (text_same(vm->name, "aaa") || text_same(vm->name, "zzz")));
	CHECK(vm && vm_config(vm));
	CHECK(journal_is_empty());
}

TESTS(
	TEST("a start that fails leaves nothing", test_start_fails),
	TEST("a start that was killed is finished or undone", test_repair_start),
	TEST("a guest that died is cleaned up by the next writer", test_died),
	TEST("a broken live file hides no guest", test_broken_live_file),
	TEST("drafts are swept by the next writer", test_drafts),
	TEST("a rename that was killed is finished by the next writer", test_rename_finished_by_next),
	TEST("records that make no sense are dropped", test_journal_rubbish),
	TEST("writers that contend leave one state", test_contention),
)
