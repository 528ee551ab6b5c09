/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cgroup - a control group of its own for each emulator, where we may make one */
#ifndef QEMU_CGROUP_H
#define QEMU_CGROUP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/model.h"

/* The directories that would be a guest's, separated by ":"; NULL when this host has none
 * for us.  Makes nothing.  Caller frees. */
char *cgroup_plan(const char *name, int id);

/* Make them.  What cannot be made is left out: a guest runs without. */
void cgroup_make(const char *cgroups);

/* Move a process there.  It takes the kernel a grace period, so it is done while an emulator
 * starts, not before.  A guest without its group is as good, it is only not accounted for. */
void cgroup_enter(const char *cgroups, pid_t pid);

/* Remove them once they are empty. */
void cgroup_remove(const char *cgroups);

/* One tree for all controllers, or one for each? */
bool cgroup_unified(void);
/* Is there such a file, in the group for a controller? */
bool cgroup_has(const char *cgroups, const char *tree, const char *file);
/* Write a value there; the name of the file depends on the kind of tree.  what: the path in the
 * document, for failures. */
int cgroup_set(const char *cgroups, const char *tree, const char *old_file, const char *new_file,
	       const char *value, const char *what);
/* Time on processors in each period, in microseconds; nothing when neither was said. */
int cgroup_set_quota(const char *cgroups, uint64_t period, struct number quota, const char *what);
/* The same for one thread, in a group of its own below. */
int cgroup_limit_thread(const char *cgroups, const char *name, pid_t thread, uint64_t period,
			struct number quota, const char *what);

#endif
