/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* job - waiting for work that goes on without us */
#include "command/job.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"
#include "base/signals.h"
#include "command/inside.h"
#include "command/progress.h"

/* How often is looked: at first soon, for work that is short. */
enum { FIRST_LOOK_MS = 10, LAST_LOOK_MS = 250 };

static struct kept_signals signals = NO_SIGNALS;

bool
job_wanted(bool usual)
{
	if (asked.no_wait)
		return false;
	return usual || asked.wait || asked.timeout_ms >= 0;
}

int
job_begin(void)
{
	if (asked.wait && asked.no_wait)
		return fail(FAULT_USAGE, "either --wait or --no-wait");
	return signals_keep(&signals, (const int[]){ SIGUSR1, 0 });
}

/* As if it had not been kept: the shell sees 128 + its number. */
static int
end_by(int number)
{
	signal(number, SIG_DFL);
	raise(number);
	signals_release(&signals);
	return fail(FAULT_FAILED, "ended by signal %d", number);
}

/* The next signal until then: its number, 0 when none came, -1. */
static int
next_signal(int64_t end)
{
	struct pollfd wait = { .fd = signals.fd, .events = POLLIN };
	int ready = clock_poll(&wait, 1, end);

	if (ready < 0)
		return fail_errno("wait");
	return ready > 0 ? signals_next(&signals) : 0;
}

static void __attribute__((noreturn))
go_on(const struct job *job)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	uint64_t done, total;

	process_outlive();
	for (int i = 0; i <= STDERR_FILENO; i++)
		dup2(null, i);
	while (job->look(job->context, &done, &total) == JOB_GOES_ON)
		nanosleep(&(struct timespec){ .tv_nsec = LAST_LOOK_MS * 1000000 }, NULL);
	_exit(0);
}

int
job_leave(const struct job *job)
{
	pid_t pid = job->ours ? fork() : 1;

	if (pid == 0)
		go_on(job);
	return pid < 0 ? fail_errno("start a process for the background") : 0;
}

struct wait {
	const struct job *job;
	struct progress progress;
	int64_t end, pause;              /* of clock_ms(); INT64_MAX: never */
	int ending;                      /* the signal that asked for the end; 0: none */
	bool late;                       /* time was up */
};

static int
timed_out(void)
{
	return fail(FAULT_TIMEOUT, "not done after %g seconds", (double)asked.timeout_ms / 1000);
}

/* Ask for the end.  1: then wait for it; else nothing more is to be waited for. */
static int
ask_for_end(struct wait *wait)
{
	int stopped = wait->job->stop ? wait->job->stop(wait->job->context, wait->late) : 0;

	wait->end = INT64_MAX;
	return stopped;
}

/* 1 go on, 0 or -1: that is the result. */
static int
take_signal(struct wait *wait, int number)
{
	int stopped;

	if (wait->ending || asked.detach_on_int) {
		progress_end(&wait->progress);
		if (!wait->ending && job_leave(wait->job) < 0)
			return -1;
		return end_by(number);
	}
	wait->ending = number;
	stopped = ask_for_end(wait);
	if (stopped > 0)
		return 1;
	progress_end(&wait->progress);
	return stopped < 0 ? -1 : end_by(number);
}

static int
take_timeout(struct wait *wait)
{
	int stopped;

	wait->late = true;
	stopped = ask_for_end(wait);
	if (stopped > 0)
		return 1;
	progress_end(&wait->progress);
	return stopped < 0 ? -1 : timed_out();
}

/* What was asked to end and did, has not failed. */
static int
over(struct wait *wait, enum job_news news)
{
	progress_end(&wait->progress);
	if (wait->ending)
		return end_by(wait->ending);
	if (wait->late)
		return timed_out();
	return news == JOB_FAILED ? -1 : 0;
}

static int64_t
next_look(const struct wait *wait)
{
	int64_t look = clock_deadline(wait->pause);

	return look < wait->end ? look : wait->end;
}

/* Whatever comes until then.  1 go on, 0 or -1: that is the result. */
static int
pause_until(struct wait *wait, int64_t end, uint64_t done, uint64_t total)
{
	int number = next_signal(end);

	if (number < 0)
		return -1;
	if (number == SIGUSR1)
		progress_tell(&wait->progress, done, total);
	else if (number > 0)
		return take_signal(wait, number);
	else if (clock_left(wait->end) == 0)
		return take_timeout(wait);
	return 1;
}

/* Signals that came while the work was begun are taken first: at the first look it may be over. */
int
job_wait(const struct job *job)
{
	struct wait wait = {
		.job = job, .pause = FIRST_LOOK_MS,
		.progress = { .what = job->what, .target = job->target, .part = job->part },
		.end = INT64_MAX,
	};
	int result = pause_until(&wait, clock_ms(), 0, 0);

	if (!wait.ending)
		wait.end = clock_deadline(asked.timeout_ms);
	while (result > 0) {
		uint64_t done = 0, total = 0;
		enum job_news news = job->look(job->context, &done, &total);

		if (news != JOB_FAILED)
			progress_show(&wait.progress, done, total, news == JOB_OVER);
		if (news != JOB_GOES_ON)
			return over(&wait, news);
		result = pause_until(&wait, next_look(&wait), done, total);
		wait.pause = wait.pause * 2 < LAST_LOOK_MS ? wait.pause * 2 : LAST_LOOK_MS;
	}
	return result;
}
