/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_query - what is known of a backup */
#include "driver/backup_inside.h"
#include "driver/vm_inside.h"
#include "driver/vm_job_info.h"

char *
backup_xml(struct vm *vm)
{
	struct vm_job *whole = backup_of(vm);

	if (!whole)
		return vm->active && !vm->live ? NULL : (fail(FAULT_NO_BACKUP, "no backup goes on"), NULL);
	return backup_def_text(whole->backup, VIEW_STATUS);
}

/* An address with colons stands in brackets. */
char *
backup_uri(struct vm *vm)
{
	struct vm_job *whole = backup_of(vm);
	const struct backup_def *def = whole ? whole->backup : NULL;
	const char *name = def ? def->server.name : NULL, *tls = def && def->server.tls == YES ? "s" : "";

	if (!def || def->mode != BACKUP_PULL)
		return NULL;
	if (def->server.transport == BACKUP_UNIX)
		return text_format("nbd%s+unix:///?socket=%s", tls, def->server.socket);
	return text_format(strchr(name, ':') ? "nbd%s://[%s]:%u" : "nbd%s://%s:%u", tls, name, def->server.port);
}

static void
add_figures(struct vm *vm, const struct block_view *view, struct backup_progress *progress)
{
	backup_each(job, vm)
		list_each(seen, &view->jobs)
			if (text_same(seen->name, job->name)) {
				progress->done += seen->done;
				progress->total += seen->total;
			}
}

int
backup_look(struct vm *vm, struct backup_progress *ret_progress)
{
	auto_block_view struct block_view view = { 0 };
	struct vm_job *whole = backup_of(vm);

	if (!whole)
		return vm->active && !vm->live ? -1 : 0;
	*ret_progress = (struct backup_progress) { .mode = whole->backup->mode, .started = whole->started };
	if (DRIVER_CALL(block, view, vm, &view) < 0)
		return -1;
	add_figures(vm, &view, ret_progress);
	return 1;
}

/* The guest has ended, with the backup or before. */
static int
ended_last(struct vm *vm, uint64_t started, enum block_job_state *ret_state, char **ret_error)
{
	static const enum block_job_state states[] = {
		[VM_WORK_DONE] = BLOCK_JOB_COMPLETED, [VM_WORK_FAILED] = BLOCK_JOB_FAILED,
		[VM_WORK_CANCELLED] = BLOCK_JOB_CANCELLED,
	};
	struct vm_job_info last;

	if (vm_job_last(vm, true, &last) < 0)
		return -1;
	if (last.kind != VM_JOB_BACKUP || last.started != started || last.work.phase >= COUNT(states))
		return 0;
	*ret_state = states[last.work.phase];
	*ret_error = xstrdup(last.work.error);
	return 1;
}

int
backup_ended(struct vm *vm, uint64_t started, enum block_job_state *ret_state, char **ret_error)
{
	if (!vm->active)
		return ended_last(vm, started, ret_state, ret_error);
	if (!vm_live(vm))
		return -1;
	list_each(job, &vm->live->ended_jobs) {
		if (job->started != started || job->kind != BLOCK_JOB_BACKUP)
			continue;
		*ret_state = job->state;
		*ret_error = xstrdup(job->error);
		return 1;
	}
	return 0;
}
