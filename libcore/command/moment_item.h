/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_item - the cells that lists and summaries of snapshots and checkpoints share */
#ifndef COMMAND_MOMENT_ITEM_H
#define COMMAND_MOMENT_ITEM_H

#include "command/moment_program.h"
#include "command/table.h"

/* What a row is about. */
struct moment_item {
	const struct moments *of;
	struct moment *moment;
};

int moment_cell_name(void *item, struct cell *cell);
int moment_cell_vm(void *item, struct cell *cell);
int moment_cell_time(void *item, struct cell *cell);
int moment_cell_state(void *item, struct cell *cell);
int moment_cell_location(void *item, struct cell *cell);
int moment_cell_parent(void *item, struct cell *cell);
int moment_cell_size(void *item, struct cell *cell);
int moment_cell_current(void *item, struct cell *cell);
int moment_cell_children(void *item, struct cell *cell);
int moment_cell_descendants(void *item, struct cell *cell);
int moment_cell_metadata(void *item, struct cell *cell);

#endif
