/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - virtual networks: the <network> document */
#include "model/network.h"

#include "base/fail.h"
#include "model/net_kinds.h"
#include "model/network_check.h"

ENUM_WORDS(network_mode, NETWORK_MODE);
ENUM_WORDS(forward_driver, FORWARD_DRIVER);
ENUM_WORDS(mac_table_manager, MAC_TABLE_MANAGER);
ENUM_WORDS(lease_unit, LEASE_UNIT);

/* ---- forward ---- */

#define T struct forward_interface
static const struct row forward_interface_rows[] = {
	STRING(T, dev,         "@dev",         REQUIRED, "device of the host"),
	UINT  (T, connections, "@connections", STATUS,   "guests that use it"),
	ROWS_END
};
#undef T
const struct type forward_interface_type = {
	.name = "interface", .size = sizeof(struct forward_interface), .rows = forward_interface_rows,
};

#define T struct forward_address
static const struct row forward_address_rows[] = {
	ENUM(T, type,        "@type", address_kind, REQUIRED | UNSUPPORTED, "always pci"),
	UINT(T, connections, "@connections",        STATUS,   "guests that use it"),
	PCI_ROWS(T, pci, "", ONLY_IF(T, type, ADDRESS_PCI)),
	ROWS_END
};
#undef T

static int
forward_address_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct forward_address *address = object;

	if (address->type != ADDRESS_PCI)
		return fail(FAULT_CONFIG, "a network's devices have PCI addresses, not %s",
			    words_name(&address_kind_words, address->type));
	return pci_address_check(&address->pci);
}

static int
forward_address_settle(void *object, __attribute__((unused)) const xmlNode *at)
{
	pci_address_fill(&((struct forward_address *)object)->pci);
	return 0;
}

static const struct type forward_address_type = {
	.name = "address", .size = sizeof(struct forward_address), .rows = forward_address_rows,
	.read_rest = forward_address_settle, .check = forward_address_check,
};

#define T struct network_forward
static const struct row network_forward_rows[] = {
	STRING(T, dev,            "@dev",                    0, "device that the traffic leaves by"),
	ENUM  (T, mode,           "@mode", network_mode,     UNSUPPORTED, "how guests reach other networks", DEFAULT("nat")),
	YESNO (T, managed,        "@managed",                0, "detach devices from the host first", ONLY_IF(T, mode, NETWORK_HOSTDEV), DEFAULT("no")),
	ENUM  (T, driver,         "driver/@name", forward_driver, 0, "driver that assigns devices"),
	STRING(T, driver_model,   "driver/@model",           0, "variant of that driver"),
	YESNO (T, iommufd,        "driver/@iommufd",         0, "devices are reached through /dev/iommu"),
	YESNO (T, nat.ipv6,       "nat/@ipv6",               SINGLE, "translate IPv6 addresses too"),
	IPV4  (T, nat.start,      "nat/address/@start",      SINGLE, "first address that guests appear as"),
	IPV4  (T, nat.end,        "nat/address/@end",        SINGLE, "last address that guests appear as"),
	UINT  (T, nat.first_port, "nat/port/@start",         SINGLE, "first port that guests appear as"),
	UINT  (T, nat.last_port,  "nat/port/@end",           SINGLE, "last port that guests appear as"),
	STRING(T, pf,             "pf/@dev",                 0, "physical function whose virtual functions are used"),
	LIST  (T, interfaces,     "interface", forward_interface, 0, "devices to choose from, by name"),
	LIST  (T, addresses,      "address", forward_address, 0, "devices to choose from, by address"),
	ROWS_END
};
#undef T
const struct type network_forward_type = {
	.name = "forward", .size = sizeof(struct network_forward), .rows = network_forward_rows,
	.check = network_forward_check,
};

/* ---- dns ---- */

#define T struct dns_forwarder
static const struct row dns_forwarder_rows[] = {
	STRING(T, domain, "@domain", 0, "names that are asked there"),
	IP    (T, addr,   "@addr",   0, "DNS server"),
	UINT  (T, port,   "@port",   0, "its port"),
	ROWS_END
};
#undef T
static const struct type dns_forwarder_type = {
	.name = "forwarder", .size = sizeof(struct dns_forwarder), .rows = dns_forwarder_rows,
	.check = dns_forwarder_check,
};

#define T struct dns_txt
static const struct row dns_txt_rows[] = {
	STRING(T, name,  "@name",  0, "name"),
	STRING(T, value, "@value", 0, "text"),
	ROWS_END
};
#undef T
const struct type dns_txt_type = {
	.name = "txt", .size = sizeof(struct dns_txt), .rows = dns_txt_rows, .check = dns_txt_check,
};

