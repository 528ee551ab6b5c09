/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm - virtual machines: what programs do with them and what drivers supply
 *
 * Programs call the functions of this header.  Those do the part that is the
 * same everywhere (names, locks, files, checks of state) and call the driver's
 * operation for the rest. */
#ifndef DRIVER_VM_H
#define DRIVER_VM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/json.h"
#include "base/uuid.h"
#include "driver/driver.h"
#include "driver/event_log.h"
#include "driver/vm_job.h"
#include "model/vm_def.h"

/* Run states, with libvirt's words and numbers. */
#define VM_STATE(X)                       \
	X(VM_NOSTATE,     "no state")     \
	X(VM_RUNNING,     "running")      \
	X(VM_BLOCKED,     "idle")         \
	X(VM_PAUSED,      "paused")       \
	X(VM_SHUTDOWN,    "in shutdown")  \
	X(VM_SHUTOFF,     "shut off")     \
	X(VM_CRASHED,     "crashed")      \
	X(VM_PMSUSPENDED, "pmsuspended")
ENUM_TYPE(vm_state, VM_STATE);

/* Why it is in that state: virsh's words of domstate --reason. */
#define VM_REASON(X)                                \
	X(VM_REASON_UNKNOWN,       "unknown")       \
	X(VM_REASON_BOOTED,        "booted")        \
	X(VM_REASON_MIGRATED,      "migrated")      \
	X(VM_REASON_RESTORED,      "restored")      \
	X(VM_REASON_FROM_SNAPSHOT, "from snapshot") \
	X(VM_REASON_UNPAUSED,      "unpaused")      \
	X(VM_REASON_CANCELLED,     "migration canceled") \
	X(VM_REASON_SAVE_CANCELLED, "save canceled") \
	X(VM_REASON_WAKEUP,        "event wakeup")  \
	X(VM_REASON_CRASHED,       "crashed")       \
	X(VM_REASON_USER,          "user")          \
	X(VM_REASON_SAVING,        "saving")        \
	X(VM_REASON_DUMPING,       "dumping")       \
	X(VM_REASON_IO_ERROR,      "I/O error")     \
	X(VM_REASON_WATCHDOG,      "watchdog")      \
	X(VM_REASON_SHUTTING_DOWN, "shutting down") \
	X(VM_REASON_SNAPSHOT,      "creating snapshot") \
	X(VM_REASON_STARTING,      "starting up")   \
	X(VM_REASON_SHUTDOWN,      "shutdown")      \
	X(VM_REASON_DESTROYED,     "destroyed")     \
	X(VM_REASON_SAVED,         "saved")         \
	X(VM_REASON_FAILED,        "failed")        \
	X(VM_REASON_PANICKED,      "panicked")      \
	X(VM_REASON_DAEMON,        "daemon")
ENUM_TYPE(vm_reason, VM_REASON);

#define DEVICE_CHANGE(X)                        \
	X(DEVICE_CHANGE_NONE, NULL)             \
	X(DEVICE_COMES,       "plugged")        \
	X(DEVICE_GOES,        "unplugged")      \
	X(DEVICE_GOES_FROM_BOTH, "forgotten")   \
	X(DEVICE_IS_TUNED,    "tuned")          \
	X(DEVICE_IS_UPDATED,  "updated")
ENUM_TYPE(device_change, DEVICE_CHANGE);
/* What is on record of a device of a running guest. */
struct device_record {
	char *alias;
	enum device_change change;
};
LIST_OF(device_record);
extern const struct type device_record_type;

/* What is true of a running guest until it stops: $RUN/FOLDER/NAME.xml, libvirt's
 * <domstatus> around the live <domain>. */
struct vm_live {
	uint64_t pid;
	uint64_t started;        /* epoch seconds of the start */
	enum vm_state state;     /* last word we wrote; NAME.state and QMP decide */
	enum vm_reason reason;
	bool transient;          /* started by vm-create, nothing stored */
	char *facts;             /* the driver's own, one JSON object on a line; NULL when none */
	unsigned nodes;          /* highest number an image has had: vm_next_node() */
	enum tri jobs_active;
	struct block_job_list block_jobs;        /* see vm_job.h */
	struct block_job_list ended_jobs;        /* how the last one of each disk ended */
	struct vm_job *job;      /* on the whole guest; NULL when none */
	struct device_record_list devices;       /* that come or go: see device.h */
	char *device_config;     /* what is to be stored once they came or were changed; NULL: nothing */
	struct vm_cpu *cpu;      /* it was started with this one; NULL: with the definition's */
	struct vm_def *def;
};
extern const struct type vm_live_type;

