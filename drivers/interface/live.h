/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* live - interfaces as the kernel has them, and what is changed about them */
#ifndef INTERFACE_LIVE_H
#define INTERFACE_LIVE_H

#include "model/interface.h"

int live_list(struct strings *ret_names);
bool live_is_there(const char *name);
bool live_is_up(const char *name);
/* NULL after FAULT_MISSING.  Caller frees. */
struct interface_def *live_describe(const char *name);

/* By netlink; addresses that it has already are fine. */
int live_start(const struct interface_def *def);
int live_stop(const struct interface_def *def);

/* The devices that bring more than cards. */
int link_add_vlan(const char *name, const char *below, unsigned tag);
int link_add_bond(const char *name, const struct interface_bond *bond);
/* Addresses of a family, but link-local ones, go. */
int link_flush(const char *name);

#endif
