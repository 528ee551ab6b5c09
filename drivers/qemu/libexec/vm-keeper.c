/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-keeper - start an emulator, keep its books, clean up after it
 *
 * usage: vm-keeper dir=DIR name=NAME ... -- [VARIABLE=VALUE...] EMULATOR ARGUMENT...
 *
 * Started by vm-start with the emulator's sockets as inherited descriptors. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/process.h"
#include "base/socket.h"
#include "cgroup.h"
#include "life.h"

/* Longer than any event of an honest emulator. */
enum { LINE_LIMIT = 1 << 20 };
/* Whoever waits for a job has ended it long before. */
enum { PENDING_MS = 1000 };

#define WORD(member, needed) { #member "=", offsetof(struct keeper_words, member), needed }
static const struct {
	const char *prefix;
	size_t offset;
	bool needed;
} word_rows[] = {
	WORD(dir, true), WORD(locks, true), WORD(name, true), WORD(witness, true),
	WORD(poweroff, true), WORD(reboot, true), WORD(crash, true),
	WORD(user, false), WORD(rawio, false), WORD(cgroups, false), WORD(dumps, true),
	WORD(reap, true), WORD(uri, true),
};

static const char **
word_at(struct keeper_words *words, unsigned row)
{
	return (const char **)((char *)words + word_rows[row].offset);
}

static int
take_word(struct keeper_words *words, const char *word)
{
	for (unsigned i = 0; i < COUNT(word_rows); i++)
		if (text_starts(word, word_rows[i].prefix)) {
			*word_at(words, i) = word + strlen(word_rows[i].prefix);
			return 0;
		}
	return fail(FAULT_USAGE, "unknown word '%s'", word);
}

static int
read_words(struct keeper_words *words, char **argv)
{
	for (argv++; *argv && strcmp(*argv, "--") != 0; argv++)
		if (take_word(words, *argv) < 0)
			return -1;
	for (unsigned i = 0; i < COUNT(word_rows); i++)
		if (word_rows[i].needed && !*word_at(words, i))
			return fail(FAULT_USAGE, "'%s' is missing", word_rows[i].prefix);
	if (!*argv || !argv[1])
		return fail(FAULT_USAGE, "there is no emulator to start");
	words->argv = argv + 1;
	return 0;
}

static int
take_keeper_lock(struct keeper *keeper)
{
	const char *file = keeper->lock_name = text_format("%s.keeper", keeper->words.name);

	keeper->lock = file_open_in_place(keeper->dir, file, O_RDWR, 0644);
	if (keeper->lock < 0)
		return -1;
	if (fchmod(keeper->lock, 0644) < 0)
		return fail_errno("change the mode of %s", file);
	if (lock_life(keeper->lock) < 0)
		return fail_within("%s", file);
	return ftruncate(keeper->lock, 0) < 0 || dprintf(keeper->lock, "%d\n", (int)getpid()) < 0 ?
	       fail_errno("write %s", file) : 0;
}

/* The emulator's sockets, taps and the like are its own from here on: each is
 * gone when it is gone. */
static void
let_go_of_inherited(const struct keeper *keeper)
{
	unsigned low = (unsigned)(keeper->dir < keeper->lock ? keeper->dir : keeper->lock);
	unsigned high = (unsigned)(keeper->dir < keeper->lock ? keeper->lock : keeper->dir);

	if (low > STDERR_FILENO + 1)
		close_range(STDERR_FILENO + 1, low - 1, 0);
	if (high > low + 1)
		close_range(low + 1, high - 1, 0);
	close_range(high + 1, ~0U, 0);
}

/* 1 when it was started, 0 when nobody wants it any more. */
static int
start_emulator(struct keeper *keeper)
{
	auto_free char *pid_file = text_format("%s.pid", keeper->words.name);
	auto_free char *witness = text_format("%s.qmp", keeper->words.name);
	struct life life = {
		.dir = keeper->dir, .pid_file = pid_file, .witness = witness,
		.witness_inode = strtoull(keeper->words.witness, NULL, 10),
		.user = keeper->words.user, .keeps_rawio = keeper->words.rawio, .argv = keeper->words.argv,
	};

	if (!life_is_wanted(&life))
		return 0;
	keeper->pid = fork();
	if (keeper->pid == 0)
		life_begin(&life);
	return keeper->pid < 0 ? fail_errno("start the emulator") : 1;
}

static int
connect_events(struct keeper *keeper)
{
	auto_free char *socket = text_format("%s.events.qmp", keeper->words.name);

	keeper->pidfd = process_open(keeper->pid);
	keeper->socket = socket_connect(keeper->dir, socket);
	if (keeper->socket < 0)
		return -1;
	keeper_order(keeper, "qmp_capabilities", NULL, -1);
	return keeper->pidfd < 0 ? -1 : 0;
}

