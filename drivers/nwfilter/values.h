/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* values - what the members of a rule say, with variables replaced by their values
 *
 * A rule with lists is many rules: each iterator goes through its list, and a rule is made
 * for every combination.  What iterators there are turns out when values are asked for the
 * first time. */
#ifndef NWFILTER_VALUES_H
#define NWFILTER_VALUES_H

#include "driver/nwfilter_instance.h"
#include "model/nwfilter_kinds.h"

enum { ITERATORS_MAX = 8 };

struct values {
	const struct nwfilter_scope *scope;
	bool learns;                     /* $IP was asked for and has no value, but is learned */
	bool failed;                     /* a value was asked for that is none; the story is told */
	struct { unsigned id, count, at; } iterator[ITERATORS_MAX];
	unsigned n;
	struct strings kept;             /* what values_get() lends */
};
void values_done(struct values *values);
#define auto_values __attribute__((cleanup(values_done)))

/* What stands for addresses that are learned while the guest runs. */
extern const char values_learned[];

/* The value of a member that said that; NULL when it says nothing, or after a failure, which
 * is put into values->failed as well.  Hostile parameters are held against the kind.  Borrowed. */
const char *values_get(struct values *values, const char *said, const struct kind *kind);

/* The next combination; false when that was the last. */
bool values_next(struct values *values);

/* How addresses are learned, from $CTRL_IP_LEARNING. */
#define LEARNING(X)                             \
	X(LEARN_UNSAID, NULL)                   \
	X(LEARN_ANY,    "any")                  \
	X(LEARN_DHCP,   "dhcp")                 \
	X(LEARN_NONE,   "none")
ENUM_TYPE(learning, LEARNING);
/* -1 after a failure. */
int values_learning(const struct nwfilter_scope *scope);

#endif
