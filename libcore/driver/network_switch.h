/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_switch - guests' devices as ports of Open vSwitch
 *
 * The switch keeps its ports in a database of its own, which outlives the devices: so each has the
 * UUID of its guest, by which they are found when he has gone. */
#ifndef DRIVER_NETWORK_SWITCH_H
#define DRIVER_NETWORK_SWITCH_H

#include <stdbool.h>

#include "model/network.h"

struct network_switch_port {
	const char *bridge, *mac, *vm_uuid;
	const struct nic_virtualport *virtualport;
	enum tri trunk;
	const struct nic_vlan_tag_list *tags;
};

/* Is it that sort of port?  NULL is not. */
bool network_is_switched(const struct nic_virtualport *port);
/* May ports of that network be such?  The network need not be there. */
bool network_has_switch(const char *network);

/* A port that the device was before is removed. */
int network_switch_join(const char *device, const struct network_switch_port *port);
int network_switch_leave(const char *device);
/* All ports of a guest. */
int network_switch_forget(const char *vm_uuid);
/* As network_limit(). */
int network_switch_limit(const char *device, const struct nic_rate *inbound, const struct nic_rate *outbound);

#endif
