/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table - the tables of ports in the kernel: one each, so that removal is one operation */
#include "table.h"

#include "base/fail.h"
#include "base/nft.h"
#include "compile.h"

/* To add one that is there does nothing, and then it can be removed. */
static void
add_removal(const char *port, struct text *out)
{
	text_addf(out, "add table bridge " TABLE_PREFIX "%s\ndelete table bridge " TABLE_PREFIX "%s\n", port, port);
}

/* ---- what the kernel knows ---- */

/* As text: libnftables' JSON is made by a library whose functions have the names of ours. */
int
table_ports(struct strings *ret_ports)
{
	static const char before[] = "table bridge " TABLE_PREFIX;
	auto_free char *listing = NULL;

	if (nft_ask("list tables bridge\n", &listing) < 0)
		return -1;
	for (const char *line = strstr(listing, before); line; line = strstr(line, before)) {
		size_t length;

		line += strlen(before);
		length = strcspn(line, "\n");
		strings_take(ret_ports, xstrndup(line, length));
	}
	return 0;
}

/* Addresses that were learned are not forgotten when the rules are made anew. */
static char *
learned_before(const char *port)
{
	static const char before[] = "elements = {";
	auto_free char *command = text_format("list set bridge " TABLE_PREFIX "%s learned\n", port);
	auto_free char *listing = NULL;
	const char *elements = NULL;

	if (nft_ask(command, &listing) == 0)
		elements = strstr(listing, before);
	fail_forget();           /* there was none */
	return elements ? xstrndup(elements + strlen(before), strcspn(elements + strlen(before), "}")) : NULL;
}

/* ---- a change ---- */

static int
add_instance(const struct nwfilter_instance *instance, struct rule_how how, struct text *out)
{
	const char *port = instance->binding->portdev;
	auto_free char *table = compile(instance, how, NULL);
	auto_free char *learned = table && compile_learns(table) ? learned_before(port) : NULL;

	if (learned && *learned) {
		free(table);
		table = compile(instance, how, learned);
	}
	if (!table)
		return fail_within("filter of %s", port);
	add_removal(port, out);
	text_add(out, table);
	return 0;
}

static int
make(const struct nwfilter_change *change, struct rule_how how)
{
	auto_text struct text commands = { 0 };

	for (unsigned i = 0; i < change->remove.n; i++)
		add_removal(change->remove.item[i], &commands);
	list_each(instance, &change->apply)
		if (add_instance(instance, how, &commands) < 0)
			return -1;
	return nft_run(text_get(&commands));
}

/* ---- what the kernel can ---- */

static bool
can(const char *statement)
{
	auto_free char *commands = text_format("table bridge virtutils-probe {\n\tchain prerouting {\n"
					       "\t\ttype filter hook prerouting priority 0;\n"
					       "\t\tether type 0x0800 %s\n\t}\n}\n"
					       "delete table bridge virtutils-probe\n", statement);
	bool works = nft_run(commands) == 0;

	fail_forget();           /* that it does not work is the answer */
	return works;
}

/* What it cannot is asked only when it did not take the rules: most can all of it. */
int
table_change(const struct nwfilter_change *change)
{
	struct rule_how how = { .can_reject = true, .can_track = true };

	if (make(change, how) == 0)
		return 0;
	if (fail_fault() != FAULT_FAILED)
		return -1;
	how = (struct rule_how){ .can_reject = can("reject"), .can_track = can("ct state new accept") };
	return make(change, how);
}
