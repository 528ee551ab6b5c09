/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dnsmasq - the process that gives guests addresses and names */
#include "dnsmasq.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "state/place.h"

enum { PATIENCE_MS = 3000, CMDLINE_LIMIT = 64 << 10 };

void
dnsmasq_files(const char *folder, const char *name, struct dnsmasq_files *ret_files)
{
	*ret_files = (struct dnsmasq_files){
		.config = place_file(PLACE_RUN, "%s/%s.dnsmasq", folder, name),
		.hosts  = place_file(PLACE_RUN, "%s/%s.hosts", folder, name),
		.names  = place_file(PLACE_RUN, "%s/%s.names", folder, name),
		.pid    = place_file(PLACE_RUN, "%s/%s.pid", folder, name),
		.leases = place_file(PLACE_VAR, "%s/%s.leases", folder, name),
	};
}

/* ---- finding it ---- */

static char *
option(const struct dnsmasq_files *files)
{
	return text_format("--conf-file=%s", files->config);
}

/* Is that process a dnsmasq of this configuration?  Its arguments end in NUL each. */
static bool
is_ours(pid_t pid, const struct dnsmasq_files *files)
{
	auto_free char *path = text_format("/proc/%d/cmdline", (int)pid);
	auto_free char *wanted = option(files);
	size_t size = 0, length;
	auto_free char *words = file_read(AT_FDCWD, path, CMDLINE_LIMIT, &size);

	if (!words)
		fail_forget();   /* it has ended, or is not ours to look at */
	length = words ? strlen(words) : 0;
	return length + 1 < size && text_same(words + length + 1, wanted);
}

pid_t
dnsmasq_pid(const struct dnsmasq_files *files)
{
	auto_free char *text = file_read(AT_FDCWD, files->pid, 32, NULL);
	pid_t pid = text ? (pid_t)strtol(text, NULL, 10) : 0;

	if (!text)
		fail_forget();   /* no pid file: not running */
	return pid > 0 && is_ours(pid, files) ? pid : 0;
}

/* One that has not written its pid file yet. */
static pid_t
search(const struct dnsmasq_files *files)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0;

	while (proc && !found && (entry = readdir(proc))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0 && is_ours(pid, files))
			found = pid;
	}
	if (proc)
		closedir(proc);
	return found;
}

/* ---- its life ---- */

static int
write_one(const char *path, const char *text)
{
	return file_replace_volatile(AT_FDCWD, path, text, strlen(text), 0644);
}

int
dnsmasq_write(const struct network_def *def, const struct dnsmasq_files *files)
{
	auto_free char *config = dnsmasq_config_text(def, files);
	auto_free char *hosts = dnsmasq_hosts_text(def);
	auto_free char *names = dnsmasq_names_text(def);

	if (write_one(files->hosts, hosts) < 0 || write_one(files->names, names) < 0)
		return -1;
	return write_one(files->config, config);
}

/* dnsmasq opens them as root, through any link, and writes them over with the next lease. */
static int
check_leases(const char *path)
{
	auto_close int fd = -1;

	if (!file_exists(AT_FDCWD, path))
		return 0;
	fd = file_open_in_place(AT_FDCWD, path, O_RDWR, 0644);
	return fd < 0 ? -1 : 0;
}

int
dnsmasq_start(const struct dnsmasq_files *files)
{
	auto_free char *config = option(files);
	char *argv[] = { "dnsmasq", config, NULL };

	if (check_leases(files->leases) < 0)
		return -1;
	process_unlimit();
	return process_run(argv, NULL);
}

static int
end(pid_t pid)
{
	auto_close int pidfd = process_open(pid);

	if (pidfd < 0) {
		fail_forget();   /* it has ended meanwhile */
		return 0;
	}
	process_signal(pidfd, SIGTERM);
	if (process_wait(pidfd, PATIENCE_MS) > 0)
		return 0;
	process_signal(pidfd, SIGKILL);
	return process_wait(pidfd, PATIENCE_MS) > 0 ? 0 :
	       fail(FAULT_FAILED, "dnsmasq (pid %d) does not end", (int)pid);
}

int
dnsmasq_stop(const struct dnsmasq_files *files)
{
	pid_t pid;
	/* The configuration is written before the first is started, and removed after the last. */
	bool may_run = access(files->config, F_OK) == 0;

	while (may_run && ((pid = dnsmasq_pid(files)) || (pid = search(files))))
		if (end(pid) < 0)
			return -1;
	return file_remove_volatile(AT_FDCWD, files->pid) < 0 || file_remove_volatile(AT_FDCWD, files->hosts) < 0 ||
	       file_remove_volatile(AT_FDCWD, files->names) < 0 ? -1 : file_remove_volatile(AT_FDCWD, files->config);
}

int
dnsmasq_reload(const struct dnsmasq_files *files)
{
	pid_t pid = dnsmasq_pid(files);

	if (!pid)
		return fail(FAULT_FAILED, "dnsmasq is not running");
	return kill(pid, SIGHUP) < 0 ? fail_errno("signal dnsmasq (pid %d)", (int)pid) : 0;
}
