/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_instance - a binding with all its filters: which rules are in force, with which values */
#include "driver/nwfilter_instance.h"

#include "driver/nwfilter_inside.h"

/* No sane filter refers to as many; without an end, files that refer to each other twice, and
 * so on, would be one. */
enum { REFERENCES_MAX = 1000 };

/* ---- scopes ---- */

static const struct nwfilter_variable *
find_variable(const struct nwfilter_scope *scope, const char *name)
{
	list_each(variable, &scope->variables)
		if (text_same(variable->name, name))
			return variable;
	return NULL;
}

const struct strings *
nwfilter_value(const struct nwfilter_scope *scope, const char *name)
{
	const struct nwfilter_variable *variable = find_variable(scope, name);

	return variable ? &variable->values : NULL;
}

static void
scope_done(struct nwfilter_scope *scope)
{
	list_each(variable, &scope->variables)
		strings_done(&variable->values);
	free(scope->variables.item);
}

/* What the scope does not have yet. */
static void
scope_inherit(struct nwfilter_scope *scope, const struct nwfilter_scope *from)
{
	list_each(variable, &from->variables) {
		struct nwfilter_variable *copy;

		if (find_variable(scope, variable->name))
			continue;
		copy = list_add(&scope->variables);
		copy->name = variable->name;
		for (unsigned i = 0; i < variable->values.n; i++)
			strings_add(&copy->values, variable->values.item[i]);
	}
}

/* Parameters of one name are a list. */
static void
scope_add(struct nwfilter_scope *scope, const struct nic_filter_parameter_list *parameters)
{
	struct nwfilter_scope own = { 0 };

	list_each(parameter, parameters) {
		struct nwfilter_variable *variable = (void *)find_variable(&own, parameter->name);

		if (!variable) {
			variable = list_add(&own.variables);
			variable->name = parameter->name;
		}
		strings_add(&variable->values, parameter->value);
	}
	scope_inherit(scope, &own);
	scope_done(&own);
}

/* The card's own address is what it is, whatever a parameter says. */
static void
scope_begin(struct nwfilter_scope *scope, const struct nwfilter_binding_def *binding)
{
	struct nwfilter_variable *mac = list_add(&scope->variables);

	mac->name = "MAC";
	strings_add(&mac->values, binding->mac);
}

/* ---- gathering ---- */

static int add_filter(const char *folder, const char *name, unsigned scope, struct nwfilter_instance *instance);

static void
add_rule(const struct nwfilter_rule *rule, const struct nwfilter_def *filter, unsigned scope,
	 struct nwfilter_instance *instance)
{
	*list_add(&instance->uses) = (struct nwfilter_use){ .rule = rule, .filter = filter, .scope = scope };
}

/* Values from outside win over those of the reference. */
static int
add_reference(const char *folder, const struct nwfilter_ref *ref, unsigned outer, struct nwfilter_instance *instance)
{
	struct nwfilter_scope *scope = list_add(&instance->scopes);

	scope_inherit(scope, &instance->scopes.item[outer]);
	scope_add(scope, &ref->parameters);
	return add_filter(folder, ref->filter, instance->scopes.n - 1, instance);
}

static const struct nwfilter_def *
read_filter(const char *folder, const char *name, struct nwfilter_instance *instance)
{
	struct nwfilter_def *filter;

	if (instance->n_filters >= REFERENCES_MAX)
		return fail(FAULT_CONFIG, "more than %d filters refer to each other", REFERENCES_MAX), NULL;
	filter = nwfilter_read(folder, name);
	if (!filter && fail_fault() == FAULT_MISSING)
		fail(FAULT_MISSING, "no such network filter: %s", quote(name));
	if (filter) {
		instance->filters = xrealloc(instance->filters, instance->n_filters + 1, sizeof filter);
		instance->filters[instance->n_filters++] = filter;
	}
	return filter;
}

/* Rules and references stand in the order of the document. */
static int
add_filter(const char *folder, const char *name, unsigned scope, struct nwfilter_instance *instance)
{
	const struct nwfilter_def *filter = read_filter(folder, name, instance);
	unsigned r = 0;

	if (!filter)
		return -1;
	list_each(ref, &filter->refs) {
		while (r < filter->rules.n && filter->rules.item[r].place < ref->place)
			add_rule(&filter->rules.item[r++], filter, scope, instance);
		if (add_reference(folder, ref, scope, instance) < 0)
			return -1;
	}
	while (r < filter->rules.n)
		add_rule(&filter->rules.item[r++], filter, scope, instance);
	return 0;
}

void
nwfilter_instance_done(struct nwfilter_instance *instance)
{
	for (unsigned i = 0; i < instance->n_filters; i++)
		nwfilter_def_free(instance->filters[i]);
	free(instance->filters);
	list_each(scope, &instance->scopes)
		scope_done(scope);
	free(instance->scopes.item);
	free(instance->uses.item);
	nwfilter_binding_def_free(instance->binding);
	*instance = (struct nwfilter_instance){ 0 };
}

int
nwfilter_instance_make(const char *folder, const struct nwfilter_binding_def *binding,
		       struct nwfilter_instance *ret_instance)
{
	struct nwfilter_instance instance = { .binding = nwfilter_binding_def_copy(binding) };
	struct nwfilter_scope *scope = list_add(&instance.scopes);

	scope_begin(scope, instance.binding);
	scope_add(scope, &instance.binding->filter->parameters);
	if (add_filter(folder, instance.binding->filter->filter, 0, &instance) < 0) {
		nwfilter_instance_done(&instance);
		return -1;
	}
	*ret_instance = instance;
	return 0;
}

/* ---- who refers to whom ---- */

/* Every filter is looked at once; one that cannot be read refers to nothing. */
static bool
refers(const char *folder, const char *name, const char *sought, struct strings *seen)
{
	auto_document(nwfilter_def) struct nwfilter_def *filter = NULL;

	if (text_same(name, sought))
		return true;
	if (strings_have(seen, name))
		return false;
	strings_add(seen, name);
	filter = nwfilter_read(folder, name);
	if (!filter)
		fail_forget();
	for (unsigned i = 0; filter && i < filter->refs.n; i++)
		if (refers(folder, filter->refs.item[i].filter, sought, seen))
			return true;
	return false;
}

bool
nwfilter_refers(const char *folder, const char *name, const char *sought)
{
	auto_strings struct strings seen = { 0 };

	return refers(folder, name, sought, &seen);
}

int
nwfilter_check_loop(const char *folder, const struct nwfilter_def *def)
{
	list_each(ref, &def->refs)
		if (nwfilter_refers(folder, ref->filter, def->name))
			return fail(FAULT_FAILED, "filter '%s' would refer to itself through %s",
				    def->name, quote(ref->filter));
	return 0;
}
