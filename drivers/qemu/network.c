/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - the host's ends of a guest's network cards */
#include "network.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "assign.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/netlink.h"
#include "base/process.h"
#include "driver/network.h"
#include "driver/network_switch.h"
#include "driver/nwfilter.h"
#include "macvtap.h"

/* Switches of VMware's are beyond this driver. */
int
nic_check(const struct nic *nic)
{
	if (nic->type == NIC_VDS)
		return fail(FAULT_UNSUPPORTED, "interface %s: type '%s' is not supported", nic->mac.address ? nic->mac.address : "",
			    words_name(&nic_kind_words, nic->type));
	return nic->type == NIC_HOSTDEV ? assign_check(nic) : 0;
}

bool
nic_has_tap(const struct nic *nic)
{
	return (nic->type == NIC_NETWORK && !nic_is_assigned(nic)) || nic->type == NIC_BRIDGE ||
	       nic->type == NIC_ETHERNET || nic->type == NIC_DIRECT;
}

bool
nic_has_passt(const struct nic *nic)
{
	return nic->type == NIC_USER && text_same(nic->backend.type, "passt");
}

bool
nic_may_be_switched(const struct nic *nic)
{
	return network_is_switched(nic->virtualport) ||
	       (nic->type == NIC_NETWORK && network_has_switch(nic->source.network));
}

static int
request(int socket, unsigned long number, struct ifreq *interface, const char *what)
{
	return ioctl(socket, number, interface) < 0 ?
	       fail_errno("%s %s", what, interface->ifr_name) : 0;
}

/* The guest's address with 0xFE in front: higher than any card's, so that a bridge does not
 * take it for its own. */
static int
set_address(int socket, const char *name, const char *mac)
{
	struct ifreq interface = { 0 };
	unsigned char octets[] = { 0, 0, 0, 0, 0, 0 };

	if (!mac || sscanf(mac, "%*2x:%hhx:%hhx:%hhx:%hhx:%hhx", &octets[1], &octets[2], &octets[3],
			   &octets[4], &octets[5]) != 5)
		return 0;
	octets[0] = 0xfe;
	memcpy(interface.ifr_hwaddr.sa_data, octets, sizeof octets);
	interface.ifr_hwaddr.sa_family = ARPHRD_ETHER;
	snprintf(interface.ifr_name, sizeof interface.ifr_name, "%s", name);
	return request(socket, SIOCSIFHWADDR, &interface, "set the address of");
}

static int
set_mtu(int socket, const char *name, unsigned mtu)
{
	struct ifreq interface = { .ifr_mtu = (int)mtu };

	snprintf(interface.ifr_name, sizeof interface.ifr_name, "%s", name);
	return mtu ? request(socket, SIOCSIFMTU, &interface, "set the MTU of") : 0;
}

struct nic_place
nic_place_of_port(const struct network_port_def *port, const char *vm_name, const char *vm_uuid)
{
	return (struct nic_place){
		.bridge = port->plug.bridge, .isolated = port->isolated == YES, .is_guests_end = port->plug.type == PLUG_DIRECT,
		.known = port->plug.mac_table_manager == MAC_TABLE_LIBVIRT,
		.virtualport = port->virtualport, .trunk = port->vlan.trunk, .tags = &port->vlan.tags,
		.inbound = port->bandwidth.inbound, .outbound = port->bandwidth.outbound,
		.vm_name = vm_name, .vm_uuid = vm_uuid,
	};
}

struct nic_place
nic_place_own(const struct nic *nic, const char *vm_name, const char *vm_uuid)
{
	return (struct nic_place){
		.bridge = nic->type == NIC_BRIDGE ? nic->source.bridge : NULL, .isolated = nic->port_isolated == YES,
		.is_guests_end = nic_has_macvtap(nic),
		.virtualport = nic->virtualport, .trunk = nic->vlan.trunk, .tags = &nic->vlan.tags,
		.inbound = nic->inbound, .outbound = nic->outbound, .vm_name = vm_name, .vm_uuid = vm_uuid,
	};
}

int
nic_limit(const char *name, const struct nic_place *at)
{
	if (network_is_switched(at->virtualport))
		return network_switch_limit(name, at->inbound, at->outbound);
	if (at->is_guests_end)
		return network_limit(name, at->outbound, at->inbound);
	return network_limit(name, at->inbound, at->outbound);
}

int
nic_join(const char *name, const struct nic *nic, const struct nic_place *at)
{
	const struct network_switch_port port = {
		.bridge = at->bridge, .mac = nic->mac.address, .vm_uuid = at->vm_uuid,
		.virtualport = at->virtualport, .trunk = at->trunk, .tags = at->tags,
	};

	if (!at->bridge)
		return 0;
	if (network_is_switched(at->virtualport))
		return network_switch_join(name, &port);
	return network_bridge_join(name, &(struct network_bridge_port){
		.bridge = at->bridge, .mac = nic->mac.address, .isolated = at->isolated, .known = at->known,
	});
}

