/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules_cpu - processors, memory, and their share of the host's */
#include "driver/vm_rules_inside.h"

#include <limits.h>

#include "model/vm_kinds.h"

/* ---- processors ---- */

static int
check_caches(const struct numa_cell *cell)
{
	list_each(cache, &cell->caches)
		list_before(other, cache, &cell->caches)
			if (cache->level == other->level)
				return fail(FAULT_XML, "two caches of level %u of NUMA cell %lld", cache->level, (long long)cell->id.value);
	return 0;
}

static int
check_cells(const struct vm_def *def)
{
	unsigned cpus = 0;

	list_each(cell, &def->cpu->cells) {
		if (check_caches(cell) < 0)
			return -1;
		cpus += cell->cpus ? set_count(cell->cpus) : 0;
		list_before(other, cell, &def->cpu->cells)
			for (unsigned i = 0; cell->cpus && other->cpus && i <= set_last(cell->cpus); i++)
				if (set_has(cell->cpus, i) && set_has(other->cpus, i))
					return fail(FAULT_CONFIG, "virtual processor %u is in two NUMA cells", i);
	}
	return cpus <= def->vcpu.count ? 0 :
	       fail(FAULT_XML, "NUMA cells with %u virtual processors of %u", cpus, def->vcpu.count);
}

static int
check_features(const struct cpu_feature_list *features)
{
	list_each(feature, features)
		list_before(other, feature, features)
			if (text_same(feature->name, other->name))
				return fail(FAULT_XML, "processor feature '%s' is said twice", feature->name);
	return 0;
}

/* A host's processor says what it is by itself. */
static int
check_model(const struct vm_cpu *cpu)
{
	bool custom = cpu->mode == CPU_MODE_NONE || cpu->mode == CPU_CUSTOM;

	if (cpu->model)
		return 0;
	if (cpu->vendor)
		return fail(FAULT_XML, "a vendor of a processor without a model");
	if (custom && cpu->features.n)
		return fail(FAULT_XML, "features of a processor without a model");
	if (custom && cpu->check)
		return fail(FAULT_CONFIG, "attribute 'check' of a processor without a model");
	return 0;
}

enum { VENDOR_LENGTH = 12 };

static int
check_vendor(const struct vm_cpu *cpu)
{
	return !cpu->vendor_id ? 0 : RULES_HOLD("CPU", NULL,
		{ strlen(cpu->vendor_id) != VENDOR_LENGTH, FAULT_XML, "vendor_id has 12 letters" },
		{ strchr(cpu->vendor_id, ',') != NULL, FAULT_XML, "vendor_id has no comma" });
}

static int
check_kind(const struct vm_cpu *cpu)
{
	return RULES_HOLD("CPU", NULL,
		{ cpu->migratable && cpu->mode != CPU_HOST_PASSTHROUGH && cpu->mode != CPU_MAXIMUM, FAULT_CONFIG,
		  "migratable is for modes 'host-passthrough' and 'maximum'" });
}

/* ---- NUMA ---- */

static bool
cache_known(const struct vm_cpu *cpu, const struct interconnect *way)
{
	list_each(cell, &cpu->cells)
		list_each(cache, &cell->caches)
			if (cell->id.value == way->target.value && cache->level == way->cache)
				return true;
	return !way->cache;
}

static bool
same_way(const struct interconnect *a, const struct interconnect *b)
{
	return a->initiator.value == b->initiator.value && a->target.value == b->target.value && a->cache == b->cache &&
	       a->type == b->type;
}

static int
check_ways(const struct vm_cpu *cpu, const struct interconnect_list *ways)
{
	list_each(way, ways) {
		bool twice = false;

		list_before(other, way, ways)
			twice |= same_way(other, way);
		if (RULES_HOLD("NUMA interconnect", NULL,
			{ way->initiator.value >= cpu->cells.n, FAULT_XML, "its initiator is no cell" },
			{ way->target.value >= cpu->cells.n, FAULT_XML, "its target is no cell" },
			{ !cache_known(cpu, way), FAULT_XML, "its cache is none of the target's" },
			{ twice, FAULT_XML, "it is said twice" }) < 0)
			return -1;
	}
	return 0;
}

static int
check_numa(const struct vm_cpu *cpu)
{
	return check_ways(cpu, &cpu->latencies) < 0 ? -1 : check_ways(cpu, &cpu->bandwidths);
}

/* The memory of all is shared out as each cell's. */
static int
check_numatune(const struct vm_def *def)
{
	list_each(memnode, &def->numatune.memnodes)
		if (def->numatune.memory.mode == NUMA_RESTRICTIVE && memnode->mode != NUMA_RESTRICTIVE)
			return fail(FAULT_XML, "numatune: mode 'restrictive' of the memory is that of all memnodes");
	return 0;
}

static int
check_memories(const struct vm_def *def)
{
	unsigned cells = def->cpu ? def->cpu->cells.n : 0;

	list_each(memory, &def->devices.memories)
		if (memory->target.node.given && memory->target.node.value >= cells)
			return fail(FAULT_DETAIL, "a memory module of NUMA cell %lld, which is not there",
				    (long long)memory->target.node.value);
	return 0;
}

static bool
sets_meet(const char *a, const char *b)
{
	for (unsigned i = 0; i <= set_last(a); i++)
		if (set_has(a, i) && set_has(b, i))
			return true;
	return false;
}

