/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* networks - interfaces of a container: lxc.network.* in older files, lxc.net.N.* in newer
 *
 * In older files each type begins another interface; in newer ones its number says which. */
#include <ctype.h>

#include "config_inside.h"

struct address { const struct setting *said; };
LIST_OF(address);

/* What is said of one interface; borrowed from the settings. */
struct network {
	uint64_t number;                 /* of lxc.net.N */
	const struct setting *type, *link, *mac, *flags, *macvlan_mode, *vlan_id, *name;
	struct address_list addresses;
	const struct setting *gateway[2];
};
LIST_OF(network);

static const struct { const char *key; size_t offset; } members[] = {
	{ "type",         offsetof(struct network, type) },
	{ "link",         offsetof(struct network, link) },
	{ "hwaddr",       offsetof(struct network, mac) },
	{ "flags",        offsetof(struct network, flags) },
	{ "macvlan.mode", offsetof(struct network, macvlan_mode) },
	{ "vlan.id",      offsetof(struct network, vlan_id) },
	{ "name",         offsetof(struct network, name) },
};

static const struct { const char *old, *key, *gateway, *family, *any; } families[] = {
	{ "ipv4", "ipv4.address", "ipv4.gateway", "ipv4", "0.0.0.0" },
	{ "ipv6", "ipv6.address", "ipv6.gateway", "ipv6", "::" },
};

/* ---- gathering ---- */

/* The key behind lxc.network. or lxc.net.N., and the interface it speaks of; NULL when the
 * setting is about something else. */
static const char *
key_of(const struct setting *setting, struct network_list *list, struct network **ret_network)
{
	const char *key = setting->key;
	uint64_t number = 0;

	if (text_starts(key, "lxc.network.")) {
		key += strlen("lxc.network.");
		if (!strcmp(key, "type") || !list->n)
			list_add(list);
		*ret_network = &list->item[list->n - 1];
		return key;
	}
	if (!text_starts(key, "lxc.net.") || !isdigit((unsigned char)key[strlen("lxc.net.")]))
		return NULL;
	for (key += strlen("lxc.net."); isdigit((unsigned char)*key) && number < UINT16_MAX; key++)
		number = number * 10 + (uint64_t)(*key - '0');
	if (*key++ != '.')
		return NULL;
	list_each(network, list)
		if (network->number == number) {
			*ret_network = network;
			return key;
		}
	*ret_network = list_add(list);
	(*ret_network)->number = number;
	return key;
}

static void
take(struct network *network, const char *key, const struct setting *setting)
{
	for (unsigned i = 0; i < COUNT(members); i++)
		if (!strcmp(key, members[i].key))
			*(const struct setting **)((char *)network + members[i].offset) = setting;
	for (unsigned i = 0; i < COUNT(families); i++) {
		if (!strcmp(key, families[i].gateway))
			network->gateway[i] = setting;
		if (!strcmp(key, families[i].old) || !strcmp(key, families[i].key))
			list_add(&network->addresses)->said = setting;
	}
}

static void
gather(const struct reader *r, struct network_list *list)
{
	list_each(setting, &r->settings.all) {
		struct network *network;
		const char *key = key_of(setting, list, &network);

		if (key && *setting->text)
			take(network, key, setting);
	}
}

/* ---- addresses ---- */

static int
read_addresses(const struct reader *r, const struct network *network, struct nic_ip_list *ips)
{
	list_each(address, &network->addresses) {
		const struct setting *setting = address->said;
		size_t length = strcspn(setting->text, "/ ");
		uint64_t prefix = 0;
		struct nic_ip *ip = list_add(ips);
		auto_free char *bits = NULL;

		ip->address = xstrndup(setting->text, length);
		ip->family = xstrdup(strchr(ip->address, ':') ? "ipv6" : "ipv4");
		if (setting->text[length] != '/')
			return refuse(r, setting, "has no number of bits");
		bits = xstrndup(setting->text + length + 1, strcspn(setting->text + length + 1, " "));
		if (text_to_u64(bits, 10, &prefix) < 0 || prefix > 128)
			return refuse(r, setting, "has no number of bits");
		ip->prefix = NUMBER_OF((int64_t)prefix);
	}
	return 0;
}

