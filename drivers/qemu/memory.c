/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory - the memory of a guest as a stream, out of its emulator and into one
 *
 * To QEMU both are migrations whose other end is a descriptor (spec/snapshots.md 7.5).  It has no job
 * for them, so they are asked for. */
#include "memory.h"

#include <inttypes.h>
#include <time.h>

#include "base/fail.h"
#include "guest.h"

enum {
	/* A dead emulator closes the socket; one that reads a file does nothing else meanwhile. */
	LOAD_MS = 24 * 60 * 60 * 1000,
	LOAD_LOOK_MS = 10,
};

/* As fast as it goes: the most that QEMU takes. */
static const int64_t no_limit = 9223372036853727232;

static const char descriptor[] = "memory";

static int
set_speed(struct qmp *qmp)
{
	return qmp_do(qmp, "migrate-set-parameters", json_build("i:max-bandwidth", no_limit, NULL));
}

/* A descriptor that nobody took is the emulator's to close. */
static int
begin(struct qmp *qmp, int fd, const char *command, struct json_object *arguments)
{
	struct failure why;

	if (qmp_give_fd(qmp, descriptor, fd) < 0) {
		json_object_put(arguments);
		return -1;
	}
	if (qmp_do(qmp, command, arguments) == 0)
		return 0;
	why = fail_aside();
	qmp_do(qmp, "closefd", json_build("s:fdname", descriptor, NULL));
	return fail_again(&why);
}

/* Memory that was written while the guest was paused is somebody else's for QEMU.  To let it run for a moment
 * would mend that, and is not what a paused guest is for. */
static int
must_own_memory(struct qmp *qmp)
{
	auto_json struct json_object *status = qmp_call(qmp, "query-status", NULL);

	if (!status || !text_same(json_string(status, "status"), "postmigrate"))
		return status ? 0 : -1;
	fail(FAULT_STATE, "its memory was written since it was paused, and is not written again before it has run");
	fail_hint("vm-resume it, and vm-suspend it");
	return -1;
}

int
qemu_save_memory(struct vm *vm, int fd)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp || must_own_memory(qmp) < 0 || set_speed(qmp) < 0)
		return -1;
	return begin(qmp, fd, "migrate", json_build("s:uri", "fd:memory", NULL));
}

int
qemu_dump_memory(struct vm *vm, int fd, const char *format)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp)
		return -1;
	return begin(qmp, fd, "dump-guest-memory",
		     json_build("b:paging", 0, "s:protocol", "fd:memory", "b:detach", 1,
				"s?:format", format, NULL));
}

/* --- how it stands --- */

static const struct {
	const char *word;
	enum vm_work_phase phase;
} phases[] = {
	{ "none",      VM_WORK_NONE },
	{ "completed", VM_WORK_DONE },
	{ "failed",    VM_WORK_FAILED },
	{ "cancelled", VM_WORK_CANCELLED },
};

/* The others, and there are many, are on the way. */
static enum vm_work_phase
phase_of(const char *word)
{
	for (unsigned i = 0; i < COUNT(phases); i++)
		if (text_same(word, phases[i].word))
			return phases[i].phase;
	return word ? VM_WORK_GOES_ON : VM_WORK_NONE;
}

static uint64_t
number(struct json_object *object, const char *key)
{
	int64_t value = json_number(object, key, 0);

	return value > 0 ? (uint64_t)value : 0;
}

/* Where in struct vm_work a number of the answer goes. */
#define FIELD(member) offsetof(struct vm_work, member)
static const struct {
	const char *part, *key;          /* part NULL: of the answer itself */
	size_t into;
} figures[] = {
	{ NULL,   "total-time",        FIELD(elapsed_ms) },
	{ NULL,   "downtime",          FIELD(downtime_ms) },
	{ NULL,   "expected-downtime", FIELD(expected_downtime_ms) },
	{ NULL,   "setup-time",        FIELD(setup_ms) },
	{ "ram",  "total",             FIELD(memory_total) },
	{ "ram",  "transferred",       FIELD(memory_done) },
	{ "ram",  "remaining",         FIELD(memory_left) },
	{ "ram",  "dirty-pages-rate",  FIELD(dirty_rate) },
	{ "ram",  "page-size",         FIELD(page_size) },
	{ "ram",  "dirty-sync-count",  FIELD(iteration) },
	{ "ram",  "duplicate",         FIELD(constant) },
	{ "ram",  "normal",            FIELD(normal) },
	{ "ram",  "normal-bytes",      FIELD(normal_bytes) },
	{ "ram",  "postcopy-requests", FIELD(postcopy_requests) },
	{ "disk", "total",             FIELD(disk_total) },
	{ "disk", "transferred",       FIELD(disk_done) },
	{ "disk", "remaining",         FIELD(disk_left) },
};

static void
take_migration(struct json_object *answer, struct vm_work *work)
{
	const char *error = json_string(answer, "error-desc");
	double mbps = json_object_get_double(json_member(json_member(answer, "ram"), "mbps"));

	*work = (struct vm_work){ .phase = phase_of(json_string(answer, "status")) };
	snprintf(work->error, sizeof work->error, "%s", error ? error : "the emulator does not say why it failed");
	for (unsigned i = 0; i < COUNT(figures); i++) {
		struct json_object *part = figures[i].part ? json_member(answer, figures[i].part) : answer;

		*(uint64_t *)(void *)((char *)work + figures[i].into) = number(part, figures[i].key);
	}
	work->speed = mbps > 0 && mbps < 1e12 ? (uint64_t)(mbps * 1e6 / 8) : 0;
}

static void
take_dump(struct json_object *answer, struct vm_work *work)
{
	*work = (struct vm_work){
		.phase = phase_of(json_string(answer, "status")),
		.error = "the dump has failed",
		.memory_total = number(answer, "total"), .memory_done = number(answer, "completed"),
	};
	if (work->memory_total > work->memory_done)
		work->memory_left = work->memory_total - work->memory_done;
}

static int
look(struct qmp *qmp, bool dump, struct vm_work *ret_work)
{
	auto_json struct json_object *answer = qmp_call(qmp, dump ? "query-dump" : "query-migrate", NULL);

	if (!answer)
		return -1;
	(dump ? take_dump : take_migration)(answer, ret_work);
	return 0;
}

int
qemu_work(struct vm *vm, bool dump, struct vm_work *ret_work)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	return qmp ? look(qmp, dump, ret_work) : -1;
}

int
qemu_cancel_work(struct vm *vm, bool dump)
{
	auto_qmp struct qmp *qmp = NULL;

	if (dump)
		return fail(FAULT_UNSUPPORTED, "a dump of the memory cannot be cancelled");
	qmp = qmp_open(vm);
	return qmp ? qmp_do(qmp, "migrate_cancel", NULL) : -1;
}

/* --- the other way --- */

int
memory_load(struct qmp *qmp, int fd)
{
	struct vm_work work = { 0 };

	qmp_set_patience(qmp, LOAD_MS);
	if (begin(qmp, fd, "migrate-incoming", json_build("s:uri", "fd:memory", NULL)) < 0)
		return -1;
	do {
		if (look(qmp, false, &work) < 0)
			return -1;
		if (work.phase == VM_WORK_GOES_ON)
			nanosleep(&(struct timespec){ .tv_nsec = LOAD_LOOK_MS * 1000000 }, NULL);
	} while (work.phase == VM_WORK_GOES_ON || work.phase == VM_WORK_NONE);
	qmp_set_patience(qmp, QMP_PATIENCE_MS);
	return work.phase == VM_WORK_DONE ? 0 : fail(FAULT_FAILED, "memory: %s", work.error);
}
