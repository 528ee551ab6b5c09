/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_kinds_inside - what the files that define kinds of a rule's values share */
#ifndef MODEL_NWFILTER_KINDS_INSIDE_H
#define MODEL_NWFILTER_KINDS_INSIDE_H

#include "model/kinds.h"
#include "model/nwfilter_kinds.h"

/* A member takes a variable, or what the kind's own function makes of the text. */
int rule_take(void *member, const char *text, bool (*usual)(const char *text, struct text *out));

/* Decimal; what is none may be hexadecimal, and is then written so. */
bool rule_number_in_range(const char *text, uint64_t min, uint64_t max, struct text *out);

/* Define kind_rule_NAME from NAME_usual(). */
#define RULE_KIND(name_, what)                                                                   \
	static int                                                                               \
	take_##name_(void *member, const char *text, UNUSED const struct row *row,               \
		     UNUSED const xmlNode *at)                                                   \
	{                                                                                        \
		return rule_take(member, text, name_##_usual);                                   \
	}                                                                                        \
	const struct kind kind_rule_##name_ = {                                                  \
		.name = what " or $variable", .fault = FAULT_INTERNAL,                           \
		.read = take_##name_, .write = string_write, .is_set = string_is_set,            \
		.done = string_done, .copy = string_copy, .json = text_json,                     \
		.from_json = text_from_json,                                                     \
	}

#endif