enum vm_how {
	VM_TO_READ   = 0,
	VM_TO_CHANGE = 1 << 0,   /* take the lock; leftovers of killed programs are repaired first */
	VM_TO_END    = 1 << 1 | VM_TO_CHANGE,    /* where a guest does not answer, they are as if it had crashed */
};

struct vm {
	char *name;
	enum vm_state state;
	enum vm_reason reason;
	int id;                  /* -1 when not active */
	pid_t pid;               /* of the emulator; 0 when not active or it has none */
	bool stored;             /* has a definition under $ETC: "persistent" */
	bool active;             /* running, paused ...: not shut off */
	int lock;                /* -1 unless VM_TO_CHANGE */
	int job_lock;            /* -1 unless this program attends to a job of it */
	struct vm_live *live;    /* use vm_live() */
	struct vm_def *config;   /* use vm_config() */
	struct vm_def *placed;   /* use vm_placed() */
	uint64_t started;        /* epoch seconds; 0 when not active */
	bool leftover;           /* not active, but a live file is there: it died, nobody cleaned up */
};

/* Look a guest up: exact name, UUID, running number (in that order).  FAULT_NO_VM
 * when there is none.  Its state is asked at once; definitions are read when
 * asked for. */
struct vm *vm_open(const char *name, enum vm_how how);
void vm_close(struct vm *vm);
static inline void vm_close_at(struct vm **vm) { vm_close(*vm); }
#define auto_vm __attribute__((cleanup(vm_close_at)))

/* Definitions.  Borrowed from the handle; NULL after a failure: vm_live() when it
 * is neither active nor left over (FAULT_STATE "not running"), vm_config() when it is transient. */
struct vm_live *vm_live(struct vm *vm);
struct vm_def *vm_config(struct vm *vm);
/* The live definition of an active guest, else the stored one. */
struct vm_def *vm_def(struct vm *vm);
/* The same for who opens its images: the volumes of a guest that is off, too, are the files, devices or
 * servers that they stand for.  FAULT_MISSING, FAULT_STATE when a disk's cannot be found. */
struct vm_def *vm_placed(struct vm *vm);

/* What a summary needs, without reading XML when it is cached. */
struct vm_facts {
	char uuid[UUID_TEXT];
	char *title, *os_type;
	unsigned vcpus, max_vcpus;
	uint64_t memory, max_memory;         /* bytes */
};
int vm_facts(struct vm *vm, struct vm_facts *ret_facts);
void vm_facts_done(struct vm_facts *facts);

/* Names, sorted by bytes.  Patterns as in fnmatch(3). */
enum vm_filter { VM_ACTIVE = 1 << 0, VM_INACTIVE = 1 << 1, VM_ALL = VM_ACTIVE | VM_INACTIVE };
int vm_names(enum vm_filter filter, const char *pattern, struct strings *ret_names);

/* The guests themselves, to read: far cheaper than opening them one by one, since what
 * was never started is known from two directories. */
struct vms {
	struct vm **item;
	unsigned n;
};
int vms_open(enum vm_filter filter, const char *pattern, struct vms *ret_vms);
void vms_close(struct vms *vms);
#define auto_vms __attribute__((cleanup(vms_close)))

/* Definitions of record. */
enum vm_define_how { DEFINE_VALIDATE = 1 << 0, DEFINE_IF_CHANGED = 1 << 1, DEFINE_STRICT = 1 << 2 };
/* Store a definition (whence: file name for messages).  A guest of the same name must have the same
 * UUID, and the other way round (FAULT_FAILED).  ret_name and ret_changed may be NULL;
 * if_match: refuse unless the stored one has this hash (vm_hash()). */
int vm_define(const char *xml, const char *whence, enum vm_define_how how,
	      const char *if_match, char **ret_name, bool *ret_changed);
char *vm_hash(struct vm *vm);            /* of the stored definition.  Caller frees. */
enum vm_undefine_how {
	UNDEFINE_MANAGED_SAVE = 1 << 0, UNDEFINE_SNAPSHOTS = 1 << 1, UNDEFINE_CHECKPOINTS = 1 << 2,
	UNDEFINE_NVRAM = 1 << 3, UNDEFINE_KEEP_NVRAM = 1 << 4, UNDEFINE_TPM = 1 << 5, UNDEFINE_KEEP_TPM = 1 << 6,
};
int vm_undefine(struct vm *vm, enum vm_undefine_how how);
int vm_rename(struct vm *vm, const char *new_name);
/* Read, complete and check a definition without storing it.  Caller frees. */
struct vm_def *vm_prepare(const char *xml, const char *whence, enum vm_define_how how);
/* Write back after changing vm_config() or vm_live()->def in place. */
int vm_save_config(struct vm *vm);
int vm_save_live(struct vm *vm);
/* XML as users see it; view as in model.h (VIEW_SECRET ...).  config: the stored one of
 * an active guest.  Caller frees. */
