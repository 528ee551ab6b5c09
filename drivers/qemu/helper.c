/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* helper - start and end the programs that serve one device of a guest */
#include "helper.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/process.h"
#include "base/socket.h"
#include "cgroup.h"
#include "guest.h"
#include "life.h"

enum { END_MS = 2000 };

/* The socket's file must be the emulator's: it connects as its user. */
int
helper_listen(const char *stem, const struct emulator_user *user)
{
	auto_close int socket = socket_listen(guest_dir(), stem);

	if (socket < 0)
		return -1;
	if (user->given && fchownat(guest_dir(), stem, user->uid, user->groups[0],
				    AT_SYMLINK_NOFOLLOW) < 0)
		return fail_errno("hand over %s", stem);
	return steal_fd(socket);
}

/* In the child.  The listening socket keeps its number. */
static void
become(const struct helper *helper, const struct life *life)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

	setsid();
	if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(helper->log, STDOUT_FILENO) >= 0 &&
	    dup2(helper->log, STDERR_FILENO) >= 0 && fcntl(helper->socket, F_SETFD, 0) == 0)
		life_begin(life);
	_exit(1);
}

int
helper_start(const struct helper *helper)
{
	auto_free char *pid_file = text_format("%s-pid", helper->stem);
	struct life life = { .dir = guest_dir(), .pid_file = pid_file, .witness = helper->stem,
			     .witness_inode = guest_file_inode(helper->stem), .user = helper->user,
			     .argv = helper->argv };
	pid_t pid = fork();

	if (pid == 0)
		become(helper, &life);
	if (pid < 0)
		return fail_errno("run %s", helper->argv[0]);
	cgroup_enter(helper->cgroups, pid);
	return 0;
}

static void
end_process(pid_t pid, const char *pid_file)
{
	auto_close int process = process_open(pid);

	/* Still the one: a pid may be another's by now. */
	if (process < 0 || lock_holder(guest_dir(), pid_file) != pid)
		return;
	process_signal(process, SIGTERM);
	if (process_wait(process, END_MS) == 0)
		process_signal(process, SIGKILL);
}

void
helper_stop(const char *stem)
{
	auto_free char *pid_file = text_format("%s-pid", stem);
	pid_t pid;

	unlinkat(guest_dir(), stem, 0);
	pid = lock_holder(guest_dir(), pid_file);
	if (pid > 0)
		end_process(pid, pid_file);
	fail_forget();           /* it ended by itself in between, as it should */
	unlinkat(guest_dir(), pid_file, 0);
}
