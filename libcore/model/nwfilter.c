/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter - packet filters for guests: the <filter> document */
#include "model/nwfilter.h"

#include <stdlib.h>

#include "base/fail.h"
#include "model/kinds.h"

ENUM_WORDS(rule_action, RULE_ACTION);
ENUM_WORDS(rule_direction, RULE_DIRECTION);

/* ---- references ---- */

#define T struct nwfilter_ref
static const struct row nwfilter_ref_rows[] = {
	STRING(T, filter,     "@filter",                          REQUIRED, "filter whose rules stand here"),
	LIST  (T, parameters, "parameter", nic_filter_parameter, 0, "values of its variables"),
	ROWS_END
};
#undef T

/* By name; of one name, the earlier one first. */
static int
compare_parameters(const void *a, const void *b)
{
	const struct nic_filter_parameter *one = *(void *const *)a, *other = *(void *const *)b;
	int order = strcmp(one->name, other->name);

	return order ? order : one < other ? -1 : one > other;
}

/* Values are told by name, those of one name in their order. */
static int
nwfilter_ref_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct nwfilter_ref *ref = object;
	unsigned n = ref->parameters.n;
	auto_free const struct nic_filter_parameter **order = xcalloc(n + 1, sizeof(*order));
	struct nic_filter_parameter *sorted = xcalloc(n + 1, sizeof(*sorted));

	for (unsigned i = 0; i < n; i++)
		order[i] = &ref->parameters.item[i];
	qsort(order, n, sizeof(*order), compare_parameters);
	for (unsigned i = 0; i < n; i++)
		sorted[i] = *order[i];
	free(ref->parameters.item);
	ref->parameters.item = sorted;
	return 0;
}

const struct type nwfilter_ref_type = {
	.name = "filterref", .size = sizeof(struct nwfilter_ref), .rows = nwfilter_ref_rows,
	.read_rest = nwfilter_ref_read_rest,
};

/* ---- the filter ---- */

/* Where the chains of each prefix stand among all: lowest first. */
static const struct {
	const char *prefix;
	int priority;
} chains[] = {
	{ "mac", -800 }, { "vlan", -750 }, { "stp", 0 }, { "arp", -500 }, { "rarp", -400 },
	{ "ipv4", -700 }, { "ipv6", -600 },
};

enum { CHAIN_LENGTH = 11, PRIORITY_MAX = 1000 };

/* Told before what is wrong with the rules. */
static int
chain_read(void *member, const char *text, const struct row *row, const xmlNode *at)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:";
	bool found = !strcmp(text, "root");

	for (unsigned i = 0; !found && i < COUNT(chains); i++)
		found = text_starts(text, chains[i].prefix) && strlen(text) <= CHAIN_LENGTH && !text[strspn(text, letters)];
	return found ? string_read(member, text, row, at) : -1;
}

static const struct kind kind_chain = {
	.name = "root, or at most 11 letters beginning with mac, vlan, stp, arp, rarp, ipv4 or ipv6",
	.fault = FAULT_VALUE, .read = chain_read, .write = string_write, .is_set = string_is_set,
	.done = string_done, .copy = string_copy, .json = text_json, .from_json = text_from_json,
};

#define T struct nwfilter_def
static const struct row nwfilter_def_rows[] = {
	STRING(T, name,     "@name",                       REQUIRED, "name"),
	ROW_(kind_chain, AT_(T, chain, char *), "@chain",  0, "protocol its rules are for", , DEFAULT("root")),
	NUMBER(T, priority, "@priority",                   0, "place of the chain, lowest first", QUIET("0")),
	UUID  (T, uuid,     "uuid",                        0, "identity"),
	LIST  (T, rules,    "rule", nwfilter_rule,         MIXED, "rules"),
	LIST  (T, refs,     "filterref", nwfilter_ref,     MIXED, "other filters"),
	ROWS_END
};
#undef T

/* A chain that is not said has no priority either, as in libvirt. */
static int
nwfilter_def_read_rest(void *object, const xmlNode *at)
{
	struct nwfilter_def *def = object;

	if (!xml_attribute(at, "chain"))
		def->priority = (struct number) { 0 };
	for (unsigned i = 0; !def->priority.given && i < COUNT(chains); i++)
		if (text_starts(def->chain, chains[i].prefix))
			def->priority = NUMBER_OF(chains[i].priority);
	return 0;
}

static int
nwfilter_def_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct nwfilter_def *def = object;

	if (strchr(def->name, '/'))
		return fail(FAULT_XML, "name %s has a '/'", quote(def->name));
	if (def->priority.value < -PRIORITY_MAX || def->priority.value > PRIORITY_MAX)
		return fail(FAULT_VALUE, "priority %lld is not between -%d and %d",
			    (long long)def->priority.value, PRIORITY_MAX, PRIORITY_MAX);
	return 0;
}

const struct type nwfilter_def_type = {
	.name = "filter", .size = sizeof(struct nwfilter_def), .rows = nwfilter_def_rows,
	.read_rest = nwfilter_def_read_rest, .check = nwfilter_def_check,
};

void
nwfilter_def_complete(struct nwfilter_def *def)
{
	document_identify(&def->uuid);
}
