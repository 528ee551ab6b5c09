/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_hook - the administrator's programs are told of networks and of ports in them */
#include "driver/hook.h"
#include "driver/network_inside.h"

int
network_hook(const struct network *network, const struct network_def *def, const struct network_port_def *port,
	     const char *operation, const char *when)
{
	auto_strings struct strings programs = { 0 };
	auto_free char *network_xml = NULL, *port_xml = NULL, *document = NULL;

	if (!network->ops->hook)
		return 0;
	hook_find(network->ops->hook, &programs);
	if (!programs.n)
		return 0;
	network_xml = network_def_text(def, VIEW_LIVE);
	port_xml = port ? network_port_def_text(port, VIEW_LIVE) : NULL;
	document = text_format("<hookData>\n%s%s</hookData>\n", network_xml, port_xml ? port_xml : "");
	return hook_run(&programs, network->name, operation, when, document);
}

void
network_hook_after(const struct network *network, const struct network_def *def, const struct network_port_def *port,
		   const char *operation, const char *when)
{
	if (network_hook(network, def, port, operation, when) == 0)
		return;
	warn("network '%s': %s: %s", network->name, operation, fail_story());
	fail_forget();           /* what it was told of has happened */
}