/* Without events our word about the state is worth nothing: who asks must ask
 * the emulator itself. */
static void
go_deaf(struct keeper *keeper)
{
	struct flock nothing = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

	file_close_at(&keeper->socket);
	keeper->socket = -1;
	fcntl(keeper->lock, F_SETLK, &nothing);
}

/* Whole lines are taken from the front; what is left waits for the rest. */
static int
hear_lines(struct keeper *keeper)
{
	size_t taken = 0;
	char *end;

	while ((end = memchr(keeper->in.data + taken, '\n', keeper->in.length - taken))) {
		const char *line = keeper->in.data + taken;
		auto_json struct json_object *message = json_parse(line, (size_t)(end - line), "QMP");

		if (!message)
			return -1;
		keeper_hear(keeper, message);
		taken = (size_t)(end + 1 - keeper->in.data);
	}
	memmove(keeper->in.data, keeper->in.data + taken, keeper->in.length - taken);
	text_cut(&keeper->in, keeper->in.length - taken);
	return keeper->in.length < LINE_LIMIT ? 0 : fail(FAULT_FAILED, "the emulator talks too much");
}

static int
hear(struct keeper *keeper)
{
	char chunk[4096];
	ssize_t n = read(keeper->socket, chunk, sizeof chunk);

	if (n < 0 && errno == EINTR)
		return 0;
	if (n <= 0)
		return -1;
	text_add_bytes(&keeper->in, chunk, (size_t)n);
	return hear_lines(keeper);
}

static int
clean_up(const struct keeper *keeper)
{
	char *argv[] = { (char *)keeper->words.reap, "-q", "-c", (char *)keeper->words.uri, "--",
			 (char *)keeper->words.name, NULL };

	execv(argv[0], argv);
	return fail_errno("run %s", argv[0]);
}

/* Nobody waits for the job: it is ended as the next program would end it.  A child's child, since
 * we do not wait for it either. */
static void
settle_job(struct keeper *keeper)
{
	pid_t child = fork();

	free(steal(keeper->pending_job));
	if (child == 0)
		_exit(fork() == 0 ? clean_up(keeper) : 0);
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Until the emulator has ended and its last words are read. */
static void
keep(struct keeper *keeper)
{
	for (bool ended = false; !ended;) {
		struct pollfd wait[] = {
			{ .fd = keeper->socket, .events = POLLIN },
			{ .fd = keeper->pidfd, .events = POLLIN },
		};

		int heard = poll(wait, COUNT(wait), keeper->pending_job ? PENDING_MS : -1);

		if (heard == 0)
			settle_job(keeper);
		if (heard <= 0)
			continue;
		ended = wait[1].revents && !wait[0].revents;
		if (wait[0].revents && hear(keeper) < 0) {
			keeper_complain();
			go_deaf(keeper);
		}
	}
}

/* Somebody who holds the guest's lock may be stopping it and will clean up, so
 * wait for him. */
static bool
already_clean(const struct keeper *keeper)
{
	auto_free char *file = text_format("%s/%s", keeper->words.locks, keeper->words.name);
	auto_close int fd = open(file, O_RDWR | O_NOFOLLOW | O_CLOEXEC);

	while (fd >= 0 && flock(fd, LOCK_EX) < 0 && errno == EINTR)
		;
	return keeper_is_clean(keeper);
}

static int
prepare(struct keeper *keeper, char **argv)
{
	if (read_words(&keeper->words, argv) < 0)
		return -1;
	signal(SIGPIPE, SIG_IGN);
	process_outlive();
	keeper->dir = open(keeper->words.dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (keeper->dir < 0)
		return fail_errno("open %s", keeper->words.dir);
	return take_keeper_lock(keeper);
}

/* From the emulator's first moment to its last. */
static void
accompany(struct keeper *keeper)
{
	int status = 0;

	let_go_of_inherited(keeper);
	if (connect_events(keeper) < 0) {
		keeper_complain();
		go_deaf(keeper);
	}
	cgroup_enter(keeper->words.cgroups, keeper->pid);
	keep(keeper);
	while (waitpid(keeper->pid, &status, 0) < 0 && errno == EINTR)
		;
	keeper_tell_end(keeper, status);
	cgroup_remove(keeper->words.cgroups);
}

static int
run(struct keeper *keeper, char **argv)
{
	int started;

	if (prepare(keeper, argv) < 0)
		return -1;
	started = start_emulator(keeper);
	if (started <= 0) {
		unlinkat(keeper->dir, keeper->lock_name, 0);
		return started;
	}
	accompany(keeper);
	return already_clean(keeper) ? 0 : clean_up(keeper);
}

int
main(int argc, char **argv)
{
	struct keeper keeper = { .dir = -1, .lock = -1, .pidfd = -1, .socket = -1 };

	if (argc > 1 && run(&keeper, argv) == 0)
		return 0;
	keeper_complain();
	return 1;
}
