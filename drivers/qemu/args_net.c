/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_net - network interfaces: where packets go, and the card in front
 *
 * Taps are made by the caller and inherited as descriptors. */
#include "args_inside.h"

#include "network.h"

static char *
netdev_id(const struct nic *nic)
{
	return text_format("host%s", nic->info.alias);
}

static const struct qemu_tap *
find_tap(const struct args *a, const struct nic *nic)
{
	list_each(tap, &a->how->taps)
		if (text_same(tap->alias, nic->info.alias))
			return tap;
	return NULL;
}

/* One descriptor as "fd", several as "fds". */
static void
add_descriptors(struct args *a, struct json_object *netdev, const char *one, const char *many, const int *fd, unsigned n)
{
	auto_text struct text out = { 0 };

	for (unsigned i = 0; i < n; i++)
		text_addf(&out, "%s%s%d", i ? ":" : "", a->how->by_name ? "fd-" : "", fd[i]);
	if (n)
		prop_string(netdev, n > 1 ? many : one, text_get(&out));
}

static struct json_object *
tap_netdev(struct args *a, const struct nic *nic)
{
	const struct qemu_tap *tap = find_tap(a, nic);
	struct json_object *netdev;

	if (!tap && a->how->native)
		return json_build("s:type", "tap", "s?:ifname", nic->target.dev, "s:script", "no",
				  "s:downscript", "no", NULL);
	if (!tap)
		return fail(FAULT_UNSUPPORTED, "interface '%s': type '%s' is not supported", nic->info.alias,
			    words_name(&nic_kind_words, nic->type)), NULL;
	netdev = json_build("s:type", "tap", NULL);
	add_descriptors(a, netdev, "fd", "fds", tap->tap, tap->taps);
	if (tap->vhosts)
		prop_bool(netdev, "vhost", true);
	add_descriptors(a, netdev, "vhostfd", "vhostfds", tap->vhost, tap->vhosts);
	prop_given(netdev, "sndbuf", nic->sndbuf);
	return netdev;
}

static void
user_addresses(const struct nic *nic, struct json_object *netdev)
{
	list_each(ip, &nic->ips) {
		bool six = text_same(ip->family, "ipv6");
		auto_free char *network = NULL;

		if (six) {
			prop_string(netdev, "ipv6-prefix", ip->address);
			prop_given(netdev, "ipv6-prefixlen", ip->prefix);
			continue;
		}
		network = text_format("%s/%u", ip->address, ip->prefix.given ? (unsigned)ip->prefix.value : 24);
		prop_string(netdev, "net", network);
	}
}

/* libvirt's has a socket in a file. */
static struct json_object *
stream_netdev(struct args *a, const struct nic *nic)
{
	const struct qemu_tap *tap = find_tap(a, nic);
	auto_free char *path = text_format("%s/%s.socket", a->how->dir, nic->info.alias);
	struct json_object *address = json_build("s:type", tap ? "fd" : "unix", NULL);

	if (tap)
		add_descriptors(a, address, "str", NULL, tap->tap, tap->taps);
	else
		prop_string(address, "path", path);
	return json_build("s:type", "stream", "o:addr", address, "b:server", false, NULL);
}

static struct json_object *
user_netdev(struct args *a, const struct nic *nic)
{
	struct json_object *netdev;

	if (nic_has_passt(nic))
		return stream_netdev(a, nic);
	netdev = json_build("s:type", "user", NULL);
	user_addresses(nic, netdev);
	return netdev;
}

/* It serves from the guest's memory by itself; libvirt's is a path. */
static struct json_object *
vdpa_netdev(struct args *a, const struct nic *nic)
{
	const struct qemu_tap *tap = find_tap(a, nic);
	struct json_object *netdev = json_build("s:type", "vhost-vdpa", NULL);

	if (tap)
		add_descriptors(a, netdev, "vhostfd", NULL, tap->tap, tap->taps);
	else
		prop_string(netdev, "vhostdev", nic->source.dev);
	if (nic->driver.queues > 1)
		prop_number(netdev, "queues", nic->driver.queues);
	return netdev;
}

static struct json_object *
socket_netdev(const struct nic *nic)
{
	const char *address = nic->source.address ? nic->source.address : "";
	auto_free char *remote = text_format("%s:%u", address, nic->source.port);
	auto_free char *local = text_format("%s:%u", nic->source.local.address ? nic->source.local.address : "",
					    nic->source.local.port);
	struct json_object *netdev = json_build("s:type", "socket", NULL);

	switch (nic->type) {
	case NIC_SERVER:
		prop_string(netdev, "listen", remote);
		break;
	case NIC_CLIENT:
		prop_string(netdev, "connect", remote);
		break;
	case NIC_MCAST:
		prop_string(netdev, "mcast", remote);
		break;
	default:
		prop_string(netdev, "udp", remote);
		prop_string(netdev, "localaddr", local);
	}
	return netdev;
}

static struct json_object *
vhost_user_netdev(struct args *a, const struct nic *nic)
{
	auto_free char *id = text_format("char%s", nic->info.alias);
	struct chardev_source source = {
		.type = CHARDEV_UNIX, .path = nic->source.path,
		.mode = nic->source.vhost_mode == VHOST_USER_SERVER ? CHARDEV_BIND : CHARDEV_CONNECT,
		.reconnect = nic->source.reconnect, .reconnect_timeout = nic->source.reconnect_timeout,
	};
	struct json_object *netdev;

	if (nic_is_passt_memory(nic))
		return fail(FAULT_UNSUPPORTED, "interface '%s': backend 'passt' of type 'vhostuser' is not supported", nic->info.alias), NULL;
	if (args_chardev(a, &source, nic->info.alias) < 0)
		return NULL;
	netdev = json_build("s:type", "vhost-user", "s:chardev", id, NULL);
	if (nic->driver.queues > 1)
		prop_number(netdev, "queues", nic->driver.queues);
	return netdev;
}

