/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dnsmasq_config - what dnsmasq is told about a network
 *
 * Pure functions from a definition to text.  dnsmasq reads lines, and divides them at
 * commas, quotes and '#': what a user says is either held against the letters its place may
 * have, or quoted. */
#ifndef NETWORK_DNSMASQ_CONFIG_H
#define NETWORK_DNSMASQ_CONFIG_H

#include "model/network.h"

/* Where it keeps what; all of them paths. */
struct dnsmasq_files {
	char *config, *hosts, *names;    /* read by it: lines of options, DHCP hosts, DNS hosts */
	char *pid, *leases;              /* written by it */
};
void dnsmasq_files_done(struct dnsmasq_files *files);
#define auto_dnsmasq_files __attribute__((cleanup(dnsmasq_files_done)))

/* Is there anything for it to do? */
bool dnsmasq_wanted(const struct network_def *def);

/* -1 after fail(FAULT_CONFIG, ...) for text that could say more than its place is for. */
int dnsmasq_check(const struct network_def *def);

/* The three files it reads, of a definition that was checked.  Caller frees. */
char *dnsmasq_config_text(const struct network_def *def, const struct dnsmasq_files *files);
char *dnsmasq_hosts_text(const struct network_def *def);
char *dnsmasq_names_text(const struct network_def *def);

#endif
