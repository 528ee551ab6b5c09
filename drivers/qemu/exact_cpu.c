/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exact_cpu - what a processor comes to in an emulator: its model, and every feature by name
 *
 * The emulator expands the model of a machine into features, but not by what the host can do:
 * which of them the guest does not have is known to its processor (spec/snapshots.md 1.8). */
#include "exact_cpu.h"

#include <stdlib.h>

#include "base/fail.h"
#include "machine.h"
#include "qmp.h"

/* In libvirt's documents these have other names. */
static const struct feature_name {
	const char *qemu, *libvirt;
} feature_names[] = {
	{ "cmp-legacy",   "cmp_legacy" },
	{ "ds-cpl",       "ds_cpl" },
	{ "fxsr-opt",     "fxsr_opt" },
	{ "lahf-lm",      "lahf_lm" },
	{ "nodeid-msr",   "nodeid_msr" },
	{ "pclmulqdq",    "pclmuldq" },
	{ "perfctr-core", "perfctr_core" },
	{ "perfctr-nb",   "perfctr_nb" },
	{ "tsc-adjust",   "tsc_adjust" },
};

static const char *
to_libvirt(const char *name)
{
	for (unsigned i = 0; i < COUNT(feature_names); i++)
		if (text_same(feature_names[i].qemu, name))
			return feature_names[i].libvirt;
	return name;
}

static const char *
to_qemu(const char *name)
{
	for (unsigned i = 0; i < COUNT(feature_names); i++)
		if (text_same(feature_names[i].libvirt, name))
			return feature_names[i].qemu;
	return name;
}

static bool
is_off(const struct cpu_feature *feature)
{
	return feature->policy == CPU_DISABLE || feature->policy == CPU_FORBID;
}

/* --- what the emulator says --- */

static struct json_object *
expand(struct qmp *qmp, const struct vm_cpu *cpu)
{
	struct json_object *asked = json_object_new_object();

	/* What is optional is not asked for: see args_cpu.c. */
	list_each(feature, &cpu->features)
		if (feature->policy != CPU_OPTIONAL)
			json_object_object_add(asked, to_qemu(feature->name), json_object_new_boolean(!is_off(feature)));
	return qmp_call(qmp, "query-cpu-model-expansion", json_build(
		"s:type", "static", "o:model", json_build("s:name", cpu->model, "o:props", asked, NULL), NULL));
}

/* The features that model and definition ask for in vain. */
static int
find_missing(struct qmp *qmp, struct strings *ret_missing)
{
	auto_json struct json_object *vcpus = qmp_call(qmp, "query-cpus-fast", NULL);
	const char *path = json_string(json_length(vcpus) ? json_object_array_get_idx(vcpus, 0) : NULL, "qom-path");
	auto_json struct json_object *names = NULL;

	if (!vcpus)
		return -1;
	names = qmp_call(qmp, "qom-get", json_build("s:path", path ? path : "",
						    "s:property", "unavailable-features", NULL));
	json_to_strings(names, ret_missing);
	return names ? 0 : -1;
}

/* --- put together --- */

static void
add(struct vm_cpu *cpu, const char *name, enum cpu_policy policy)
{
	*list_add(&cpu->features) = (struct cpu_feature) { .name = xstrdup(to_libvirt(name)), .policy = policy };
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct cpu_feature *)a)->name, ((const struct cpu_feature *)b)->name);
}

static bool
is_switched_off(const struct vm_cpu *cpu, const char *name)
{
	list_each(feature, &cpu->features)
		if (is_off(feature) && text_same(to_qemu(feature->name), name))
			return true;
	return false;
}

static struct vm_cpu *
put_together(const struct vm_cpu *asked, struct json_object *features, const struct strings *missing)
{
	struct vm_cpu *exact = model_copy(&vm_cpu_type, asked);

	exact->mode = CPU_CUSTOM;
	exact->match = CPU_EXACT;
	exact->check = CPU_CHECK_FULL;
	exact->fallback = CPU_FALLBACK_FORBID;
	list_each(feature, &exact->features)
		free(feature->name);
	exact->features.n = 0;
	json_object_object_foreach(features, name, value) {
		if (!json_object_is_type(value, json_type_boolean))
			continue;        /* the model's number, and the like */
		if (json_object_get_boolean(value))
			add(exact, name, strings_have(missing, name) ? CPU_DISABLE : CPU_REQUIRE);
		else if (is_switched_off(asked, name))
			add(exact, name, CPU_DISABLE);
	}
	if (exact->features.n)
		qsort(exact->features.item, exact->features.n, sizeof *exact->features.item, by_name);
	return exact;
}

/* "At least", "the host's" and "the most" are not said by a model. */
static bool
says_model(const struct vm_cpu *cpu)
{
	return cpu->model && cpu->match != CPU_MINIMUM && (cpu->mode == CPU_CUSTOM || cpu->mode == CPU_MODE_NONE);
}

int
qemu_exact_cpu(struct vm *vm, const struct vm_cpu *cpu, struct vm_cpu **ret_cpu)
{
	const struct vm_live *live = vm_live(vm);
	bool known = live && says_model(cpu) && machine_is_x86(live->def);
	auto_qmp struct qmp *qmp = known ? qmp_open(vm) : NULL;
	auto_strings struct strings missing = { 0 };
	auto_json struct json_object *answer = NULL;
	struct json_object *features = NULL;

	if (!live)
		return -1;
	if (known) {
		answer = qmp ? expand(qmp, cpu) : NULL;
		if (!answer || find_missing(qmp, &missing) < 0)
			return fail_within("processor model %s", quote(cpu->model));
		features = json_member(json_member(answer, "model"), "props");
		if (!json_object_is_type(features, json_type_object))
			return fail(FAULT_FAILED, "processor model %s: the emulator does not tell its features", quote(cpu->model));
	}
	*ret_cpu = known ? put_together(cpu, features, &missing) :
		model_copy(&vm_cpu_type, cpu);
	return 0;
}
