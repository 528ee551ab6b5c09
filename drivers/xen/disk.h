/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk - disks of a guest of Xen: what both forms of a configuration share */
#ifndef DISK_H
#define DISK_H

#include "config_inside.h"

/* A new disk of that name in the guest; "hdc:cdrom" is a CD-ROM drive. */
struct disk *disk_add(struct reader *r, const char *vdev);

/* xl: fields, of which the first four need no name.  xm: "phy:/dev/x,hda,w". */
int read_xl_disk(struct reader *r, const char *key, const struct setting *item);
int read_xm_disk(struct reader *r, const char *key, const struct setting *item);
/* NULL after fail().  Caller frees. */
char *xl_disk(const struct disk *disk);
char *xm_disk(const struct disk *disk);

/* Images on Ceph: "rbd:pool/image:mon_host=a\\:6321". */
int rbd_read(const char *text, struct storage_source *source);
void rbd_write(const struct storage_source *source, struct text *out);

#endif
