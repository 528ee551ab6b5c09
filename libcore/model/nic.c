/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic - network interfaces of the virtual machine */
#include "model/nic.h"

#include "base/fail.h"
#include "model/net_kinds.h"
#include "model/vm_kinds.h"

ENUM_WORDS(nic_kind, NIC_KIND);
ENUM_WORDS(mac_kind, MAC_KIND);
ENUM_WORDS(macvtap_mode, MACVTAP_MODE);
ENUM_WORDS(vhost_user_mode, VHOST_USER_MODE);
ENUM_WORDS(nic_socket, NIC_SOCKET);
ENUM_WORDS(virtualport_kind, VIRTUALPORT_KIND);
ENUM_WORDS(native_mode, NATIVE_MODE);
ENUM_WORDS(nic_driver_name, NIC_DRIVER_NAME);
ENUM_WORDS(nic_txmode, NIC_TXMODE);
ENUM_WORDS(link_state, LINK_STATE);
ENUM_WORDS(teaming_kind, TEAMING_KIND);

#define T struct nic_ip
static const struct row nic_ip_rows[] = {
	IP    (T, address, "@address", LIVE | REQUIRED, "address"),
	STRING(T, family,  "@family",  LIVE, "ipv4 or ipv6"),
	NUMBER(T, prefix,  "@prefix",  LIVE, "bits of the network", QUIET("0")),
	STRING(T, peer,    "@peer",    LIVE, "address of the other end"),
	ROWS_END
};
#undef T

/* The family is told by the address; what is said may not be the other one. */
static int
nic_ip_read_rest(void *object, const xmlNode *at)
{
	struct nic_ip *ip = object;
	bool v6 = strchr(ip->address, ':');

	if (text_same(ip->family, v6 ? "ipv4" : "ipv6"))
		return fail(FAULT_XML, "%s: address %s is not of family %s", xml_place(at), ip->address, ip->family);
	if (ip->prefix.value > (v6 ? 128 : 32))
		return fail(FAULT_XML, "%s: address %s has no prefix of %lld bits", xml_place(at), ip->address, (long long)ip->prefix.value);
	free(ip->family);
	ip->family = xstrdup(v6 ? "ipv6" : "ipv4");
	return 0;
}

const struct type nic_ip_type = {
	.name = "ip", .size = sizeof(struct nic_ip), .rows = nic_ip_rows, .read_rest = nic_ip_read_rest,
};

#define T struct nic_virtualport
static const struct row nic_virtualport_rows[] = {
	ENUM  (T, type,          "@type", virtualport_kind,              LIVE | UNSUPPORTED, "sort of switch"),
	HEX   (T, managerid,     "parameters/@managerid", "%llu",        LIVE, "802.1Qbg: VSI manager"),
	HEX   (T, typeid,        "parameters/@typeid", "%llu",           LIVE, "802.1Qbg: VSI type"),
	HEX   (T, typeidversion, "parameters/@typeidversion", "%llu",    LIVE, "802.1Qbg: its version"),
	UUID  (T, instanceid,    "parameters/@instanceid",               LIVE, "802.1Qbg: VSI instance"),
	UUID  (T, interfaceid,   "parameters/@interfaceid",              LIVE, "port of a software switch"),
	STRING(T, profileid,     "parameters/@profileid",                LIVE, "profile of the port"),
	ROWS_END
};
#undef T

/* Which parameters go with which sort of switch. */
enum { QBG = ONE(VIRTUALPORT_8021QBG), QBH = ONE(VIRTUALPORT_8021QBH),
       OVS = ONE(VIRTUALPORT_OPENVSWITCH), MIDONET = ONE(VIRTUALPORT_MIDONET) };
enum { PROFILE_LENGTH = 39 };

