/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_port - a guest's place in a network: the <networkport> document */
#ifndef MODEL_NETWORK_PORT_H
#define MODEL_NETWORK_PORT_H

#include "model/network.h"

#define PLUG_KIND(X)                        \
	X(PLUG_NONE,    NULL)               \
	X(PLUG_NETWORK, "network")          \
	X(PLUG_BRIDGE,  "bridge")           \
	X(PLUG_DIRECT,  "direct")           \
	X(PLUG_HOSTDEV, "hostdev-pci")
ENUM_TYPE(plug_kind, PLUG_KIND);

struct network_port_def {
	char *uuid;
	struct { char *name, *uuid; } owner;
	char *group;                        /* port group */
	char *mac;
	struct nic_virtualport *virtualport;
	struct network_bandwidth bandwidth;
	struct network_vlan vlan;
	enum tri isolated, trust_guest_rx_filters;
	struct {
		enum plug_kind type;
		char *bridge;               /* NETWORK, BRIDGE */
		enum mac_table_manager mac_table_manager;
		char *dev;                  /* DIRECT */
		enum macvtap_mode mode;
		enum tri managed;           /* HOSTDEV */
		enum forward_driver driver;
		char *driver_model;
		enum tri iommufd;
		struct pci_address pci;
	} plug;
};
DOCUMENT(network_port_def);

/* Add what libvirt adds to any definition: identity. */
void network_port_def_complete(struct network_port_def *def);

#endif