static void
read_gateways(const struct network *network, struct network_route_list *routes)
{
	for (unsigned i = 0; i < COUNT(families); i++)
		if (network->gateway[i] && strcmp(network->gateway[i]->text, "auto"))
			*list_add(routes) = (struct network_route){
				.family = xstrdup(families[i].family), .address = xstrdup(families[i].any),
				.gateway = xstrdup(network->gateway[i]->text),
			};
}

/* ---- sorts of interface ---- */

/* A device of the host that moves into the container. */
static int
add_device(struct reader *r, const struct network *network, char *name)
{
	struct hostdev *hostdev = list_add(&r->def->devices.hostdevs);

	model_init(&hostdev_type, hostdev);
	hostdev->mode = HOSTDEV_CAPABILITIES;
	hostdev->type = HOSTDEV_NET;
	hostdev->source.interface = name;
	read_gateways(network, &hostdev->routes);
	return read_addresses(r, network, &hostdev->ips);
}

static int
read_macvlan(const struct reader *r, const struct network *network, struct nic *nic)
{
	const char *said = network->macvlan_mode ? network->macvlan_mode->text : NULL;
	int mode = !said ? MACVTAP_PRIVATE : !strcmp(said, "passthru") ? MACVTAP_PASSTHROUGH
	           : words_find(&macvtap_mode_words, said);

	if (mode < 0)
		return refuse(r, network->macvlan_mode, "is no mode of macvlan");
	if (!network->link)
		return refuse(r, network->type, "needs lxc.network.link");
	nic->type = NIC_DIRECT;
	nic->source.dev = xstrdup(network->link->text);
	nic->source.mode = (enum macvtap_mode)mode;
	return 0;
}

static int
add_nic(struct reader *r, const struct network *network, bool macvlan)
{
	struct nic *nic = list_add(&r->def->devices.nics);

	model_init(&nic_type, nic);
	nic->type = network->link ? NIC_BRIDGE : NIC_ETHERNET;
	if (macvlan && read_macvlan(r, network, nic) < 0)
		return -1;
	if (nic->type == NIC_BRIDGE)
		nic->source.bridge = xstrdup(network->link->text);
	if (network->mac && kind_mac.read(&nic->mac.address, network->mac->text, NULL, NULL) < 0)
		return refuse(r, network->mac, "is no MAC address");
	if (!network->mac)
		nic->mac.address = xstrdup("00:00:00:00:00:00");    /* lxc chooses one when it starts */
	nic->link = network->flags && !strcmp(network->flags->text, "up") ? LINK_UP : LINK_DOWN;
	nic->guest.dev = xstrdup(network->name ? network->name->text : NULL);
	read_gateways(network, &nic->routes);
	return read_addresses(r, network, &nic->ips);
}

static int
add_network(struct reader *r, const struct network *network)
{
	const char *type = network->type->text, *link = network->link ? network->link->text : NULL;
	bool phys = !strcmp(type, "phys"), vlan = !strcmp(type, "vlan");

	if ((phys || vlan) && !link)
		return refuse(r, network->type, "needs lxc.network.link");
	if (vlan && network->vlan_id)
		return add_device(r, network, text_format("%s.%s", link, network->vlan_id->text));
	if (phys || vlan)
		return add_device(r, network, xstrdup(link));
	if (strcmp(type, "veth") && strcmp(type, "macvlan"))
		return refuse(r, network->type, "is no type of network that is known");
	return add_nic(r, network, !strcmp(type, "macvlan"));
}

/* A container without an interface has a network of its own, unless it shares the host's. */
static int
add_networks(struct reader *r, const struct network_list *list)
{
	bool own = true;

	list_each(network, list) {
		if (!network->type || !strcmp(network->type->text, "empty"))
			continue;
		own = false;
		if (strcmp(network->type->text, "none") && add_network(r, network) < 0)
			return -1;
	}
	r->def->features.privnet = own;
	return 0;
}

int
read_networks(struct reader *r)
{
	struct network_list list = { 0 };
	int done;

	gather(r, &list);
	done = add_networks(r, &list);
	list_each(network, &list)
		free(network->addresses.item);
	free(list.item);
	return done;
}
