/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic_program - what programs about network cards do alike */
#ifndef COMMAND_NIC_PROGRAM_H
#define COMMAND_NIC_PROGRAM_H

#include "driver/vm_nic.h"

/* "AVERAGE[,PEAK[,BURST[,FLOOR]]]" of --inbound and --outbound, in KiB; empty parts are 0.
 * spec NULL: nothing was said.  FAULT_USAGE. */
int nic_rate_asked(const char *option, const char *spec, struct nic_rate *ret_rate, bool *ret_given);

/* "HOSTPORT:PORT[,HOSTPORT:PORT...]" of --publish.  spec NULL: nothing was said.  FAULT_USAGE.
 * The list is the program's, for as long as it runs. */
int nic_ports_asked(const char *spec, struct port_range_list *ret_ports);

#endif
