/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* helper - start and end the programs that serve one device of a guest */
#include "helper.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
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
#include "output.h"

enum { END_MS = 2000, BEGIN_MS = 30000 };

static int
give(const char *stem, const struct emulator_user *user)
{
	if (user->given && fchownat(guest_dir(), stem, user->uid, user->groups[0], AT_SYMLINK_NOFOLLOW) < 0)
		return fail_errno("hand over %s", stem);
	return 0;
}

/* The socket's file must be the emulator's: it connects as its user. */
int
helper_listen(const char *stem, const struct emulator_user *user)
{
	auto_close int socket = socket_listen(guest_dir(), stem);

	return socket < 0 || give(stem, user) < 0 ? -1 : steal_fd(socket);
}

int
helper_make_sign(const char *stem, const struct emulator_user *user)
{
	auto_close int sign = -1;

	unlinkat(guest_dir(), stem, 0);
	if (mkfifoat(guest_dir(), stem, 0600) < 0)
		return fail_errno("make %s", stem);
	sign = openat(guest_dir(), stem, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (sign < 0)
		return fail_errno("open %s", stem);
	return give(stem, user) < 0 ? -1 : steal_fd(sign);
}

/* sd_listen_fds(3): the socket has the first number after the standard ones, and one process is meant. */
static int
activate(const struct helper *helper, struct life *life, struct strings *argv)
{
	enum { FIRST = STDERR_FILENO + 1 };

	life->dir = fcntl(life->dir, F_DUPFD_CLOEXEC, FIRST + 1);
	if (life->dir < 0 || (helper->socket != FIRST && dup2(helper->socket, FIRST) < 0))
		return -1;
	strings_add(argv, "LISTEN_FDS=1");
	strings_addf(argv, "LISTEN_PID=%d", (int)getpid());
	for (char **word = life->argv; *word; word++)
		strings_add(argv, *word);
	life->argv = argv->item;
	return fcntl(FIRST, F_SETFD, 0);
}

/* In the child.  The listening socket keeps its number, else. */
static void
become(const struct helper *helper, struct life *life)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct strings argv = { 0 };

	process_outlive();
	if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(helper->log, STDOUT_FILENO) >= 0 &&
	    dup2(helper->log, STDERR_FILENO) >= 0 &&
	    (helper->activated ? activate(helper, life, &argv) : fcntl(helper->socket, F_SETFD, 0)) == 0)
		life_begin(life);
	_exit(1);
}

static pid_t
start(const struct helper *helper)
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
	return pid;
}

int
helper_start(const struct helper *helper)
{
	return start(helper) < 0 ? -1 : 0;
}

int
helper_start_until(const struct helper *helper, int sign)
{
	off_t begun = lseek(helper->log, 0, SEEK_END);
	pid_t pid = start(helper);
	auto_close int process = pid < 0 ? -1 : process_open(pid);
	auto_free char *words = NULL;
	struct pollfd waits[] = { { .fd = sign, .events = POLLIN }, { .fd = process, .events = POLLIN } };

	if (process < 0)
		return -1;
	if (poll(waits, COUNT(waits), BEGIN_MS) > 0 && waits[0].revents & POLLIN)
		return 0;
	words = output_last_line(helper->log, begun, helper->argv[0]);
	return fail(FAULT_FAILED, "%s does not begin to serve%s%s", helper->argv[0], words ? ": " : "", words ? words : "");
}

static void
end_process(pid_t pid, const char *pid_file)
{
	auto_close int process = process_open(pid);

	/* Still the one: a pid may be another's by now. */
	if (process < 0 || lock_holder(guest_dir(), pid_file) != pid)
		return;
	process_signal(process, SIGTERM);
	if (process_wait(process, END_MS) != 0)
		return;
	process_signal(process, SIGKILL);
	process_wait(process, END_MS);
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

void
helper_note(struct json_object *undo, const char *stem)
{
	struct json_object *stems = json_member(undo, "helpers");

	if (!json_object_is_type(stems, json_type_array))
		json_object_object_add(undo, "helpers", stems = json_object_new_array());
	for (size_t i = 0; i < json_length(stems); i++)
		if (text_same(json_object_get_string(json_object_array_get_idx(stems, i)), stem))
			return;
	json_object_array_add(stems, json_object_new_string(stem));
}

void
helper_stop_noted(struct json_object *undo)
{
	struct json_object *stems = json_member(undo, "helpers");

	for (size_t i = 0; i < json_length(stems); i++)
		helper_stop(json_object_get_string(json_object_array_get_idx(stems, i)));
}