#define T struct dns_srv
static const struct row dns_srv_rows[] = {
	STRING(T, service,  "@service",  0, "service"),
	STRING(T, protocol, "@protocol", 0, "protocol"),
	STRING(T, domain,   "@domain",   0, "domain the service is for"),
	STRING(T, target,   "@target",   0, "machine that offers it"),
	UINT  (T, port,     "@port",     0, "its port"),
	UINT  (T, priority, "@priority", 0, "lowest is tried first"),
	UINT  (T, weight,   "@weight",   0, "share among those of one priority"),
	ROWS_END
};
#undef T
const struct type dns_srv_type = {
	.name = "srv", .size = sizeof(struct dns_srv), .rows = dns_srv_rows, .check = dns_srv_check,
};

#define T struct dns_host
static const struct row dns_host_rows[] = {
	IP  (T, ip,        "@ip",                  0, "address"),
	LIST(T, hostnames, "hostname", text_item,  0, "its names"),
	ROWS_END
};
#undef T
const struct type dns_host_type = {
	.name = "host", .size = sizeof(struct dns_host), .rows = dns_host_rows, .check = dns_host_check,
};

#define T struct network_dns
static const struct row network_dns_rows[] = {
	YESNO(T, enable,              "@enable",            0, "names are answered"),
	YESNO(T, forward_plain_names, "@forwardPlainNames", 0, "names without a dot are asked elsewhere"),
	LIST (T, forwarders, "forwarder", dns_forwarder,    0, "servers that are asked"),
	LIST (T, txts,       "txt", dns_txt,                0, "TXT records"),
	LIST (T, srvs,       "srv", dns_srv,                0, "SRV records"),
	LIST (T, hosts,      "host", dns_host,              0, "addresses of names"),
	ROWS_END
};
#undef T
const struct type network_dns_type = {
	.name = "dns", .size = sizeof(struct network_dns), .rows = network_dns_rows,
	.check = network_dns_check,
};

/* ---- addresses ---- */

#define T struct dhcp_lease
static const struct row dhcp_lease_rows[] = {
	NUMBER(T, expiry, "@expiry",            0, "how long a lease lasts, 0 for ever"),
	ENUM  (T, unit,   "@unit", lease_unit,  0, "what expiry counts"),
	ROWS_END
};
#undef T
static const struct type dhcp_lease_type = {
	.name = "lease", .size = sizeof(struct dhcp_lease), .rows = dhcp_lease_rows,
	.read_rest = dhcp_lease_settle, .check = dhcp_lease_check,
};

#define T struct dhcp_range
static const struct row dhcp_range_rows[] = {
	IP  (T, start, "@start", REQUIRED, "first address"),
	IP  (T, end,   "@end",   REQUIRED, "last address"),
	PART(T, lease, "lease", dhcp_lease, 0, "leases of these addresses"),
	ROWS_END
};
#undef T
const struct type dhcp_range_type = {
	.name = "range", .size = sizeof(struct dhcp_range), .rows = dhcp_range_rows,
};

#define T struct dhcp_host
static const struct row dhcp_host_rows[] = {
	STRING(T, mac,   "@mac",  0, "MAC address of the guest"),
	STRING(T, id,    "@id",   0, "DHCPv6 unique identifier of the guest"),
	STRING(T, name,  "@name", 0, "name it gets"),
	IP    (T, ip,    "@ip",   0, "address it gets"),
	PART  (T, lease, "lease", dhcp_lease, 0, "its lease"),
	ROWS_END
};
#undef T
const struct type dhcp_host_type = {
	.name = "host", .size = sizeof(struct dhcp_host), .rows = dhcp_host_rows,
	.check = dhcp_host_check,
};

#define T struct network_ip
static const struct row network_ip_rows[] = {
	STRING(T, family,      "@family",                 0, "ipv4 or ipv6"),
	IP    (T, address,     "@address",                REQUIRED, "address of the host"),
	IP    (T, netmask,     "@netmask",                0, "mask of the network"),
	UINT  (T, prefix,      "@prefix",                 0, "bits of the network"),
	YESNO (T, local_ptr,   "@localPtr",               0, "names of these addresses are answered here only"),
	STRING(T, tftp_root,   "tftp/@root",              0, "directory served by TFTP"),
	LIST  (T, dhcp.ranges, "dhcp/range", dhcp_range,  0, "addresses that are given to guests"),
	LIST  (T, dhcp.hosts,  "dhcp/host", dhcp_host,    0, "addresses of single guests"),
	STRING(T, dhcp.boot_file,   "dhcp/bootp/@file",   0, "what guests boot over the network"),
	IP    (T, dhcp.boot_server, "dhcp/bootp/@server", 0, "server that has it"),
	ROWS_END
};
#undef T
const struct type network_ip_type = {
	.name = "ip", .size = sizeof(struct network_ip), .rows = network_ip_rows,
	.read_rest = network_ip_settle, .check = network_ip_check,
};

