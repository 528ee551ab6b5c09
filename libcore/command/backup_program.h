/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_program - what the vm-backup programs do alike */
#ifndef COMMAND_BACKUP_PROGRAM_H
#define COMMAND_BACKUP_PROGRAM_H

#include "driver/backup.h"

struct backup_wait {
	const char *vm;
	uint64_t started;                /* which backup it is */
	/* What else goes when it was ended by a signal, which ends the program; NULL: nothing. */
	void (*clean_up)(struct vm *vm, void *context);
	void *context;
};
/* Wait for it; a signal, or --timeout, has it end. */
int backup_wait(const struct backup_wait *wait);

#endif
