/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* compile - a binding with all its filters as one table of nftables */
#include "compile.h"

#include <stdlib.h>

#include "learn.h"
#include "match.h"

/* A chain that the root chain sends frames of its protocol through. */
struct chain {
	const char *name;                /* borrowed from the filter: "arp-mac" */
	int priority;
	struct text lines[WAYS];
};
LIST_OF(chain);

struct table {
	const struct nwfilter_instance *instance;
	struct rule_how how;
	struct needs needs;
	struct chain_list chains;        /* in the order of their priority, once all are there */
	struct text root[WAYS], packets[WAYS];
};

static void
table_done(struct table *table)
{
	needs_done(&table->needs);
	for each_way(way) {
		text_done(&table->root[way]);
		text_done(&table->packets[way]);
		list_each(chain, &table->chains)
			text_done(&chain->lines[way]);
	}
	free(table->chains.item);
}
#define auto_table __attribute__((cleanup(table_done)))

/* ---- the order of rules ---- */

static int
compare_uses(const void *a, const void *b)
{
	const struct nwfilter_use *one = *(void *const *)a, *other = *(void *const *)b;
	int64_t first = one->rule->priority.value, second = other->rule->priority.value;

	return first < second ? -1 : first > second ? 1 : one < other ? -1 : one > other;
}

/* By priority; of one priority, in the order of the documents.  Caller frees. */
static const struct nwfilter_use **
sort_uses(const struct nwfilter_use_list *uses)
{
	const struct nwfilter_use **sorted = xcalloc(uses->n + 1, sizeof *sorted);

	for (unsigned i = 0; i < uses->n; i++)
		sorted[i] = &uses->item[i];
	qsort(sorted, uses->n, sizeof *sorted, compare_uses);
	return sorted;
}

static bool
is_packet_rule(const struct nwfilter_use *use)
{
	int protocol = nwfilter_rule_protocol(use->rule);

	return protocol >= 0 && match_is_tracked((enum rule_protocol)protocol);
}

static bool
is_in_root(const struct nwfilter_use *use)
{
	return text_same(use->filter->chain, "root");
}

/* ---- chains ---- */

/* Each once, in the order of the priority that its first filter gives it. */
static void
add_chain(struct table *table, const struct nwfilter_def *filter)
{
	struct chain new = { .name = filter->chain, .priority = (int)filter->priority.value };
	unsigned i = table->chains.n;

	list_each(chain, &table->chains)
		if (text_same(chain->name, new.name))
			return;
	list_add(&table->chains);
	for (; i > 0 && table->chains.item[i - 1].priority > new.priority; i--)
		table->chains.item[i] = table->chains.item[i - 1];
	table->chains.item[i] = new;
}

static struct chain *
find_chain(struct table *table, const char *name)
{
	list_each(chain, &table->chains)
		if (text_same(chain->name, name))
			return chain;
	return NULL;
}

/* Which frames pass a chain, by what its name begins with. */
static const char *
frames_of(const char *name)
{
	static const struct { const char *prefix, *frames; } kinds[] = {
		{ "vlan", "ether type 0x8100 " }, { "stp", "ether daddr 01:80:c2:00:00:00 " },
		{ "arp", "ether type 0x0806 " }, { "rarp", "ether type 0x8035 " },
		{ "ipv4", "ether type 0x0800 " }, { "ipv6", "ether type 0x86dd " },
	};

	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (text_starts(name, kinds[i].prefix))
			return kinds[i].frames;
	return "";
}

/* nftables has no colon in names; the number keeps two names apart that differ in nothing else. */
static void
add_chain_name(const struct table *table, const struct chain *chain, enum way way, struct text *out)
{
	text_addf(out, "%s-%u-", way_names[way], (unsigned)(chain - table->chains.item));
	for (const char *c = chain->name; *c; c++)
		text_add_char(out, *c == ':' ? '.' : *c);
}

/* The root chain comes to a chain before its own first rule of that priority. */
static void
add_jumps(struct table *table, unsigned *at, int64_t until)
{
	for (; *at < table->chains.n && table->chains.item[*at].priority <= until; ++*at) {
		const struct chain *chain = &table->chains.item[*at];

		for each_way(way) {
			if (!chain->lines[way].length)
				continue;
			text_addf(&table->root[way], "\t\t%sjump ", frames_of(chain->name));
			add_chain_name(table, chain, way, &table->root[way]);
			text_add_char(&table->root[way], '\n');
		}
	}
}

/* ---- rules into chains ---- */

static int
add_use(struct table *table, const struct nwfilter_use *use, struct text lines[WAYS])
{
	const struct nwfilter_scope *scope = &table->instance->scopes.item[use->scope];

	return rule_write(use->rule, scope, table->how, &table->needs, lines) < 0 ?
	       fail_within("filter '%s'", use->filter->name) : 0;
}

