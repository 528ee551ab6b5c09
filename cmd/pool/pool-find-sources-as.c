/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-find-sources-as - what storage pools of a type could be made of, on a server that options tell */
#include "command/pool_program.h"

static const char *type, *host, *port, *initiator;

static const struct argument_row arguments[] = {
	ARG("TYPE", "type", VALUE_TEXT, ARG_ONE, &type, "type of pool"),
	ARG("HOST", "host", VALUE_TEXT, ARG_OPTIONAL, &host, "server to ask"),
	ARG("PORT", "port", VALUE_TEXT, ARG_OPTIONAL, &port, "its port"),
	ARG("INITIATOR", "initiator", VALUE_TEXT, ARG_OPTIONAL, &initiator, "iSCSI name of this host"),
	ROWS_END
};

static int
find(void)
{
	auto_free char *spec = host || initiator ? pool_server_document(host, port, initiator) : NULL;
	auto_text struct text out = { 0 };

	if (pool_find_sources(type, spec, "the options", &out) < 0)
		return -1;
	return print_xml(text_get(&out));
}

const struct command command = {
	.name      = "pool-find-sources-as",
	.summary   = "what storage pools of a type could be made of, on a server that options tell",
	.virsh     = "find-storage-pool-sources-as",
	.example   = "pool-find-sources-as netfs nfs.example.com",
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = find,
};
