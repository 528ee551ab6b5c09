/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch - what starting one guest collects until its emulator answers */
#ifndef QEMU_LAUNCH_H
#define QEMU_LAUNCH_H

#include "args.h"
#include "guest.h"
#include "handover.h"
#include "ports.h"
#include "qmp.h"

struct fds {
	int *item;
	unsigned n;
};

struct launch {
	struct vm *vm;
	struct vm_def *def;          /* the live one */
	const struct vm_start *how;
	const struct qemu_caps *caps;
	struct emulator_user user;
	struct json_object *undo;    /* as written down */
	char *cgroups;
	char *run_dir;               /* $RUN/qemu/domain-ID-NAME: sockets of this run */
	int log;                     /* $LOG/qemu/NAME.log, and where this start begins in it */
	off_t log_from;
	int control, events;         /* what the emulator listens on */
	struct fds inherited;        /* its other descriptors */
	struct qemu_tap_list taps;   /* which of them are whose */
	int vsock;
	struct qemu_scsi_list scsis;
	struct qemu_secret_list secrets;
	int tpm_passphrase;
	struct ports ports;
	struct qmp *qmp;
};
/* None of its descriptors is open yet. */
#define LAUNCH_CLOSED .log = -1, .control = -1, .events = -1, .vsock = -1, .tpm_passphrase = -1

/* The steps, in this order.  The first makes nothing; what the others make that does not
 * go away by itself is in the undo file that it wrote. */
int launch_plan(struct launch *launch);
int launch_prepare(struct launch *launch);
int launch_spawn(struct launch *launch);
/* Wait until it answers, take in what it tells of itself, tell it what it has to know. */
int launch_greet(struct launch *launch);

void launch_done(struct launch *launch);
#define auto_launch __attribute__((cleanup(launch_done)))

/* What an emulator of this launch is started with.  by_name: what it would be, to compare it: with descriptors that
 * it has got by name, and at no time of the day. */
int launch_args(const struct launch *launch, bool by_name, struct strings *ret_argv);

/* Parts of the first step. */
int launch_check_source(const struct disk *disk);
void launch_plan_memory(struct launch *launch);
int launch_plan_security(struct launch *launch);
int launch_plan_transient(struct launch *launch);     /* before images are named */
void launch_note_transient(struct launch *launch);
int launch_find_scsis(struct launch *launch);
/* Part of the last one: processors, and what the host gives them. */
int launch_plug_vcpus(struct launch *launch);
/* Parts of the second step: launch->taps and launch->vsock; memory. */
int launch_make_memory(struct launch *launch);
/* Let an emulator keep the guest's memory in place, if it has to; pid 0: one that we are to start inherits
 * it, because once it runs without privileges it is too late. */
int launch_allow_locking(const struct vm_def *def, pid_t pid);
void launch_name_channels(struct launch *launch);     /* their sockets, when nobody said a path */
int launch_make_transient(const struct launch *launch);
int launch_write_security(const struct launch *launch);

/* Remove what transient disks have been written, from the undo file. */
void transient_remove(struct json_object *undo);
/* The terminals that query-chardev tells of go into the definition. */
int launch_take_ptys(struct vm_def *def, struct json_object *chardevs);
int launch_open_network(struct launch *launch);
int launch_open_log(struct launch *launch);
/* A file that is not there yet is made the emulator's: it may not make any everywhere.  NULL is fine. */
int launch_make_output(const char *path, const struct emulator_user *user);
int launch_open_secrets(struct launch *launch);
int launch_open_disk_secrets(struct launch *launch, const struct disk *disk);
int launch_open_hostdev_secrets(struct launch *launch, const struct hostdev *hostdev);
/* Empty the files with secrets, which have been read. */
void launch_forget_secrets(const struct launch *launch);
/* The descriptors of one card, if it has any. */
bool launch_opens(const struct nic *nic);
int launch_open_nic(struct launch *launch, struct nic *nic);
/* The kernel's half of a SCSI controller; nothing of other devices. */
int launch_open_vhost(struct launch *launch, const struct hostdev *hostdev);
/* Part of the first: names for the ports that its cards will have in networks, for the undo file;
 * and giving them back. */
struct json_object *launch_plan_ports(struct vm_def *def);
struct json_object *launch_plan_port(struct nic *nic);
void launch_undo_ports(struct json_object *undo);
/* The same for the filters of its cards; NULL when there are none. */
const char *launch_plan_filters(const struct vm_def *def);
void launch_undo_filters(struct json_object *undo);
/* The same for its ports of Open vSwitch. */
const char *launch_plan_switch(const struct vm_def *def);
void launch_undo_switch(struct json_object *undo);

#endif
