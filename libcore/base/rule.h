/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule - what a document may not say, a row for each */
#ifndef BASE_RULE_H
#define BASE_RULE_H

#include "base/fail.h"

/* All rows of a table are worked out before the first is looked at: none may rely on another. */
struct rule {
	bool broken;
	enum fault fault;
	const char *why;
};

/* 0, or -1 after fail() of the first broken rule: "WHAT 'NAME': WHY", without 'NAME' when that is NULL. */
int rules_hold(const char *what, const char *name, const struct rule *rules, unsigned n);

#define RULES_HOLD(what, name, ...)                                                              \
	rules_hold(what, name, (const struct rule[]){ __VA_ARGS__ },                             \
		   sizeof((const struct rule[]){ __VA_ARGS__ }) / sizeof(struct rule))

#endif
