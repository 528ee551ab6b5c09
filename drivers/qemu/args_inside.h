/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_inside - what the builders of the command line share; nobody else includes it */
#ifndef QEMU_ARGS_INSIDE_H
#define QEMU_ARGS_INSIDE_H

#include "alias.h"
#include "args.h"
#include "base/fail.h"
#include "base/json.h"
#include "machine.h"
#include "tls.h"

struct args {
	const struct vm_def *def;
	const struct qemu_args_how *how;
	const struct machine *machine;
	struct strings *out;
	/* Place in the boot order by class of device, 0 when used up: from <os><boot>. */
	unsigned boot_hd, boot_cdrom, boot_floppy, boot_network;
};

/* "-flag value"; value NULL: the flag alone. */
void args_add(struct args *a, const char *flag, const char *value);
void args_addf(struct args *a, const char *flag, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Takes the object over. */
void args_json(struct args *a, const char *flag, struct json_object *value);

/* A passphrase, from the file that has it.  Takes the id over. */
void args_secret(struct args *a, char *id);

/* Text in a comma-separated option: commas are doubled. */
void option_text(struct text *out, const char *value);
/* ",key=value", value NULL: nothing. */
void option(struct text *out, const char *key, const char *value);
void option_onoff(struct text *out, const char *key, enum tri value);

/* Members of an object; what was not said is left out. */
void prop_string(struct json_object *o, const char *key, const char *value);
void prop_number(struct json_object *o, const char *key, int64_t value);
void prop_count(struct json_object *o, const char *key, uint64_t value);     /* 0 is not said */
void prop_given(struct json_object *o, const char *key, struct number value);
void prop_bool(struct json_object *o, const char *key, bool value);
void prop_tri(struct json_object *o, const char *key, enum tri value);       /* true, false */
void prop_onoff(struct json_object *o, const char *key, enum tri value);     /* "on", "off" */
/* Takes the value over. */
void prop_add(struct json_object *o, const char *key, struct json_object *value);

/* A device object: {"driver":...}. */
struct json_object *device_new(const char *driver);
/* Its place: bus and addr, port, nr ...  -1 when there is no such bus. */
int device_address(struct args *a, struct json_object *device, const struct device_info *info);
/* -device, after applying qemu:override; takes the object over. */
int args_device(struct args *a, struct json_object *device, const struct device_info *info);

/* The driver name of a virtio device: "virtio-net" + "-pci" and its variants. */
char *virtio_driver(const char *base, enum virtio_model model, const struct device_info *info);
void virtio_props(struct json_object *device, const struct virtio_options *options);

/* "audio2"; number 0 stands for the first backend, NULL when there is none.  Caller frees. */
char *audio_name(const struct vm_def *def, unsigned id);

/* -chardev for a host end; id without "char". */
int args_chardev(struct args *a, const struct chardev_source *source, const char *alias);

/* The same for a device that another process serves; returns its id, NULL after a failure.
 * Caller frees. */
char *vhost_user_chardev(struct args *a, const struct chardev_source *source, const char *alias);

/* The storage node of an image on a server, without what all nodes have; NULL after a failure. */
struct json_object *server_storage(const struct disk *disk, const struct storage_source *source);

/* The same for iSCSI alone; the name is a target, or TARGET/LUN. */
struct json_object *iscsi_target(const struct source_host *host, const char *name, const char *initiator);

/* The cache mode a disk really has. */
enum disk_cache disk_cache_mode(const struct disk *disk);

/* Does a cell say more of its memory than its distance? */
bool cpu_has_hmat(const struct vm_cpu *cpu);

/* In the order of the command line. */
int args_refuse(struct args *a);
int args_firmware_nodes(struct args *a);
int args_machine(struct args *a);
int args_cpu(struct args *a);
int args_memory(struct args *a);
int args_numa(struct args *a);
int args_smbios(struct args *a);
int args_clock_and_power(struct args *a);
int args_boot(struct args *a);
int args_controllers(struct args *a);
int args_memory_devices(struct args *a);
int args_disks(struct args *a);
int args_filesystems(struct args *a);
int args_nics(struct args *a);
/* The place of a card in the boot order, 0: none. */
unsigned args_nic_boot(const struct args *a, const struct nic *nic);
int args_chardevs(struct args *a);        /* smart cards, serial, parallel, channels, consoles */
int args_tpms(struct args *a);
int args_inputs(struct args *a);
int args_audios(struct args *a);          /* where sound goes on the host */
int args_graphics(struct args *a);        /* displays, video */
int args_sounds(struct args *a);
int args_watchdogs(struct args *a);
int args_redirdevs(struct args *a);
int args_hostdevs(struct args *a);
int args_memballoon(struct args *a);
int args_rngs(struct args *a);
int args_panics(struct args *a);
int args_shmems(struct args *a);
int args_vsock(struct args *a);
int args_cryptos(struct args *a);

#endif
