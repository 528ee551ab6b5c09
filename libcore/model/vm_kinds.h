/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_kinds - kinds of member that only virtual machine definitions have */
#ifndef MODEL_VM_KINDS_H
#define MODEL_VM_KINDS_H

#include "model/model.h"

extern const struct kind
	kind_limit,          /* struct number in bytes, 0 is a limit; unit as for SIZE */
	kind_round_size,     /* uint64_t in bytes, written in the largest unit that divides it */
	kind_usage,          /* uint64_t in bytes, rounded down; its unit is the sibling attribute @units */
	kind_set,            /* char *: a set of numbers, "0-3,^2,7" becomes "0-1,3,7" */
	kind_switch,         /* enum tri: an element that always says its @state */
	kind_constant,       /* nothing: an attribute that can only have one value */
	kind_octal,          /* struct number: permissions */
	kind_live_alias,     /* char *: an alias the driver made */
	kind_user_alias;     /* char *: an alias the user chose: "ua-..." */

/* u: the unit it is written in and read in when none is said */
#define LIMIT(T, m, p, u, f, h, ...)     ROW_(kind_limit,    AT_(T, m, struct number), p, f, h, .format = (u), __VA_ARGS__)
#define ROUND(T, m, p, u, f, h, ...)     ROW_(kind_round_size, AT_(T, m, uint64_t), p, f, h, .format = (u), __VA_ARGS__)
#define USAGE(T, m, p, u, f, h, ...)     ROW_(kind_usage,   AT_(T, m, uint64_t), p, f, h, .format = (u), __VA_ARGS__)
#define SET(T, m, p, f, h, ...)          ROW_(kind_set,      AT_(T, m, char *), p, f, h, , __VA_ARGS__)
#define SWITCH(T, m, p, f, h, ...)       ROW_(kind_switch,   AT_(T, m, enum tri), p, f, h, , __VA_ARGS__)
#define CONSTANT(T, m, p, v, f, h, ...)  ROW_(kind_constant, offsetof(T, m), p, f, h, .format = (v), __VA_ARGS__)
#define OCTAL(T, m, p, f, h, ...)        ROW_(kind_octal,    AT_(T, m, struct number), p, f, h, , __VA_ARGS__)

/* Which numbers a set has: bit n of mask.  One more than the greatest; -1 when text is no set, or empty. */
enum { SET_LIMIT = 16384 };
int set_read(const char *text, unsigned char mask[SET_LIMIT / 8]);
bool set_has(const char *text, unsigned number);      /* of a canonical set */
unsigned set_count(const char *text);
/* Those of a canonical set that are less; NULL when none is, or text is NULL.  Caller frees. */
char *set_below(const char *text, unsigned limit);
unsigned set_last(const char *text);                  /* the greatest; 0 of no set */

#endif