static int
nic_virtualport_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct nic_virtualport *port = object;
	const struct {
		const char *name;
		bool said;
		unsigned types;
	} parameters[] = {
		{ "managerid",     port->managerid.given,       QBG },
		{ "typeid",        port->typeid.given,          QBG },
		{ "typeidversion", port->typeidversion.given,   QBG },
		{ "instanceid",    port->instanceid != NULL,    QBG },
		{ "profileid",     port->profileid != NULL,     QBH | OVS },
		{ "interfaceid",   port->interfaceid != NULL,   OVS | MIDONET },
	};

	for (unsigned i = 0; port->type && i < COUNT(parameters); i++)
		if (parameters[i].said && !(parameters[i].types >> port->type & 1))
			return fail(FAULT_XML, "a virtualport of type '%s' has no %s",
				    words_name(&virtualport_kind_words, port->type), parameters[i].name);
	if (port->managerid.value > 0xff || port->typeid.value > 0xffffff || port->typeidversion.value > 0xff)
		return fail(FAULT_XML, "virtualport: a number is out of range");
	if (port->profileid && strlen(port->profileid) > PROFILE_LENGTH)
		return fail(FAULT_XML, "virtualport: profileid is longer than %d bytes", PROFILE_LENGTH);
	return 0;
}

const struct type nic_virtualport_type = {
	.name = "virtualport", .size = sizeof(struct nic_virtualport), .rows = nic_virtualport_rows,
	.check = nic_virtualport_check,
};

#define T struct nic_vlan_tag
static const struct row nic_vlan_tag_rows[] = {
	UINT(T, id,          "@id",                      LIVE | REQUIRED | ALWAYS, "VLAN"),
	ENUM(T, native_mode, "@nativeMode", native_mode, LIVE, "frames without a tag are of this VLAN"),
	ROWS_END
};
#undef T
const struct type nic_vlan_tag_type = {
	.name = "tag", .size = sizeof(struct nic_vlan_tag), .rows = nic_vlan_tag_rows,
};

#define T struct nic_rate
static const struct row nic_rate_rows[] = {
	U64(T, average, "@average", LIVE | UNSUPPORTED, "KiB per second over time"),
	U64(T, peak,    "@peak",    LIVE | UNSUPPORTED, "KiB per second at most"),
	U64(T, floor,   "@floor",   LIVE | UNSUPPORTED, "KiB per second guaranteed"),
	U64(T, burst,   "@burst",   LIVE | UNSUPPORTED, "KiB at peak rate"),
	ROWS_END
};
#undef T

/* An average of 0 is said, and limits nothing. */
static int
nic_rate_check(const void *object, const xmlNode *at)
{
	const struct nic_rate *rate = object;
	const xmlNode *second = at ? xml_next(at, (const char *)at->name) : NULL;

	if (second)
		return fail(FAULT_DETAIL, "%s: a second <%s>", xml_place(second), (const char *)at->name);
	if (rate->average || (at && xml_attribute(at, "average")))
		return 0;
	if (!rate->floor)
		return fail(FAULT_DETAIL, "bandwidth: neither average nor floor is said");
	if (rate->peak || rate->burst)
		return fail(FAULT_CONFIG, "bandwidth: peak and burst need an average");
	return 0;
}

const struct type nic_rate_type = {
	.name = "rate", .size = sizeof(struct nic_rate), .rows = nic_rate_rows, .check = nic_rate_check,
};

#define T struct nic_filter_parameter
static const struct row nic_filter_parameter_rows[] = {
	STRING(T, name,  "@name",  LIVE | REQUIRED, "variable of the filter"),
	STRING(T, value, "@value", LIVE | REQUIRED, "its value"),
	ROWS_END
};
#undef T
const struct type nic_filter_parameter_type = {
	.name = "parameter", .size = sizeof(struct nic_filter_parameter), .rows = nic_filter_parameter_rows,
};

#define T struct port_range
static const struct row port_range_rows[] = {
	UINT (T, start,   "@start",   REQUIRED, "first port of the host"),
	UINT (T, end,     "@end",     0, "last port"),
	UINT (T, to,      "@to",      0, "first port of the guest"),
	YESNO(T, exclude, "@exclude", 0, "these ports are not forwarded"),
	ROWS_END
};
#undef T

static int
port_range_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct port_range *range = object;
	uint64_t last = range->end ? range->end : range->start;

	if (!range->start || last > UINT16_MAX || (uint64_t)range->to + (last - range->start) > UINT16_MAX)
		return fail(FAULT_XML, "portForward: there are only the ports from 1 to 65535");
	if (last < range->start)
		return fail(FAULT_XML, "portForward: the range from %u to %u is empty", range->start, range->end);
	if (range->exclude == YES && range->to)
		return fail(FAULT_XML, "portForward: a range that is excluded leads nowhere");
	return 0;
}

