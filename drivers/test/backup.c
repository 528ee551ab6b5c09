/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - backups of simulated guests: no data, only jobs; a pull goes on until it is told to end */
#include "backup.h"

#include "block.h"

static int
begin(struct vm *vm, const struct backup_def *def, const struct checkpoint_def *checkpoint)
{
	(void)checkpoint;
	list_each(job, &vm->live->block_jobs)
		if (job->kind == BLOCK_JOB_BACKUP &&
		    test_job_begin(vm, job, NULL, 0, def->mode == BACKUP_PULL) < 0)
			return -1;
	return 0;
}

static int
nothing_to_do(struct vm *vm, const struct backup_def *def)
{
	(void)vm, (void)def;
	return 0;
}

static int
nothing_to_bury(const struct backup_def *def)
{
	(void)def;
	return 0;
}

const struct backup_ops test_backup_ops = {
	.check  = nothing_to_do,
	.listen = nothing_to_do,
	.begin  = begin,
	.serve  = nothing_to_do,
	.finish = nothing_to_do,
	.bury   = nothing_to_bury,
};
