/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_instance - a binding with all its filters: which rules are in force, with which values */
#ifndef DRIVER_NWFILTER_INSTANCE_H
#define DRIVER_NWFILTER_INSTANCE_H

#include "model/nwfilter_binding.h"

/* A variable may have several values: a list. */
struct nwfilter_variable {
	const char *name;                /* borrowed */
	struct strings values;
};
LIST_OF(nwfilter_variable);

/* What the variables of one reference to a filter are. */
struct nwfilter_scope {
	struct nwfilter_variable_list variables;
};
LIST_OF(nwfilter_scope);
/* NULL when it has no value. */
const struct strings *nwfilter_value(const struct nwfilter_scope *scope, const char *name);

/* A rule that is in force; all borrowed from the instance. */
struct nwfilter_use {
	const struct nwfilter_rule *rule;
	const struct nwfilter_def *filter;       /* the one it is in: its chain */
	unsigned scope;                          /* of instance->scopes */
};
LIST_OF(nwfilter_use);

struct nwfilter_instance {
	struct nwfilter_binding_def *binding;
	struct nwfilter_def **filters;           /* each once per reference */
	unsigned n_filters;
	struct nwfilter_scope_list scopes;
	struct nwfilter_use_list uses;           /* in the order of the documents */
};
LIST_OF(nwfilter_instance);
void nwfilter_instance_done(struct nwfilter_instance *instance);

/* Takes a copy of the binding; filters are read from a folder.  A filter that is not there is
 * FAULT_MISSING. */
int nwfilter_instance_make(const char *folder, const struct nwfilter_binding_def *binding,
			   struct nwfilter_instance *ret_instance);

/* Does the filter `name`, or one it refers to, refer to `sought`, or is it that? */
bool nwfilter_refers(const char *folder, const char *name, const char *sought);
/* FAULT_FAILED when a definition would refer to itself, through whatever filters. */
int nwfilter_check_loop(const char *folder, const struct nwfilter_def *def);

#endif
