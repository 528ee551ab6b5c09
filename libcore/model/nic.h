/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic - network interfaces of the virtual machine */
#ifndef MODEL_NIC_H
#define MODEL_NIC_H

#include "model/device_info.h"

#define NIC_KIND(X)                     \
	X(NIC_NONE,       NULL)         \
	X(NIC_USER,       "user")       \
	X(NIC_ETHERNET,   "ethernet")   \
	X(NIC_VHOST_USER, "vhostuser")  \
	X(NIC_SERVER,     "server")     \
	X(NIC_CLIENT,     "client")     \
	X(NIC_MCAST,      "mcast")      \
	X(NIC_NETWORK,    "network")    \
	X(NIC_BRIDGE,     "bridge")     \
	X(NIC_INTERNAL,   "internal")   \
	X(NIC_DIRECT,     "direct")     \
	X(NIC_HOSTDEV,    "hostdev")    \
	X(NIC_UDP,        "udp")        \
	X(NIC_VDPA,       "vdpa")       \
	X(NIC_NULL,       "null")       \
	X(NIC_VDS,        "vds")
ENUM_TYPE(nic_kind, NIC_KIND);

#define MAC_KIND(X)                         \
	X(MAC_KIND_NONE, NULL)              \
	X(MAC_GENERATED, "generated")       \
	X(MAC_STATIC,    "static")
ENUM_TYPE(mac_kind, MAC_KIND);

#define MACVTAP_MODE(X)                     \
	X(MACVTAP_NONE,        NULL)        \
	X(MACVTAP_VEPA,        "vepa")      \
	X(MACVTAP_PRIVATE,     "private")   \
	X(MACVTAP_BRIDGE,      "bridge")    \
	X(MACVTAP_PASSTHROUGH, "passthrough")
ENUM_TYPE(macvtap_mode, MACVTAP_MODE);

#define VHOST_USER_MODE(X)                  \
	X(VHOST_USER_MODE_NONE, NULL)       \
	X(VHOST_USER_SERVER,    "server")   \
	X(VHOST_USER_CLIENT,    "client")
ENUM_TYPE(vhost_user_mode, VHOST_USER_MODE);

#define VIRTUALPORT_KIND(X)                         \
	X(VIRTUALPORT_NONE,        NULL)            \
	X(VIRTUALPORT_8021QBG,     "802.1Qbg")      \
	X(VIRTUALPORT_8021QBH,     "802.1Qbh")      \
	X(VIRTUALPORT_OPENVSWITCH, "openvswitch")   \
	X(VIRTUALPORT_MIDONET,     "midonet")
ENUM_TYPE(virtualport_kind, VIRTUALPORT_KIND);

#define NATIVE_MODE(X)                      \
	X(NATIVE_MODE_NONE,     NULL)       \
	X(NATIVE_MODE_TAGGED,   "tagged")   \
	X(NATIVE_MODE_UNTAGGED, "untagged")
ENUM_TYPE(native_mode, NATIVE_MODE);

#define NIC_DRIVER_NAME(X)                  \
	X(NIC_DRIVER_NONE,  NULL)           \
	X(NIC_DRIVER_QEMU,  "qemu")         \
	X(NIC_DRIVER_VHOST, "vhost")        \
	X(NIC_DRIVER_KVM,   "kvm")          \
	X(NIC_DRIVER_VFIO,  "vfio")         \
	X(NIC_DRIVER_XEN,   "xen")
ENUM_TYPE(nic_driver_name, NIC_DRIVER_NAME);

#define NIC_TXMODE(X)                       \
	X(NIC_TXMODE_NONE,     NULL)        \
	X(NIC_TXMODE_IOTHREAD, "iothread")  \
	X(NIC_TXMODE_TIMER,    "timer")
ENUM_TYPE(nic_txmode, NIC_TXMODE);

#define LINK_STATE(X)                       \
	X(LINK_STATE_NONE, NULL)            \
	X(LINK_UP,         "up")            \
	X(LINK_DOWN,       "down")
ENUM_TYPE(link_state, LINK_STATE);

#define TEAMING_KIND(X)                     \
	X(TEAMING_NONE,       NULL)         \
	X(TEAMING_PERSISTENT, "persistent") \
	X(TEAMING_TRANSIENT,  "transient")
ENUM_TYPE(teaming_kind, TEAMING_KIND);

struct nic_ip {
	char *address, *family;
	struct number prefix;
	char *peer;
};
LIST_OF(nic_ip);

/* Of a network, and of either end of an interface. */
struct network_route {
	char *family, *address, *netmask;
	struct number prefix;
	char *gateway;
	unsigned metric;
};
LIST_OF(network_route);

struct nic_virtualport {
	enum virtualport_kind type;
	struct number managerid, typeid, typeidversion;
	char *instanceid, *profileid, *interfaceid;
};

struct nic_vlan_tag {
	unsigned id;
	enum native_mode native_mode;
};
LIST_OF(nic_vlan_tag);

