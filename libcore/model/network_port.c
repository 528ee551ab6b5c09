/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_port - a guest's place in a network: the <networkport> document */
#include "model/network_port.h"

#include "base/fail.h"

ENUM_WORDS(plug_kind, PLUG_KIND);

#define T struct network_port_def
#define IS(v)   ONLY_IF(T, plug.type, PLUG_##v)
#define BRIDGED ONLY_IF_ANY(T, plug.type, ONE(PLUG_NETWORK) | ONE(PLUG_BRIDGE))
static const struct row network_port_def_rows[] = {
	UUID  (T, uuid,            "uuid",                       0, "identity"),
	STRING(T, owner.name,      "owner/name",                 REQUIRED, "virtual machine"),
	UUID  (T, owner.uuid,      "owner/uuid",                 REQUIRED, "its UUID"),
	STRING(T, group,           "group",                      0, "port group of the network"),
	MAC   (T, mac,             "mac/@address",               REQUIRED, "MAC address of the guest"),
	GROUP (T, virtualport,     "virtualport", nic_virtualport, 0, "port of a switch"),
	PART  (T, bandwidth,       "bandwidth", network_bandwidth, LIVE, "limits"),
	PART  (T, vlan,            "vlan", network_vlan,         0, "VLANs"),
	YESNO (T, isolated,        "port/@isolated",             0, "no traffic to other isolated ports"),
	YESNO (T, trust_guest_rx_filters, "rxfilters/@trustGuest", 0, "the guest may set the MAC address"),
	ENUM  (T, plug.type,       "plug/@type", plug_kind,      0, "how it is connected to the host"),
	STRING(T, plug.bridge,     "plug/@bridge",               0, "bridge", BRIDGED),
	ENUM  (T, plug.mac_table_manager, "plug/@macTableManager", mac_table_manager, 0, "who keeps its table of addresses", BRIDGED),
	STRING(T, plug.dev,        "plug/@dev",                  0, "device of the host", IS(DIRECT)),
	ENUM  (T, plug.mode,       "plug/@mode", macvtap_mode,   0, "how guests reach each other", IS(DIRECT)),
	YESNO (T, plug.managed,    "plug/@managed",              0, "detach the device from the host first", IS(HOSTDEV)),
	ENUM  (T, plug.driver,     "plug/driver/@name", forward_driver, 0, "driver that assigns the device", IS(HOSTDEV)),
	STRING(T, plug.driver_model, "plug/driver/@model",       0, "variant of that driver", IS(HOSTDEV)),
	YESNO (T, plug.iommufd,    "plug/driver/@iommufd",       0, "the device is reached through /dev/iommu", IS(HOSTDEV)),
	PCI_ROWS(T, plug.pci,      "plug/address/", IS(HOSTDEV)),
	ROWS_END
};
#undef BRIDGED
#undef IS
#undef T

static int
network_port_def_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct network_port_def *def = object;

	if ((def->plug.type == PLUG_NETWORK || def->plug.type == PLUG_BRIDGE) && !def->plug.bridge)
		return fail(FAULT_XML, "missing attribute 'bridge' of 'plug'");
	if (def->plug.type == PLUG_DIRECT && !def->plug.dev)
		return fail(FAULT_XML, "missing attribute 'dev' of 'plug'");
	if (def->plug.type == PLUG_HOSTDEV && !pci_address_given(&def->plug.pci))
		return fail(FAULT_XML, "missing element 'address' in 'plug'");
	return 0;
}

const struct type network_port_def_type = {
	.name = "networkport", .size = sizeof(struct network_port_def),
	.rows = network_port_def_rows, .check = network_port_def_check,
};

void
network_port_def_complete(struct network_port_def *def)
{
	document_identify(&def->uuid);
}
