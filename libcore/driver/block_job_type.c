/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_job_type - the record of a job on a disk, in libvirt's words (spec/snapshots.md 6.8) */
#include "driver/vm_job.h"

ENUM_WORDS(block_job_kind, BLOCK_JOB_KIND);
ENUM_WORDS(block_job_state, BLOCK_JOB_STATE);

#define T struct block_job
static const struct row block_job_rows[] = {
	STRING(T, name,          "@name",  REQUIRED,                  "the hypervisor's name of it"),
	ENUM  (T, kind,          "@type",  block_job_kind,  REQUIRED, "what is done"),
	ENUM  (T, state,         "@state", block_job_state, REQUIRED, "how far it is"),
	U64   (T, started,       "@started",                       0, "since when, milliseconds of the epoch"),
	HEX   (T, flags,         "@jobflags", "0x%llx",            0, "how a copy was asked for"),
	YESNO (T, shallow_new,   "@shallownew",                    0, "the chain of a copy is opened at its end"),
	STRING(T, disk.target,   "disk/@dst",                      0, "the disk"),
	YESNO (T, disk.mirror,   "disk/@mirror",                   0, "it has a <mirror>"),
	STRING(T, base,          "base/@node",                     0, "image that stays"),
	STRING(T, top,           "top/@node",                      0, "first image that is merged"),
	STRING(T, top_parent,    "topparent/@node",                0, "image above it"),
	FLAG  (T, delete_images, "deleteCommittedImages",          0, "what was merged is removed"),
	STRING(T, bitmap,        "bitmap/@name",                   0, "which blocks a backup copies"),
	GROUP (T, store,         "store", storage_source,          0, "where a backup goes"),
	GROUP (T, gone,          "chains/disk", storage_source,    0, "images that are not used any more"),
	FLAG  (T, told_to_end,   "toldToEnd",                      0, "the hypervisor was told to end it"),
	STRING(T, error,         "error",                          0, "why it failed"),
	ROWS_END
};
#undef T
const struct type block_job_type = {
	.name = "blockjob", .size = sizeof(struct block_job), .rows = block_job_rows,
};
