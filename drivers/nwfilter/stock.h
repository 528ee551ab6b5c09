/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stock - filters that every host has from the first time on */
#ifndef NWFILTER_STOCK_H
#define NWFILTER_STOCK_H

/* Documents; NULL ends them. */
extern const char *const stock_filters[];

#endif
