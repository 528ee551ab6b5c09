/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_program - what the vm-backup programs do alike */
#ifndef COMMAND_BACKUP_PROGRAM_H
#define COMMAND_BACKUP_PROGRAM_H

#include "driver/backup.h"

/* Wait for the backup that began then; a signal, or --timeout, has it end. */
int backup_wait(const char *vm, uint64_t started);

#endif
