/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules_nic - network interfaces */
#include "driver/vm_rules_inside.h"

#include "model/net_kinds.h"

enum { VLAN_LAST = 4095, PREFIX_V4 = 32, PREFIX_V6 = 128 };

/* The second digit of the first byte tells. */
static bool
is_multicast(const char *mac)
{
	return mac && strlen(mac) > 1 && strchr("13579bdfBDF", mac[1]);
}

static int
check_virtualport(const struct nic *nic)
{
	const struct nic_virtualport *port = nic->virtualport;
	bool qbg = port && port->type == VIRTUALPORT_8021QBG;

	/* A network may say the rest. */
	return !port || nic->type == NIC_NETWORK ? 0 : RULES_HOLD("interface", nic->mac.address,
		{ qbg && (!port->managerid.given || !port->typeid.given || !port->typeidversion.given), FAULT_XML,
		  "a virtualport of type '802.1Qbg' needs managerid, typeid and typeidversion" },
		{ port->type == VIRTUALPORT_8021QBH && !port->profileid, FAULT_XML,
		  "a virtualport of type '802.1Qbh' needs profileid" },
		{ port->type == VIRTUALPORT_MIDONET && !port->interfaceid, FAULT_XML,
		  "a virtualport of type 'midonet' needs interfaceid" });
}

static int
check_vlan(const struct nic *nic)
{
	unsigned native = 0, last = 0;

	list_each(tag, &nic->vlan.tags) {
		native += tag->native_mode != NATIVE_MODE_NONE;
		last = tag->id > last ? tag->id : last;
	}
	return RULES_HOLD("interface", nic->mac.address,
		{ last > VLAN_LAST, FAULT_XML, "a VLAN tag is at most 4095" },
		{ native > 1, FAULT_XML, "two native VLANs" },
		{ nic->vlan.trunk == NO && (nic->vlan.tags.n > 1 || native), FAULT_XML, "several VLANs are a trunk" });
}

static int
check_ips(const struct nic *nic, const struct nic_ip_list *ips)
{
	list_each(ip, ips)
		if (RULES_HOLD("interface", nic->mac.address,
			{ ip->prefix.value > (ip_is_v6(ip->address) ? PREFIX_V6 : PREFIX_V4), FAULT_XML,
			  "a prefix is longer than its address" }) < 0)
			return -1;
	return 0;
}

static int
check_settings(const struct nic *nic)
{
	bool vhost = nic->type == NIC_VHOST_USER;

	return RULES_HOLD("interface", nic->mac.address,
		{ is_multicast(nic->mac.address), FAULT_XML, "its MAC address is that of a group" },
		{ nic->model && nic->model[strspn(nic->model, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")],
		  FAULT_VALUE, "the name of its model has signs that it cannot have" },
		{ nic->target.managed == NO && nic->type != NIC_ETHERNET, FAULT_CONFIG, "an unmanaged target is for type 'ethernet'" },
		{ nic->outbound && nic->outbound->floor, FAULT_CONFIG, "a guaranteed bandwidth (floor) is inbound" },
		{ vhost && nic->source.vhost_mode == VHOST_USER_SERVER && nic->source.reconnect, FAULT_CONFIG,
		  "only who connects can reconnect" },
		{ nic->type == NIC_UDP && !nic->source.local.port, FAULT_XML, "missing <local> of its source" },
		{ nic->port_isolated && nic->type != NIC_NETWORK && nic->type != NIC_BRIDGE, FAULT_CONFIG,
		  "isolated ports are those of networks and bridges" });
}

int
vm_rules_nics(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics)
		if (check_settings(nic) < 0 || check_virtualport(nic) < 0 || check_vlan(nic) < 0 ||
		    check_ips(nic, &nic->ips) < 0 || check_ips(nic, &nic->source.ips) < 0)
			return -1;
	return 0;
}
