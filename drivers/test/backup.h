/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - backups of simulated guests */
#ifndef TEST_BACKUP_H
#define TEST_BACKUP_H

#include "driver/backup.h"

extern const struct backup_ops test_backup_ops;

#endif
