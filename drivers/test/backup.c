/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - backups of simulated guests: no data, only jobs; a pull goes on until it is told to end */
#include "backup.h"

#include <fcntl.h>

#include "base/file.h"
#include "block.h"
#include "image.h"

static int
preserve(struct vm *vm)
{
	return vm_job_note(vm, json_build("b:preserve", true, NULL));
}

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
check(struct vm *vm, const struct backup_def *def)
{
	(void)vm;
	return def->server.tls == YES ? fail(FAULT_STATE, "simulated guests have no certificates") : 0;
}

static int
nothing_to_do(struct vm *vm, const struct backup_def *def)
{
	(void)vm, (void)def;
	return 0;
}

/* --- images that tell where they come from --- */

static int
copy(const struct storage_source *from, const struct storage_source *to)
{
	return test_image_copy(to, from);
}

static int
stand(const char *image, const char *below)
{
	if (!below && file_exists(AT_FDCWD, image))
		return 0;
	return test_image_write(image, "upon", below ? below : "nothing");
}

static int
merge(const char *image, const char *below)
{
	return unlink(below) < 0 ? 0 : test_image_write(image, "merged with", below);
}

static int
nothing_to_verify(const char *image)
{
	(void)image;
	return 0;
}

static int
nothing_to_bury(const struct backup_def *def)
{
	(void)def;
	return 0;
}

const struct backup_ops test_backup_ops = {
	.check  = check,
	.listen = nothing_to_do,
	.preserve = preserve,
	.begin  = begin,
	.serve  = nothing_to_do,
	.finish = nothing_to_do,
	.bury   = nothing_to_bury,
	.copy   = copy,
	.stand  = stand,
	.merge  = merge,
	.verify = nothing_to_verify,
};
