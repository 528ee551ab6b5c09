/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tuning_threads - where the threads of a guest run, and how they are scheduled */
#include "tuning.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "cgroup.h"

/* ---- sets like "0-3,^2,7" ---- */

static int
set_processors(const char *text, cpu_set_t *set)
{
	CPU_ZERO(set);
	for (const char *at = text; *at;) {
		bool not = *at == '^';
		char *end;
		unsigned long first = strtoul(at + not, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		if (end == at + not || (*end && *end != ',') || first > last || last >= CPU_SETSIZE)
			return -1;
		for (; first <= last; first++)
			not ? CPU_CLR(first, set) : CPU_SET(first, set);
		at = end + (*end == ',');
	}
	return 0;
}

static bool
in_set(const char *text, unsigned number)
{
	cpu_set_t set;

	return text && number < CPU_SETSIZE && set_processors(text, &set) == 0 && CPU_ISSET(number, &set);
}

/* ---- one thread ---- */

static int
pin(pid_t thread, const char *processors, const char *what)
{
	cpu_set_t set;

	if (!processors)
		return 0;
	if (set_processors(processors, &set) < 0)
		return fail(FAULT_CONFIG, "%s: %s is no set of processors", what, quote(processors));
	if (sched_setaffinity(thread, sizeof set, &set) < 0)
		return fail_errno("%s: run on processors %s", what, quote(processors));
	return 0;
}

static const int policies[] = {
	[SCHEDULER_BATCH] = SCHED_BATCH, [SCHEDULER_IDLE] = SCHED_IDLE,
	[SCHEDULER_FIFO] = SCHED_FIFO, [SCHEDULER_RR] = SCHED_RR,
};

static int
schedule(pid_t thread, enum scheduler scheduler, struct number priority, const char *what)
{
	struct sched_param param = { .sched_priority = priority.given ? (int)priority.value : 0 };

	if (!scheduler)
		return 0;
	if (sched_setscheduler(thread, policies[scheduler], &param) < 0)
		return fail_errno("%s: schedule as %s", what, quote(words_name(&scheduler_words, scheduler)));
	return 0;
}

static int
schedule_one_of(pid_t thread, const struct sched_list *list, unsigned number, const char *what)
{
	list_each(sched, list)
		if (in_set(sched->which, number))
			return schedule(thread, sched->scheduler, sched->priority, what);
	return 0;
}

/* ---- all of a kind ---- */

static int
tune_vcpu(const struct vm_def *def, const char *cgroups, pid_t thread, unsigned number)
{
	const struct cputune *tune = &def->cputune;
	const char *processors = def->vcpu.cpuset;
	auto_free char *group = text_format("vcpu%u", number);

	list_each(row, &tune->vcpupins)
		if ((unsigned)row->vcpu.value == number)
			processors = row->cpuset;
	if (pin(thread, processors, "cputune/vcpupin") < 0 ||
	    schedule_one_of(thread, &tune->vcpuscheds, number, "cputune/vcpusched") < 0)
		return -1;
	return cgroup_limit_thread(cgroups, group, thread, tune->period, tune->quota, "cputune/quota");
}

static int
tune_iothread(const struct vm_def *def, const char *cgroups, pid_t thread, unsigned number)
{
	const struct cputune *tune = &def->cputune;
	const char *processors = def->vcpu.cpuset;
	auto_free char *group = text_format("iothread%u", number);

	list_each(row, &tune->iothreadpins)
		if (row->iothread == number)
			processors = row->cpuset;
	if (pin(thread, processors, "cputune/iothreadpin") < 0 ||
	    schedule_one_of(thread, &tune->iothreadscheds, number, "cputune/iothreadsched") < 0)
		return -1;
	return cgroup_limit_thread(cgroups, group, thread, tune->iothread_period, tune->iothread_quota,
				   "cputune/iothread_quota");
}

static int
tune_emulator(const struct vm_def *def, const char *cgroups, pid_t thread)
{
	const struct cputune *tune = &def->cputune;
	const char *processors = tune->emulatorpin ? tune->emulatorpin : def->vcpu.cpuset;

	if (pin(thread, processors, "cputune/emulatorpin") < 0 ||
	    schedule(thread, tune->emulatorsched.scheduler, tune->emulatorsched.priority,
		     "cputune/emulatorsched") < 0)
		return -1;
	return cgroup_limit_thread(cgroups, "emulator", thread, tune->emulator_period, tune->emulator_quota,
				   "cputune/emulator_quota");
}

/* ---- which threads there are ---- */

static bool
wanted(const struct vm_def *def)
{
	const struct cputune *t = &def->cputune;

	return def->vcpu.cpuset || t->vcpupins.n || t->emulatorpin || t->iothreadpins.n || t->vcpuscheds.n ||
	       t->iothreadscheds.n || t->emulatorsched.scheduler || t->period || t->quota.given ||
	       t->emulator_period || t->emulator_quota.given || t->iothread_period || t->iothread_quota.given;
}

static int
tune_vcpus(const struct vm_def *def, const char *cgroups, struct json_object *vcpus)
{
	for (size_t i = 0; i < json_length(vcpus); i++) {
		struct json_object *vcpu = json_object_array_get_idx(vcpus, i);

		if (tune_vcpu(def, cgroups, (pid_t)json_number(vcpu, "thread-id", 0),
			      (unsigned)json_number(vcpu, "cpu-index", 0)) < 0)
			return -1;
	}
	return 0;
}

static int
tune_iothreads(const struct vm_def *def, const char *cgroups, struct json_object *iothreads)
{
	static const char prefix[] = "iothread";

	for (size_t i = 0; i < json_length(iothreads); i++) {
		struct json_object *iothread = json_object_array_get_idx(iothreads, i);
		const char *id = json_string(iothread, "id");

		if (id && text_starts(id, prefix) &&
		    tune_iothread(def, cgroups, (pid_t)json_number(iothread, "thread-id", 0),
				  (unsigned)strtoul(id + strlen(prefix), NULL, 10)) < 0)
			return -1;
	}
	return 0;
}

static bool
is_among(struct json_object *list, pid_t thread)
{
	for (size_t i = 0; i < json_length(list); i++)
		if (json_number(json_object_array_get_idx(list, i), "thread-id", 0) == thread)
			return true;
	return false;
}

/* All the others.  Threads made later take after those that make them. */
static int
tune_process(const struct vm_def *def, const char *cgroups, pid_t emulator, struct json_object *vcpus,
	     struct json_object *iothreads)
{
	auto_free char *path = text_format("/proc/%d/task", (int)emulator);
	DIR *tasks = opendir(path);
	struct dirent *task;
	int status = 0;

	if (!tasks)
		return fail_errno("open %s", path);
	while (status == 0 && (task = readdir(tasks))) {
		pid_t thread = (pid_t)strtol(task->d_name, NULL, 10);

		if (thread && !is_among(vcpus, thread) && !is_among(iothreads, thread))
			status = tune_emulator(def, cgroups, thread);
	}
	closedir(tasks);
	return status;
}

int
tuning_threads(const struct vm_def *def, const char *cgroups, struct qmp *qmp, pid_t emulator)
{
	auto_json struct json_object *vcpus = NULL, *iothreads = NULL;

	if (!wanted(def))
		return 0;
	vcpus = qmp_call(qmp, "query-cpus-fast", NULL);
	iothreads = vcpus ? qmp_call(qmp, "query-iothreads", NULL) : NULL;
	if (!iothreads || tune_process(def, cgroups, emulator, vcpus, iothreads) < 0 || tune_vcpus(def, cgroups, vcpus) < 0)
		return -1;
	return tune_iothreads(def, cgroups, iothreads);
}
