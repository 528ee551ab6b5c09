/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host_info - processors and memory of a host */
#ifndef DRIVER_HOST_INFO_H
#define DRIVER_HOST_INFO_H

#include <stdint.h>

/* cells * sockets * cores * threads is cpus, or all but cpus are 1 and cores is cpus where the
 * host is not that regular. */
struct host_info {
	char model[65];                  /* "x86_64" */
	unsigned cpus, mhz;              /* mhz 0: not known */
	unsigned cells, sockets, cores, threads;
	uint64_t memory;                 /* bytes */
};

/* Of the host of this call: what its driver says, or this machine. */
int host_info(struct host_info *ret_info);

#endif
