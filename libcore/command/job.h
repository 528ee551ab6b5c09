/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* job - the {job} bundle: waiting for work that goes on without us
 *
 * The first SIGINT, SIGTERM or SIGHUP asks for the work's end, waits for that and ends this
 * program as the signal would have; the second ends it at once.  With --detach-on-int the work goes
 * on.  --timeout means --wait, and asks for the end too. */
#ifndef COMMAND_JOB_H
#define COMMAND_JOB_H

#include <stdbool.h>
#include <stdint.h>

/* Do the options say to wait?  usual: what they mean when they say nothing. */
bool job_wanted(bool usual);

/* Signals are kept from here on: called before the work is begun, so that none falls in between. */
int job_begin(void);

enum job_news { JOB_FAILED = -1, JOB_OVER, JOB_GOES_ON };
struct job {
	const char *what;                /* "Block Copy" */
	const char *target, *part;
	enum job_news (*look)(void *context, uint64_t *ret_done, uint64_t *ret_total);
	/* Ask for the end; 1: it is to be waited for, 0: it need not be (--async), or the work goes
	 * on; -1.  late: time is up, not a signal. */
	int (*stop)(void *context, bool late);
	void *context;
	bool ours;                       /* the work needs this program: left alone, it goes on in the background */
};

/* Not to be waited for (--no-wait): see to it that work that is ours goes on.  0 or -1. */
int job_leave(const struct job *job);

/* 0 when it is over, -1: it failed, or FAULT_TIMEOUT.  A signal ends the program. */
int job_wait(const struct job *job);

#endif
