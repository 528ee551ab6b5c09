/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rule - a rule as lines of nftables: which way, in which states, and what happens */
#include "rule.h"

#include <ctype.h>

#include "base/fail.h"
#include "match.h"

/* One combination of values of a rule that is being written. */
struct writing {
	const struct nwfilter_rule *rule;
	const struct nwfilter_match *match;      /* NULL: all frames */
	enum rule_protocol protocol;
	struct values *values;
	struct rule_how how;
	struct needs *needs;
};

void
needs_done(struct needs *needs)
{
	free(needs->limit);
}

/* ---- what happens ---- */

static bool
is_packet(const struct writing *w)
{
	return w->match && match_is_tracked(w->protocol);
}

/* nftables can refuse only what comes in; what is refused otherwise is dropped, as frames are.
 * The chain of packets returns to nothing: that accepts them. */
static const char *
verdict(const struct writing *w, enum way way)
{
	switch (w->rule->action) {
	case RULE_ACCEPT:
		return is_packet(w) ? state_accept(way, w->how.can_track) : "accept";
	case RULE_RETURN:
		return is_packet(w) ? state_accept(way, w->how.can_track) : "return";
	case RULE_CONTINUE:
		return "continue";
	case RULE_REJECT:
		return w->how.can_reject && way == FROM_GUEST && is_packet(w) ? "reject" : "drop";
	default:
		return "drop";
	}
}

/* A note has no quotes, and as many characters as nftables takes. */
static void
add_comment(const char *comment, struct text *out)
{
	enum { LENGTH = 120 };

	if (!comment || !*comment)
		return;
	text_add(out, " comment \"");
	for (unsigned i = 0; i < LENGTH && comment[i]; i++)
		text_add_char(out, isascii(comment[i]) && isprint(comment[i]) && !strchr("\"\\", comment[i]) ?
				   comment[i] : '_');
	text_add_char(out, '"');
}

static void
add_line(const struct writing *w, enum way way, const char *conditions, const char *more, struct text *out)
{
	text_addf(out, "\t\t%s%s%s%s", conditions + (*conditions == ' '), more,
		  *conditions || *more ? " " : "", verdict(w, way));
	add_comment(w->match ? w->match->comment : NULL, out);
	text_add_char(out, '\n');
}

/* ---- frames ---- */

/* The sender asks for himself: two fields of one frame are the same.  nftables compares fields
 * with sets, so the sender is put into one just for that. */
static void
add_announcement(const struct writing *w, enum way way, const char *conditions, struct text *out)
{
	const char *set = way == FROM_GUEST ? "@announced-from" : "@announced-to";
	auto_free char *is = text_format(" arp daddr ip%s%s delete %s { arp saddr ip }",
					 w->match->match == NO ? " != " : " ", set, set);

	w->needs->announced[way] = true;
	text_addf(out, "\t\t%s add %s { arp saddr ip }\n", conditions + 1, set);
	add_line(w, way, conditions, is, out);
	text_addf(out, "\t\t%s delete %s { arp saddr ip }\n", conditions + 1, set);
}

static int
write_frame(const struct writing *w, enum way way, struct text *out)
{
	bool back = way == FROM_GUEST && w->rule->direction == RULE_INOUT;
	auto_text struct text conditions = { 0 };
	const char *gratuitous = NULL;

	if (w->match && match_write(w->protocol, w->match, back, w->values, &conditions) < 0)
		return -1;
	if (w->match)
		gratuitous = values_get(w->values, w->match->arp.gratuitous, &kind_rule_bool);
	if (w->protocol == RULE_RARP && text_same(gratuitous, "true"))
		return fail(FAULT_UNSUPPORTED, "gratuitous RARP is not supported");
	if (text_same(gratuitous, "true"))
		add_announcement(w, way, text_get(&conditions), out);
	else
		add_line(w, way, text_get(&conditions), "", out);
	return w->values->failed ? -1 : 0;
}

/* ---- connections ---- */

/* Does the rule itself say in which states it is for? */
static bool
says_state(const struct writing *w)
{
	return w->match->state && w->rule->statematch != NO;
}

/* Which way the rule speaks of. */
static bool
is_own_way(const struct writing *w, enum way way)
{
	return w->rule->direction == RULE_INOUT || (w->rule->direction == RULE_OUT) == (way == FROM_GUEST);
}

