/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_spawn - start the keeper, which starts the emulator */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "smbios_host.h"
#include "state/place.h"
#include "tls.h"
#include "tpm.h"

/* What an emulator gets of the world: nothing of who started it.  It asks for some ten MiB of heap
 * before its guest runs: in large pages these are there in a fifth less of its whole start. */
static const char *const fixed_environment[] = {
	"LC_ALL=C",
	"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	"GLIBC_TUNABLES=glibc.malloc.hugetlb=1",
};

static const char *
action_word(enum lifecycle action, const char *otherwise)
{
	return action ? words_name(&lifecycle_words, action) : otherwise;
}

static void
add_environment(const struct launch *launch, struct strings *argv)
{
	for (unsigned i = 0; i < COUNT(fixed_environment); i++)
		strings_add(argv, fixed_environment[i]);
	strings_addf(argv, "HOME=%s", launch->run_dir);
	strings_addf(argv, "XDG_RUNTIME_DIR=%s", launch->run_dir);
	qemu_environment(launch->def, argv);
}

int
launch_args(const struct launch *launch, bool by_name, struct strings *ret_argv)
{
	auto_free char *var = place_file(PLACE_VAR, GUEST_FOLDER);
	auto_free char *tag = text_format("%d-%s", launch->vm->id, launch->vm->name);
	auto_free char *helpers = place_file(PLACE_RUN, GUEST_FOLDER "/%s.", launch->vm->name);
	auto_free char *tpm = tpm_socket(launch->vm->name);
	auto_sysinfo struct sysinfo *host = smbios_of_host(launch->def);
	auto_tls struct tls tls = { 0 };
	struct qemu_args_how how = {
		.caps = launch->caps, .cpu = launch->vm->live->cpu, .monitor_fd = launch->control, .events_fd = launch->events,
		.var = var, .dir = launch->run_dir, .tag = tag, .helpers = helpers, .tpm_socket = tpm,
		.taps = launch->taps, .vsock_fd = launch->vsock, .scsis = launch->scsis, .secrets = launch->secrets,
		.now = by_name ? 0 : time(NULL), .incoming = launch->how && launch->how->memory ? "defer" : NULL, .by_name = by_name,
		.host = host, .tls = &tls,
	};

	return tls_read(&tls) < 0 ? -1 : qemu_args(launch->def, &how, ret_argv);
}

static int
add_emulator(const struct launch *launch, struct strings *argv)
{
	auto_strings struct strings words = { 0 };

	if (launch_args(launch, false, &words) < 0)
		return -1;
	for (unsigned i = 0; i < words.n; i++)
		strings_add(argv, words.item[i]);
	return 0;
}

static bool
wants_rawio(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (disk->rawio == YES)
			return true;
	list_each(hostdev, &def->devices.hostdevs)
		if (hostdev->rawio == YES)
			return true;
	return false;
}

/* See struct keeper_words. */
static int
keeper_argv(const struct launch *launch, struct strings *argv)
{
	const struct vm_def *def = launch->def;
	auto_free char *keeper = guest_program("libexec/virtutils/vm-keeper");
	auto_free char *reap = guest_program("bin/vm-reap");
	auto_free char *user = emulator_user_text(&launch->user);
	auto_free char *control = text_format("%s.qmp", launch->vm->name);

	strings_add(argv, keeper);
	strings_addf(argv, "dir=%s/" GUEST_FOLDER, place_path(PLACE_RUN));
	strings_addf(argv, "locks=%s/lock/" GUEST_FOLDER, place_path(PLACE_RUN));
	strings_addf(argv, "name=%s", launch->vm->name);
	strings_addf(argv, "witness=%ju", (uintmax_t)guest_file_inode(control));
	strings_addf(argv, "poweroff=%s", action_word(def->on_poweroff, "destroy"));
	strings_addf(argv, "reboot=%s", action_word(def->on_reboot, "restart"));
	strings_addf(argv, "crash=%s", action_word(def->on_crash, "destroy"));
	if (user)
		strings_addf(argv, "user=%s", user);
	if (wants_rawio(def))
		strings_add(argv, "rawio=kept");
	if (launch->cgroups)
		strings_addf(argv, "cgroups=%s", launch->cgroups);
	strings_addf(argv, "dumps=%s/" GUEST_FOLDER "/dump", place_path(PLACE_VAR));
	strings_addf(argv, "reap=%s", reap);
	strings_addf(argv, "uri=%s", host_uri());
	strings_add(argv, "--");
	add_environment(launch, argv);
	return add_emulator(launch, argv);
}

/* One line of what is run: the part behind "--". */
static void
log_start(struct launch *launch, const struct strings *argv)
{
	char when[sizeof "2026-01-31 04:00:00"];
	time_t now = time(NULL);
	struct tm utc;
	auto_text struct text line = { 0 };
	unsigned i = 0;
	struct stat st;

	strftime(when, sizeof when, "%F %T", gmtime_r(&now, &utc));
	text_addf(&line, "%s+0000: starting up virtutils " VERSION ", emulator %u:", when,
		  launch->caps->version);
	while (!text_same(argv->item[i++], "--"))
		;
	for (; i < argv->n; i++) {
		auto_free char *word = text_shell(argv->item[i]);

		text_addf(&line, " %s", word);
	}
	text_add_char(&line, '\n');
	(void)!write(launch->log, line.data, line.length);
	launch->log_from = fstat(launch->log, &st) == 0 ? st.st_size : 0;
}

static void
let_inherit(struct launch *launch)
{
	fcntl(launch->control, F_SETFD, 0);
	fcntl(launch->events, F_SETFD, 0);
	for (unsigned i = 0; i < launch->inherited.n; i++)
		fcntl(launch->inherited.item[i], F_SETFD, 0);
}

/* In a session of its own, with nothing of ours but its sockets and its log. */
static int
spawn(char *const argv[], int log)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	pid_t pid;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
				 POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, log, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, log, STDERR_FILENO);
	errno = posix_spawn(&pid, argv[0], &files, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return errno ? fail_errno("run %s", argv[0]) : 0;
}

int
launch_spawn(struct launch *launch)
{
	auto_strings struct strings argv = { 0 };

	if (keeper_argv(launch, &argv) < 0)
		return -1;
	log_start(launch, &argv);
	let_inherit(launch);
	return spawn(argv.item, launch->log);
}