char *vm_xml(struct vm *vm, bool config, enum view view);

/* Life cycle.  Each checks the state (FAULT_STATE "not running", "already running"). */
struct vm_start {
	bool paused, force_boot, bypass_cache, reset_nvram;
	const char *pass_fds;
	struct vm_def *def;      /* start this instead of the stored one; taken over */
	const struct vm_cpu *cpu;        /* start it with this processor, not the definition's; NULL: with that */
	const int *memory;       /* a descriptor: resume from this stream (memory_image.h); NULL: boot */
	struct port_range_list publish;      /* ports of the host that lead to this run of the guest, too */
};
int vm_start(struct vm *vm, struct vm_start *how);
/* Start a transient guest, or a stored one with a one-time definition. */
int vm_create(const char *xml, const char *whence, enum vm_define_how how,
	      struct vm_start *start, char **ret_name);
int vm_destroy(struct vm *vm, bool graceful);
enum vm_shutdown_mode { SHUTDOWN_ACPI = 1 << 0, SHUTDOWN_AGENT = 1 << 1, SHUTDOWN_INITCTL = 1 << 2,
	SHUTDOWN_SIGNAL = 1 << 3, SHUTDOWN_PARAVIRT = 1 << 4 };
int vm_shutdown(struct vm *vm, unsigned modes);      /* 0: the driver's choice */
int vm_reboot(struct vm *vm, unsigned modes);
int vm_reset(struct vm *vm);
int vm_suspend(struct vm *vm);
int vm_resume(struct vm *vm);
/* Fail with FAULT_STATE: also for drivers that find that it has ended since it was looked at. */
int vm_not_running(void);

/* Wait until the guest is no longer active (VM_SHUTOFF), or in that state: 1 yes, 0 time is up, -1 with
 * FAULT_STATE when it has ended, FAULT_NO_VM when it is gone. */
int vm_wait(const char *name, enum vm_state wanted, int64_t timeout_ms);

/* 0 when the agent in an active guest answers, else FAULT_OPTION (it can have none) or FAULT_AGENT. */
int vm_ask_agent(struct vm *vm);
/* Clean up after a hypervisor that died; ret_what (may be NULL) lists what was
 * removed.  Every VM_TO_CHANGE open has done this already. */
int vm_reap(struct vm *vm, struct strings *ret_what);

/* With a teller set (--dry-run), every changing function of this noun makes all its look-ups and
 * checks, takes no lock, changes nothing, and tells what it would have done:
 * "start web: qemu-system-x86_64 -name ...". */
typedef void vm_teller(const char *what);
vm_teller *vm_dry_run(vm_teller *tell);      /* returns the teller before */
bool vm_is_dry_run(void);

/* From now on the host of this call is one whose driver knows that native format ("xen-xl",
 * "vmware-vmx"): the one that was chosen, if it does. */
int vm_native_choose(const char *format);

/* Events, see event_log_add() and event_log_open(); and NAME.state. */
int vm_event(const char *folder, const char *name, const char *event,
	     const char *detail, const char *reason);
struct event_log *vm_event_log(const struct strings *names, int64_t since_us);
int vm_set_state(const char *folder, const char *name, enum vm_state state, enum vm_reason reason);

/* What a driver of this noun supplies.  Every operation gets an open handle whose
 * lock is held when it changes something; live/config are loaded where the comment says. */
