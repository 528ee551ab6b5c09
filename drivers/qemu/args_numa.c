/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_numa - processors and I/O threads, and the cells they and the memory are in */
#include "args_memory.h"

/* ---- -smp, iothreads ---- */

/* Processors there at the start; others may be plugged. */
static unsigned
vcpus_at_boot(const struct vm_def *def)
{
	unsigned n = 0;

	if (!def->vcpus.n)
		return def->vcpu.current ? def->vcpu.current : def->vcpu.count;
	list_each(vcpu, &def->vcpus)
		if (vcpu->enabled == YES && vcpu->hotpluggable != YES)
			n++;
	return n ? n : 1;
}

static void
add_smp(struct args *a)
{
	const struct vm_def *def = a->def;
	unsigned boot = vcpus_at_boot(def), count = def->vcpu.count;
	auto_text struct text out = { 0 };

	text_addf(&out, "%u", boot);
	if (boot != count)
		text_addf(&out, ",maxcpus=%u", count);
	if (def->cpu && def->cpu->topology.sockets) {
		text_addf(&out, ",sockets=%u", def->cpu->topology.sockets);
		if (def->cpu->topology.dies)
			text_addf(&out, ",dies=%u", def->cpu->topology.dies);
		text_addf(&out, ",cores=%u,threads=%u", def->cpu->topology.cores, def->cpu->topology.threads);
	} else {
		text_addf(&out, ",sockets=%u,cores=1,threads=1", count);
	}
	args_add(a, "-smp", text_get(&out));
}

static bool
iothread_listed(const struct vm_def *def, unsigned id)
{
	list_each(thread, &def->iothreadids)
		if (thread->id == id)
			return true;
	return false;
}

static void
add_iothread(struct args *a, const struct iothread *thread)
{
	auto_free char *id = text_format("iothread%u", thread->id);
	struct json_object *object = json_build("s:qom-type", "iothread", "s:id", id, NULL);

	prop_given(object, "thread-pool-min", thread->thread_pool_min);
	prop_given(object, "thread-pool-max", thread->thread_pool_max);
	prop_given(object, "poll-max-ns", thread->poll.max);
	prop_given(object, "poll-grow", thread->poll.grow);
	prop_given(object, "poll-shrink", thread->poll.shrink);
	args_json(a, "-object", object);
}

/* Those listed, and as many more with the lowest free numbers as the count asks for. */
static void
add_iothreads(struct args *a)
{
	const struct vm_def *def = a->def;
	unsigned missing = def->iothreads.value > def->iothreadids.n ? def->iothreads.value - def->iothreadids.n : 0;

	list_each(thread, &def->iothreadids)
		add_iothread(a, thread);
	for (unsigned id = 1; missing; id++)
		if (!iothread_listed(def, id)) {
			add_iothread(a, &(struct iothread) { .id = id });
			missing--;
		}
	if (def->defaultiothread.thread_pool_min.given || def->defaultiothread.thread_pool_max.given) {
		struct json_object *loop = json_build("s:qom-type", "main-loop", "s:id", "main-loop", NULL);

		prop_given(loop, "thread-pool-min", def->defaultiothread.thread_pool_min);
		prop_given(loop, "thread-pool-max", def->defaultiothread.thread_pool_max);
		args_json(a, "-object", loop);
	}
}

/* ---- cells ---- */

bool
cpu_has_hmat(const struct vm_cpu *cpu)
{
	list_each(cell, &cpu->cells)
		if (cell->caches.n)
			return true;
	return cpu->latencies.n || cpu->bandwidths.n;
}

static const struct numa_cell *
first_with_cpus(const struct vm_cpu *cpu)
{
	list_each(cell, &cpu->cells)
		if (cell->cpus && *cell->cpus)
			return cell;
	return NULL;
}

static void
add_cpus(struct text *out, const char *set)
{
	while (set && *set) {
		size_t length = strcspn(set, ",");

		text_add(out, ",cpus=");
		text_add_bytes(out, set, length);
		set += length + (set[length] == ',');
	}
}

static int
add_cell(struct args *a, const struct numa_cell *cell, bool hmat)
{
	const struct numa_cell *initiator = cell->cpus && *cell->cpus ? cell : first_with_cpus(a->def->cpu);
	auto_free char *id = text_format("ram-node%u", (unsigned)cell->id.value);
	struct memory_wish wish = {
		.id = id, .size = memory_whole_mib(cell->memory), .node = cell->id.value,
		.access = cell->mem_access, .discard = cell->discard,
	};
	auto_text struct text out = { 0 };

	if (args_memory_backend(a, &wish) < 0)
		return -1;
	text_addf(&out, "node,nodeid=%u", (unsigned)cell->id.value);
	add_cpus(&out, cell->cpus);
	if (hmat && initiator)
		text_addf(&out, ",initiator=%u", (unsigned)initiator->id.value);
	option(&out, "memdev", id);
	args_add(a, "-numa", text_get(&out));
	return 0;
}

static void
add_distances(struct args *a, const struct numa_cell *cell)
{
	list_each(sibling, &cell->distances)
		args_addf(a, "-numa", "dist,src=%u,dst=%u,val=%u", (unsigned)cell->id.value,
			  (unsigned)sibling->id.value, sibling->value);
}

static void
add_interconnects(struct args *a, const struct interconnect_list *list, const char *what, bool rate)
{
	static const char *const levels[] = { "memory", "first-level", "second-level", "third-level" };

	list_each(link, list) {
		const char *kind = link->type ? words_name(&interconnect_kind_words, link->type) : "access";

		args_addf(a, "-numa", "hmat-lb,initiator=%u,target=%u,hierarchy=%s,data-type=%s-%s,%s=%llu%s",
			  (unsigned)link->initiator.value, (unsigned)link->target.value,
			  levels[link->cache < COUNT(levels) ? link->cache : 0], kind, what, what,
			  (unsigned long long)(rate ? link->value >> 10 : link->value), rate ? "K" : "");
	}
}

static void
add_caches(struct args *a, const struct numa_cell *cell)
{
	static const char *const associativity[] = { "none", "none", "direct", "complex" };
	static const char *const policy[] = { "none", "none", "write-back", "write-through" };

	list_each(cache, &cell->caches)
		args_addf(a, "-numa", "hmat-cache,node-id=%u,size=%lluK,level=%u,associativity=%s,policy=%s,line=%llu",
			  (unsigned)cell->id.value, (unsigned long long)cache->size >> 10, cache->level,
			  associativity[cache->associativity], policy[cache->policy],
			  (unsigned long long)cache->line);
}

int
args_numa(struct args *a)
{
	const struct vm_cpu *cpu = a->def->cpu;
	bool hmat = cpu && cpu_has_hmat(cpu);

	add_smp(a);
	add_iothreads(a);
	if (!cpu)
		return 0;
	list_each(cell, &cpu->cells)
		if (add_cell(a, cell, hmat) < 0)
			return -1;
	list_each(cell, &cpu->cells)
		add_distances(a, cell);
	add_interconnects(a, &cpu->latencies, "latency", false);
	add_interconnects(a, &cpu->bandwidths, "bandwidth", true);
	list_each(cell, &cpu->cells)
		add_caches(a, cell);
	return 0;
}