static const struct type port_range_type = {
	.name = "range", .size = sizeof(struct port_range), .rows = port_range_rows, .check = port_range_check,
};

#define T struct port_forward
static const struct row port_forward_rows[] = {
	STRING(T, proto,   "@proto",   REQUIRED, "tcp or udp"),
	IP    (T, address, "@address", 0, "address of the host"),
	STRING(T, dev,     "@dev",     0, "device of the host"),
	LIST  (T, ranges,  "range", port_range, 0, "which ports"),
	ROWS_END
};
#undef T

static int
port_forward_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct port_forward *forward = object;

	return text_same(forward->proto, "tcp") || text_same(forward->proto, "udp") ?
	       0 : fail(FAULT_XML, "portForward: %s is neither 'tcp' nor 'udp'", quote(forward->proto));
}

static const struct type port_forward_type = {
	.name = "portForward", .size = sizeof(struct port_forward), .rows = port_forward_rows,
	.check = port_forward_check,
};

#define T struct nic_driver
static const struct row nic_driver_rows[] = {
	ENUM  (T, name,          "@name", nic_driver_name, 0, "who moves the packets"),
	ENUM  (T, txmode,        "@txmode", nic_txmode, 0,    "when packets are sent"),
	ONOFF (T, ioeventfd,     "@ioeventfd",          ABI,  "requests handled by a thread of their own"),
	ONOFF (T, event_idx,     "@event_idx",          ABI,  "fewer interrupts"),
	UINT  (T, queues,        "@queues",             ABI,  "pairs of virtqueues", QUIET("1")),
	UINT  (T, rx_queue_size, "@rx_queue_size",      ABI,  "length of the receive queue"),
	UINT  (T, tx_queue_size, "@tx_queue_size",      ABI,  "length of the transmit queue"),
	ONOFF (T, rss,           "@rss",                ABI,  "receive side scaling"),
	ONOFF (T, rss_hash_report, "@rss_hash_report",  ABI,  "hashes of packets are told"),
	VIRTIO_ROWS_AT(T, virtio, ""),
	ONOFF (T, host.csum,     "host/@csum",          ABI,  "checksum offload of the host"),
	ONOFF (T, host.gso,      "host/@gso",           ABI,  "generic segmentation offload"),
	ONOFF (T, host.tso4,     "host/@tso4",          ABI,  "TCP segmentation offload, IPv4"),
	ONOFF (T, host.tso6,     "host/@tso6",          ABI,  "TCP segmentation offload, IPv6"),
	ONOFF (T, host.ecn,      "host/@ecn",           ABI,  "segmentation offload with ECN"),
	ONOFF (T, host.ufo,      "host/@ufo",           ABI,  "UDP fragmentation offload"),
	ONOFF (T, host.mrg_rxbuf, "host/@mrg_rxbuf",    ABI,  "merged receive buffers"),
	ONOFF (T, guest.csum,    "guest/@csum",         ABI,  "checksum offload of the guest"),
	ONOFF (T, guest.tso4,    "guest/@tso4",         ABI,  "TCP segmentation offload, IPv4"),
	ONOFF (T, guest.tso6,    "guest/@tso6",         ABI,  "TCP segmentation offload, IPv6"),
	ONOFF (T, guest.ecn,     "guest/@ecn",          ABI,  "segmentation offload with ECN"),
	ONOFF (T, guest.ufo,     "guest/@ufo",          ABI,  "UDP fragmentation offload"),
	ROWS_END
};
#undef T
static const struct type nic_driver_type = {
	.name = "driver", .size = sizeof(struct nic_driver), .rows = nic_driver_rows,
};