/* KiB/s and KiB; floor only inbound. */
struct nic_rate {
	uint64_t average, peak, floor, burst;
};

struct nic_filter_parameter {
	char *name, *value;
};
LIST_OF(nic_filter_parameter);

struct port_range {
	unsigned start, end, to;
	enum tri exclude;
};
LIST_OF(port_range);

struct port_forward {
	char *proto, *address, *dev;
	struct port_range_list ranges;
};
LIST_OF(port_forward);

struct teaming {
	enum teaming_kind type;
	char *persistent;                   /* alias of the other one */
};

#define NIC_SOCKET(X)                   \
	X(NIC_SOCKET_NONE, NULL)        \
	X(NIC_SOCKET_UNIX, "unix")
ENUM_TYPE(nic_socket, NIC_SOCKET);

struct nic_driver {
	enum nic_driver_name name;
	char *model;                                 /* HOSTDEV */
	enum tri iommufd;
	enum nic_txmode txmode;
	enum tri ioeventfd, event_idx;
	unsigned queues, rx_queue_size, tx_queue_size;
	enum tri rss, rss_hash_report;
	struct virtio_options virtio;
	struct { enum tri csum, gso, tso4, tso6, ecn, ufo, mrg_rxbuf; } host;
	struct { enum tri csum, tso4, tso6, ecn, ufo; } guest;
};

struct nic {
	enum nic_kind type;
	enum tri managed;                    /* HOSTDEV */
	enum tri trust_guest_rx_filters;
	struct { char *address, *current; enum mac_kind type; enum tri check; } mac;
	struct {
		char *network, *portgroup, *portid;          /* NETWORK; portid is STATUS, as what the network gave it: */
		enum nic_kind actual;                        /* NETWORK: what it made of the card, see nic_swap_actual() */
		char *bridge;                                /* BRIDGE */
		char *dev;                                   /* DIRECT, VDPA, USER, VHOST_USER of passt's */
		enum macvtap_mode mode;                      /* DIRECT */
		char *name;                                  /* INTERNAL */
		enum nic_socket socket;                      /* VHOST_USER that is not passt's ... */
		char *path;
		enum vhost_user_mode vhost_mode;
		enum tri reconnect;
		struct number reconnect_timeout;
		char *address;                               /* SERVER, CLIENT, MCAST, UDP */
		unsigned port;
		struct { char *address; unsigned port; } local;   /* UDP */
		enum address_kind host_type;                 /* HOSTDEV: PCI or USB */
		struct pci_address pci;
		struct { struct number bus, device; } usb;
		struct { char *switchid; struct number portid; char *portgroupid;
			 struct number connectionid; } vds;
		struct nic_ip_list ips;                      /* host's end */
		struct network_route_list routes;
	} source;
	struct nic_virtualport *virtualport;
	struct { enum tri trunk; struct nic_vlan_tag_list tags; } vlan;
	struct nic_rate *inbound, *outbound;
	unsigned class_id;
	enum tri port_isolated;
	struct nic_ip_list ips;
	struct network_route_list routes;
	struct port_forward_list port_forwards;
	char *script, *downscript, *backenddomain;
	struct { char *dev; enum tri managed; } target;
	struct { char *dev, *actual; } guest;
	char *model;                                         /* "virtio", "e1000" ... */
	struct nic_driver driver;
	struct { char *type, *tap, *vhost, *log_file, *hostname, *fqdn; } backend;
	struct { char *name; struct nic_filter_parameter_list parameters; } filter;
	enum link_state link;
	unsigned mtu;
	struct number sndbuf;
	unsigned coalesce_rx_frames_max;
	struct teaming teaming;
	struct device_info info;
};
LIST_OF(nic);

extern const struct type nic_type, nic_ip_type, network_route_type, nic_virtualport_type, nic_rate_type,
	nic_vlan_tag_type, nic_filter_parameter_type;

/* As libvirt writes it, whatever the case of its letters.  NULL: another emulator's, or none is said. */
const char *nic_model_known(const char *model);
bool nic_is_virtio(const struct nic *nic);
/* 0, or -1 after fail(FAULT_XML) for a route without an address; only_gateways: one may say a gateway and no more. */
int network_routes_check(const struct network_route_list *routes, bool only_gateways);
/* Frames go through shared memory, to a program that is started for them. */
bool nic_is_passt_memory(const struct nic *nic);
/* A live definition keeps a card of a network as that; users see what the network made of it.  Done twice,
 * it is as before. */
void nic_swap_actual(struct nic *nic);
/* Is it a device of the host, by itself or by what its network gave it?  The PCI device; NULL: it is none. */
bool nic_is_assigned(const struct nic *nic);
const struct pci_address *nic_function(const struct nic *nic);

#define TEAMING_ROWS(T)                                                                            \
	ENUM  (T, teaming.type,       "teaming/@type", teaming_kind, UNSUPPORTED, "part in a failover pair"), \
	STRING(T, teaming.persistent, "teaming/@persistent", 0, "alias of the one that stays")

#endif
