/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-desc - show or set the title or description of a network */
#include <string.h>

#include "command/command.h"
#include "driver/network.h"

static bool title, edit;
static struct strings words;

static const struct option_row options[] = {
	OPT_FLAG(0, "title", &title, "the title instead of the description"),
	OPT_FLAG(0, "edit",  &edit,  "change it in an editor"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET",  "network",  VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	ARG("TEXT", "new-desc", VALUE_TEXT, ARG_ANY, &words, "what it is from now on; '' removes it"),
	ROWS_END
};

/* The network in hand, for accept(). */
static struct network *network;
static bool live, config;

static int
set(const char *text)
{
	return network_set_note(network, title ? NETWORK_TITLE : NETWORK_DESCRIPTION, text, live, config);
}

/* An editor ends its file with a line break that nobody typed. */
static int
accept(const char *edited)
{
	auto_free char *text = xstrdup(edited);
	size_t length = strlen(text);

	while (length && text[length - 1] == '\n')
		text[--length] = '\0';
	return set(text);
}

static int
set_words(void)
{
	auto_text struct text joined = { 0 };

	for (unsigned i = 0; i < words.n; i++)
		text_addf(&joined, "%s%s", i ? " " : "", words.item[i]);
	return set(text_get(&joined));
}

static int
show_or_set(void)
{
	const char *now;

	if (asked_states(network->active, network->stored, words.n || edit, &live, &config) < 0)
		return -1;
	if (words.n && !edit)
		return set_words();
	now = network_note(network, title ? NETWORK_TITLE : NETWORK_DESCRIPTION, config);
	if (!now)
		return -1;
	if (edit)
		return edit_xml(now, ".txt", accept);
	answer("%s\n", now);
	return 0;
}

static int
desc(const char *name)
{
	int result;

	if (edit && words.n)
		return fail(FAULT_USAGE, "--edit and a text exclude each other");
	network = network_open(name, words.n || edit ? NETWORK_TO_CHANGE : NETWORK_TO_READ);
	result = network ? show_or_set() : -1;
	network_close(network);
	return result;
}

const struct command command = {
	.name      = "net-desc",
	.summary   = "show or set the description or title of a network",
	.virsh     = "net-desc",
	.example   = "net-desc lab --title 'machines under test'",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(BUSY),
	.each      = desc,
};
