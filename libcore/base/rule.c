/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule - what a document may not say, a row for each */
#include "base/rule.h"

int
rules_hold(const char *what, const char *name, const struct rule *rules, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (rules[i].broken && name)
			return fail(rules[i].fault, "%s '%s': %s", what, name, rules[i].why);
		else if (rules[i].broken)
			return fail(rules[i].fault, "%s: %s", what, rules[i].why);
	return 0;
}