static struct json_object *
netdev_new(struct args *a, const struct nic *nic)
{
	switch (nic->type) {
	case NIC_USER:
		return user_netdev(a, nic);
	case NIC_ETHERNET:
	case NIC_BRIDGE:
	case NIC_NETWORK:
	case NIC_DIRECT:
		return tap_netdev(a, nic);
	case NIC_SERVER:
	case NIC_CLIENT:
	case NIC_MCAST:
	case NIC_UDP:
		return socket_netdev(nic);
	case NIC_VHOST_USER:
		return vhost_user_netdev(a, nic);
	case NIC_VDPA:
		return vdpa_netdev(a, nic);
	default:
		return fail(FAULT_UNSUPPORTED, "interface '%s': type '%s' is not supported", nic->info.alias,
			    words_name(&nic_kind_words, nic->type)), NULL;
	}
}

/* ---- the card ---- */

static const struct { const char *model, *driver; } drivers[] = {
	{ "virtio",                  "virtio-net-pci" },
	{ "virtio-transitional",     "virtio-net-pci-transitional" },
	{ "virtio-non-transitional", "virtio-net-pci-non-transitional" },
};

static void
offloads(const struct nic *nic, struct json_object *device)
{
	prop_tri(device, "csum", nic->driver.host.csum);
	prop_tri(device, "gso", nic->driver.host.gso);
	prop_tri(device, "host_tso4", nic->driver.host.tso4);
	prop_tri(device, "host_tso6", nic->driver.host.tso6);
	prop_tri(device, "host_ecn", nic->driver.host.ecn);
	prop_tri(device, "host_ufo", nic->driver.host.ufo);
	prop_tri(device, "mrg_rxbuf", nic->driver.host.mrg_rxbuf);
	prop_tri(device, "guest_csum", nic->driver.guest.csum);
	prop_tri(device, "guest_tso4", nic->driver.guest.tso4);
	prop_tri(device, "guest_tso6", nic->driver.guest.tso6);
	prop_tri(device, "guest_ecn", nic->driver.guest.ecn);
	prop_tri(device, "guest_ufo", nic->driver.guest.ufo);
}

static void
virtio_nic(const struct nic *nic, struct json_object *device)
{
	if (nic->driver.txmode)
		prop_string(device, "tx", nic->driver.txmode == NIC_TXMODE_TIMER ? "timer" : "bh");
	prop_tri(device, "ioeventfd", nic->driver.ioeventfd);
	prop_tri(device, "event_idx", nic->driver.event_idx);
	offloads(nic, device);
	/* A vector for each queue in both directions, one for control, one for changes. */
	if (nic->driver.queues > 1) {
		prop_bool(device, "mq", true);
		prop_number(device, "vectors", 2 * nic->driver.queues + 2);
	}
	prop_tri(device, "rss", nic->driver.rss);
	prop_tri(device, "hash", nic->driver.rss_hash_report);
	prop_count(device, "rx_queue_size", nic->driver.rx_queue_size);
	prop_count(device, "tx_queue_size", nic->driver.tx_queue_size);
	prop_count(device, "host_mtu", nic->mtu);
	prop_tri(device, "failover", nic->teaming.type == TEAMING_PERSISTENT ? YES : UNSAID);
	virtio_props(device, &nic->driver.virtio);
}

unsigned
args_nic_boot(const struct args *a, const struct nic *nic)
{
	bool first = nic == a->def->devices.nics.item;

	return nic->info.boot_order || !first ? nic->info.boot_order : a->boot_network;
}

static int
add_card(struct args *a, const struct nic *nic, const char *netdev)
{
	const char *driver = nic->model ? nic->model : "rtl8139";
	unsigned boot = args_nic_boot(a, nic);
	auto_json struct json_object *device = NULL;

	for (unsigned i = 0; i < COUNT(drivers); i++)
		if (text_same(nic->model, drivers[i].model))
			driver = drivers[i].driver;
	if (!qemu_caps_has(a->how->caps, driver))
		return fail(FAULT_UNSUPPORTED, "interface '%s': model '%s' is not supported", nic->info.alias, driver);
	device = device_new(driver);
	if (nic_is_virtio(nic))
		virtio_nic(nic, device);
	prop_string(device, "netdev", netdev);
	prop_string(device, "id", nic->info.alias);
	prop_string(device, "mac", nic->mac.address);
	if (device_address(a, device, &nic->info) < 0)
		return -1;
	prop_count(device, "bootindex", boot);
	prop_string(device, "romfile", nic->info.rom.enabled == NO ? "" : nic->info.rom.file);
	if (nic->info.rom.bar)
		prop_number(device, "rombar", nic->info.rom.bar == YES);
	return args_device(a, steal(device), &nic->info);
}

static int
add_nic(struct args *a, const struct nic *nic)
{
	auto_free char *id = netdev_id(nic);
	struct json_object *netdev = netdev_new(a, nic);

	if (!netdev)
		return -1;
	prop_string(netdev, "id", id);
	args_json(a, "-netdev", netdev);
	return add_card(a, nic, id);
}

int
args_nics(struct args *a)
{
	list_each(nic, &a->def->devices.nics)
		if (!nic_is_assigned(nic) && add_nic(a, nic) < 0)
			return -1;
	return 0;
}