#define T struct nic
#define IS(v)     ONLY_IF(T, type, NIC_##v)
#define SOCKETS   ONLY_IF_ANY(T, type, ONE(NIC_SERVER) | ONE(NIC_CLIENT) | ONE(NIC_MCAST) | ONE(NIC_UDP))
#define DEVICES   ONLY_IF_ANY(T, type, ONE(NIC_DIRECT) | ONE(NIC_VDPA) | ONE(NIC_USER) | ONE(NIC_VHOST_USER))
#define GIVEN_KINDS (ONE(NIC_BRIDGE) | ONE(NIC_DIRECT))
#define GIVEN     ONLY_IF_ANY(T, type, GIVEN_KINDS)
static const struct row nic_rows[] = {
	ENUM  (T, type,                 "@type", nic_kind,            LIVE, "what it is connected to", DEFAULT("user")),
	YESNO (T, managed,              "@managed",                   0,    "detach the device from the host first", IS(HOSTDEV), QUIET("no")),
	YESNO (T, managed,              "@managed",                   STATUS, "as its network has it", IS(NETWORK)),
	YESNO (T, trust_guest_rx_filters, "@trustGuestRxFilters",     LIVE, "the guest may set the MAC address"),
	MAC   (T, mac.address,          "mac/@address",               ABI,  "MAC address"),
	ENUM  (T, mac.type,             "mac/@type", mac_kind,        0,    "who chose the address"),
	YESNO (T, mac.check,            "mac/@check",                 0,    "VMware: check the address"),
	MAC   (T, mac.current,          "mac/@currentAddress",        STATUS, "address that the guest has chosen"),
	ENUM  (T, driver.name,          "driver/@name", nic_driver_name, 0, "driver on the host", IS(HOSTDEV)),
	STRING(T, driver.model,         "driver/@model",              0,    "variant of that driver", IS(HOSTDEV)),
	YESNO (T, driver.iommufd,       "driver/@iommufd",            0,    "the device is reached through /dev/iommu", IS(HOSTDEV)),
	STRING(T, source.network,       "source/@network",            LIVE, "virtual network",     IS(NETWORK)),
	STRING(T, source.portgroup,     "source/@portgroup",          LIVE, "its port group",      IS(NETWORK)),
	STRING(T, source.network,       "source/@network",            STATUS, "network that gave it this", GIVEN),
	STRING(T, source.portgroup,     "source/@portgroup",          STATUS, "its port group",    GIVEN),
	UUID  (T, source.portid,        "source/@portid",             STATUS, "port of the network", ONLY_IF_ANY(T, type, ONE(NIC_NETWORK) | GIVEN_KINDS)),
	ENUM  (T, source.actual,        "source/@actual", nic_kind,   FILED | STATUS, "what the network made of it", IS(NETWORK)),
	STRING(T, source.bridge,        "source/@bridge",             LIVE, "bridge of the host",  IS(BRIDGE)),
	STRING(T, source.bridge,        "source/@bridge",             STATUS, "bridge of the network", IS(NETWORK)),
	STRING(T, source.name,          "source/@name",               LIVE, "internal network",    IS(INTERNAL)),
	STRING(T, source.dev,           "source/@dev",                LIVE, "device of the host",  DEVICES),
	ENUM  (T, source.mode,          "source/@mode", macvtap_mode, LIVE, "how guests reach each other", IS(DIRECT)),
	STRING(T, source.dev,           "source/@dev",                STATUS, "device that the network lends", IS(NETWORK)),
	ENUM  (T, source.mode,          "source/@mode", macvtap_mode, STATUS, "how guests reach each other", IS(NETWORK)),
	ENUM  (T, source.socket,        "source/@type", nic_socket,   LIVE | UNSUPPORTED, "sort of socket", IS(VHOST_USER)),
	STRING(T, source.path,          "source/@path",               LIVE, "socket",              IS(VHOST_USER)),
	ENUM  (T, source.vhost_mode,    "source/@mode", vhost_user_mode, LIVE, "who listens",      IS(VHOST_USER)),
	STRING(T, source.vds.switchid,  "source/@switchid",           LIVE, "distributed switch",  IS(VDS)),
	NUMBER(T, source.vds.portid,    "source/@portid",             LIVE, "its port",            IS(VDS)),
	STRING(T, source.vds.portgroupid, "source/@portgroupid",      LIVE, "its port group",      IS(VDS)),
	NUMBER(T, source.vds.connectionid, "source/@connectionid",    LIVE, "its connection",      IS(VDS)),
	STRING(T, source.address,       "source/@address",            LIVE, "address",             SOCKETS),
	UINT  (T, source.port,          "source/@port",               LIVE, "port",                SOCKETS),
	STRING(T, source.local.address, "source/local/@address",      LIVE, "our address",         IS(UDP)),
	UINT  (T, source.local.port,    "source/local/@port",         LIVE, "our port",            IS(UDP)),
	YESNO (T, source.reconnect,     "source/reconnect/@enabled",  LIVE, "try again when the server ends", IS(VHOST_USER)),
	NUMBER(T, source.reconnect_timeout, "source/reconnect/@timeout", LIVE, "seconds between attempts", IS(VHOST_USER)),
	ENUM  (T, source.host_type,     "source/address/@type", address_kind, 0, "pci or usb",     IS(HOSTDEV)),
	ENUM  (T, source.host_type,     "source/address/@type", address_kind, STATUS, "what the network gave it", IS(NETWORK)),
	HEX   (T, source.pci.domain,    "source/address/@domain", "0x%04llx", 0, "PCI domain of the host", ONLY_IF(T, source.host_type, ADDRESS_PCI)),
	HEX   (T, source.pci.bus,       "source/address/@bus", "0x%02llx",    0, "its bus",        ONLY_IF(T, source.host_type, ADDRESS_PCI)),
	HEX   (T, source.pci.slot,      "source/address/@slot", "0x%02llx",   0, "its slot",       ONLY_IF(T, source.host_type, ADDRESS_PCI)),
	HEX   (T, source.pci.function,  "source/address/@function", "0x%llx", 0, "its function",   ONLY_IF(T, source.host_type, ADDRESS_PCI)),
	HEX   (T, source.usb.bus,       "source/address/@bus", "%llu",    0, "USB bus of the host",   ONLY_IF(T, source.host_type, ADDRESS_USB)),
	HEX   (T, source.usb.device,    "source/address/@device", "%llu", 0, "its device",            ONLY_IF(T, source.host_type, ADDRESS_USB)),
	LIST  (T, source.ips,           "source/ip", nic_ip,          LIVE, "addresses of the host's end"),
	LIST  (T, source.routes,        "source/route", network_route,    LIVE, "routes of the host's end"),
	YESNO (T, vlan.trunk,           "vlan/@trunk",                LIVE, "several VLANs"),
	LIST  (T, vlan.tags,            "vlan/tag", nic_vlan_tag,     LIVE | NEEDED, "VLANs of the port"),
	GROUP (T, virtualport,          "virtualport", nic_virtualport, LIVE, "port of a switch"),
	UINT  (T, class_id,             "bandwidth/@classID",         STATUS, "traffic class"),
	GROUP (T, inbound,              "bandwidth/inbound", nic_rate, LIVE, "to the guest"),
	GROUP (T, outbound,             "bandwidth/outbound", nic_rate, LIVE, "from the guest"),
	YESNO (T, port_isolated,        "port/@isolated",             LIVE, "no traffic to other isolated ports"),
	LIST  (T, ips,                  "ip", nic_ip,                 LIVE, "addresses of the guest's end"),
	LIST  (T, routes,               "route", network_route,           LIVE, "routes of the guest's end"),
	LIST  (T, port_forwards,        "portForward", port_forward,  0,    "ports of the host that lead to the guest"),
	STRING(T, script,               "script/@path",               0,    "program that sets the interface up"),
	STRING(T, downscript,           "downscript/@path",           0,    "program that takes it down"),
	STRING(T, backenddomain,        "backenddomain/@name",        0,    "Xen: machine that serves it"),
	STRING(T, target.dev,           "target/@dev",                0,    "device made on the host"),
	YESNO (T, target.managed,       "target/@managed",            0,    "the device is made and removed for the guest"),
	STRING(T, guest.dev,            "guest/@dev",                 ABI,  "container: name inside"),
	STRING(T, guest.actual,         "guest/@actual",              0,    "container: name inside now"),
	STRING(T, model,                "model/@type",                ABI,  "device the guest sees"),
	PART  (T, driver,               "driver", nic_driver,         0,    "how packets are moved", ONLY_IF_ANY(T, type, ~ONE(NIC_HOSTDEV))),
	STRING(T, backend.type,         "backend/@type",              0,    "program that connects it: passt"),
	STRING(T, backend.tap,          "backend/@tap",               0,    "tap device node"),
	STRING(T, backend.vhost,        "backend/@vhost",             0,    "vhost device node"),
	STRING(T, backend.log_file,     "backend/@logFile",           0,    "log of the program"),
	STRING(T, backend.hostname,     "backend/@hostname",          0,    "name the guest is given"),
	STRING(T, backend.fqdn,         "backend/@fqdn",              0,    "the same, with its domain"),
	STRING(T, filter.name,          "filterref/@filter",          LIVE, "packet filter"),
	LIST  (T, filter.parameters,    "filterref/parameter", nic_filter_parameter, LIVE, "variables of the filter"),
	NUMBER(T, sndbuf,               "tune/sndbuf",                0,    "send buffer of the tap device"),
	TEAMING_ROWS(T),
	ENUM  (T, link,                 "link/@state", link_state,    LIVE | UNSUPPORTED, "the cable is plugged"),
	UINT  (T, mtu,                  "mtu/@size",                  ABI,  "largest packet"),
	UINT  (T, coalesce_rx_frames_max, "coalesce/rx/frames/@max",  LIVE, "packets delivered at once"),
	PART  (T, info,                 ".", device_info,             0,    "place and name"),
	ROWS_END
};
#undef DEVICES
#undef SOCKETS
#undef IS
#undef T

