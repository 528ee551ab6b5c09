/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_process - programs run and told apart, sockets between them */
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/process.h"
#include "base/socket.h"

static int
run_shell(const char *script, char **ret_output)
{
	char *argv[] = { "sh", "-c", (char *)script, NULL };

	return process_run(argv, ret_output);
}

static unsigned
open_descriptors(void)
{
	auto_strings struct strings names = { 0 };

	CHECK(dir_names(AT_FDCWD, "/proc/self/fd/", NULL, &names) == 0);
	return names.n;
}

static void
test_output(void)
{
	auto_free char *output = NULL, *nothing = NULL;
	unsigned before = open_descriptors();

	CHECK(run_shell("echo out; echo err >&2", &output) == 0);
	CHECK_TEXT(output, "out\n");
	CHECK(run_shell("echo out; exit 0", NULL) == 0);
	CHECK(run_shell("cat", &nothing) == 0);
	CHECK_TEXT(nothing, "");
	CHECK(open_descriptors() == before);
	CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

static void
test_failures(void)
{
	auto_free char *output = NULL;

	CHECK_FAILS(run_shell("echo no; exit 3", &output), FAULT_FAILED, "sh: exit status 3");
	CHECK_FAILS(run_shell("echo one >&2; printf 'two: x \\n\\n' >&2; exit 1", NULL),
		    FAULT_FAILED, "sh: two: x");
	CHECK_FAILS(run_shell("echo 'sh: no such thing' >&2; exit 1", NULL), FAULT_FAILED,
		    "sh: no such thing");
	CHECK_FAILS(run_shell("printf 'a\\033[2Jb' >&2; exit 1", NULL), FAULT_FAILED,
		    "sh: a\\033[2Jb");
	CHECK_FAILS(run_shell("kill -KILL $$", NULL), FAULT_FAILED, "sh: ended by signal 9 (Killed)");
	CHECK_FAILS(process_run((char *[]){ "no-such-program", NULL }, NULL), FAULT_SYSTEM,
		    "run no-such-program: No such file or directory");
	CHECK_FAILS(process_run((char *[]){ "/dev/null", NULL }, NULL), FAULT_DENIED,
		    "run /dev/null: Permission denied");
	CHECK(!output);
}

/* Both pipes overflow, in turn: reading only one would never end. */
static void
test_big_output(void)
{
	auto_free char *output = NULL;

	CHECK(run_shell("i=0; while [ $i -lt 20 ]; do head -c 100000 /dev/zero | tr '\\0' o;"
			"head -c 100000 /dev/zero | tr '\\0' e >&2; i=$((i + 1)); done", &output) == 0);
	CHECK(output && strlen(output) == 2000000);
	CHECK_FAILS(run_shell("head -c 300000 /dev/zero | tr '\\0' e >&2; echo >&2; echo end >&2; exit 1",
			      NULL), FAULT_FAILED, "sh: end");
}

static void
test_endless_output(void)
{
	char *yes[] = { "yes", NULL };
	char *output = NULL;

	CHECK_FAILS(process_run(yes, &output), FAULT_FAILED,
		    "yes: more than 16777216 bytes of output");
	CHECK(!output);
	CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

/* A program that leaves a daemon behind has ended all the same. */
static void
test_daemon_left_behind(void)
{
	auto_free char *output = NULL;
	auto_close int daemon = -1;

	CHECK(run_shell("sleep 1000 & echo $!", &output) == 0);
	daemon = process_open(output ? atoi(output) : 0);
	CHECK(daemon >= 0);
	CHECK(process_wait(daemon, 0) == 0);
	CHECK(process_signal(daemon, SIGKILL) == 0);
	CHECK(process_wait(daemon, 10000) == 1);
}

/* A child starts with ordinary signals, whatever we block or ignore. */
static void
test_signals(void)
{
	auto_free char *output = NULL;
	sigset_t all, old;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	signal(SIGPIPE, SIG_IGN);
	CHECK(run_shell("mask() { sed -n \"s/^$1:.//p\" /proc/$$/status; }\n"
			"echo $((0x$(mask SigBlk))) $((0x$(mask SigIgn) & 0x1000))", &output) == 0);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &old, NULL);
	CHECK_TEXT(output, "0 0\n");
}

/* As many descriptors as any child of ours gets: no end of a pipe besides. */
static void
test_descriptors(void)
{
	static const char script[] = "ls /proc/self/fd | wc -l";
	FILE *other = popen(script, "r");
	auto_free char *output = NULL;
	char expected[16] = "";

	CHECK(other && fgets(expected, sizeof expected, other) && pclose(other) == 0);
	CHECK(run_shell(script, &output) == 0);
	CHECK_TEXT(output, expected);
}

static pid_t
sleeping_child(void)
{
	int ready[2];
	char byte;
	pid_t pid;

	CHECK(pipe2(ready, O_CLOEXEC) == 0);
	pid = fork();
	if (pid == 0) {
		close(ready[0]);
		if (prctl(PR_SET_NAME, "odd) name 1 2") < 0 || write(ready[1], "r", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	CHECK(read(ready[0], &byte, 1) == 1);
	close(ready[0]);
	return pid;
}

static void
test_identity(void)
{
	pid_t pid = sleeping_child();
	uint64_t started = process_started(pid);
	auto_close int pidfd = process_open(pid);
	auto_free char *name = process_name(pid), *own = process_name(getpid()), *gone = NULL;

	CHECK(process_started(getpid()) > 0 && started >= process_started(getpid()));
	CHECK_TEXT(name, "odd) name 1 2");
	CHECK_TEXT(own, program_invocation_short_name);
	CHECK(process_wait(pidfd, 0) == 0 && process_wait(pidfd, 20) == 0);
	CHECK(process_signal(pidfd, SIGTERM) == 0);
	CHECK(process_wait(pidfd, INT64_MAX) == 1);
	CHECK(waitpid(pid, NULL, 0) == pid);
	CHECK_FAILS(process_signal(pidfd, SIGTERM), FAULT_SYSTEM, "send signal 15: No such process");
	gone = process_name(pid);
	CHECK(!gone && process_started(pid) == 0);
	CHECK(fail_fault() == FAULT_NONE);
	CHECK(process_open(pid) < 0);
}

/* Returns what came through, and the descriptor that came with it. */
static int
receive(int socket, char *text, size_t size)
{
	char room[CMSG_SPACE(sizeof(int))];
	struct iovec bytes = { .iov_base = text, .iov_len = size - 1 };
	struct msghdr message = {
		.msg_iov = &bytes, .msg_iovlen = 1,
		.msg_control = room, .msg_controllen = sizeof room,
	};
	ssize_t n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	int fd = -1;

	text[n > 0 ? n : 0] = '\0';
	if (CMSG_FIRSTHDR(&message))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
	return fd;
}

static void
test_sockets(void)
{
	auto_close int dir = dir_open(AT_FDCWD, "run", 0700);
	auto_close int listener = socket_listen(dir, "web.qmp");
	auto_close int client = socket_connect(AT_FDCWD, "run/web.qmp");
	auto_close int server = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	auto_close int passed = -1, file = -1;
	struct stat st;
	char text[16];

	CHECK(listener >= 0 && client >= 0 && server >= 0);
	CHECK(stat("run/web.qmp", &st) == 0 && S_ISSOCK(st.st_mode) && (st.st_mode & 0777) == 0600);
	CHECK(file_replace(dir, "file", "passed", 6, 0600) == 0);
	file = openat(dir, "file", O_RDONLY | O_CLOEXEC);
	CHECK(socket_send_fd(client, "hello", 5, file) == 0);
	passed = receive(server, text, sizeof text);
	CHECK_TEXT(text, "hello");
	CHECK(passed >= 0 && read(passed, text, 6) == 6 && memcmp(text, "passed", 6) == 0);
}

/* The place may be deep and the name long: 108 bytes are no limit. */
/* A peer that hangs, as a stopped emulator does, must not hang who asks it. */
static void
test_full_socket(void)
{
	auto_close int dir = dir_open(AT_FDCWD, "run", 0755);
	auto_close int listener = socket_listen(dir, "hung.qmp");
	int clients[64], n = 0;

	while (n < (int)COUNT(clients) && (clients[n] = socket_connect(dir, "hung.qmp")) >= 0)
		n++;
	CHECK(n > 0 && n < (int)COUNT(clients));
	CHECK(fail_fault() == FAULT_BUSY);
	fail_forget();
	while (n)
		close(clients[--n]);
}

static void
test_long_socket(void)
{
	char name[251], deep[1000], over[301], draft[32];
	auto_close int dir = -1, listener = -1, again = -1, client = -1;

	memset(name, 'n', 250);
	name[250] = '\0';
	memset(over, 'o', 300);
	over[300] = '\0';
	snprintf(deep, sizeof deep, "%s/%s", name, name);
	snprintf(draft, sizeof draft, ".listen-%d", (int)getpid());
	dir = dir_open(AT_FDCWD, deep, 0700);
	listener = socket_listen(dir, name);
	again = socket_listen(dir, name);    /* what a killed program left is replaced */
	client = socket_connect(dir, name);
	CHECK(dir >= 0 && listener >= 0 && again >= 0 && client >= 0);
	CHECK(fcntl(again, F_SETFL, O_NONBLOCK) == 0);
	CHECK(close(accept(again, NULL, NULL)) == 0);
	CHECK(file_replace(dir, draft, "", 0, 0600) == 0);
	socket_forget(dir, getpid());
	CHECK(!file_exists(dir, draft));
	CHECK(socket_listen(dir, over) < 0 && fail_errno_value() == ENAMETOOLONG);
	CHECK(socket_listen(AT_FDCWD, "here") >= 0 && file_exists(AT_FDCWD, "here"));
}

static void
test_no_socket(void)
{
	int pair[2];

	CHECK(socket_connect(AT_FDCWD, "none") < 0 && errno == ENOENT);
	CHECK_TEXT(fail_story(), "connect to none: No such file or directory");
	CHECK(file_replace(AT_FDCWD, "file", "", 0, 0600) == 0);
	CHECK(socket_connect(AT_FDCWD, "file") < 0 && errno == ECONNREFUSED);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
	close(pair[1]);
	CHECK_FAILS(socket_send_fd(pair[0], "x", 1, 0), FAULT_SYSTEM,
		    "send a descriptor: Broken pipe");
	close(pair[0]);
}

/* Of a process that is killed, which nothing can prepare for. */
static void
test_bound(void)
{
	char *argv[] = { "sleep", "100", NULL };
	int ends[2], pidfd, process;
	pid_t middle, pid = 0;

	CHECK(pipe(ends) == 0);
	middle = fork();
	if (middle == 0) {
		if (process_spawn_bound(argv, (int[3]){ -1, -1, STDERR_FILENO }, &pid) == 0)
			(void)!write(ends[1], &pid, sizeof pid);
		pause();
	}
	CHECK(read(ends[0], &pid, sizeof pid) == sizeof pid);
	pidfd = process_open(pid);
	CHECK(process_wait(pidfd, 0) == 0);
	process = process_open(middle);
	CHECK(process_signal(process, SIGKILL) == 0);
	CHECK(waitpid(middle, NULL, 0) == middle);
	CHECK(process_wait(pidfd, 10000) == 1);
	close(process);
	close(pidfd);
	close(ends[0]);
	close(ends[1]);
}

static void *
wait_for_end(void *pipe)
{
	char c;

	(void)!read(*(int *)pipe, &c, 1);
	_exit(0);
}

/* Its first thread is over, and another holds what belongs to all. */
static void
test_ending(void)
{
	int ends[2], process;
	siginfo_t seen;
	pid_t pid;

	CHECK(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		pthread_t thread;

		close(ends[1]);
		pthread_create(&thread, NULL, wait_for_end, &ends[0]);
		syscall(SYS_exit, 0);
	}
	process = process_open(pid);
	while (!process_is_ending(pid))
		CHECK(process_wait(process, 1) == 0);
	CHECK(!process_is_ending(getpid()));
	close(ends[1]);
	CHECK(process_wait(process, 10000) == 1);
	CHECK(!process_is_ending(pid));
	CHECK(waitid(P_PID, (id_t)pid, &seen, WEXITED) == 0 && !process_is_ending(pid));
	CHECK(!fail_fault());
	close(process);
	close(ends[0]);
}

TESTS(
	TEST("output is collected, nothing is left open", test_output),
	TEST("a failure tells the last line", test_failures),
	TEST("big outputs on both pipes", test_big_output),
	TEST("endless output is stopped", test_endless_output),
	TEST("a daemon left behind is not waited for", test_daemon_left_behind),
	TEST("a child starts with ordinary signals", test_signals),
	TEST("a bound child ends with its parent", test_bound),
	TEST("a child gets no descriptors of ours", test_descriptors),
	TEST("processes are told apart, signalled, waited for", test_identity),
	TEST("one that ends is there until all of it is gone", test_ending),
	TEST("sockets connect and pass descriptors", test_sockets),
	TEST("a peer that lets nobody in is busy", test_full_socket),
	TEST("long socket names in deep directories", test_long_socket),
	TEST("what is no socket", test_no_socket),
)
