/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args - the command line of a guest, from its definition
 *
 * Pure: nothing is opened, made or asked.  What the caller opened or chose comes in
 * `struct qemu_args_how`.  The definition is a live one: completed, devices and
 * images named (alias.h).  What cannot be said to QEMU is a failure naming the device. */
#ifndef QEMU_ARGS_H
#define QEMU_ARGS_H

#include <stdbool.h>

#include "caps.h"
#include "model/vm_def.h"

struct tls;

/* What the owner of an encrypted guest gave, as files of its run's directory. */
#define SEV_CERTIFICATE "dh_cert.base64"
#define SEV_SESSION     "session.base64"

/* Descriptors of a network interface, inherited by the emulator. */
struct qemu_tap {
	const char *alias;
	int *tap, *vhost;
	unsigned taps, vhosts;
};
LIST_OF(qemu_tap);

/* How the host's SCSI device is reached: by its node below /dev; a target of the kernel by an
 * inherited descriptor of its vhost. */
struct qemu_scsi {
	const char *alias;
	char *path;
	int vhost;
};
LIST_OF(qemu_scsi);

/* A passphrase, a file in memory that the emulator inherited, or was lent. */
struct qemu_secret {
	char *id;                         /* see secrets.h */
	int fd;                           /* what the emulator knows it by */
	int set;                          /* of descriptors that it was lent in, or -1 */
};
LIST_OF(qemu_secret);

struct qemu_args_how {
	const struct qemu_caps *caps;
	const struct vm_cpu *cpu;         /* the processor, exact; NULL: that of the definition */
	/* Print what libvirt would start, for conformance tests and `qemu-argv`: its environment,
	 * monitor socket and master key; network interfaces as if their taps were there. */
	bool native;
	int monitor_fd, events_fd;        /* listening sockets for QMP */
	const char *var;                  /* "$VAR/qemu" */
	const char *dir;                  /* "$VAR/qemu/domain-3-web": sockets of this run */
	const char *tag;                  /* "3-web": names this run's memory files */
	const char *helpers;              /* "$RUN/qemu/web.": so begin the sockets of device helpers */
	const char *tpm_socket;           /* of the TPM emulator */
	struct qemu_tap_list taps;
	bool by_name;                     /* the descriptors of taps are known to the emulator as "fd-7" */
	int vsock_fd;
	struct qemu_scsi_list scsis;
	struct qemu_secret_list secrets;  /* one that is not among them is shown as a file of `dir` */
	const struct sysinfo *host;       /* what the host's own SMBIOS says; NULL: nothing */
	const struct tls *tls;            /* who uses certificates, and where these are */
	const char *incoming;             /* "defer", "fd:7" ... or NULL */
	int64_t now;                      /* seconds since the epoch, for clocks with an adjustment */
};

/* "NAME=VALUE" of what the definition says by the environment. */
void qemu_environment(const struct vm_def *def, struct strings *out);

/* argv, argv[0] being the emulator; with how->native the environment comes first. */
int qemu_args(const struct vm_def *def, const struct qemu_args_how *how, struct strings *ret_argv);

/* Command-line options of a block node for blockdev-add: where an image is, and what
 * interprets it.  NULL after FAULT_UNSUPPORTED.  Caller puts it.
 * backing: name of the node below; NULL: whatever the image says; "": nothing. */
struct json_object *qemu_blockdev_storage(const struct disk *disk, const struct storage_source *source);
/* How a header names the image it stands on: a path, or for one on a server the whole node.  NULL after a
 * failure; caller frees. */
char *qemu_backing_name(const struct disk *disk, const struct storage_source *source);
/* The node between those two of an image that is only a part of its file (slices.n). */
struct json_object *qemu_blockdev_slice(const struct storage_source *source);
struct json_object *qemu_blockdev_format(const struct disk *disk, const struct storage_source *source,
					 const char *backing);

#endif
