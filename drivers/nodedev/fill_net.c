/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fill_net - network cards */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/file.h"
#include "device.h"
#include "sysfs.h"

/* What a card does by itself, each asked by one request; in libvirt's order. */
static const struct {
	enum net_feature_name name;
	uint32_t request, bit;           /* no bit: the whole answer */
} features[] = {
	{ NET_FEATURE_RX,      ETHTOOL_GRXCSUM, 0 },
	{ NET_FEATURE_TX,      ETHTOOL_GTXCSUM, 0 },
	{ NET_FEATURE_SG,      ETHTOOL_GSG,     0 },
	{ NET_FEATURE_TSO,     ETHTOOL_GTSO,    0 },
	{ NET_FEATURE_GSO,     ETHTOOL_GGSO,    0 },
	{ NET_FEATURE_GRO,     ETHTOOL_GGRO,    0 },
	{ NET_FEATURE_LRO,     ETHTOOL_GFLAGS,  ETH_FLAG_LRO },
	{ NET_FEATURE_RXVLAN,  ETHTOOL_GFLAGS,  ETH_FLAG_RXVLAN },
	{ NET_FEATURE_TXVLAN,  ETHTOOL_GFLAGS,  ETH_FLAG_TXVLAN },
	{ NET_FEATURE_NTUPLE,  ETHTOOL_GFLAGS,  ETH_FLAG_NTUPLE },
	{ NET_FEATURE_RXHASH,  ETHTOOL_GFLAGS,  ETH_FLAG_RXHASH },
};

enum { UDP_TUNNEL_BIT = 25 };    /* of the kernel's own feature bits */

static void
add_feature(struct nodedev_net *net, enum net_feature_name name)
{
	list_add(&net->features)->name = name;
}

static bool
ask(int socket, const char *interface, void *command)
{
	struct ifreq request = { .ifr_data = command };

	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", interface);
	return ioctl(socket, SIOCETHTOOL, &request) == 0;
}

static bool
does_udp_tunnels(int socket, const char *interface)
{
	union {
		struct ethtool_gfeatures answer;
		char room[sizeof(struct ethtool_gfeatures) + sizeof(struct ethtool_get_features_block)];
	} command = { .answer = { .cmd = ETHTOOL_GFEATURES, .size = 1 } };

	return ask(socket, interface, &command) && command.answer.features[0].active >> UDP_TUNNEL_BIT & 1;
}

static void
add_features(struct device *device, struct nodedev_net *net)
{
	auto_close int fd = host_is_this() ? socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;

	for (unsigned i = 0; i < COUNT(features) && fd >= 0; i++) {
		struct ethtool_value value = { .cmd = features[i].request };

		if (ask(fd, net->interface, &value) &&
		    (features[i].bit ? value.data & features[i].bit : value.data))
			add_feature(net, features[i].name);
	}
	if (sysfs_has(device->path, "device/infiniband"))
		add_feature(net, NET_FEATURE_RDMA);
	if (fd >= 0 && does_udp_tunnels(fd, net->interface))
		add_feature(net, NET_FEATURE_TXUDPTNL);
}

void
fill_net(struct device *device, struct nodedev_capability *capability)
{
	struct nodedev_net *net = &capability->net;
	auto_free char *type = uevent_value(device_uevent(device), "DEVTYPE");
	auto_free char *state = sysfs_text(device->path, "operstate");
	struct number speed = sysfs_number(device->path, "speed", 10);
	int word = state ? words_find(&interface_state_words, state) : -1;

	net->interface = uevent_value(device_uevent(device), "INTERFACE");
	net->address = sysfs_text(device->path, "address");
	net->link.state = word > 0 ? (enum interface_state)word : INTERFACE_STATE_NONE;
	/* One that is not up, and one without a cable's speed, say -1 if anything. */
	if (net->link.state == INTERFACE_UP && speed.given && speed.value > 0 && speed.value < UINT32_MAX)
		net->link.speed = (unsigned)speed.value;
	add_features(device, net);
	list_add(&capability->nested)->type = type ? NESTED_80211 : NESTED_80203;
}
