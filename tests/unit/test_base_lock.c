/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_lock - object locks and life locks between processes */
#include "unit.h"

#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "base/lock.h"
#include "base/process.h"

/* Another process that holds a lock until it is told to let go. */
struct other {
	pid_t pid;
	int letting_go;              /* close it and the other ends */
};

/* Returns when the other process has called hold() with success. */
static struct other
other_holding(int (*hold)(void))
{
	int ready[2], done[2];
	struct other other;
	char byte;

	CHECK(pipe2(ready, O_CLOEXEC) == 0 && pipe2(done, O_CLOEXEC) == 0);
	other.pid = fork();
	if (other.pid == 0) {
		close(done[1]);
		if (hold() < 0 || write(ready[1], "r", 1) != 1)
			_exit(1);
		_exit(read(done[0], &byte, 1) != 0);
	}
	close(ready[1]);
	close(done[0]);
	CHECK(read(ready[0], &byte, 1) == 1);
	close(ready[0]);
	other.letting_go = done[1];
	return other;
}

static void
other_end(struct other other)
{
	int status = -1;

	close(other.letting_go);
	CHECK(waitpid(other.pid, &status, 0) == other.pid && status == 0);
}

static int
hold_object(void)
{
	return lock_take(AT_FDCWD, "web", 0);
}

static int
hold_life(void)
{
	return lock_life(open("web.pid", O_RDWR | O_CREAT, 0600));
}

static const char *
user_name(void)
{
	const struct passwd *user = getpwuid(getuid());

	return user ? user->pw_name : "";
}

static void
test_free(void)
{
	int fd = lock_take(AT_FDCWD, "web", 0);
	auto_close int again = -1;

	CHECK(fd >= 0);
	CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
	close(fd);
	again = lock_take(AT_FDCWD, "web", 0);
	CHECK(again >= 0);
}

static void
test_holder_line(void)
{
	auto_close int fd = lock_take(AT_FDCWD, "web", 0);
	auto_free char *line = file_read(AT_FDCWD, "web", 1000, NULL);
	unsigned long long started = 0;
	int pid = 0, uid = -1;
	long long since;
	char command[100] = "", newline = '\0';

	CHECK(fd >= 0);
	CHECK(line && sscanf(line, "%d %llu %d %lld %99[^\n]%c", &pid, &started, &uid, &since,
			     command, &newline) == 6);
	CHECK(pid == getpid() && started == process_started(getpid()));
	CHECK(uid == (int)getuid() && newline == '\n');
	CHECK_TEXT(command, program_invocation_short_name);
}

static void
test_busy(void)
{
	struct other other = other_holding(hold_object);
	auto_free char *story = text_format("busy: %s (pid %d, %s) for 0s",
					    program_invocation_short_name, other.pid, user_name());

	CHECK(lock_take(AT_FDCWD, "web", 0) < 0 && fail_fault() == FAULT_BUSY);
	/* The age may have become a second. */
	CHECK(strlen(fail_story()) == strlen(story));
	CHECK(strncmp(fail_story(), story, strlen(story) - 2) == 0);
	other_end(other);
}

/* The longest unit that fits, told from what the file says. */
static void
test_age(void)
{
	static const struct {
		int seconds;
		const char *age;
	} rows[] = { { -5, "0s" }, { 725, "12m" }, { 7260, "2h" }, { 200000, "2d" } };
	struct other other = other_holding(hold_object);

	for (unsigned i = 0; i < COUNT(rows); i++) {
		auto_free char *line = text_format("%d %llu 0 %lld vm-backup\n", other.pid,
						   (unsigned long long)process_started(other.pid),
						   (long long)time(NULL) - rows[i].seconds);
		auto_free char *story = text_format("busy: vm-backup (pid %d, root) for %s",
						    other.pid, rows[i].age);
		auto_close int fd = open("web", O_WRONLY | O_TRUNC);

		CHECK(write_all(fd, line, strlen(line)) == 0);
		CHECK_FAILS(lock_take(AT_FDCWD, "web", 0), FAULT_BUSY, story);
	}
	other_end(other);
}

/* What the file says of a process that is gone, or nonsense, is not told. */
static void
test_unknown_holder(void)
{
	static const char *const lines[] = {
		"", "x", "1\n", "0 0 0 0 init\n", "1 18446744073709551615 0 0 init\n", "999999999999 1 1 1 x\n",
	};
	struct other other = other_holding(hold_object);

	for (unsigned i = 0; i < COUNT(lines); i++) {
		auto_close int fd = open("web", O_WRONLY | O_TRUNC);

		CHECK(write_all(fd, lines[i], strlen(lines[i])) == 0);
		CHECK_FAILS(lock_take(AT_FDCWD, "web", 0), FAULT_BUSY,
			    "busy: another process holds the lock");
	}
	other_end(other);
}

