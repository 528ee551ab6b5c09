/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-update - change one part of a network */
#include "command/command.h"
#include "driver/network.h"

static const char *what, *section, *xml;
static int64_t parent = -1;

static const char *const commands[] = { "add-first", "add-last", "add", "delete", "modify", NULL };
static const char *const sections[] = {
	"bridge", "domain", "ip", "ip-dhcp-host", "ip-dhcp-range", "forward", "forward-interface", "forward-pf",
	"portgroup", "dns-host", "dns-txt", "dns-srv", NULL
};

static const struct option_row options[] = {
	OPT_VALUE(0, "parent-index", VALUE_INT, &parent, "N", "which of the addresses, from 0"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	{ .metavar = "COMMAND", .long_name = "command", .kind = VALUE_WORD, .count = ARG_ONE, .into = &what,
	  .words = commands, .help = "what to do" },
	{ .metavar = "SECTION", .long_name = "section", .kind = VALUE_WORD, .count = ARG_ONE, .into = &section,
	  .words = sections, .help = "the sort of part" },
	ARG("XML", "xml", VALUE_FILE, ARG_ONE, &xml, "the part: XML, a file that has it, or - for standard input"),
	ROWS_END
};

/* A part begins with an element. */
static char *
part(void)
{
	return xml[strspn(xml, " \t\n")] == '<' ? xstrdup(xml) : input_read(xml, NULL);
}

static int
change(struct network *network, const char *document, bool live, bool config)
{
	if (network_update(network, (enum network_command)words_find(&network_command_words, what),
			   (enum network_section)words_find(&network_section_words, section),
			   parent < 0 ? -1 : (int)parent, document, live, config) == 0)
		return 0;
	if (!asked.if_needed || fail_fault() != FAULT_STATE)
		return -1;
	fail_forget();                   /* the part is there, or gone, already */
	return 0;
}

static int
update(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_CHANGE);
	auto_free char *document = network ? part() : NULL;
	bool live, config;

	if (!document || asked_states(network->active, network->stored, true, &live, &config) < 0)
		return -1;
	/* One definition may have it already, and the other not. */
	if (asked.if_needed && live && config)
		return change(network, document, true, false) < 0 ? -1 : change(network, document, false, true);
	return change(network, document, live, config);
}

const struct command command = {
	.name      = "net-update",
	.summary   = "add, change or remove one part of a network, while guests stay connected",
	.virsh     = "net-update",
	.example   = "net-update default add ip-dhcp-host \"<host mac='52:54:00:00:00:01' ip='192.168.122.10'/>\" --live --config",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | IDEM,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = update,
};
