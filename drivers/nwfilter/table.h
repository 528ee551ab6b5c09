/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table - the tables of ports in the kernel: one each, so that removal is one operation */
#ifndef NWFILTER_TABLE_H
#define NWFILTER_TABLE_H

#include "driver/nwfilter.h"

/* All of the change in one transaction. */
int table_change(const struct nwfilter_change *change);
int table_ports(struct strings *ret_ports);

#endif
