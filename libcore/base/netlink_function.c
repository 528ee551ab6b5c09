/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* netlink_function - what a network adapter does for its virtual functions
 *
 * IFLA_VFINFO_LIST { IFLA_VF_INFO { IFLA_VF_MAC, IFLA_VF_VLAN ... } ... } */
#include "base/netlink.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "base/fail.h"
#include "base/text.h"

struct search {
	unsigned number;
	bool found;
	struct link_function function;
};

static void
take_function(const struct rtattr *info, struct search *search)
{
	const struct rtattr *mac = netlink_find_in(info, IFLA_VF_MAC), *vlan = netlink_find_in(info, IFLA_VF_VLAN);
	const struct ifla_vf_mac *its_mac = mac && RTA_PAYLOAD(mac) >= sizeof *its_mac ? RTA_DATA(mac) : NULL;
	const struct ifla_vf_vlan *its_vlan = vlan && RTA_PAYLOAD(vlan) >= sizeof *its_vlan ? RTA_DATA(vlan) : NULL;

	if (!its_mac || its_mac->vf != search->number)
		return;
	search->found = true;
	link_mac_text(its_mac->mac, search->function.mac);
	search->function.vlan = its_vlan ? its_vlan->vlan : 0;
}

static void
row(__attribute__((unused)) const void *header, const struct rtattr *attributes, unsigned size, void *context)
{
	const struct rtattr *list = netlink_find(attributes, size, IFLA_VFINFO_LIST), *info;
	unsigned left = list ? (unsigned)RTA_PAYLOAD(list) : 0;

	for (info = list ? RTA_DATA(list) : NULL; info && RTA_OK(info, left); info = RTA_NEXT(info, left))
		if ((info->rta_type & NLA_TYPE_MASK) == IFLA_VF_INFO)
			take_function(info, context);
}

static struct nl_msg *
about(const char *adapter, int type)
{
	struct ifinfomsg header = { .ifi_index = (int)link_index(adapter) };

	if (!header.ifi_index)
		return fail(FAULT_FAILED, "there is no device %s", quote(adapter)), NULL;
	return netlink_message(type, 0, &header, sizeof header);
}

int
link_function(const char *adapter, unsigned number, struct link_function *ret_function)
{
	struct nl_msg *message = about(adapter, RTM_GETLINK);
	struct search search = { .number = number };

	if (message)
		netlink_put_u32(message, IFLA_EXT_MASK, RTEXT_FILTER_VF);
	if (netlink_ask(message, sizeof(struct ifinfomsg), row, &search) < 0)
		return fail_within("device %s", adapter);
	if (!search.found)
		return fail(FAULT_UNSUPPORTED, "device %s has no virtual function %u", adapter, number);
	*ret_function = search.function;
	return 0;
}

static void
put_function(struct nl_msg *message, unsigned number, const struct link_function *function, bool with_vlan)
{
	struct nlattr *list = netlink_begin(message, IFLA_VFINFO_LIST), *info = netlink_begin(message, IFLA_VF_INFO);
	struct ifla_vf_vlan vlan = { .vf = number, .vlan = function->vlan };
	struct ifla_vf_mac mac = { .vf = number };

	link_mac_octets(function->mac, mac.mac);
	netlink_put(message, IFLA_VF_MAC, &mac, sizeof mac);
	if (with_vlan)
		netlink_put(message, IFLA_VF_VLAN, &vlan, sizeof vlan);
	netlink_end(message, info);
	netlink_end(message, list);
}

/* Not every adapter has VLANs, and one that has none refuses the word. */
int
link_set_function(const char *adapter, unsigned number, const struct link_function *function)
{
	struct link_function now;
	struct nl_msg *message;

	if (link_function(adapter, number, &now) < 0)
		return -1;
	message = about(adapter, RTM_SETLINK);
	if (message)
		put_function(message, number, function, function->vlan != now.vlan);
	return netlink_send(message, "set MAC address %s and VLAN %u of virtual function %u of %s",
			    function->mac, function->vlan, number, adapter);
}