static int
bring_up(int socket, const char *name)
{
	struct ifreq interface = { 0 };

	snprintf(interface.ifr_name, sizeof interface.ifr_name, "%s", name);
	if (request(socket, SIOCGIFFLAGS, &interface, "ask about") < 0)
		return -1;
	interface.ifr_flags |= IFF_UP;
	return request(socket, SIOCSIFFLAGS, &interface, "bring up");
}

static int
run_script(const struct nic *nic, const char *name)
{
	char *argv[] = { nic->script, (char *)name, NULL };

	return nic->script && *nic->script ? process_run(argv, NULL) : 0;
}

/* Before the first frame.  A binding that is there is that of a device that had the name before. */
int
nic_filter(const struct nic *nic, const char *name, const char *vm_name, const char *vm_uuid)
{
	struct nwfilter_ref ref = { .filter = nic->filter.name, .parameters = nic->filter.parameters };
	const struct nwfilter_binding_def binding = {
		.owner = { (char *)vm_name, (char *)vm_uuid }, .portdev = (char *)name,
		.mac = nic->mac.address, .filter = &ref,
	};

	if (!ref.filter)
		return 0;
	return nwfilter_bind(&binding, NWFILTER_REPLACE) < 0 ? fail_within("interface %s", nic->mac.address) : 0;
}

/* How many frames the kernel gathers before it tells the guest of them. */
static int
set_coalesce(int socket, const char *name, unsigned frames)
{
	struct ethtool_coalesce gathered = { .cmd = ETHTOOL_GCOALESCE };
	struct ifreq interface = { .ifr_data = (char *)&gathered };

	if (!frames)
		return 0;
	snprintf(interface.ifr_name, sizeof interface.ifr_name, "%s", name);
	if (request(socket, SIOCETHTOOL, &interface, "ask for the coalescing of") < 0)
		return -1;
	gathered.cmd = ETHTOOL_SCOALESCE;
	gathered.rx_max_coalesced_frames = frames;
	return request(socket, SIOCETHTOOL, &interface, "set the coalescing of");
}

static int
connect_tap(const struct nic *nic, const char *name, const struct nic_place *at)
{
	auto_close int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (control < 0)
		return fail_errno("make a socket");
	if (set_address(control, name, nic->mac.address) < 0 ||
	    set_mtu(control, name, nic->mtu) < 0 || set_coalesce(control, name, nic->coalesce_rx_frames_max) < 0 ||
	    nic_join(name, nic, at) < 0)
		return -1;
	if ((at->inbound || at->outbound) && nic_limit(name, at) < 0)
		return -1;
	return bring_up(control, name) < 0 || run_script(nic, name) < 0 ? -1 : 0;
}

/* A name that we gave may be another guest's by now; the kernel picks the next free one. */
static bool
is_our_name(const char *name)
{
	return !name || (text_starts(name, "vnet") && strspn(name + 4, "0123456789%d") == strlen(name + 4));
}

/* A queue of the device of that name ("vnet%d" makes one); *ret_name is what it is called. */
static int
open_tun(const char *name, const struct nic *nic, bool single, char ret_name[IFNAMSIZ])
{
	struct ifreq interface = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	auto_close int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return fail_errno("open /dev/net/tun");
	if (strlen(name) >= IFNAMSIZ)
		return fail(FAULT_CONFIG, "%s is too long for a device's name", quote(name));
	interface.ifr_flags |= (short)((nic_is_virtio(nic) ? IFF_VNET_HDR : 0) | (single ? IFF_TUN_EXCL : 0) |
				       (nic_queues(nic) > 1 ? IFF_MULTI_QUEUE : 0));
	snprintf(interface.ifr_name, sizeof interface.ifr_name, "%s", name);
	if (ioctl(fd, TUNSETIFF, &interface) < 0)
		return fail_errno("make tap device %s", name);
	snprintf(ret_name, IFNAMSIZ, "%s", interface.ifr_name);
	return steal_fd(fd);
}

unsigned
nic_queues(const struct nic *nic)
{
	return nic->driver.queues ? nic->driver.queues : 1;
}

int
nic_open_tap(struct nic *nic, const struct nic_place *at, int *ret_fds)
{
	bool exists = nic->type == NIC_ETHERNET && nic->target.managed == NO;
	const char *wanted = is_our_name(nic->target.dev) && !exists ? "vnet%d" : nic->target.dev;
	char name[IFNAMSIZ];

	for (unsigned i = 0; i < nic_queues(nic); i++) {
		ret_fds[i] = open_tun(i ? name : wanted, nic, !i && !exists, name);
		if (ret_fds[i] < 0)
			return fail_within("interface %s", nic->mac.address);
	}
	if (nic_filter(nic, name, at->vm_name, at->vm_uuid) < 0 || (!exists && connect_tap(nic, name, at) < 0))
		return -1;
	free(nic->target.dev);
	nic->target.dev = xstrdup(name);
	return 0;
}
