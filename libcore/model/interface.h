/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface - network interfaces of the host: the <interface> document */
#ifndef MODEL_INTERFACE_H
#define MODEL_INTERFACE_H

#include "model/document.h"

#define INTERFACE_KIND(X)                   \
	X(INTERFACE_NONE,     NULL)         \
	X(INTERFACE_ETHERNET, "ethernet")   \
	X(INTERFACE_BRIDGE,   "bridge")     \
	X(INTERFACE_BOND,     "bond")       \
	X(INTERFACE_VLAN,     "vlan")
ENUM_TYPE(interface_kind, INTERFACE_KIND);

#define INTERFACE_START(X)                  \
	X(INTERFACE_START_UNSAID, NULL)     \
	X(INTERFACE_START_NONE,   "none")   \
	X(INTERFACE_ONBOOT,       "onboot") \
	X(INTERFACE_HOTPLUG,      "hotplug")
ENUM_TYPE(interface_start, INTERFACE_START);

#define INTERFACE_STATE(X)                                  \
	X(INTERFACE_STATE_NONE,       NULL)                 \
	X(INTERFACE_UNKNOWN,          "unknown")            \
	X(INTERFACE_NOT_PRESENT,      "notpresent")         \
	X(INTERFACE_DOWN,             "down")               \
	X(INTERFACE_LOWER_LAYER_DOWN, "lowerlayerdown")     \
	X(INTERFACE_TESTING,          "testing")            \
	X(INTERFACE_DORMANT,          "dormant")            \
	X(INTERFACE_UP,               "up")
ENUM_TYPE(interface_state, INTERFACE_STATE);

#define BOND_MODE(X)                            \
	X(BOND_MODE_NONE,     NULL)             \
	X(BOND_BALANCE_RR,    "balance-rr")     \
	X(BOND_ACTIVE_BACKUP, "active-backup")  \
	X(BOND_BALANCE_XOR,   "balance-xor")    \
	X(BOND_BROADCAST,     "broadcast")      \
	X(BOND_8023AD,        "802.3ad")        \
	X(BOND_BALANCE_TLB,   "balance-tlb")    \
	X(BOND_BALANCE_ALB,   "balance-alb")
ENUM_TYPE(bond_mode, BOND_MODE);

#define BOND_CARRIER(X)                     \
	X(BOND_CARRIER_NONE,  NULL)         \
	X(BOND_CARRIER_IOCTL, "ioctl")      \
	X(BOND_CARRIER_NETIF, "netif")
ENUM_TYPE(bond_carrier, BOND_CARRIER);

#define BOND_VALIDATE(X)                    \
	X(BOND_VALIDATE_UNSAID, NULL)       \
	X(BOND_VALIDATE_NONE,   "none")     \
	X(BOND_VALIDATE_ACTIVE, "active")   \
	X(BOND_VALIDATE_BACKUP, "backup")   \
	X(BOND_VALIDATE_ALL,    "all")
ENUM_TYPE(bond_validate, BOND_VALIDATE);

struct interface_address { char *address; unsigned prefix; };
LIST_OF(interface_address);

struct interface_dhcp { enum tri peerdns; };

struct interface_protocol {
	char *family;                       /* "ipv4", "ipv6" */
	bool autoconf;
	struct interface_dhcp *dhcp;
	struct interface_address_list addresses;
	char *gateway;
};
LIST_OF(interface_protocol);

struct interface_def;
LIST_OF(interface_def);

struct interface_bridge {
	enum tri stp;
	char *delay;                        /* seconds, with a fraction */
	struct interface_def_list interfaces;
};

struct interface_bond {
	enum bond_mode mode;
	struct { unsigned freq, downdelay, updelay; enum bond_carrier carrier; } miimon;
	struct { unsigned interval; char *target; enum bond_validate validate; } arpmon;
	struct interface_def_list interfaces;
};

struct interface_def {
	enum interface_kind type;
	char *name;
	enum interface_start start;
	char *mac;
	unsigned mtu;
	struct interface_protocol_list protocols;
	struct { unsigned speed; enum interface_state state; } link;    /* Mb/s */
	struct interface_bridge bridge;
	struct interface_bond bond;
	struct { struct number tag; char *dev; } vlan;
};
DOCUMENT(interface_def);

#endif
