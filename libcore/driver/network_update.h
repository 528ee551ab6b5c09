/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_update - one part of a network added, changed or removed */
#ifndef DRIVER_NETWORK_UPDATE_H
#define DRIVER_NETWORK_UPDATE_H

#include "model/network.h"

#define NETWORK_COMMAND(X)                    \
	X(NETWORK_COMMAND_NONE, NULL)         \
	X(NETWORK_MODIFY,       "modify")     \
	X(NETWORK_DELETE,       "delete")     \
	X(NETWORK_ADD,          "add")        \
	X(NETWORK_ADD_LAST,     "add-last")   \
	X(NETWORK_ADD_FIRST,    "add-first")
ENUM_TYPE(network_command, NETWORK_COMMAND);

/* Those without a list of their own cannot be changed part by part. */
#define NETWORK_SECTION(X)                              \
	X(NETWORK_SECTION_NONE,      NULL)              \
	X(NETWORK_BRIDGE_SETTINGS,   "bridge")          \
	X(NETWORK_DOMAIN,            "domain")          \
	X(NETWORK_IP,                "ip")              \
	X(NETWORK_DHCP_HOST,         "ip-dhcp-host")    \
	X(NETWORK_DHCP_RANGE,        "ip-dhcp-range")   \
	X(NETWORK_FORWARD,           "forward")         \
	X(NETWORK_FORWARD_INTERFACE, "forward-interface") \
	X(NETWORK_FORWARD_PF,        "forward-pf")      \
	X(NETWORK_PORTGROUP,         "portgroup")       \
	X(NETWORK_DNS_HOST,          "dns-host")        \
	X(NETWORK_DNS_TXT,           "dns-txt")         \
	X(NETWORK_DNS_SRV,           "dns-srv")
ENUM_TYPE(network_section, NETWORK_SECTION);

/* The network as it is afterwards; NULL after a failure: FAULT_STATE when the part is there
 * already, or is not there.  parent: which <ip>, from 0; -1 the one that has such parts. */
struct network_def *network_def_update(const struct network_def *def, enum network_command command,
				       enum network_section section, int parent, const char *xml,
				       const char *whence);

#endif
