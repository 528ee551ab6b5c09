/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cgroup_limit - what is written into the control groups of a guest */
#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

#define ROOT "/sys/fs/cgroup/"

enum { DEFAULT_PERIOD = 100000 };

/* The directory that has a controller; NULL when there is none. */
static char *
directory_of(const char *cgroups, const char *tree)
{
	auto_free char *prefix = cgroup_unified() ? xstrdup(ROOT) : text_format(ROOT "%s/", tree);

	while (cgroups && *cgroups) {
		size_t length = strcspn(cgroups, ":");

		if (text_starts(cgroups, prefix))
			return xstrndup(cgroups, length);
		cgroups += length + (cgroups[length] == ':');
	}
	return NULL;
}

static int
write_value(const char *directory, const char *file, const char *value, const char *what)
{
	auto_free char *path = text_format("%s/%s", directory, file);
	auto_close int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return fail(FAULT_UNSUPPORTED, "%s: the host's control groups have no %s", what, file);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		return fail_errno("%s: write %s to %s", what, quote(value), path);
	return 0;
}

bool
cgroup_has(const char *cgroups, const char *tree, const char *file)
{
	auto_free char *directory = directory_of(cgroups, tree);
	auto_free char *path = directory ? text_format("%s/%s", directory, file) : NULL;

	return path && access(path, F_OK) == 0;
}

int
cgroup_set(const char *cgroups, const char *tree, const char *old_file, const char *new_file, const char *value,
	   const char *what)
{
	auto_free char *directory = directory_of(cgroups, tree);

	if (!directory)
		return fail(FAULT_UNSUPPORTED, "%s: the guest has no control group", what);
	return write_value(directory, cgroup_unified() ? new_file : old_file, value, what);
}

/* ---- time on processors ---- */

static int
write_quota(const char *directory, uint64_t period, struct number quota, const char *what)
{
	bool limited = quota.given && quota.value > 0;
	auto_free char *period_text = text_format("%llu", (unsigned long long)(period ? period : DEFAULT_PERIOD));
	auto_free char *quota_text = limited ? text_format("%lld", (long long)quota.value)
					     : xstrdup(cgroup_unified() ? "max" : "-1");
	auto_free char *both = text_format("%s %s", quota_text, period_text);

	if (cgroup_unified())
		return write_value(directory, "cpu.max", both, what);
	if (write_value(directory, "cpu.cfs_period_us", period_text, what) < 0)
		return -1;
	return write_value(directory, "cpu.cfs_quota_us", quota_text, what);
}

int
cgroup_set_quota(const char *cgroups, uint64_t period, struct number quota, const char *what)
{
	auto_free char *directory = directory_of(cgroups, "cpu");

	if (!period && !quota.given)
		return 0;
	if (!directory)
		return fail(FAULT_UNSUPPORTED, "%s: the guest has no control group", what);
	return write_quota(directory, period, quota, what);
}

/* In the unified tree threads can be apart only below a group that says so. */
static int
make_threaded(const char *directory, const char *child, const char *what)
{
	if (!cgroup_unified())
		return 0;
	if (write_value(child, "cgroup.type", "threaded", what) < 0)
		return -1;
	return write_value(directory, "cgroup.subtree_control", "+cpu", what);
}

int
cgroup_limit_thread(const char *cgroups, const char *name, pid_t thread, uint64_t period, struct number quota,
		    const char *what)
{
	auto_free char *directory = directory_of(cgroups, "cpu");
	auto_free char *child = text_format("%s/%s", directory ? directory : "", name);
	auto_free char *number = text_format("%d", (int)thread);

	if (!period && !quota.given)
		return 0;
	if (!directory)
		return fail(FAULT_UNSUPPORTED, "%s: the guest has no control group", what);
	if (mkdir(child, 0755) < 0 && errno != EEXIST)
		return fail_errno("%s: make %s", what, child);
	if (make_threaded(directory, child, what) < 0 || write_quota(child, period, quota, what) < 0)
		return -1;
	return write_value(child, cgroup_unified() ? "cgroup.threads" : "tasks", number, what);
}
