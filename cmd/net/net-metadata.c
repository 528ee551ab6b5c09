/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-metadata - XML that applications keep with a network */
#include <string.h>

#include "command/command.h"
#include "driver/network.h"

static const char *uri, *key, *set;
static bool edit, delete;

static const struct option_row options[] = {
	OPT_VALUE(0, "key", VALUE_TEXT, &key, "PREFIX", "the namespace prefix it is stored with"),
	OPT_VALUE(0, "set", VALUE_TEXT, &set, "XML",    "store this element, - for standard input"),
	OPT_FLAG (0, "edit",   &edit,   "change it in an editor"),
	OPT_FLAG (0, "remove", &delete, "remove it"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	ARG("URI", "uri",    VALUE_TEXT, ARG_ONE, &uri, "the application's namespace"),
	ROWS_END
};

/* The network in hand, for store(). */
static struct network *network;
static bool live, config;

static int
store(const char *xml)
{
	return network_set_metadata(network, uri, key, xml, live, config);
}

static int
set_given(void)
{
	auto_free char *read = strcmp(set, "-") == 0 ? input_read(set, NULL) : xstrdup(set);

	return read ? store(read) : -1;
}

static int
show_or_set(void)
{
	auto_free char *now = NULL;

	if (asked_states(network->active, network->stored, set || edit || delete, &live, &config) < 0)
		return -1;
	if (set)
		return set_given();
	if (delete)
		return store(NULL);
	now = network_metadata(network, uri, config);
	if (!now)
		return -1;
	return edit ? edit_xml(now, ".xml", store) : print_xml(now);
}

static int
metadata(const char *name)
{
	int result;

	if (!!set + edit + delete > 1)
		return fail(FAULT_USAGE, "--set, --edit and --remove exclude each other");
	if ((set || edit) && !key)
		return fail(FAULT_USAGE, "--key is missing: the prefix to store it with");
	network = network_open(name, set || edit || delete ? NETWORK_TO_CHANGE : NETWORK_TO_READ);
	result = network ? show_or_set() : -1;
	network_close(network);
	return result;
}

const struct command command = {
	.name      = "net-metadata",
	.summary   = "show, set or remove the XML that an application keeps with a network",
	.virsh     = "net-metadata",
	.example   = "net-metadata lab http://example.org/owner --key=own --set='<owner team=\"shop\"/>'",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_OUT,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(BUSY),
	.each      = metadata,
};
