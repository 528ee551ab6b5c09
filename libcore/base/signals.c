/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* signals - signals that are read from a descriptor, instead of ending the program in the middle */
#include "base/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"

int
signals_keep(struct kept_signals *kept, const int *more)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	while (more && *more)
		sigaddset(&set, *more++);
	sigprocmask(SIG_BLOCK, &set, &kept->before);
	kept->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (kept->fd >= 0)
		return 0;
	fail_errno("signalfd");
	sigprocmask(SIG_SETMASK, &kept->before, NULL);
	return -1;
}

int
signals_next(const struct kept_signals *kept)
{
	struct signalfd_siginfo info;

	return read(kept->fd, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

void
signals_release(struct kept_signals *kept)
{
	if (kept->fd < 0)
		return;
	file_close_at(&kept->fd);
	kept->fd = -1;
	sigprocmask(SIG_SETMASK, &kept->before, NULL);
}
