/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_nics - network interfaces that QEMU cannot have */
#include <net/if.h>

#include "base/rule.h"
#include "model/net_kinds.h"
#include "network.h"
#include "validate.h"

static bool
is_power_of_two(unsigned n)
{
	return n && !(n & (n - 1));
}

/* Only passt knows these. */
static int
check_without_passt(const struct nic *nic)
{
	if (nic->port_forwards.n || nic->backend.log_file || (nic->type == NIC_USER && nic->source.dev))
		return fail(FAULT_CONFIG, "interface '%s': portForward, logFile and a device of the host are for type 'user' with backend 'passt'",
			    nic->mac.address);
	if (nic->type == NIC_USER && nic->backend.type && !text_same(nic->backend.type, "default"))
		return fail(FAULT_UNSUPPORTED, "interface '%s': backend %s is not supported", nic->mac.address, quote(nic->backend.type));
	return 0;
}

enum { PREFIX_LEAST = 4, PREFIX_MOST = 27, PREFIX_IPV6 = 64 };

static int
check_addresses(const struct nic *nic)
{
	unsigned v4 = 0, v6 = 0;

	list_each(ip, &nic->ips) {
		bool six = ip_is_v6(ip->address);
		unsigned prefix = ip->prefix.value, of_family = ++*(six ? &v6 : &v4);

		if (RULES_HOLD("interface", nic->mac.address,
			{ of_family > 1, FAULT_CONFIG, "type 'user' has one address of each family" },
			{ ip->peer, FAULT_CONFIG, "type 'user' has no peer" },
			{ !six && prefix && (prefix < PREFIX_LEAST || prefix > PREFIX_MOST), FAULT_XML,
			  "the prefix of type 'user' is 4 to 27" },
			{ six && prefix && prefix != PREFIX_IPV6, FAULT_CONFIG,
			  "the prefix of an IPv6 address of type 'user' is 64" }) < 0)
			return -1;
	}
	return 0;
}

/* The device is put between others of their signs: "ADDRESS%DEVICE/PORTS". */
static int
check_passt(const struct nic *nic)
{
	if (!nic_has_passt(nic) && !nic_is_passt_memory(nic))
		return check_without_passt(nic);
	list_each(forward, &nic->port_forwards)
		if (forward->dev && (strlen(forward->dev) >= IFNAMSIZ || strpbrk(forward->dev, "/%,: ")))
			return fail(FAULT_CONFIG, "interface '%s': %s is no name of a device", nic->mac.address, quote(forward->dev));
	return 0;
}

/* Types whose packets pass through a device of the host, where they are shaped. */
#define TYPE(type) (1 << (type))
enum { HOST_DEVICE = TYPE(NIC_NETWORK) | TYPE(NIC_BRIDGE) | TYPE(NIC_ETHERNET) | TYPE(NIC_DIRECT),
       WITH_MTU = HOST_DEVICE | TYPE(NIC_VHOST_USER), WITH_COALESCE = TYPE(NIC_NETWORK) | TYPE(NIC_BRIDGE) | TYPE(NIC_ETHERNET) };

static int
check_nic(const struct nic *nic)
{
	const struct nic_driver *driver = &nic->driver;

	return RULES_HOLD("interface", nic->mac.address,
		{ driver->rx_queue_size && !is_power_of_two(driver->rx_queue_size), FAULT_CONFIG, "rx_queue_size is not a power of two" },
		{ driver->tx_queue_size && !is_power_of_two(driver->tx_queue_size), FAULT_CONFIG, "tx_queue_size is not a power of two" },
		{ nic->mtu && !(WITH_MTU & TYPE(nic->type)) && !nic_has_passt(nic), FAULT_CONFIG, "its type has no MTU" },
		{ nic->coalesce_rx_frames_max && !(WITH_COALESCE & TYPE(nic->type)), FAULT_CONFIG, "its type has no coalescing" },
		{ nic->type != NIC_USER && !nic_is_passt_memory(nic) && (nic->ips.n || nic->routes.n), FAULT_CONFIG,
		  "addresses of the guest's end are for type 'user'" },
		{ nic_is_passt_memory(nic) && driver->queues > 1, FAULT_CONFIG, "passt has one pair of queues" },
		{ nic->type == NIC_VDPA && !text_same(nic->model, "virtio"), FAULT_CONFIG, "type 'vdpa' is a virtio device" },
		{ nic->teaming.type == TEAMING_PERSISTENT && !nic_is_virtio(nic), FAULT_CONFIG,
		  "the persistent part in a team is a virtio device" });
}
#undef TYPE

int
validate_nics(const struct vm_def *def)
{
	list_each(nic, &def->devices.nics)
		if (check_nic(nic) < 0 || check_passt(nic) < 0 || check_addresses(nic) < 0)
			return -1;
	return 0;
}
