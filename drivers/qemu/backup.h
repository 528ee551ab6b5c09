/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - QEMU's backup jobs, and its NBD server (spec/snapshots.md 7.8, 7.9) */
#ifndef QEMU_BACKUP_H
#define QEMU_BACKUP_H

#include "driver/backup.h"
#include "qmp.h"

extern const struct backup_ops qemu_backup_ops;

/* --- backup_image.c --- */

int qemu_backup_copy(const struct storage_source *from, const struct storage_source *to);
/* backup_changed.c */
int qemu_backup_changed(const struct disk *disk, const char *since, const char *to);
int qemu_backup_stand(const char *image, const char *below);
int qemu_backup_merge(const char *image, const char *below);
int qemu_backup_verify(const char *image);

#endif
