/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-name - name of the interface with a MAC address */
#include <strings.h>

#include "command/command.h"
#include "driver/interface.h"

static const struct argument_row arguments[] = {
	ARG("MAC", "mac", VALUE_TEXT, ARG_MANY, NULL, "MAC address of the interface"),
	ROWS_END
};

static bool
has_mac(const char *name, const char *mac)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_READ);
	const struct interface_def *def = interface ? interface_def(interface, false) : NULL;

	fail_forget();           /* one that went has no address */
	return def && def->mac && strcasecmp(def->mac, mac) == 0;
}

static int
show(const char *word)
{
	auto_strings struct strings names = { 0 };
	auto_free char *mac = NULL;
	unsigned found = 0, last = 0;

	if (kind_mac.read(&mac, word, NULL, NULL) < 0)
		return fail(FAULT_USAGE, "%s is no MAC address", quote(word));
	if (interface_names(OBJECT_ALL, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++)
		if (has_mac(names.item[i], mac)) {
			found++;
			last = i;
		}
	if (!found)
		return fail(FAULT_MISSING, "no such interface");
	if (found > 1)
		return fail(FAULT_FAILED, "%u interfaces have it", found);
	answer("%s\n", names.item[last]);
	return 0;
}

const struct command command = {
	.name      = "iface-name",
	.summary   = "name of the interface with this MAC address",
	.virsh     = "iface-name",
	.example   = "iface-name 52:54:00:12:34:56",
	.arguments = arguments,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED),
	.each      = show,
};