/* Pages of two sizes for one cell. */
static int
check_hugepages(const struct vm_def *def)
{
	const struct hugepages *hugepages = def->memory_backing.hugepages;

	if (!hugepages)
		return 0;
	list_each(page, &hugepages->pages)
		list_before(other, page, &hugepages->pages)
			if (!page->nodeset && !other->nodeset)
				return fail(FAULT_DETAIL, "hugepages: two sizes for all cells");
			else if (page->nodeset && other->nodeset && sets_meet(page->nodeset, other->nodeset))
				return fail(FAULT_DETAIL, "hugepages: cells %s and %s overlap", other->nodeset, page->nodeset);
	return 0;
}

int
vm_rules_cpu(const struct vm_def *def)
{
	const struct vm_cpu *cpu = def->cpu;

	if (check_memories(def) < 0 || check_hugepages(def) < 0 || check_numatune(def) < 0)
		return -1;
	if (!cpu)
		return 0;
	if (check_vendor(cpu) < 0 || check_kind(cpu) < 0 || check_model(cpu) < 0 || check_features(&cpu->features) < 0)
		return -1;
	return check_cells(def) < 0 ? -1 : check_numa(cpu);
}

/* ---- the share of the host ---- */

enum { PERIOD_LEAST = 1000, PERIOD_MOST = 1000000, SHARES_LEAST = 2, SHARES_MOST = 262144 };
#define QUOTA_MOST INT64_C(17592186044415)

static bool
no_period(uint64_t period)
{
	return period && (period < PERIOD_LEAST || period > PERIOD_MOST);
}

/* Negative: no limit. */
static bool
no_quota(const struct number *quota)
{
	return quota->value > 0 && (quota->value < PERIOD_LEAST || quota->value > QUOTA_MOST);
}

static int
check_shares(const struct cputune *t)
{
	return RULES_HOLD("cputune", NULL,
		{ t->shares.value && (t->shares.value < SHARES_LEAST || t->shares.value > SHARES_MOST), FAULT_CONFIG,
		  "shares are 2 to 262144" },
		{ no_period(t->period) || no_period(t->global_period) || no_period(t->emulator_period) ||
		  no_period(t->iothread_period), FAULT_CONFIG, "a period is 1000 to 1000000" },
		{ no_quota(&t->quota) || no_quota(&t->global_quota) || no_quota(&t->emulator_quota) ||
		  no_quota(&t->iothread_quota), FAULT_CONFIG, "a quota is 1000 to 17592186044415, or negative" });
}

static int
check_pool(const struct number *least, const struct number *most)
{
	return RULES_HOLD("I/O thread", NULL,
		{ least->value < 0 || most->value < 0, FAULT_XML, "the size of its pool is not negative" },
		{ most->given && !most->value, FAULT_CONFIG, "thread_pool_max is at least 1" },
		{ least->given && (!most->given || least->value > most->value), FAULT_CONFIG,
		  "thread_pool_min is at most thread_pool_max" });
}

enum { POLL_WEIGHT_MOST = 63 };

static int
check_iothread(const struct iothread *thread)
{
	return RULES_HOLD("I/O thread", NULL,
		{ thread->poll.max.value < 0 || thread->poll.grow.value < 0 || thread->poll.shrink.value < 0, FAULT_XML,
		  "how it polls is not negative" },
		{ thread->poll.weight.value < 0 || thread->poll.weight.value > POLL_WEIGHT_MOST, FAULT_XML,
		  "the weight of its polls is 0 to 63" });
}

static int
check_schedulers(const struct sched_list *scheds, const char *what, unsigned count)
{
	list_each(sched, scheds) {
		bool real_time = sched->scheduler == SCHEDULER_FIFO || sched->scheduler == SCHEDULER_RR;

		if (RULES_HOLD(what, NULL,
			{ real_time && !sched->priority.given, FAULT_XML, "missing priority" },
			{ set_last(sched->which) >= count, FAULT_CONFIG, "it is for some that are not there" }) < 0)
			return -1;
	}
	return 0;
}

static int
check_cachetunes(const struct cachetune_list *cachetunes)
{
	list_each(tune, cachetunes)
		list_before(other, tune, cachetunes)
			if (tune->vcpus && other->vcpus && sets_meet(tune->vcpus, other->vcpus))
				return fail(FAULT_XML, "cachetune: processors %s and %s overlap", other->vcpus, tune->vcpus);
	return 0;
}

int
vm_rules_tuning(const struct vm_def *def)
{
	list_each(thread, &def->iothreadids)
		if (check_pool(&thread->thread_pool_min, &thread->thread_pool_max) < 0 || check_iothread(thread) < 0)
			return -1;
	if (check_pool(&def->defaultiothread.thread_pool_min, &def->defaultiothread.thread_pool_max) < 0)
		return -1;
	if (check_schedulers(&def->cputune.vcpuscheds, "vcpusched", def->vcpu.count) < 0 ||
	    check_schedulers(&def->cputune.iothreadscheds, "iothreadsched", UINT_MAX) < 0)
		return -1;
	if (check_cachetunes(&def->cputune.cachetunes) < 0)
		return -1;
	return check_shares(&def->cputune);
}
