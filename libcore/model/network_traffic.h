/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_traffic - VLANs and traffic shaping, for the tables of networks and their ports */
#ifndef MODEL_NETWORK_TRAFFIC_H
#define MODEL_NETWORK_TRAFFIC_H

#include "model/nic.h"

struct network_vlan {
	enum tri trunk;
	struct nic_vlan_tag_list tags;
};

struct network_bandwidth {
	unsigned class_id;
	struct nic_rate *inbound, *outbound;
};

extern const struct type network_vlan_type, network_bandwidth_type;

#endif
