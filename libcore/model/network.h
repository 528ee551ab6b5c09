/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - virtual networks: the <network> document */
#ifndef MODEL_NETWORK_H
#define MODEL_NETWORK_H

#include "model/document.h"
#include "model/network_traffic.h"
#include "model/text_item.h"

/* Without a word: an isolated network. */
#define NETWORK_MODE(X)                         \
	X(NETWORK_ISOLATED,    NULL)            \
	X(NETWORK_NAT,         "nat")           \
	X(NETWORK_ROUTE,       "route")         \
	X(NETWORK_OPEN,        "open")          \
	X(NETWORK_BRIDGE,      "bridge")        \
	X(NETWORK_PRIVATE,     "private")       \
	X(NETWORK_VEPA,        "vepa")          \
	X(NETWORK_PASSTHROUGH, "passthrough")   \
	X(NETWORK_HOSTDEV,     "hostdev")
ENUM_TYPE(network_mode, NETWORK_MODE);

#define FORWARD_DRIVER(X)                       \
	X(FORWARD_DRIVER_NONE, NULL)            \
	X(FORWARD_KVM,         "kvm")           \
	X(FORWARD_VFIO,        "vfio")
ENUM_TYPE(forward_driver, FORWARD_DRIVER);

#define MAC_TABLE_MANAGER(X)                    \
	X(MAC_TABLE_NONE,    NULL)              \
	X(MAC_TABLE_KERNEL,  "kernel")          \
	X(MAC_TABLE_LIBVIRT, "libvirt")
ENUM_TYPE(mac_table_manager, MAC_TABLE_MANAGER);

#define LEASE_UNIT(X)                           \
	X(LEASE_UNIT_NONE, NULL)                \
	X(LEASE_SECONDS,   "seconds")           \
	X(LEASE_MINUTES,   "minutes")           \
	X(LEASE_HOURS,     "hours")
ENUM_TYPE(lease_unit, LEASE_UNIT);

struct forward_interface {
	char *dev;
	unsigned connections;               /* STATUS */
};
LIST_OF(forward_interface);

struct forward_address {
	enum address_kind type;             /* always PCI */
	struct pci_address pci;
	unsigned connections;               /* STATUS */
};
LIST_OF(forward_address);

struct network_forward {
	char *dev;
	enum network_mode mode;
	enum tri managed;
	enum forward_driver driver;
	char *driver_model;
	enum tri iommufd;
	struct {
		enum tri ipv6;
		char *start, *end;              /* addresses */
		unsigned first_port, last_port;
	} nat;
	char *pf;
	struct forward_interface_list interfaces;
	struct forward_address_list addresses;
};

struct dns_forwarder { char *domain, *addr; unsigned port; };
LIST_OF(dns_forwarder);
struct dns_txt { char *name, *value; };
LIST_OF(dns_txt);
struct dns_srv {
	char *service, *protocol, *domain, *target;
	unsigned port, priority, weight;
};
LIST_OF(dns_srv);
struct dns_host { char *ip; struct text_item_list hostnames; };
LIST_OF(dns_host);

struct network_dns {
	enum tri enable, forward_plain_names;
	struct dns_forwarder_list forwarders;
	struct dns_txt_list txts;
	struct dns_srv_list srvs;
	struct dns_host_list hosts;
};

/* 0: for ever. */
struct dhcp_lease { struct number expiry; enum lease_unit unit; };
struct dhcp_range { char *start, *end; struct dhcp_lease lease; };
LIST_OF(dhcp_range);
struct dhcp_host { char *mac, *id, *name, *ip; struct dhcp_lease lease; };
LIST_OF(dhcp_host);

struct network_ip {
	char *family, *address, *netmask;
	unsigned prefix;
	enum tri local_ptr;
	char *tftp_root;
	struct {
		struct dhcp_range_list ranges;
		struct dhcp_host_list hosts;
		char *boot_file, *boot_server;
	} dhcp;
};
LIST_OF(network_ip);

struct portgroup {
	char *name;
	enum tri is_default, trust_guest_rx_filters;
	struct network_vlan vlan;
	struct nic_virtualport *virtualport;
	struct network_bandwidth bandwidth;
};
LIST_OF(portgroup);

struct dnsmasq_option { char *value; };
LIST_OF(dnsmasq_option);

struct network_def {
	unsigned connections;               /* STATUS */
	enum tri ipv6, trust_guest_rx_filters;
	char *name, *uuid, *title, *description;
	char *metadata;                     /* raw XML, the element included */
	struct network_forward *forward;    /* NULL: isolated */
	struct {
		char *name, *zone;
		enum tri stp;
		struct number delay;        /* seconds */
		enum mac_table_manager mac_table_manager;
	} bridge;
	unsigned mtu;
	char *mac;
	struct { char *name; enum tri local_only, registered; } domain;
	struct network_dns dns;
	struct network_vlan vlan;
	struct network_bandwidth bandwidth;
	enum tri port_isolated;
	struct network_ip_list ips;
	struct network_route_list routes;
	struct nic_virtualport *virtualport;
	struct portgroup_list portgroups;
	struct dnsmasq_option_list dnsmasq_options;
};
DOCUMENT(network_def);

extern const struct type network_ip_type, network_forward_type,
	network_dns_type, dhcp_range_type, dhcp_host_type, forward_interface_type,
	portgroup_type, dns_host_type, dns_srv_type, dns_txt_type;

enum network_mode network_def_mode(const struct network_def *def);

/* Is the bridge made by us, with addresses, DHCP and DNS? */
bool network_def_has_bridge(const struct network_def *def);

/* The bits of an address' network: from prefix, netmask, or by the address' class. */
unsigned network_ip_prefix(const struct network_ip *ip);

/* Can the host be one of this address?  Of a partial one only some is said. */
int dhcp_host_check_in(const struct dhcp_host *host, const struct network_ip *ip, bool partial);

/* Add what libvirt adds to any definition: identity, mode, the bridge's settings, the
 * device in the list of devices. */
void network_def_complete(struct network_def *def);

/* Add what libvirt's network driver adds when a network is stored: the bridge's MAC address. */
void network_def_add_mac(struct network_def *def);

/* What the parser takes and no network driver can do: -1 after fail(FAULT_CONFIG, ...). */
int network_def_validate(const struct network_def *def);

#endif
