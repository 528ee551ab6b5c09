/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* made - network devices of the host's making: guests' ends, of which a host may have hundreds
 *
 * They have no device behind them, so their names and addresses are all there is to know.  Two
 * questions to the kernel tell it, where sysfs would take many files. */
#ifndef NODEDEV_MADE_H
#define NODEDEV_MADE_H

#include <stdbool.h>

/* A socket for the questions; -1 when this host is another one's picture: then there is only sysfs. */
int made_open(void);

/* Is it one?  Then also its MAC address.  */
bool made_ask(int socket, const char *name, char ret_mac[18]);

#endif
