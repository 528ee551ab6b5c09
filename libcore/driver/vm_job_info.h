/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_job_info - what a guest is busy with, and what the last work on it came to
 *
 * $RUN/FOLDER/NAME.last-job, one JSON object: how the last job on the whole guest ended. */
#ifndef DRIVER_VM_JOB_INFO_H
#define DRIVER_VM_JOB_INFO_H

#include "driver/vm.h"

struct vm_job_info {
	enum vm_job_kind kind;           /* VM_JOB_NONE: there is none */
	bool over;                       /* it is what the last one came to */
	uint64_t started;                /* milliseconds of the epoch */
	struct vm_work work;
};

/* What is going on.  The guest is open for a change: hypervisors serve one at a time. */
int vm_job_info(struct vm *vm, struct vm_job_info *ret_info);
/* What went on last; keep: it can be asked for once more. */
int vm_job_last(struct vm *vm, bool keep, struct vm_job_info *ret_info);

/* Have the job on the whole guest end.  FAULT_NO_WORK when there is none. */
int vm_job_abort(struct vm *vm);

/* The job on record has come to this.  What cannot be kept is not worth a failure. */
void vm_job_remember(struct vm *vm, struct vm_work *work);
void vm_job_forget_last(const char *folder, const char *name);

/* The numbers of struct vm_work by the names that libvirt has for them. */
struct vm_work_figure {
	const char *name;
	size_t at;                       /* in struct vm_work */
};
extern const struct vm_work_figure vm_work_figures[];    /* name NULL ends it */
uint64_t *vm_work_figure(struct vm_work *work, const struct vm_work_figure *figure);

#endif
