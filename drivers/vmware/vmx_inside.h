/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_inside - what the files behind vmx.h share
 *
 * Keys of one device begin with its name: "scsi0:1.present".  The name is said once, with
 * vmx_device() or vmx_put_device(), and stands before all keys until the next. */
#ifndef VMX_INSIDE_H
#define VMX_INSIDE_H

#include "base/fail.h"
#include "base/settings.h"
#include "vmx.h"

enum { VMX_SCSI_CONTROLLERS = 4 };

struct vmx_reader {
	struct settings settings;
	struct vm_def *def;
	char *device;                    /* "scsi0:1."; "" at first */
	enum controller_model scsi_model[VMX_SCSI_CONTROLLERS];
};

void vmx_device(struct vmx_reader *r, const char *device, ...) __attribute__((format(printf, 2, 3)));
/* NULL when it is not said. */
const char *vmx_get(const struct vmx_reader *r, const char *key);
bool vmx_is(const struct vmx_reader *r, const char *key, const char *word);    /* in any case */
/* Each leaves *ret as it is when nothing is said.  "unlimited" is -1. */
int vmx_get_number(const struct vmx_reader *r, const char *key, int64_t *ret);
int vmx_get_truth(const struct vmx_reader *r, const char *key, bool *ret);
/* Must be there: NULL after fail(). */
const char *vmx_need(const struct vmx_reader *r, const char *key);
/* "FILE:LINE: scsi0:1.deviceType 'x' ..." */
int vmx_refuse(const struct vmx_reader *r, const char *key, const char *why);

/* In place: what MARK and two digits stand for; -1 without fail() when the digits are none of a byte. */
int vmx_unescape(char *text, char mark);
/* Every text as VMware means it: |XX is a byte, in the encoding of the file. */
int vmx_decode(struct settings *settings);

struct vmx_writer {
	const struct vm_def *def;
	unsigned hardware;
	char *device;
	struct text *out;
};

void vmx_put_device(struct vmx_writer *w, const char *device, ...) __attribute__((format(printf, 2, 3)));
void vmx_put(const struct vmx_writer *w, const char *key, const char *value);
void vmx_put_number(const struct vmx_writer *w, const char *key, int64_t value);
/* Bytes in hexadecimal, a dash in the middle. */
void vmx_put_uuid(const struct vmx_writer *w, const char *key, const char *uuid);
/* A file; "[store] dir/file" is where ESX mounts that store. */
void vmx_put_file(const struct vmx_writer *w, const char *key, const char *file);

/* The parts of a file, each in the file of its subject. */
typedef int vmx_read_part(struct vmx_reader *r);
typedef int vmx_write_part(struct vmx_writer *w);
vmx_read_part vmx_read_identity, vmx_read_memory, vmx_read_processors, vmx_read_display,
	vmx_read_disks, vmx_read_floppies, vmx_read_folders, vmx_read_nics, vmx_read_ports;
vmx_write_part vmx_write_identity, vmx_write_memory, vmx_write_processors, vmx_write_vnc,
	vmx_write_disks, vmx_write_folders, vmx_write_nics, vmx_write_video, vmx_write_ports,
	vmx_write_firmware, vmx_write_bridges;

#endif
