/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule - a rule as lines of nftables: which way, in which states, and what happens */
#ifndef NWFILTER_RULE_H
#define NWFILTER_RULE_H

#include "state.h"

/* What the rules of a table need beside their lines. */
struct needs {
	bool learned;                    /* the set of addresses that are learned */
	bool announced[WAYS];            /* the sets in which a frame's sender is looked for */
	struct { bool v6; } *limit;      /* sets of senders and how many connections they have */
	unsigned limits;
};
void needs_done(struct needs *needs);

/* What the kernel can do with what bridges forward: refuse it, track its connections. */
struct rule_how {
	bool can_reject, can_track;
};

/* Append the lines of a rule.  -1 after a failure. */
int rule_write(const struct nwfilter_rule *rule, const struct nwfilter_scope *scope, struct rule_how how,
	       struct needs *needs, struct text lines[WAYS]);

#endif
