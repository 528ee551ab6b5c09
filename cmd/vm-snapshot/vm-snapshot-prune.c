/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-prune - delete snapshots by age or count */
#include <fnmatch.h>
#include <stdlib.h>

#include "base/when.h"
#include "command/command.h"
#include "command/moment_program.h"

static int64_t keep = -1, older_than_ms = -1;
static const char *match;

static const struct option_row options[] = {
	OPT_VALUE(0, "keep",       VALUE_INT,      &keep,          "N",    "leave the N newest"),
	OPT_VALUE(0, "older-than", VALUE_DURATION, &older_than_ms, "AGE",  "only those taken at least so long ago"),
	OPT_VALUE(0, "match",      VALUE_TEXT,     &match,         "GLOB", "only those with such names; the others do not count"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
newest_first(const void *a, const void *b)
{
	const struct moment_facts *x = &(*(struct moment *const *)a)->facts, *y = &(*(struct moment *const *)b)->facts;

	if (x->creation_time != y->creation_time)
		return x->creation_time < y->creation_time ? 1 : -1;
	return strcmp(y->name, x->name);
}

/* Those that count, newest first, in place of all.  Their number is returned. */
static unsigned
choose(struct moment **item, unsigned n)
{
	unsigned chosen = 0;

	for (unsigned i = 0; i < n; i++)
		if (!match || fnmatch(match, item[i]->facts.name, 0) == 0)
			item[chosen++] = item[i];
	if (chosen)
		qsort(item, chosen, sizeof *item, newest_first);
	return chosen;
}

/* The oldest goes first: what it holds is merged once, downwards. */
static int
prune_chosen(struct vm *vm, struct moment **item, unsigned n)
{
	int64_t before = older_than_ms < 0 ? INT64_MAX : when_now() / 1000000 - older_than_ms / 1000;

	for (unsigned i = n; i-- > (keep > 0 ? (uint64_t)keep : 0);) {
		const char *name = item[i]->facts.name;

		if (item[i]->facts.creation_time > before)
			break;
		if (moment_delete(&snapshot_moments, vm, name, 0) < 0)
			return fail_within("%s", quote(name));
		if (!asked.dry_run)
			answer("%s\n", name);
	}
	return 0;
}

static int
prune(const char *name)
{
	auto_moments struct moments s = { 0 };
	auto_free struct moment **item = NULL;

	if (moments_open(&snapshot_moments, name, VM_TO_CHANGE, &s) < 0)
		return -1;
	item = xcalloc(s.tree.n + 1, sizeof *item);
	for (unsigned i = 0; i < s.tree.n; i++)
		item[i] = s.tree.item[i];
	return prune_chosen(s.vm, item, choose(item, s.tree.n));
}

/* Neither would be all of them, which --keep=0 says as well, but not by accident. */
static int
run(void)
{
	if (keep < 0 && older_than_ms < 0)
		return fail(FAULT_USAGE, "--keep=N or --older-than=AGE says which");
	return 0;
}

const struct command command = {
	.name      = "vm-snapshot-prune",
	.summary   = "delete snapshots by age or count",
	.example   = "vm-list --all --with-snapshot --name | vm-snapshot-prune - --older-than=30d --match='nightly-*'",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(CONFIG) | CAN(BUSY),
	.run       = run,
	.each      = prune,
};