static void
test_timeout(void)
{
	struct other other = other_holding(hold_object);
	int64_t start = clock_ms(), waited;

	CHECK(lock_take(AT_FDCWD, "web", 100) < 0 && fail_fault() == FAULT_BUSY);
	waited = clock_ms() - start;
	CHECK(waited >= 100 && waited < 5000);
	other_end(other);
}

/* The holder lets go while somebody waits for ever. */
static void
test_waiting(void)
{
	struct other other = other_holding(hold_object);
	auto_close int fd = -1;
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		close(other.letting_go);
		_exit(lock_take(AT_FDCWD, "web", INT64_MAX) < 0);
	}
	CHECK(waitpid(pid, &status, WNOHANG) == 0);
	other_end(other);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	fd = lock_take(AT_FDCWD, "web", 0);
	CHECK(fd >= 0);
}

/* Who is killed holds nothing. */
static void
test_killed_holder(void)
{
	struct other other = other_holding(hold_object);
	auto_close int fd = -1;

	kill(other.pid, SIGKILL);
	close(other.letting_go);
	CHECK(waitpid(other.pid, NULL, 0) == other.pid);
	fd = lock_take(AT_FDCWD, "web", 0);
	CHECK(fd >= 0);
}

/* A lock on a file that was wiped away is worth nothing: a new one is made. */
static void
test_wiped(void)
{
	struct other other = other_holding(hold_object);
	auto_close int fd = -1;

	CHECK(unlink("web") == 0);
	fd = lock_take(AT_FDCWD, "web", 0);
	CHECK(fd >= 0 && file_exists(AT_FDCWD, "web"));
	other_end(other);
}

/* Ten processes add to a number that they read before. */
static void
test_contention(void)
{
	enum { PROCESSES = 10, ROUNDS = 20 };
	auto_free char *total = NULL;

	CHECK(file_replace(AT_FDCWD, "total", "0", 1, 0600) == 0);
	for (unsigned i = 0; i < PROCESSES; i++) {
		if (fork())
			continue;
		for (unsigned n = 0; n < ROUNDS; n++) {
			auto_close int fd = lock_take(AT_FDCWD, "web", 30000);
			auto_free char *old = file_read(AT_FDCWD, "total", 100, NULL);
			auto_free char *new = text_format("%d", old ? atoi(old) + 1 : 0);

			if (fd < 0 || file_replace_volatile(AT_FDCWD, "total", new, strlen(new), 0600) < 0)
				_exit(1);
		}
		_exit(0);
	}
	for (unsigned i = 0; i < PROCESSES; i++) {
		int status = -1;

		CHECK(wait(&status) > 0 && status == 0);
	}
	total = file_read(AT_FDCWD, "total", 100, NULL);
	CHECK_TEXT(total, "200");
}

static void
test_no_lock_file(void)
{
	CHECK(symlink("elsewhere", "web") == 0);
	CHECK_FAILS(lock_take(AT_FDCWD, "web", 0), FAULT_SYSTEM,
		    "open web: Too many levels of symbolic links");
	CHECK_FAILS(lock_take(AT_FDCWD, "no/web", 0), FAULT_SYSTEM,
		    "open no/web: No such file or directory");
}

static void
test_life(void)
{
	struct other other;
	auto_free char *story = NULL;
	int fd;

	CHECK(lock_holder(AT_FDCWD, "web.pid") == 0);
	other = other_holding(hold_life);
	CHECK(lock_holder(AT_FDCWD, "web.pid") == other.pid);
	fd = open("web.pid", O_RDWR | O_CLOEXEC);
	CHECK(lock_holder_fd(fd) == other.pid);
	story = text_format("busy: held by pid %d", other.pid);
	CHECK_FAILS(lock_life(fd), FAULT_BUSY, story);
	other_end(other);
	CHECK(lock_holder(AT_FDCWD, "web.pid") == 0);
	CHECK(lock_life(fd) == 0);
	close(fd);
	CHECK_FAILS(lock_holder_fd(-1), FAULT_SYSTEM,
		    "ask for the holder of a lock: Bad file descriptor");
}

TESTS(
	TEST("a free lock is taken, again and again", test_free),
	TEST("the holder writes who it is", test_holder_line),
	TEST("a busy lock names its holder", test_busy),
	TEST("the age of a lock in the largest unit", test_age),
	TEST("a holder that is not there is not named", test_unknown_holder),
	TEST("waiting ends in time", test_timeout),
	TEST("waiting for ever ends when the lock is free", test_waiting),
	TEST("a killed holder holds nothing", test_killed_holder),
	TEST("a lock file that was removed is made anew", test_wiped),
	TEST("only one at a time", test_contention),
	TEST("what is no lock file", test_no_lock_file),
	TEST("a life lock tells who lives", test_life),
)
