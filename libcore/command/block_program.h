/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_program - what the vm-block programs do alike */
#ifndef COMMAND_BLOCK_PROGRAM_H
#define COMMAND_BLOCK_PROGRAM_H

#include "driver/block.h"

/* "Block Copy"; active commits are commits to people. */
const char *block_job_words(enum block_job_kind kind);

/* --bandwidth: MiB a second, or with --bytes a size.  text NULL: 0, no limit. */
int block_bandwidth(const char *text, bool bytes, uint64_t *ret_bandwidth);

/* What is to become of a job that was begun. */
enum block_until { BLOCK_UNTIL_READY, BLOCK_THEN_PIVOT, BLOCK_THEN_FINISH };
enum block_late { BLOCK_LATE_ABORT, BLOCK_LATE_LEAVE, BLOCK_LATE_THROTTLE };
struct block_wait {
	const char *vm, *disk;
	uint64_t started;                /* of the job, see struct block_progress */
	enum block_until until;          /* jobs of one phase: it is over anyway */
	enum block_late late;            /* when time is up */
	bool async;                      /* an end that was asked for is not waited for */
};
int block_wait(const struct block_wait *wait);

/* --then=: the words, and what they mean. */
extern const char *const block_late_words[];
enum block_late block_late_asked(const char *word);

#endif