static void
drop_filter(struct nic *nic)
{
	warn("packets of a %s interface are not filtered", words_name(&nic_kind_words, nic->type));
	list_each(parameter, &nic->filter.parameters)
		model_done(&nic_filter_parameter_type, parameter);
	free(nic->filter.parameters.item);
	free(nic->filter.name);
	memset(&nic->filter, 0, sizeof nic->filter);
}

/* The models that libvirt knows, as it writes them. */
static const char *const models[] = {
	"netfront", "rtl8139", "virtio", "e1000", "e1000e", "virtio-transitional", "virtio-non-transitional", "usb-net", "spapr-vlan",
	"lan9118", "scm91c111", "vlance", "vmxnet", "vmxnet2", "vmxnet3", "Am79C970A", "Am79C973", "82540EM", "82545EM", "82543GC",
	"igb",
};

const char *
nic_model_known(const char *model)
{
	for (unsigned i = 0; model && i < COUNT(models); i++)
		if (!strcasecmp(models[i], model))
			return models[i];
	return NULL;
}

/* Only virtio has a driver to tune, and packets are only filtered where the host sees them. */
static int
nic_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct nic *nic = object;
	const struct virtio_options *virtio = &nic->driver.virtio;
	bool filtered = nic->type == NIC_ETHERNET || nic->type == NIC_NETWORK || nic->type == NIC_BRIDGE;
	const char *known = nic_model_known(nic->model);

	if (known)
		memcpy(nic->model, known, strlen(known));
	if (nic->source.host_type == ADDRESS_PCI)
		pci_address_settle(&nic->source.pci);
	if (nic_is_passt_memory(nic) && !nic->model)
		nic->model = xstrdup("virtio");
	if (nic->type == NIC_VHOST_USER && !nic_is_passt_memory(nic)) {
		free(nic->source.dev);
		nic->source.dev = NULL;
	}
	if (!nic_is_virtio(nic) && (virtio->iommu || virtio->ats || virtio->packed || virtio->page_per_vq))
		return fail(FAULT_CONFIG, "iommu, ats, packed and page_per_vq of an interface are for virtio");
	if (!nic_is_virtio(nic) && nic->type != NIC_HOSTDEV) {
		nic->driver = (struct nic_driver) { 0 };
		free(nic->backend.vhost);
		nic->backend.vhost = NULL;
	}
	if (!filtered && nic->filter.name)
		drop_filter(nic);
	list_each(tag, &nic->vlan.tags)
		if (tag->native_mode || nic->vlan.tags.n > 1)
			nic->vlan.trunk = nic->vlan.trunk ? nic->vlan.trunk : YES;
	return 0;
}

