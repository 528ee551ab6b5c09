/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cpuid - features of the processor that a guest sees: "host,tm=0,sse3=1" */
#include "config_inside.h"

static const char host[] = "host";

/* Where libxl has a name of its own. */
static const struct { const char *libxl, *name; } names[] = {
	{ "htt",        "ht" },
	{ "cmpxchg16",  "cx16" },
	{ "cmpxchg8",   "cx8" },
	{ "cntxid",     "cid" },
	{ "dscpl",      "ds_cpl" },
	{ "pclmulqdq",  "pclmuldq" },
	{ "sse3",       "pni" },
	{ "psn",        "pn" },
	{ "clfsh",      "clflush" },
	{ "sysenter",   "sep" },
	{ "nodeid",     "nodeid_msr" },
	{ "altmovcr8",  "cr8legacy" },
	{ "lahfsahf",   "lahf_lm" },
	{ "cmplegacy",  "cmp_legacy" },
	{ "ffxsr",      "fxsr_opt" },
	{ "page1gb",    "pdpe1gb" },
	{ "ibrsb",      "spec-ctrl" },
};

/* Xen also knows to keep a feature as it is on the host, now or while the guest moves.  The
 * first letter of a policy is the one that is written. */
static const struct { char letter; enum cpu_policy policy; } policies[] = {
	{ '1', CPU_FORCE },
	{ '1', CPU_REQUIRE },
	{ 'x', CPU_OPTIONAL },
	{ 'k', CPU_OPTIONAL },
	{ 's', CPU_OPTIONAL },
	{ '0', CPU_DISABLE },
	{ '0', CPU_FORBID },
};

/* ---- reading ---- */

static int
read_feature(struct reader *r, const char *item)
{
	size_t length = strcspn(item, "=");
	auto_free char *name = xstrndup(item, length);
	const char *value = item[length] ? item + length + 1 : "";
	struct cpu_feature feature = { .policy = CPU_POLICY_NONE };

	for (unsigned i = 0; i < COUNT(policies) && !feature.policy; i++)
		if (*value == policies[i].letter && !value[1])
			feature.policy = policies[i].policy;
	if (!*name || !feature.policy)
		return refuse(r, "cpuid", NULL, "is not like host,feature=1");
	for (unsigned i = 0; i < COUNT(names); i++)
		if (!strcmp(name, names[i].libxl))
			feature.name = xstrdup(names[i].name);
	if (!feature.name)
		feature.name = steal(name);
	*list_add(&r->def->cpu->features) = feature;
	return 0;
}

int
read_cpuid(struct reader *r)
{
	const char *at = get(r, "cpuid");
	auto_free char *first = next_field(&at);

	if (!said(r, "cpuid"))
		return 0;
	if (!text_same(first, host))
		return refuse(r, "cpuid", NULL, "does not begin with host: only libxl's form is known");
	if (!r->def->cpu)
		r->def->cpu = model_new(&vm_cpu_type);
	r->def->cpu->mode = CPU_HOST_PASSTHROUGH;
	while (at) {
		auto_free char *item = next_field(&at);

		if (read_feature(r, item) < 0)
			return -1;
	}
	return 0;
}

/* ---- writing ---- */

static const char *
libxl_name(const char *name)
{
	for (unsigned i = 0; i < COUNT(names); i++)
		if (!strcmp(name, names[i].name))
			return names[i].libxl;
	return name;
}

static char
letter(enum cpu_policy policy)
{
	for (unsigned i = 0; i < COUNT(policies); i++)
		if (policies[i].policy == policy)
			return policies[i].letter;
	return policies[0].letter;
}

/* Those of a guest that is a host itself have a key of their own. */
int
write_cpuid(struct writer *w)
{
	const struct vm_cpu *cpu = w->def->cpu;
	auto_text struct text out = { 0 };

	if (!cpu || cpu->mode != CPU_HOST_PASSTHROUGH)
		return 0;
	list_each(feature, &cpu->features)
		if (!is_virtualisation(feature->name))
			text_addf(&out, ",%s=%c", libxl_name(feature->name), letter(feature->policy));
	if (out.length) {
		auto_free char *whole = text_format("%s%s", host, text_get(&out));

		put(w, "cpuid", whole);
	}
	return 0;
}