struct vm_ops {
	/* Add what the hypervisor adds to a definition that is new (default devices,
	 * addresses, machine, emulator).  It calls vm_def_complete() at the point where what that
	 * adds belongs. */
	int (*complete)(struct vm_def *def);
	/* Refuse a complete one that it cannot run. */
	int (*validate)(const struct vm_def *def);
	/* Correct state, reason, pid of a guest that has a live file: they are what NAME.state
	 * and the live file say.  Set active to false when it is dead.  Cheap: no connection
	 * while the keeper's word can be trusted. */
	int (*probe)(struct vm *vm);
	/* Do what was to follow on what happened to an active guest while nobody watched
	 * (on_poweroff, on_crash).  May end it as a shutdown may. */
	int (*settle)(struct vm *vm);
	/* Start vm->live->def, which is a completed copy of what is to run, with vm->id given.  On
	 * success the live file is written, the guest runs (or is paused).  Operations that
	 * change the run state write NAME.state and set vm->state; the events are told by the
	 * caller.  When the guest is no longer active afterwards (a shutdown that
	 * ended at once), active is false, and state and reason say why. */
	int (*start)(struct vm *vm, const struct vm_start *how);
	int (*destroy)(struct vm *vm, bool graceful);
	int (*shutdown)(struct vm *vm, unsigned modes);
	int (*reboot)(struct vm *vm, unsigned modes);
	int (*reset)(struct vm *vm);
	int (*suspend)(struct vm *vm);
	int (*resume)(struct vm *vm);
	/* File systems stand still, and go on again; thawing what is not frozen is fine. */
	int (*freeze)(struct vm *vm);
	int (*thaw)(struct vm *vm);
	/* Does the agent in an active guest answer?  FAULT_OPTION when it has no channel, FAULT_AGENT. */
	int (*ask_agent)(struct vm *vm);
	/* Begin to write the memory of an active guest to a descriptor; the work goes on.  A guest
	 * that runs stands still at the end of it; how->memory of start() takes what was written. */
	int (*save_memory)(struct vm *vm, int fd);
	/* What a processor comes to in the hypervisor of an active guest: each feature that the guest then has,
	 * and each that it lacks though model or definition ask for it.  Started so elsewhere, it is
	 * the same to the guest. */
	int (*exact_cpu)(struct vm *vm, const struct vm_cpu *cpu, struct vm_cpu **ret_cpu);
	/* The same for analysis, in a format of the hypervisor's ("elf", "kdump-zlib"); fd is a file. */
	int (*dump_memory)(struct vm *vm, int fd, const char *format);
	/* How that stands; dump: the second sort. */
	int (*work)(struct vm *vm, bool dump, struct vm_work *ret_work);
	/* Have it end; what has ended is fine. */
	int (*cancel_work)(struct vm *vm, bool dump);
	/* Remove what a dead guest left (sockets, helpers, tpm, cgroup); append to what. */
	int (*reap)(struct vm *vm, struct strings *what);
	/* CPU time used so far in nanoseconds, and memory in use in bytes. */
	int (*usage)(struct vm *vm, uint64_t *ret_cpu_ns, uint64_t *ret_memory);
	/* An open descriptor to talk to a console (devname: alias, NULL: the first). */
	int (*console)(struct vm *vm, const char *devname, int *ret_fd);
	/* A picture of screen number `screen` to a file descriptor; format "png" or "ppm". */
	int (*screenshot)(struct vm *vm, unsigned screen, const char *format, int fd);
	/* Press n keys together (qemu's qcode names), for holdtime_ms. */
	int (*send_keys)(struct vm *vm, const char *const *keys, unsigned n, unsigned holdtime_ms);
	/* A raw monitor command: JSON, or with hmp the human monitor's.  Caller frees the reply. */
	int (*monitor)(struct vm *vm, const char *command, bool hmp, char **ret_reply);
	/* The command line this definition would start with, one argument an item.  format
	 * NULL: the driver's own; it is what a dry run tells. */
	int (*to_native)(const struct vm_def *def, const char *format, struct strings *ret_arguments);
	/* Append the file of that native format: what is not just one command line. */
	int (*to_native_file)(const struct vm_def *def, const char *format, struct text *out);
	/* The definition that a file of that native format stands for; whence names it in messages. */
	int (*from_native)(const char *format, const char *text, const char *whence, struct vm_def **ret_def);
	/* Where the guest's own output (emulator log, console log) is. Caller frees. */
	char *(*log_file)(struct vm *vm);
	/* Move files that carry the name (nvram, logs) with a rename of a stopped guest: the
	 * handle has the old name, and what is changed in vm->config is stored.  This and the
	 * next may be called again after a kill; what is done already is fine. */
	int (*renamed)(struct vm *vm, const char *new_name);
	/* Refuse an undefine that would leave or lose something without having been told to. */
	int (*check_undefine)(struct vm *vm, enum vm_undefine_how how);
	/* Remove the hypervisor's own files on undefine; vm->config is what was stored.  The
	 * guest may be active still. */
	int (*undefined)(struct vm *vm, enum vm_undefine_how how);
};

#endif