/* What hangs from a switch that wants to know more about its ports. */
enum { PORTED = ONE(NIC_NETWORK) | ONE(NIC_BRIDGE) | ONE(NIC_DIRECT) | ONE(NIC_HOSTDEV) };

static int
nic_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct nic *nic = object;

	if (nic->type == NIC_NETWORK && !nic->source.network)
		return fail(FAULT_XML, "missing attribute 'network' of a network interface's source");
	if (nic->type == NIC_BRIDGE && !nic->source.bridge)
		return fail(FAULT_XML, "missing attribute 'bridge' of a bridge interface's source");
	if (nic->type == NIC_DIRECT && !nic->source.dev)
		return fail(FAULT_XML, "missing attribute 'dev' of a direct interface's source");
	if (nic->type == NIC_VDPA && !nic->source.dev)
		return fail(FAULT_XML, "missing attribute 'dev' of a vdpa interface's source");
	if (nic->type == NIC_INTERNAL && !nic->source.name)
		return fail(FAULT_XML, "missing attribute 'name' of an internal interface's source");
	if (nic_is_passt_memory(nic) && (nic->source.socket || nic->source.path || nic->source.vhost_mode))
		return fail(FAULT_CONFIG, "a vhostuser interface of passt's has no socket of its own");
	if (nic->type == NIC_VHOST_USER && !nic_is_passt_memory(nic) &&
	    (!nic->source.socket || !nic->source.path || !nic->source.vhost_mode))
		return fail(FAULT_XML, "a vhostuser interface's source needs 'type', 'path' and 'mode'");
	if (nic->type == NIC_VHOST_USER && !nic_is_virtio(nic))
		return fail(FAULT_CONFIG, "a vhostuser interface is a virtio one");
	if ((nic->type == NIC_CLIENT || nic->type == NIC_MCAST || nic->type == NIC_UDP) && !nic->source.address)
		return fail(FAULT_XML, "missing attribute 'address' of a %s interface's source",
			    words_name(&nic_kind_words, nic->type));
	if ((nic->type == NIC_CLIENT || nic->type == NIC_SERVER || nic->type == NIC_MCAST || nic->type == NIC_UDP) && !nic->source.port)
		return fail(FAULT_XML, "missing attribute 'port' of a %s interface's source",
			    words_name(&nic_kind_words, nic->type));
	if (nic->type == NIC_HOSTDEV && !nic->source.host_type)
		return fail(FAULT_XML, "missing address of a hostdev interface's source");
	if ((nic->source.ips.n || nic->source.routes.n) && nic->type != NIC_ETHERNET)
		return fail(FAULT_CONFIG, "only an ethernet interface has addresses and routes at the host's end");
	if (nic->virtualport && !(PORTED >> nic->type & 1))
		return fail(FAULT_CONFIG, "a %s interface has no virtualport", words_name(&nic_kind_words, nic->type));
	if (nic->virtualport && !nic->virtualport->type && nic->type != NIC_NETWORK)
		return fail(FAULT_XML, "missing attribute 'type' of 'virtualport'");
	if ((nic->teaming.type == TEAMING_TRANSIENT) != (nic->teaming.persistent != NULL))
		return fail(FAULT_CONFIG, "teaming: who is transient, and nobody else, says who is persistent");
	if (nic->inbound && nic->inbound->floor && nic->type != NIC_NETWORK)
		return fail(FAULT_CONFIG, "only a network guarantees a bandwidth (floor)");
	if (network_routes_check(&nic->source.routes, false) < 0 ||
	    network_routes_check(&nic->routes, text_same(nic->backend.type, "passt")) < 0)
		return -1;
	return pci_address_check(&nic->source.pci);
}

const struct type nic_type = {
	.name = "interface", .size = sizeof(struct nic), .rows = nic_rows,
	.read_rest = nic_read_rest, .check = nic_check,
};

void
nic_swap_actual(struct nic *nic)
{
	enum nic_kind actual = nic->source.actual;

	if (!actual)
		return;
	nic->source.actual = nic->type;
	nic->type = actual;
}

bool
nic_is_virtio(const struct nic *nic)
{
	return nic->model && text_starts(nic->model, "virtio");
}

bool
nic_is_passt_memory(const struct nic *nic)
{
	return nic->type == NIC_VHOST_USER && text_same(nic->backend.type, "passt");
}

bool
nic_is_assigned(const struct nic *nic)
{
	return nic->source.host_type;
}

const struct pci_address *
nic_function(const struct nic *nic)
{
	return nic->source.host_type == ADDRESS_PCI ? &nic->source.pci : NULL;
}
