/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* made - network devices of the host's making: guests' ends, of which a host may have hundreds */
#include "made.h"

#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/netlink.h"
#include "base/text.h"
#include "sysfs.h"

/* Drivers whose devices say nothing more of themselves in sysfs. */
static const char *const plain[] = { "tun", "veth" };

int
made_open(void)
{
	return host_is_this() ? socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
}

static bool
is_plain(const struct ethtool_drvinfo *driver)
{
	for (unsigned i = 0; i < COUNT(plain); i++)
		if (text_same(driver->driver, plain[i]))
			return true;
	return false;
}

bool
made_ask(int socket, const char *name, char ret_mac[18])
{
	struct ethtool_drvinfo driver = { .cmd = ETHTOOL_GDRVINFO };
	struct ifreq device = { .ifr_data = (char *)&driver };

	if (!link_name_fits(name))
		return false;
	snprintf(device.ifr_name, sizeof device.ifr_name, "%s", name);
	if (ioctl(socket, SIOCETHTOOL, &device) < 0 || !is_plain(&driver))
		return false;
	if (ioctl(socket, SIOCGIFHWADDR, &device) < 0 || device.ifr_hwaddr.sa_family != ARPHRD_ETHER)
		return false;
	link_mac_text((const unsigned char *)device.ifr_hwaddr.sa_data, ret_mac);
	return true;
}