#define T struct network_route
static const struct row network_route_rows[] = {
	STRING(T, family,  "@family",  LIVE, "ipv4 or ipv6"),
	IP    (T, address, "@address", LIVE, "network it leads to; of passt's cards, any"),
	IP    (T, netmask, "@netmask", LIVE, "mask of that network"),
	NUMBER(T, prefix,  "@prefix",  LIVE, "bits of that network"),
	IP    (T, gateway, "@gateway", LIVE | REQUIRED, "next hop"),
	UINT  (T, metric,  "@metric",  LIVE, "cost"),
	ROWS_END
};
#undef T
const struct type network_route_type = {
	.name = "route", .size = sizeof(struct network_route), .rows = network_route_rows,
	.check = network_route_check,
};

/* ---- port groups ---- */

#define T struct portgroup
static const struct row portgroup_rows[] = {
	STRING(T, name,        "@name",                      REQUIRED, "name"),
	YESNO (T, is_default,  "@default",                   0, "for guests that name none", QUIET("no")),
	YESNO (T, trust_guest_rx_filters, "@trustGuestRxFilters", 0, "guests may set their MAC address"),
	PART  (T, vlan,        "vlan", network_vlan,         LEADING, "VLANs of its ports"),
	GROUP (T, virtualport, "virtualport", nic_virtualport, 0, "ports of a switch"),
	PART  (T, bandwidth,   "bandwidth", network_bandwidth, LEADING, "limits of each port"),
	ROWS_END
};
#undef T
const struct type portgroup_type = {
	.name = "portgroup", .size = sizeof(struct portgroup), .rows = portgroup_rows,
	.check = portgroup_check,
};

#define T struct dnsmasq_option
static const struct row dnsmasq_option_rows[] = {
	STRING(T, value, "@value", REQUIRED, "line of dnsmasq's configuration"),
	ROWS_END
};
#undef T
static const struct type dnsmasq_option_type = {
	.name = "option", .size = sizeof(struct dnsmasq_option), .rows = dnsmasq_option_rows,
};

/* ---- network ---- */

#define T struct network_def
static const struct row network_def_rows[] = {
	UINT  (T, connections,       "@connections",               STATUS, "guests that use it"),
	YESNO (T, ipv6,              "@ipv6",                      0, "guests may talk IPv6 without an address of the host", QUIET("no")),
	YESNO (T, trust_guest_rx_filters, "@trustGuestRxFilters",  0, "guests may set their MAC address"),
	STRING(T, name,              "name",                       REQUIRED, "name"),
	UUID  (T, uuid,              "uuid",                       0, "identity"),
	STRING(T, title,             "title",                      0, "short description"),
	STRING(T, description,       "description",                0, "description"),
	XML   (T, metadata,          "metadata",                   0, "kept for other programs"),
	GROUP (T, forward,           "forward", network_forward,   0, "ways to other networks"),
	STRING(T, bridge.name,       "bridge/@name",               0, "name of the bridge"),
	STRING(T, bridge.zone,       "bridge/@zone",               0, "its zone of firewalld"),
	STP   (T, bridge.stp,        "bridge/@stp",                0, "spanning tree protocol"),
	NUMBER(T, bridge.delay,      "bridge/@delay",              0, "seconds before a port forwards"),
	ENUM  (T, bridge.mac_table_manager, "bridge/@macTableManager", mac_table_manager, 0, "who keeps the table of addresses"),
	UINT  (T, mtu,               "mtu/@size",                  0, "largest packet"),
	MAC   (T, mac,               "mac/@address",               0, "MAC address of the bridge"),
	STRING(T, domain.name,       "domain/@name",               0, "DNS domain"),
	YESNO (T, domain.local_only, "domain/@localOnly",          0, "names of the domain are answered here only"),
	YESNO (T, domain.registered, "domain/@register",           0, "the host asks here for names of the domain"),
	PART  (T, dns,               "dns", network_dns,           LEADING, "names that are answered"),
	PART  (T, vlan,              "vlan", network_vlan,         LEADING, "VLANs of its ports"),
	PART  (T, bandwidth,         "bandwidth", network_bandwidth, LEADING, "limits of the whole network"),
	YESNO (T, port_isolated,     "port/@isolated",             0, "guests do not reach each other"),
	LIST  (T, ips,               "ip", network_ip,             0, "addresses of the host"),
	LIST  (T, routes,            "route", network_route,       0, "routes of the host into the network"),
	GROUP (T, virtualport,       "virtualport", nic_virtualport, 0, "ports of a switch"),
	LIST  (T, portgroups,        "portgroup", portgroup,       0, "sorts of ports"),
	LIST  (T, dnsmasq_options,   "dnsmasq:options/dnsmasq:option", dnsmasq_option, 0, "further configuration of dnsmasq"),
	ROWS_END
};
#undef T
const struct type network_def_type = {
	.name = "network", .size = sizeof(struct network_def), .rows = network_def_rows,
	.check = network_def_check,
};