/* Who accepts a connection accepts its answers, and nothing else of the other way.  NULL after
 * a failure. */
static const char *
states(const struct writing *w, enum way way)
{
	bool usual = w->rule->action == RULE_ACCEPT && w->rule->direction != RULE_INOUT &&
		     w->rule->statematch != NO && !w->match->connlimit_above;

	if (says_state(w))
		return values_get(w->values, w->match->state, &kind_rule_state);
	return !usual ? "NONE" : is_own_way(w, way) ? "NEW,ESTABLISHED" : "ESTABLISHED";
}

/* More connections of one sender than that. */
static int
add_limit(const struct writing *w, struct text *out)
{
	const char *above = values_get(w->values, w->match->connlimit_above, &kind_rule_count);
	struct needs *needs = w->needs;
	bool v6 = match_is_v6(w->protocol);

	if (!above)
		return w->values->failed ? -1 : 0;
	if (!w->how.can_track)
		return fail(FAULT_UNSUPPORTED, "connlimit-above: the kernel does not track the connections of bridges "
			    "(nf_conntrack_bridge)");
	needs->limit = xrealloc(needs->limit, needs->limits + 1, sizeof *needs->limit);
	needs->limit[needs->limits].v6 = v6;
	text_addf(out, " add @limit%u { %s saddr ct count over %s }", needs->limits++, v6 ? "ip6" : "ip", above);
	return 0;
}

/* Is there anything to say of packets that go this way? */
static bool
concerns(const struct writing *w, enum way way, bool back)
{
	if (is_own_way(w, way))
		return !(back && w->match->connlimit_above);
	return !says_state(w) && !w->match->type && !w->match->connlimit_above;
}

static int
write_packet(const struct writing *w, enum way way, struct text *out)
{
	bool back = (w->rule->direction == RULE_OUT) == (way == TO_GUEST);
	auto_text struct text conditions = { 0 };
	auto_text struct text limit = { 0 };
	auto_strings struct strings any = { 0 };
	const char *said;
	int matched;

	if (!concerns(w, way, back))
		return 0;
	if (w->match->ipset)
		return fail(FAULT_UNSUPPORTED, "ipset '%s': nftables cannot look into the sets of iptables", w->match->ipset);
	matched = match_write(w->protocol, w->match, back, w->values, &conditions);
	if (matched != 0)
		return matched < 0 ? -1 : 0;
	said = states(w, way);
	if (!said || add_limit(w, &limit) < 0)
		return -1;
	state_conditions(said, way, w->protocol, w->how.can_track, &any);
	for (unsigned i = 0; i < any.n; i++) {
		auto_free char *more = text_format("%s%s", any.item[i], text_get(&limit));

		add_line(w, way, text_get(&conditions), more, out);
	}
	return 0;
}

/* ---- the rule ---- */

static int
write_way(const struct writing *w, enum way way, struct text *out)
{
	if (is_packet(w))
		return write_packet(w, way, out);
	return is_own_way(w, way) ? write_frame(w, way, out) : 0;
}

/* The same line twice says nothing more: values may come twice in lists. */
static void
keep(struct strings *seen, const char *added, struct text *out)
{
	if (*added && !strings_have(seen, added)) {
		strings_add(seen, added);
		text_add(out, added);
	}
}

static int
write_combinations(struct writing *w, struct text lines[WAYS])
{
	auto_strings struct strings from = { 0 };
	auto_strings struct strings to = { 0 };

	do {
		for each_way(way) {
			auto_text struct text added = { 0 };

			if (write_way(w, way, &added) < 0)
				return -1;
			keep(way == FROM_GUEST ? &from : &to, text_get(&added), &lines[way]);
		}
	} while (values_next(w->values));
	w->needs->learned |= w->values->learns;
	return 0;
}

/* Without a match it is for all frames. */
int
rule_write(const struct nwfilter_rule *rule, const struct nwfilter_scope *scope, struct rule_how how,
	   struct needs *needs, struct text lines[WAYS])
{
	int protocol = nwfilter_rule_protocol(rule);
	auto_values struct values values = { .scope = scope };
	struct writing writing = {
		.rule = rule, .match = protocol < 0 ? NULL : rule->match[protocol],
		.protocol = protocol < 0 ? RULE_MAC : (enum rule_protocol)protocol,
		.values = &values, .how = how, .needs = needs,
	};

	return write_combinations(&writing, lines);
}
