/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keeper - the parent process of one running guest
 *
 * It holds nothing that is not in files or in the kernel: killing it loses only
 * promptness.  While it holds the record lock on NAME.keeper, NAME.state is
 * current.  Linked without the driver: these files use libcore's first floor. */
#ifndef QEMU_KEEPER_H
#define QEMU_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/json.h"
#include "run_state.h"

/* What the starter passes as NAME=VALUE words, in front of "--" and the emulator's. */
struct keeper_words {
	const char *dir;             /* $RUN/qemu */
	const char *locks;           /* $RUN/lock/qemu */
	const char *name;
	const char *witness;         /* inode of NAME.qmp, see life.h */
	const char *poweroff, *reboot, *crash;       /* words of on_poweroff ... */
	const char *user, *cgroups;  /* as in life.h; NULL when not given */
	const char *rawio;           /* "kept": the emulator may send any SCSI command; NULL: not */
	const char *dumps;           /* where core dumps of the guest go */
	const char *reap, *uri;      /* $bindir/vm-reap and what it shall connect to */
	char **argv;
};

struct keeper {
	struct keeper_words words;
	int dir;                     /* of words.dir */
	char *lock_name;             /* "NAME.keeper" */
	int lock;
	pid_t pid;                   /* the emulator */
	int pidfd, socket;           /* socket: events and orders; -1 when lost */
	struct text in;
	bool greeted;                /* it came up: it is worth telling that it stopped */
	enum vm_reason why_paused;   /* told by the event before STOP */
	enum vm_reason why_stopped;  /* told by the last SHUTDOWN event */
	char *pending_job;           /* its work is done, and somebody has to say so; NULL: none */
};

/* Take in one message of the emulator. */
void keeper_hear(struct keeper *keeper, struct json_object *message);

/* Has somebody cleaned up after the guest?  Our lock file is removed with the rest. */
bool keeper_is_clean(const struct keeper *keeper);

/* Tell of its end. */
void keeper_tell_end(struct keeper *keeper, int wait_status);

/* Append one line to NAME.events: a word of ours with detail and reason, and what
 * the emulator said; each may be NULL. */
void keeper_log(struct keeper *keeper, int64_t time_us, const char *event, const char *detail,
		const char *reason, struct json_object *message);

/* Send an order; its reply is only looked at for an error.  fd < 0: none goes with it. */
void keeper_order(struct keeper *keeper, const char *command, struct json_object *arguments, int fd);

/* Do what a word of on_poweroff, on_reboot or on_crash says. */
void keeper_apply(struct keeper *keeper, const char *action);

/* Reset a guest that has shut down: its processors stay stopped. */
void keeper_reset(struct keeper *keeper);

/* A failure that has no one else to hear it goes to the guest's log. */
void keeper_complain(void);

#endif