static int
add_root(struct table *table, const struct nwfilter_use *const *uses, unsigned n)
{
	unsigned chain = 0;

	for (unsigned i = 0; i < n; i++) {
		if (is_packet_rule(uses[i]) || !is_in_root(uses[i]))
			continue;
		add_jumps(table, &chain, uses[i]->rule->priority.value);
		if (add_use(table, uses[i], table->root) < 0)
			return -1;
	}
	add_jumps(table, &chain, INT64_MAX);
	return 0;
}

static int
add_rules(struct table *table)
{
	const struct nwfilter_use_list *all = &table->instance->uses;
	auto_free const struct nwfilter_use **uses = sort_uses(all);

	list_each(use, all)
		if (!is_packet_rule(use) && !is_in_root(use))
			add_chain(table, use->filter);
	for (unsigned i = 0; i < all->n; i++) {
		struct chain *chain = is_packet_rule(uses[i]) ? NULL : find_chain(table, uses[i]->filter->chain);

		if ((chain || is_packet_rule(uses[i])) && add_use(table, uses[i], chain ? chain->lines : table->packets) < 0)
			return -1;
	}
	return add_root(table, uses, all->n);
}

/* ---- the text ---- */

/* Where the kernel does not track connections, what goes both ways is remembered, and what no rule
 * is about too. */
static bool
remembers(const struct table *table)
{
	return !table->how.can_track && (table->packets[FROM_GUEST].length || table->packets[TO_GUEST].length);
}

static void
add_set(struct text *out, const char *name, const char *type)
{
	text_addf(out, "\tset %s {\n\t\ttype %s\n\t\tsize 65535\n\t\tflags dynamic\n\t}\n", name, type);
}

static void
add_sets(const struct table *table, struct text *out)
{
	const struct needs *needs = &table->needs;

	for each_way(way) {
		auto_free char *name = text_format("announced-%s", way_names[way]);

		if (remembers(table))
			state_write_sets(way, out);
		if (needs->announced[way])
			add_set(out, name, "ipv4_addr");
	}
	for (unsigned i = 0; i < needs->limits; i++) {
		auto_free char *name = text_format("limit%u", i);

		add_set(out, name, needs->limit[i].v6 ? "ipv6_addr" : "ipv4_addr");
	}
}

static void
add_body(struct text *out, const char *name, const struct text *lines)
{
	text_addf(out, "\tchain %s {\n%s\t}\n", name, text_get(lines));
}

/* Where the kernel enters: of each way, frames first and then packets, once connections are
 * known. */
static void
add_entry(const struct table *table, enum way way, bool packets, struct text *out)
{
	static const struct { const char *hook, *device; int priority[2]; } entries[WAYS] = {
		[FROM_GUEST] = { "prerouting",  "iifname", { -300, -150 } },
		[TO_GUEST]   = { "postrouting", "oifname", { 300, 310 } },
	};
	const char *suffix = packets ? "-packets" : "";

	text_addf(out, "\tchain enter-%s%s {\n\t\ttype filter hook %s priority %d; policy accept;\n"
		  "\t\t%s \"%s\" jump %s%s\n\t}\n", way_names[way], suffix, entries[way].hook,
		  entries[way].priority[packets], entries[way].device, table->instance->binding->portdev,
		  way_names[way], suffix);
}

/* A chain stands before those that go there. */
static void
add_chains(const struct table *table, enum way way, struct text *out)
{
	auto_free char *packets = text_format("%s-packets", way_names[way]);

	list_each(chain, &table->chains) {
		auto_text struct text name = { 0 };

		if (!chain->lines[way].length)
			continue;
		add_chain_name(table, chain, way, &name);
		add_body(out, text_get(&name), &chain->lines[way]);
	}
	if (table->root[way].length) {
		add_body(out, way_names[way], &table->root[way]);
		add_entry(table, way, false, out);
	}
	if (remembers(table))
		state_write_chain(way, out);
	if (table->packets[way].length || remembers(table)) {
		add_body(out, packets, &table->packets[way]);
		add_entry(table, way, true, out);
	}
}

char *
compile(const struct nwfilter_instance *instance, struct rule_how how, const char *learned)
{
	auto_table struct table table = { .instance = instance, .how = how };
	struct text out = { 0 };

	if (add_rules(&table) < 0)
		return NULL;
	for each_way(way)
		if (remembers(&table))
			text_addf(&table.packets[way], "\t\t%s\n", state_accept(way, false));
	text_addf(&out, "table bridge " TABLE_PREFIX "%s {\n", instance->binding->portdev);
	add_sets(&table, &out);
	if (table.needs.learned && learn_write(instance, learned, &out) < 0) {
		text_done(&out);
		return NULL;
	}
	for each_way(way)
		add_chains(&table, way, &out);
	text_add(&out, "}\n");
	return text_take(&out);
}

bool
compile_learns(const char *table)
{
	return strstr(table, "\tset learned {") != NULL;
}
