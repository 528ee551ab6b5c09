/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* process - starting programs, waiting for them, and telling them apart */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/text.h"

/* Run argv to its end with nothing on standard input.  With ret_output, what
 * it wrote to standard output (at most 16 MiB) goes there.  A status other than 0 is
 * FAULT_FAILED with the last line of its standard error. */
int process_run(char *const argv[], char **ret_output);

/* The same with that on standard input, of whom no output is wanted. */
int process_feed(char *const argv[], const char *input);

/* Start argv, found in $PATH, with these as its standard streams (-1: /dev/null).  SIGPIPE,
 * which a changing program ignores, and signals that are kept are not so in the child. */
int process_spawn(char *const argv[], const int streams[3], pid_t *ret_pid);

/* The same for one that is killed when this process ends, however that comes.  What cannot be run tells why
 * on its standard error, and ends with 127. */
int process_spawn_bound(char *const argv[], const int streams[3], pid_t *ret_pid);

/* A pidfd for pid, or -1. */
int process_open(pid_t pid);

/* Wait until the process of a pidfd has ended: 1 ended, 0 time is up (INT64_MAX: never), -1. */
int process_wait(int pidfd, int64_t timeout_ms);

int process_signal(int pidfd, int signal);

/* Start time of a process in clock ticks since boot, 0 when it is gone. With
 * the pid it names a process for good. */
uint64_t process_started(pid_t pid);

/* Is it between its last instruction and its end?  The kernel takes back memory and closes files then, in no
 * order that could be relied on: a lock of it may be free and another still be held. */
bool process_is_ending(pid_t pid);

/* Whether a core file is made when this process, or what it starts from now on, crashes.  What a
 * program has in memory may be secret, so it begins with false. */
void process_dumps(bool wanted);

/* No limits of processor time, file size and memory for this process and what it starts from now on, or as
 * wide as they may be made: what a shell has for itself must not end a guest months later. */
void process_unlimit(void);

/* For a new process that outlives its caller: that, a session of its own, no folder that could not be
 * unmounted, the usual umask. */
void process_outlive(void);

/* "vm-backup" of a process, for messages.  Caller frees; NULL when gone. */
char *process_name(pid_t pid);

#endif
