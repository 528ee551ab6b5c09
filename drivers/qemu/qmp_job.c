/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qmp_job - work of the emulator that outlives its command */
#include "qmp_inside.h"

#include <time.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/memory.h"

/* How often a job is asked for when no event tells of its end. */
enum { JOB_POLL_MS = 1000 };
/* The same of a change of state that is about to come. */
enum { SOON_MS = 2 };

/* The job of that id in a reply of query-jobs, or NULL. */
static struct json_object *
find_job(struct json_object *jobs, const char *id)
{
	if (!json_object_is_type(jobs, json_type_array))
		return NULL;
	for (size_t i = 0; i < json_length(jobs); i++) {
		struct json_object *job = json_object_array_get_idx(jobs, i);

		if (text_same(json_string(job, "id"), id))
			return job;
	}
	return NULL;
}

/* 1 concluded, 0 not yet, -1 failed; dismissed when it has ended. */
static int
job_look(struct qmp *qmp, const char *id)
{
	auto_json struct json_object *jobs = qmp_call(qmp, "query-jobs", NULL);
	struct json_object *job = find_job(jobs, id);
	auto_free char *error = NULL;

	if (!jobs)
		return -1;
	if (!job)
		return fail(FAULT_FAILED, "job '%s' has vanished", id);
	if (!text_same(json_string(job, "status"), "concluded"))
		return 0;
	error = xstrdup(json_string(job, "error"));
	if (qmp_do(qmp, "job-dismiss", json_build("s:id", id, NULL)) < 0)
		return -1;
	return error ? fail(FAULT_FAILED, "%s", error) : 1;
}

/* Until the job tells of its end, the connection or the time does. */
static int
job_wait_event(struct qmp *qmp, int64_t ms)
{
	int64_t end = clock_deadline(ms);

	while (!qmp->job_ended) {
		auto_json struct json_object *message = qmp_next_message(qmp, clock_left(end));

		if (!message && fail_fault() == FAULT_TIMEOUT) {
			fail_forget();       /* the caller looks for itself */
			return 0;
		}
		if (!message)
			return -1;
		qmp_note_event(qmp, message);
	}
	return 0;
}

static int
job_follow(struct qmp *qmp, const char *id, int64_t timeout_ms)
{
	int64_t end = clock_deadline(timeout_ms);

	for (;;) {
		int64_t left = clock_left(end);
		int ended;

		if (job_wait_event(qmp, left < JOB_POLL_MS ? left : JOB_POLL_MS) < 0)
			return -1;
		ended = job_look(qmp, id);
		if (ended)
			return ended < 0 ? -1 : 0;
		if (left == 0)
			return fail(FAULT_TIMEOUT, "job '%s' has not ended in time", id);
	}
}

/* While memory is saved or loaded the emulator answers nothing, so replies may
 * take as long as the job. */
int
qmp_job(struct qmp *qmp, const char *command, struct json_object *arguments,
	const char *job_id, int64_t timeout_ms)
{
	int64_t patience = qmp->patience_ms;
	int done;

	if (!arguments)
		arguments = json_object_new_object();
	json_object_object_add(arguments, "job-id", json_object_new_string(job_id));
	qmp->job = job_id;
	qmp->job_ended = false;
	qmp_set_patience(qmp, timeout_ms > patience ? timeout_ms : patience);
	done = qmp_do(qmp, command, arguments) < 0 ? -1 : job_follow(qmp, job_id, timeout_ms);
	qmp_set_patience(qmp, patience);
	qmp->job = NULL;
	return done < 0 ? fail_within("%s", command) : 0;
}

int
qmp_job_await(struct qmp *qmp, const char *job_id, const char *status, int64_t timeout_ms)
{
	for (int64_t start = clock_ms(); clock_ms() - start < timeout_ms;) {
		auto_json struct json_object *jobs = qmp_call(qmp, "query-jobs", NULL);
		const char *now = json_string(find_job(jobs, job_id), "status");

		if (!jobs)
			return -1;
		if (!now || text_same(now, status) || text_same(now, "concluded"))
			return 0;
		nanosleep(&(struct timespec){ .tv_nsec = SOON_MS * 1000000 }, NULL);
	}
	return 0;
}

/* A job that is not there is settled; one that failed has told who started it. */
int
qmp_job_settle(struct qmp *qmp, const char *job_id, int64_t timeout_ms)
{
	auto_json struct json_object *jobs = qmp_call(qmp, "query-jobs", NULL);
	int settled;

	if (!jobs || !find_job(jobs, job_id))
		return jobs ? 0 : -1;
	qmp->job = job_id;
	qmp->job_ended = false;
	settled = job_look(qmp, job_id);
	if (settled == 0)
		settled = job_follow(qmp, job_id, timeout_ms);
	qmp->job = NULL;
	if (settled < 0 && fail_fault() == FAULT_FAILED) {
		fail_forget();      /* its end is all that is waited for here */
		settled = 0;
	}
	return settled < 0 ? -1 : 0;
}
