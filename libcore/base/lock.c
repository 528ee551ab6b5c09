/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lock - object locks that name their holder, life locks that name a process */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"

/* Who was interrupted too early is interrupted again. */
enum { AGAIN_MS = 20 };

/* How many more times to try when the holder has not yet written who it is. */
enum { HOLDER_TRIES = 20, HOLDER_WAIT_MS = 1 };

struct holder {
	char line[512];             /* longer than a program's name may be */
	const char *command;        /* in line; NULL when nobody is known */
	int pid;
	uint64_t started;           /* ticks since boot */
	unsigned uid;
	int64_t since;              /* seconds of the epoch */
};

static void
nap(int ms)
{
	nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000L }, NULL);
}

/* "PID START-TICKS UID EPOCH COMMAND": for people and for the busy message. */
static void
holder_write(int fd)
{
	auto_free char *line = text_format("%d %" PRIu64 " %u %" PRId64 " %s\n",
					   (int)getpid(), process_started(getpid()),
					   (unsigned)getuid(), (int64_t)time(NULL),
					   program_invocation_short_name);
	size_t length = strlen(line);

	/* The lock holds with or without the line. */
	if (pwrite(fd, line, length, 0) == (ssize_t)length)
		(void)!ftruncate(fd, (off_t)length);
}

/* False when the file does not name a process that is alive: the line is of an
 * earlier holder, or from another process namespace. */
static bool
holder_read(int fd, struct holder *holder)
{
	ssize_t n = pread(fd, holder->line, sizeof holder->line - 1, 0);
	int at = 0;

	holder->line[n > 0 ? n : 0] = '\0';
	holder->line[strcspn(holder->line, "\n")] = '\0';
	if (sscanf(holder->line, "%d %" SCNu64 " %u %" SCNd64 " %n", &holder->pid,
		   &holder->started, &holder->uid, &holder->since, &at) < 4 || !at)
		return false;
	holder->command = holder->line + at;
	return holder->started && holder->started == process_started(holder->pid);
}

/* "12m": the largest unit that fits. */
static char *
age(int64_t seconds)
{
	static const struct {
		int64_t seconds;
		char letter;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	unsigned i = 0;

	while (i < COUNT(units) - 1 && seconds < units[i].seconds)
		i++;
	return text_format("%" PRId64 "%c", seconds < 0 ? 0 : seconds / units[i].seconds,
			   units[i].letter);
}

static char *
user_name(unsigned uid)
{
	const struct passwd *user = getpwuid(uid);

	return user ? xstrdup(user->pw_name) : text_format("user %u", uid);
}

static int
busy(const struct holder *holder)
{
	auto_free char *user = user_name(holder->uid);
	auto_free char *since = age(time(NULL) - holder->since);

	return fail(FAULT_BUSY, "busy: %s (pid %d, %s) for %s", holder->command,
		    holder->pid, user, since);
}

/* Is the file still the one of that name?  Somebody may have wiped /run. */
static bool
current(int fd, int dir, const char *name)
{
	struct stat ours, named;

	return fstat(fd, &ours) == 0 && fstatat(dir, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	       ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

static void
interrupt(int signal_number)
{
	(void)signal_number;
}

/* In ms, and again and again after it, in case the first came just before the call that it
 * is to interrupt.  0: no more. */
static void
set_timer(int64_t ms)
{
	struct itimerval timer = {
		.it_value = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 },
		.it_interval.tv_usec = ms ? AGAIN_MS * 1000 : 0,
	};

	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Stand in the kernel's line, in which nobody is overtaken: 1 locked, 0 time is up.
 * flock() knows no time limit, but ends early for a signal. */
static int
wait_in_line(int fd, int64_t ms)
{
	const struct sigaction handler = { .sa_handler = interrupt };
	struct sigaction before;
	int64_t end = ms < INT32_MAX ? clock_ms() + ms : INT64_MAX;
	int done;

	sigaction(SIGALRM, &handler, &before);
	set_timer(ms < INT32_MAX ? ms : 0);
	do
		done = flock(fd, LOCK_EX);
	while (done < 0 && errno == EINTR && clock_ms() < end);
	set_timer(0);
	sigaction(SIGALRM, &before, NULL);
	return done == 0 ? 1 : clock_ms() >= end ? 0 : -1;
}

/* A descriptor on the file of that name; *ret_locked tells whether we hold it. */
static int
open_and_lock(int dir, const char *name, int64_t ms, bool *ret_locked)
{
	auto_close int fd = file_open_in_place(dir, name, O_RDWR, 0600);
	int locked;

	if (fd < 0)
		return -1;
	locked = flock(fd, LOCK_EX | LOCK_NB) == 0 ? 1 : errno == EWOULDBLOCK ? 0 : -1;
	if (locked == 0 && ms > 0)
		locked = wait_in_line(fd, ms);
	if (locked < 0)
		return fail_errno("lock %s", name);
	*ret_locked = locked;
	return steal_fd(fd);
}

int
lock_take(int dir, const char *name, int64_t timeout_ms)
{
	int64_t start = clock_ms();

	for (unsigned late = 0; late <= HOLDER_TRIES;) {
		bool locked = false;
		int64_t left = timeout_ms - (clock_ms() - start);
		auto_close int fd = open_and_lock(dir, name, left, &locked);
		struct holder holder;

		if (fd < 0)
			return -1;
		if (locked && !current(fd, dir, name))
			continue;
		if (locked) {
			holder_write(fd);
			return steal_fd(fd);
		}
		if (holder_read(fd, &holder))
			return busy(&holder);
		late++;
		nap(HOLDER_WAIT_MS);
	}
	return fail(FAULT_BUSY, "busy: another process holds the lock");
}

static struct flock
whole_file(void)
{
	return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

pid_t
lock_holder_fd(int fd)
{
	struct flock lock = whole_file();

	if (fcntl(fd, F_GETLK, &lock) < 0)
		return fail_errno("ask for the holder of a lock");
	if (lock.l_type == F_UNLCK)
		return 0;
	if (lock.l_pid > 0)
		return lock.l_pid;
	return fail(FAULT_SYSTEM, "the lock is held in another process namespace");
}

pid_t
lock_holder(int dir, const char *name)
{
	auto_close int fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? 0 : fail_errno("open %s", name);
	return lock_holder_fd(fd);
}

int
lock_life(int fd)
{
	struct flock lock = whole_file();
	pid_t holder = 0;

	/* Who held it may be gone when asked for: then try again. */
	while (holder == 0) {
		if (fcntl(fd, F_SETLK, &lock) == 0)
			return 0;
		if (errno != EACCES && errno != EAGAIN)
			return fail_errno("take a life lock");
		holder = lock_holder_fd(fd);
	}
	return holder < 0 ? -1 : fail(FAULT_BUSY, "busy: held by pid %d", (int)holder);
}
