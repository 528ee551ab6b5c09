/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* made - network devices of the host's making, all known by one question */
#ifndef NODEDEV_MADE_H
#define NODEDEV_MADE_H

#include "driver/nodedev.h"

/* Guests' ends: they have no device behind them, so their names and addresses are all there is to know. */
struct made {
	char *name, *mac;
};
LIST_OF(made);
void made_done(struct made_list *made);
#define auto_made __attribute__((cleanup(made_done)))

/* None when this host is another one's picture, or where it does not answer: each device can be looked at. */
void made_read(struct made_list *ret_made);
/* NULL: it is not among them.  Borrowed. */
const struct made *made_find(const struct made_list *made, const char *name);

#endif
