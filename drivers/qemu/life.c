/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* life - become a guest's process: a life lock, an unprivileged user */
#include "life.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/memory.h"
#include "base/text.h"

enum { GROUPS_LIMIT = 256, NOT_STARTED = 127 };

/* The descriptor stays open across exec: with it goes the lock. */
static int
begin_life(const struct life *life)
{
	int fd = file_open_in_place(life->dir, life->pid_file, O_RDWR, 0644);
	auto_free char *line = text_format("%d\n", (int)getpid());

	if (fd < 0)
		return -1;
	if (fchmod(fd, 0644) < 0 || fcntl(fd, F_SETFD, 0) < 0)
		return fail_errno("set up %s", life->pid_file);
	if (lock_life(fd) < 0)
		return fail_within("%s", life->pid_file);
	if (ftruncate(fd, 0) < 0 || write_all(fd, line, strlen(line)) < 0)
		return fail_errno("write %s", life->pid_file);
	return 0;
}

bool
life_is_wanted(const struct life *life)
{
	struct stat st;

	return fstatat(life->dir, life->witness, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       st.st_ino == life->witness_inode;
}

static int
drop_capabilities(int but)
{
	for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; capability++)
		if (capability != but && prctl(PR_CAPBSET_DROP, capability) < 0)
			return fail_errno("drop capability %d", capability);
	return 0;
}

/* As another user, and across exec. */
static int
keep_capability(int capability)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = { 0 };

	sets[CAP_TO_INDEX(capability)].effective = CAP_TO_MASK(capability);
	sets[CAP_TO_INDEX(capability)].permitted = CAP_TO_MASK(capability);
	sets[CAP_TO_INDEX(capability)].inheritable = CAP_TO_MASK(capability);
	if (syscall(SYS_capset, &header, sets) < 0 || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) < 0)
		return fail_errno("keep capability %d", capability);
	return 0;
}

/* The numbers of "UID:GID,GID": the user, then the groups. */
static int
read_user(const char *text, uid_t *ret_uid, gid_t *groups, unsigned *ret_n)
{
	const char *at = text + strcspn(text, ":");
	unsigned n = 0;

	*ret_uid = (uid_t)strtoul(text, NULL, 10);
	while (*at && n < GROUPS_LIMIT) {
		char *end;

		groups[n++] = (gid_t)strtoul(at + 1, &end, 10);
		at = end;
	}
	*ret_n = n;
	return n ? 0 : fail(FAULT_INTERNAL, "no group in %s", text);
}

static int
become_user(const char *user, bool keeps_rawio)
{
	gid_t groups[GROUPS_LIMIT];
	unsigned n;
	uid_t uid;

	if (read_user(user, &uid, groups, &n) < 0)
		return -1;
	if (uid != 0 && drop_capabilities(keeps_rawio ? CAP_SYS_RAWIO : -1) < 0)
		return -1;
	if (keeps_rawio)
		prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
	if (setgroups(n, groups) < 0 || setresgid(groups[0], groups[0], groups[0]) < 0 ||
	    setresuid(uid, uid, uid) < 0)
		return fail_errno("become user %s", user);
	return keeps_rawio && uid != 0 ? keep_capability(CAP_SYS_RAWIO) : 0;
}

static void
default_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int signal_number = 1; signal_number < NSIG; signal_number++)
		signal(signal_number, SIG_DFL);
}

static int
run(char **argv)
{
	char **variables = argv;
	auto_free char **environment = NULL;
	size_t n;

	while (*argv && **argv != '/' && strchr(*argv, '='))
		argv++;
	n = (size_t)(argv - variables);
	environment = xcalloc(n + 1, sizeof *environment);
	memcpy(environment, variables, n * sizeof *environment);
	execve(argv[0], argv, environment);
	return fail_errno("run %s", argv[0]);
}

void
life_begin(const struct life *life)
{
	default_signals();
	if (begin_life(life) == 0) {
		if (!life_is_wanted(life)) {
			unlinkat(life->dir, life->pid_file, 0);
			_exit(NOT_STARTED);
		}
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (!life->user || become_user(life->user, life->keeps_rawio) == 0)
			run(life->argv);
	}
	fprintf(stderr, "%s\n", fail_story());
	_exit(NOT_STARTED);
}
