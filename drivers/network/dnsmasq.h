/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dnsmasq - the process that gives guests addresses and names
 *
 * It is a daemon of its own: it was started with a configuration file that only this
 * network has, and that is how it is found again, whoever started it. */
#ifndef NETWORK_DNSMASQ_H
#define NETWORK_DNSMASQ_H

#include <sys/types.h>

#include "dnsmasq_config.h"

/* Where the files of a network are. */
void dnsmasq_files(const char *folder, const char *name, struct dnsmasq_files *ret_files);

/* Write what it reads.  Readable by all: it gives up root. */
int dnsmasq_write(const struct network_def *def, const struct dnsmasq_files *files);

/* Returns when it serves, or has said why it cannot. */
int dnsmasq_start(const struct dnsmasq_files *files);
/* All of that configuration, also those whose starter was killed; and its files but the leases. */
int dnsmasq_stop(const struct dnsmasq_files *files);
/* It reads hosts and names again. */
int dnsmasq_reload(const struct dnsmasq_files *files);

/* By its pid file; 0 when it is not running. */
pid_t dnsmasq_pid(const struct dnsmasq_files *files);

#endif
