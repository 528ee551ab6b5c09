/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chain_check - do the images of a guest agree with what is written about them? */
#ifndef DRIVER_CHAIN_CHECK_H
#define DRIVER_CHAIN_CHECK_H

#include "driver/vm.h"

struct chain_problem {
	char *target;                    /* "vda"; NULL: of no disk, or of one in a snapshot */
	const char *problem;             /* "missing", "differs", "busy", "orphaned" */
	char *file;
};
LIST_OF(chain_problem);

/* Every image that a guest of this host or one of its snapshots stands on. */
int chain_known(struct strings *ret_files);

/* What is wrong with the images of a guest:
 *	missing    a definition, a snapshot or the header of an image names it
 *	differs    it stands on something else than the definition says
 *	busy       the guest is off, but a process has it open
 *	orphaned   it stands on an image of the guest, lies beside one, and nobody knows it
 * Nothing for hypervisors whose images are no files of this host. */
int chain_check(struct vm *vm, const struct strings *known, struct chain_problem_list *ret_problems);
/* Has an emulator or one of QEMU's tools this image open? */
bool chain_is_busy(const char *path);
/* Images of a guest that is off, moved together to another directory: the header of one names what it
 * stands on where it was.  It names the file of that name beside it from then on.  FAULT_STATE. */
int chain_fix_paths(struct vm *vm);
void chain_problems_done(struct chain_problem_list *problems);
#define auto_chain_problems __attribute__((cleanup(chain_problems_done)))

#endif
