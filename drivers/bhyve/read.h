/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read - reading command lines: what the files behind bhyve_read() share */
#ifndef READ_H
#define READ_H

#include "model/vm_def.h"

struct script {
	const char *whence;
	unsigned line, end;              /* of the command: its first, and its last so far */
	unsigned virtio_disks, sata_disks;
	struct vm_def *def;
};

/* fail(FAULT_XML, "WHENCE:LINE: ..."). */
int refuse(const struct script *s, const char *what);

/* The values of -l ("com1,/dev/nmdm0A") and -s ("2:0,virtio-blk,/tmp/x"). */
int read_lpc(struct script *s, const char *value);
int read_slot(struct script *s, const char *value);

#endif
