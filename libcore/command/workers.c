/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* workers - several targets at a time, each in a process of its own (--parallel)
 *
 * What a worker writes is kept in memory files and copied out in the order of
 * the targets, so that parallel output is what serial output would be. */
#include "command/inside.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

struct worker {
	pid_t pid;
	int output, errors;          /* memory files */
	int status;
	bool ended;
};
static LIST_OF(worker) workers;
static unsigned told, active;        /* workers before `told` have had their say */

static int
wait_status(int wait)
{
	return WIFSIGNALED(wait) ? 128 + WTERMSIG(wait) : WEXITSTATUS(wait);
}

/* Through stdio where it is our standard output: what cannot be written is noticed at the end. */
static void
copy_out(int from, FILE *to)
{
	char buffer[1 << 14];
	ssize_t n;

	lseek(from, 0, SEEK_SET);
	while ((n = read(from, buffer, sizeof buffer)) > 0)
		fwrite(buffer, 1, (size_t)n, to);
	fflush(to);
	close(from);
}

/* Tell the results of those whose turn it is.  False: stop. */
static bool
tell(bool (*ended)(int status))
{
	bool go_on = true;

	for (; told < workers.n && workers.item[told].ended; told++) {
		struct worker *worker = &workers.item[told];

		copy_out(worker->errors, stderr);
		copy_out(worker->output, stdout);
		go_on &= ended(worker->status);
	}
	return go_on;
}

static void
wait_for_one(void)
{
	int wait;
	pid_t pid = waitpid(-1, &wait, 0);

	list_each (worker, &workers)
		if (!worker->ended && (worker->pid == pid || (pid < 0 && errno == ECHILD))) {
			worker->status = pid < 0 ? fault_status(FAULT_FAILED) : wait_status(wait);
			worker->ended = true;
			active--;
		}
}

static void
work(const char *name, const struct worker *worker)
{
	dup2(worker->output, STDOUT_FILENO);
	dup2(worker->errors, STDERR_FILENO);
	_exit(output_close(targets_each(name)));
}

static int
start(const char *name, struct worker *worker)
{
	worker->output = memfd_create("output", MFD_CLOEXEC);
	worker->errors = memfd_create("errors", MFD_CLOEXEC);
	if (worker->output < 0 || worker->errors < 0)
		return fail_errno("memory for the output of a worker");
	fflush(stdout);
	worker->pid = fork();
	if (worker->pid < 0)
		return fail_errno("start a worker");
	if (worker->pid == 0)
		work(name, worker);
	active++;
	return 0;
}

bool
workers_start(const char *name, bool (*ended)(int status))
{
	struct worker *worker;

	while (active >= asked.parallel)
		wait_for_one();
	if (!tell(ended))
		return false;
	worker = list_add(&workers);
	if (start(name, worker) == 0)
		return true;
	message_target(name);
	worker->status = message_failure();
	worker->ended = true;
	return tell(ended);
}

void
workers_finish(bool (*ended)(int status))
{
	while (active)
		wait_for_one();
	tell(ended);
	free(workers.item);
}
