/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_item - the cells that vm-snapshot-list and vm-snapshot-info share */
#ifndef COMMAND_SNAPSHOT_ITEM_H
#define COMMAND_SNAPSHOT_ITEM_H

#include "command/snapshot_program.h"
#include "command/table.h"

/* What a row is about. */
struct snapshot_item {
	const struct snapshots *of;
	struct snapshot *snapshot;
};

int snapshot_cell_name(void *item, struct cell *cell);
int snapshot_cell_vm(void *item, struct cell *cell);
int snapshot_cell_time(void *item, struct cell *cell);
int snapshot_cell_state(void *item, struct cell *cell);
int snapshot_cell_location(void *item, struct cell *cell);
int snapshot_cell_parent(void *item, struct cell *cell);
int snapshot_cell_size(void *item, struct cell *cell);
int snapshot_cell_current(void *item, struct cell *cell);
int snapshot_cell_children(void *item, struct cell *cell);
int snapshot_cell_descendants(void *item, struct cell *cell);
int snapshot_cell_metadata(void *item, struct cell *cell);

#endif
