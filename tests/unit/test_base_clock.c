/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_clock - deadlines, and signals that are read */
#include "unit.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/signals.h"

static void
test_deadlines(void)
{
	int64_t soon = clock_deadline(1000);

	CHECK(clock_left(soon) > 0 && clock_left(soon) <= 1000);
	CHECK(clock_left(clock_deadline(0)) == 0);
	CHECK(clock_left(clock_ms() - 5) == 0);
	CHECK(clock_deadline(-1) == INT64_MAX);
	CHECK(clock_deadline(INT64_MAX) == INT64_MAX);
	CHECK(clock_deadline(INT64_MAX - 1) == INT64_MAX);
	CHECK(clock_left(INT64_MAX) == INT64_MAX);
}

static void
nothing(int number)
{
	(void)number;
}

/* Signals come all the time; the deadline is met nevertheless, and not before. */
static void
test_poll(void)
{
	const struct itimerval often = { .it_value.tv_usec = 2000, .it_interval.tv_usec = 2000 };
	const struct sigaction handler = { .sa_handler = nothing };
	int ends[2];
	struct pollfd wait;
	int64_t began, later = (int64_t)1 << 40;

	CHECK(pipe(ends) == 0);
	wait = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	CHECK(clock_poll(&wait, 1, clock_deadline(0)) == 0);
	sigaction(SIGALRM, &handler, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	began = clock_ms();
	CHECK(clock_poll(&wait, 1, clock_deadline(50)) == 0);
	CHECK(clock_ms() - began >= 50);
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	CHECK(write(ends[1], "x", 1) == 1);
	CHECK(clock_poll(&wait, 1, INT64_MAX) == 1);
	CHECK(clock_poll(&wait, 1, later) == 1);
	CHECK(clock_poll(&wait, 1, 0) == 1);             /* ready comes before late */
	close(ends[0]);
	close(ends[1]);
}

static void
test_signals(void)
{
	struct kept_signals kept = NO_SIGNALS;
	pid_t pid;
	int status = 0;

	CHECK(signals_keep(&kept, (const int[]){ SIGUSR1, 0 }) == 0);
	CHECK(signals_next(&kept) == 0);
	raise(SIGUSR1);
	CHECK(signals_next(&kept) == SIGUSR1);
	raise(SIGTERM);
	CHECK(signals_next(&kept) == SIGTERM);
	CHECK(signals_next(&kept) == 0);
	signals_release(&kept);
	CHECK(kept.fd == -1);
	signals_release(&kept);

	pid = fork();
	if (pid == 0) {
		signals_keep(&kept, NULL);
		raise(SIGHUP);
		signals_release(&kept);          /* it was not read */
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP);
}

TESTS(
	TEST("deadlines are so far away, passed, or never", test_deadlines),
	TEST("signals do not move a deadline", test_poll),
	TEST("signals are read, or do what they always do", test_signals),
)
