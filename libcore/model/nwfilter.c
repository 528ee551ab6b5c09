/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter - packet filters for guests: the <filter> document */
#include "model/nwfilter.h"

#include <stdlib.h>

#include "base/fail.h"

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

#define T struct nwfilter_def
static const struct row nwfilter_def_rows[] = {
	STRING(T, name,     "@name",                       REQUIRED, "name"),
	STRING(T, chain,    "@chain",                      0, "protocol its rules are for", DEFAULT("root")),
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
check_chain(const char *chain)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:";

	if (!strcmp(chain, "root"))
		return 0;
	for (unsigned i = 0; i < COUNT(chains); i++)
		if (text_starts(chain, chains[i].prefix) && strlen(chain) <= CHAIN_LENGTH &&
		    !chain[strspn(chain, letters)])
			return 0;
	return fail(FAULT_ARGUMENT, "%s is no chain: it is root or begins with mac, vlan, stp, arp, rarp, "
		    "ipv4 or ipv6, and has %d letters at most", quote(chain), CHAIN_LENGTH);
}

static int
nwfilter_def_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct nwfilter_def *def = object;

	if (strchr(def->name, '/'))
		return fail(FAULT_XML, "name %s has a '/'", quote(def->name));
	if (def->priority.value < -PRIORITY_MAX || def->priority.value > PRIORITY_MAX)
		return fail(FAULT_ARGUMENT, "priority %lld is not between -%d and %d",
			    (long long)def->priority.value, PRIORITY_MAX, PRIORITY_MAX);
	return check_chain(def->chain);
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
