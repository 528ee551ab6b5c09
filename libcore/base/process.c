/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* process - telling processes apart, signalling them and waiting for them */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"

int
process_open(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	return fd >= 0 ? fd : fail_errno("open process %d", (int)pid);
}

int
process_wait(int pidfd, int64_t timeout_ms)
{
	struct pollfd wait = { .fd = pidfd, .events = POLLIN };
	int ready = clock_poll(&wait, 1, clock_deadline(timeout_ms));

	return ready < 0 ? fail_errno("wait for process") : ready;
}

int
process_signal(int pidfd, int signal)
{
	if (syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) == 0)
		return 0;
	return fail_errno("send signal %d", signal);
}

/* A small file of /proc/PID; "" when the process is gone.  Caller frees. */
static char *
proc_read(pid_t pid, const char *file, size_t *ret_size)
{
	char path[64];
	char *contents;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	contents = file_read(AT_FDCWD, path, FILE_LIMIT, ret_size);
	if (contents)
		return contents;
	fail_forget();    /* gone, or hidden from us, which is the same to callers */
	*ret_size = 0;
	return xstrdup("");
}

/* core(5): the program that core files are piped to gets them whatever the limit is; only at 1 does the
 * kernel make none. */
void
process_dumps(bool wanted)
{
	struct rlimit limit;

	getrlimit(RLIMIT_CORE, &limit);
	limit.rlim_cur = wanted || limit.rlim_max == 0 ? limit.rlim_max : 1;
	setrlimit(RLIMIT_CORE, &limit);
}

void
process_unlimit(void)
{
	static const int limits[] = { RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_AS };

	for (unsigned i = 0; i < COUNT(limits); i++) {
		struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

		if (setrlimit(limits[i], &limit) == 0 || getrlimit(limits[i], &limit) < 0)
			continue;
		limit.rlim_cur = limit.rlim_max;
		setrlimit(limits[i], &limit);
	}
}

void
process_outlive(void)
{
	process_unlimit();
	setsid();
	(void)!chdir("/");
	umask(022);
}

/* proc(5), stat: a field by its number there, counted behind the command, which may hold anything.  0 when the
 * process is gone. */
static uint64_t
stat_field(pid_t pid, unsigned number)
{
	size_t size;
	auto_free char *stat = proc_read(pid, "stat", &size);
	const char *field = strrchr(stat, ')');
	uint64_t value;

	for (unsigned n = 2; field && n < number; n++) {
		field = strchr(field, ' ');
		field = field ? field + 1 : NULL;
	}
	return field && sscanf(field, "%" SCNu64, &value) == 1 ? value : 0;
}

uint64_t
process_started(pid_t pid)
{
	return stat_field(pid, 22);
}

/* Field 9 holds the kernel's flags: PF_EXITING is set from exit() or a deadly signal on.  One that is over has it,
 * too, until its parent has asked how it ended. */
bool
process_is_ending(pid_t pid)
{
	enum { FLAGS = 9, PF_EXITING = 0x4 };
	auto_close int process = stat_field(pid, FLAGS) & PF_EXITING ? process_open(pid) : -1;
	bool ending = process >= 0 && process_wait(process, 0) == 0;

	fail_forget();
	return ending;
}

/* comm is cut at 15 bytes; the first argument is whole, unless a script's
 * interpreter is there, for which comm is the better name. */
char *
process_name(pid_t pid)
{
	size_t size;
	auto_free char *comm = proc_read(pid, "comm", &size);
	auto_free char *command = proc_read(pid, "cmdline", &size);
	const char *slash = strrchr(command, '/');
	const char *base = slash ? slash + 1 : command;

	comm[strcspn(comm, "\n")] = '\0';
	if (!*comm)
		return NULL;
	return xstrdup(text_starts(base, comm) ? base : comm);
}
