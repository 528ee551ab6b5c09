/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* macvtap - cards that share a device of the host, by macvtap devices of ours */
#include "macvtap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/netlink.h"
#include "driver/network.h"

static const unsigned modes[macvtap_mode_count] = {
	[MACVTAP_NONE] = MACVLAN_MODE_VEPA, [MACVTAP_VEPA] = MACVLAN_MODE_VEPA,
	[MACVTAP_PRIVATE] = MACVLAN_MODE_PRIVATE, [MACVTAP_BRIDGE] = MACVLAN_MODE_BRIDGE,
	[MACVTAP_PASSTHROUGH] = MACVLAN_MODE_PASSTHRU,
};

/* "52:54:00:12:34:56" is mv525400123456. */
static void
name_of(const struct nic *nic, char ret_name[IFNAMSIZ])
{
	size_t length = 2;

	snprintf(ret_name, IFNAMSIZ, "mv");
	for (const char *at = nic->mac.address; *at && length < IFNAMSIZ - 1; at++)
		if (*at != ':')
			ret_name[length++] = *at;
	ret_name[length] = '\0';
}

bool
nic_has_macvtap(const struct nic *nic)
{
	return nic->type == NIC_DIRECT || (nic->type == NIC_NETWORK && network_lends_devices(nic->source.network));
}

int
macvtap_plan(const struct nic *nic, struct json_object *undo)
{
	struct json_object *names = json_member(undo, "macvtaps");
	char name[IFNAMSIZ];

	if (!nic_has_macvtap(nic))
		return 0;
	name_of(nic, name);
	if (link_index(name))
		return fail(FAULT_STATE, "interface %s: device %s is there already: another guest has that address",
			    nic->mac.address, name);
	if (!json_object_is_type(names, json_type_array))
		json_object_object_add(undo, "macvtaps", names = json_object_new_array());
	json_object_array_add(names, json_object_new_string(name));
	return 0;
}

void
macvtap_undo(struct json_object *undo)
{
	struct json_object *names = json_member(undo, "macvtaps");

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		if (link_remove(name) == 0)
			continue;
		warn("%s", fail_story());
		fail_forget();           /* the next start of that guest tells of it */
	}
}

int
macvtap_remove(const struct nic *nic)
{
	char name[IFNAMSIZ];

	name_of(nic, name);
	return link_remove(name);
}

/* QEMU sees by this whether frames have headers of virtio. */
static int
open_queue(const char *name, const struct nic *nic)
{
	struct ifreq interface = { .ifr_flags = (short)(IFF_TAP | IFF_NO_PI | (nic_is_virtio(nic) ? IFF_VNET_HDR : 0) |
							(nic_queues(nic) > 1 ? IFF_MULTI_QUEUE : 0)) };
	auto_free char *path = text_format("/dev/tap%u", link_index(name));
	auto_close int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return fail_errno("open %s", path);
	return ioctl(fd, TUNSETIFF, &interface) < 0 ? fail_errno("set up %s", name) : steal_fd(fd);
}

/* The host has no business with the guest's MAC address: an address made of it would be in the
 * guest's way. */
static int
refuse_ipv6(const char *name)
{
	auto_free char *path = text_format("/proc/sys/net/ipv6/conf/%s/disable_ipv6", name);
	auto_close int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? 0 : fail_errno("open %s", path);
	return write_all(fd, "1", 1) < 0 ? fail_errno("write %s", path) : 0;
}

/* One that passes everything begins with the address of the device below it, which takes the guest's from it;
 * the kernel gives that back with the end of the macvtap device. */
static int
make(const char *name, const char *below, enum macvtap_mode mode, const char *mac)
{
	if (link_add_macvtap(name, below, modes[mode], mac) < 0)
		return -1;
	return mode == MACVTAP_PASSTHROUGH ? link_set_mac(name, mac) : 0;
}

int
macvtap_open(struct nic *nic, const char *below, enum macvtap_mode mode, const struct nic_place *at, int *ret_fds)
{
	char name[IFNAMSIZ];

	name_of(nic, name);
	if (!link_index(below))
		return fail(FAULT_FAILED, "interface %s: there is no device %s", nic->mac.address, quote(below));
	if (make(name, below, mode, nic->mac.address) < 0 ||
	    (nic->mtu && link_set_mtu(name, nic->mtu) < 0) || refuse_ipv6(name) < 0 || link_set_up(name, true) < 0)
		return -1;
	if ((at->inbound || at->outbound) && nic_limit(name, at) < 0)
		return -1;
	for (unsigned i = 0; i < nic_queues(nic); i++)
		if ((ret_fds[i] = open_queue(name, nic)) < 0)
			return -1;
	free(nic->target.dev);
	nic->target.dev = xstrdup(name);
	return 0;
}
