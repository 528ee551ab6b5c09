/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cgroup - a control group of its own for each emulator, where we may make one */
#ifndef QEMU_CGROUP_H
#define QEMU_CGROUP_H

#include <sys/types.h>

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

#endif
