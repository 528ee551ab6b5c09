/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-attach-interface - plug in a network card that options describe */
#include "command/command.h"
#include "command/device_program.h"
#include "command/nic_program.h"

static const char *type, *source, *target, *mac, *script, *model, *alias, *inbound, *outbound, *source_mode, *publish;
static bool managed, as_xml, print_mac;
static struct port_range_list ports;

static const char *const types[] = { "network", "bridge", "direct", "hostdev", "user", "ethernet", "internal", "vdpa", "null", NULL };

static const struct option_row options[] = {
	OPT_VALUE(0, "target",      VALUE_TEXT, &target,   "NAME",   "its device on the host"),
	OPT_VALUE(0, "mac",         VALUE_TEXT, &mac,      "MAC",    "MAC address"),
	OPT_VALUE(0, "script",      VALUE_TEXT, &script,   "PATH",   "program that connects it"),
	OPT_VALUE(0, "model",       VALUE_TEXT, &model,    "MODEL",  "card that the guest sees: virtio, e1000 ..."),
	OPT_VALUE(0, "alias",       VALUE_TEXT, &alias,    "ALIAS",  "a name of your own: ua-..."),
	OPT_VALUE(0, "inbound",     VALUE_TEXT, &inbound,  "AVERAGE[,PEAK,BURST,FLOOR]", "limit of what it receives, KiB a second"),
	OPT_VALUE(0, "outbound",    VALUE_TEXT, &outbound, "AVERAGE[,PEAK,BURST]", "limit of what it sends, KiB a second"),
	OPT_FLAG (0, "managed",     &managed,                        "hostdev: the host's driver lets go of it by itself"),
	OPT_VALUE(0, "source-mode", VALUE_TEXT, &source_mode, "MODE", "direct: vepa, bridge, private, passthrough"),
	OPT_VALUE(0, "publish",     VALUE_TEXT, &publish,  "HOSTPORT:PORT[,...]", "user: make ports of the guest reachable from outside"),
	OPT_FLAG (0, "print-xml",   &as_xml,                         "print the element instead, change nothing"),
	OPT_FLAG (0, "print-mac",   &print_mac,                      "print the MAC address that it has"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",     "domain", VALUE_VM,   ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	{ .metavar = "TYPE", .long_name = "type", .kind = VALUE_WORD, .into = &type, .words = types,
	  .help = "how it is connected" },
	ARG("SOURCE", "source", VALUE_TEXT, ARG_OPTIONAL, &source, "network, bridge, device; hostdev: a PCI address"),
	ROWS_END
};

/* What SOURCE is, by TYPE. */
static const struct { const char *type, *attribute; } sources[] = {
	{ "network", "network" }, { "bridge", "bridge" }, { "direct", "dev" }, { "internal", "name" }, { "vdpa", "dev" },
};

static int
add_pci(struct text *xml)
{
	unsigned domain, bus, slot, function;
	int end = 0;

	if (sscanf(source, "%x:%x:%x.%x%n", &domain, &bus, &slot, &function, &end) != 4 || source[end])
		return fail(FAULT_USAGE, "%s is no PCI address (0000:01:00.0)", quote(source));
	text_addf(xml, "<source><address type='pci' domain='0x%x' bus='0x%x' slot='0x%x' function='0x%x'/></source>",
		  domain, bus, slot, function);
	return 0;
}

static int
add_source(struct text *xml)
{
	if (text_same(type, "hostdev"))
		return source ? add_pci(xml) : fail(FAULT_USAGE, "SOURCE is missing");
	for (unsigned i = 0; i < COUNT(sources); i++) {
		if (!text_same(sources[i].type, type))
			continue;
		if (!source)
			return fail(FAULT_USAGE, "SOURCE is missing");
		text_add(xml, "<source");
		device_attribute(xml, sources[i].attribute, source);
		device_attribute(xml, "mode", source_mode);
		text_add(xml, "/>");
	}
	return 0;
}

static void
add_rate(struct text *xml, const char *element, const struct nic_rate *rate)
{
	if (rate->average || rate->floor)
		text_addf(xml, "<%s average='%llu' peak='%llu' burst='%llu' floor='%llu'/>", element,
			  (unsigned long long)rate->average, (unsigned long long)rate->peak,
			  (unsigned long long)rate->burst, (unsigned long long)rate->floor);
}

static int
add_bandwidth(struct text *xml)
{
	struct nic_limits limits;

	if (nic_rate_asked("inbound", inbound, &limits.inbound, &limits.set_inbound) < 0 ||
	    nic_rate_asked("outbound", outbound, &limits.outbound, &limits.set_outbound) < 0)
		return -1;
	if (!inbound && !outbound)
		return 0;
	text_add(xml, "<bandwidth>");
	add_rate(xml, "inbound", &limits.inbound);
	add_rate(xml, "outbound", &limits.outbound);
	text_add(xml, "</bandwidth>");
	return 0;
}

static void
add_ports(struct text *xml)
{
	if (!ports.n)
		return;
	text_add(xml, "<backend type='passt'/><portForward proto='tcp'>");
	list_each(port, &ports)
		text_addf(xml, "<range start='%u' to='%u'/>", port->start, port->to);
	text_add(xml, "</portForward>");
}

static int
interface_xml(struct text *xml)
{
	text_add(xml, "<interface");
	device_attribute(xml, "type", type);
	device_attribute(xml, "managed", managed ? "yes" : NULL);
	text_add(xml, ">");
	if (add_source(xml) < 0)
		return -1;
	device_option(xml, "target", "dev", target);
	device_option(xml, "mac", "address", mac);
	device_option(xml, "script", "path", script);
	device_option(xml, "model", "type", model);
	device_option(xml, "alias", "name", alias);
	add_ports(xml);
	if (add_bandwidth(xml) < 0)
		return -1;
	text_add(xml, "</interface>");
	return 0;
}

static int
run(void)
{
	if (publish && !text_same(type, "user"))
		return fail(FAULT_USAGE, "--publish is for interfaces of type 'user'");
	return nic_ports_asked(publish, &ports);
}

static int
attach(const char *name)
{
	auto_vm_device struct vm_device device = { 0 };

	if (device_attach_made(name, interface_xml, as_xml, &device) < 0)
		return -1;
	if (print_mac && !as_xml)
		answer("%s\n", ((const struct nic *)device.object)->mac.address);
	return 0;
}

const struct command command = {
	.name      = "vm-attach-interface",
	.summary   = "plug in a network card that options describe",
	.virsh     = "attach-interface",
	.example   = "vm-attach-interface web network default --model=virtio --persistent --print-mac",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED) | CAN(MISSING),
	.run       = run,
	.each      = attach,
};
