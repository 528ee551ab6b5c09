/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net_item - what net-list and net-info show of a network, and what net- programs do alike */
#ifndef COMMAND_NET_ITEM_H
#define COMMAND_NET_ITEM_H

#include "command/table.h"
#include "driver/network.h"

/* The item of each is a struct network. */
int net_cell_name(void *item, struct cell *cell);
int net_cell_uuid(void *item, struct cell *cell);
int net_cell_state(void *item, struct cell *cell);
int net_cell_active(void *item, struct cell *cell);
int net_cell_autostart(void *item, struct cell *cell);
int net_cell_persistent(void *item, struct cell *cell);
int net_cell_bridge(void *item, struct cell *cell);
int net_cell_forward(void *item, struct cell *cell);
int net_cell_subnet(void *item, struct cell *cell);
int net_cell_title(void *item, struct cell *cell);

/* --validate and --strict of {in}, for network_define() and its like. */
enum network_define_how net_define_asked(void);

#endif
