/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* values - what the members of a rule say, with variables replaced by their values */
#include "values.h"

#include <stdlib.h>

ENUM_WORDS(learning, LEARNING);

const char values_learned[] = "@learned";

void
values_done(struct values *values)
{
	strings_done(&values->kept);
}

int
values_learning(const struct nwfilter_scope *scope)
{
	const struct strings *said = nwfilter_value(scope, "CTRL_IP_LEARNING");
	int learning = said ? words_find(&learning_words, said->item[0]) : LEARN_ANY;

	return learning > 0 ? learning :
	       fail(FAULT_CONFIG, "CTRL_IP_LEARNING is any, dhcp or none, not %s", quote(said->item[0]));
}

bool
values_next(struct values *values)
{
	for (unsigned i = 0; i < values->n; i++) {
		if (++values->iterator[i].at < values->iterator[i].count)
			return true;
		values->iterator[i].at = 0;
	}
	return false;
}

static const char *
refuse(struct values *values)
{
	values->failed = true;
	return NULL;
}

/* Where an iterator is in its list.  All lists of one iterator are equally long. */
static int
iterate(struct values *values, const char *name, unsigned id, unsigned count)
{
	unsigned i = 0;

	while (i < values->n && values->iterator[i].id != id)
		i++;
	if (i == ITERATORS_MAX)
		return fail(FAULT_CONFIG, "a rule has more than %d iterators", ITERATORS_MAX);
	if (i == values->n) {
		values->iterator[i].id = id;
		values->iterator[i].count = count;
		values->n++;
	}
	if (values->iterator[i].count != count)
		return fail(FAULT_CONFIG, "variable '%s' has %u values, and those that it is iterated with have %u",
			    name, count, values->iterator[i].count);
	return (int)values->iterator[i].at;
}

/* Which of the values is meant by "", "[2]" or "[@1]". */
static int
choose(struct values *values, const char *name, const char *index, unsigned count)
{
	unsigned long number = index[0] && index[1] != '@' ? strtoul(index + 1, NULL, 10) : 0;

	if (!index[0])
		return iterate(values, name, 0, count);
	if (index[1] == '@')
		return iterate(values, name, (unsigned)strtoul(index + 2, NULL, 10), count);
	return number < count ? (int)number :
	       fail(FAULT_CONFIG, "variable '%s' has no value of index %lu", name, number);
}

/* The value as the kind spells it; what the kind is called tells of variables too. */
static const char *
check(struct values *values, const char *name, const char *value, const struct kind *kind)
{
	char *usual = NULL;

	if (*value == '$' || kind->read(&usual, value, NULL, NULL) < 0) {
		const char *variable = strstr(kind->name, " or $");

		fail(FAULT_CONFIG, "variable '%s': %s is no %.*s", name, quote(value),
		     variable ? (int)(variable - kind->name) : (int)strlen(kind->name), kind->name);
		return refuse(values);
	}
	strings_take(&values->kept, usual);
	return usual;
}

static const char *
no_value(struct values *values, const char *name)
{
	int learning = values_learning(values->scope);

	if (!strcmp(name, "IP") && (learning == LEARN_ANY || learning == LEARN_DHCP)) {
		values->learns = true;
		return values_learned;
	}
	if (learning >= 0)
		fail(FAULT_CONFIG, "variable '%s' has no value", name);
	return refuse(values);
}

const char *
values_get(struct values *values, const char *said, const struct kind *kind)
{
	size_t length = said && *said == '$' ? strcspn(said, "[") : 0;
	auto_free char *name = length ? xstrndup(said + 1, length - 1) : NULL;
	const struct strings *list = name ? nwfilter_value(values->scope, name) : NULL;
	int at;

	if (!name || values->failed)
		return values->failed ? NULL : said;
	if (!list)
		return no_value(values, name);
	at = choose(values, name, said + length, list->n);
	return at < 0 ? refuse(values) : check(values, name, list->item[at], kind);
}
