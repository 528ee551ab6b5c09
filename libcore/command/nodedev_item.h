/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_item - what nodedev-list and nodedev-info show of a device */
#ifndef COMMAND_NODEDEV_ITEM_H
#define COMMAND_NODEDEV_ITEM_H

#include "command/table.h"
#include "driver/nodedev.h"

/* The item of each is a struct nodedev. */
int nodedev_cell_name(void *item, struct cell *cell);
int nodedev_cell_capability(void *item, struct cell *cell);
int nodedev_cell_driver(void *item, struct cell *cell);
int nodedev_cell_parent(void *item, struct cell *cell);
int nodedev_cell_group(void *item, struct cell *cell);
int nodedev_cell_pci_id(void *item, struct cell *cell);
int nodedev_cell_description(void *item, struct cell *cell);
int nodedev_cell_user(void *item, struct cell *cell);
int nodedev_cell_active(void *item, struct cell *cell);
int nodedev_cell_persistent(void *item, struct cell *cell);
int nodedev_cell_autostart(void *item, struct cell *cell);

/* --validate and --strict of {in}, for nodedev_define() and its like. */
enum nodedev_define_how nodedev_define_asked(void);

/* Devices below those that they are part of, as virsh draws them. */
int nodedev_draw(const struct nodedevs *devices);

#endif
