/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete_cpu - virtual processors, their NUMA cells, I/O threads */
#include "driver/vm_complete.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

/* ---- number of processors ---- */

static unsigned
vcpus_enabled(const struct vm_def *def)
{
	unsigned n = 0;

	list_each(vcpu, &def->vcpus)
		n += vcpu->enabled == YES;
	return n;
}

static void
split_sched(struct sched_list *scheds, const struct sched *sched)
{
	unsigned char mask[SET_LIMIT / 8];
	int end = sched->which ? set_read(sched->which, mask) : -1;

	for (int i = 0; i < end; i++)
		if (mask[i / 8] >> i % 8 & 1) {
			struct sched *one = list_add(scheds);

			*one = *sched;
			one->which = text_format("%d", i);
		}
}

/* One scheduling rule a processor, as libvirt keeps them. */
static void
split_scheds(struct sched_list *scheds)
{
	struct sched_list whole = *scheds;

	*scheds = (struct sched_list) { 0 };
	list_each(sched, &whole) {
		split_sched(scheds, sched);
		free(sched->which);
	}
	free(whole.item);
}

static int
compare_scheds(const void *a, const void *b)
{
	int left = atoi(((const struct sched *)a)->which), right = atoi(((const struct sched *)b)->which);

	return ORDER_OF(left, right);
}

static void
settle_scheds(struct sched_list *scheds)
{
	bool single = true;

	list_each(sched, scheds)
		single &= set_count(sched->which) == 1;
	if (!single)
		split_scheds(scheds);
	list_sort(scheds, compare_scheds);
}

static int
compare_vcpupins(const void *a, const void *b)
{
	int64_t left = ((const struct vcpupin *)a)->vcpu.value, right = ((const struct vcpupin *)b)->vcpu.value;

	return ORDER_OF(left, right);
}

/* All of them where any is said, by number; the last word on one counts. */
static int
settle_vcpus(struct vm_def *def)
{
	struct vcpu_list said = def->vcpus;

	list_each(vcpu, &said)
		if (vcpu->id.value < 0 || vcpu->id.value >= def->vcpu.count || def->vcpu.count > SET_LIMIT)
			return fail(FAULT_XML, "vcpus: there is no processor %lld of %u", (long long)vcpu->id.value, def->vcpu.count);
	def->vcpus = (struct vcpu_list) { 0 };
	for (unsigned i = 0; said.n && i < def->vcpu.count; i++)
		*list_add(&def->vcpus) = (struct vcpu){ .id = NUMBER_OF(i), .enabled = NO };
	list_each(vcpu, &said)
		def->vcpus.item[vcpu->id.value] = *vcpu;
	list_each(vcpu, &def->vcpus)
		if (!vcpu->hotpluggable)
			vcpu->hotpluggable = vcpu->enabled == YES ? NO : YES;
	free(said.item);
	return 0;
}

int
complete_processors(struct vm_def *def)
{
	if (def->vcpu.current > def->vcpu.count)
		return fail(FAULT_CONFIG, "%u current virtual processors of %u", def->vcpu.current, def->vcpu.count);
	if (settle_vcpus(def) < 0)
		return -1;
	if (def->vcpus.n)
		def->vcpu.current = vcpus_enabled(def);
	if (def->vcpu.current == def->vcpu.count)
		def->vcpu.current = 0;
	if (def->vcpu.placement == PLACEMENT_AUTO) {
		free(def->vcpu.cpuset);          /* numad's to choose */
		def->vcpu.cpuset = NULL;
	}
	settle_scheds(&def->cputune.vcpuscheds);
	settle_scheds(&def->cputune.iothreadscheds);
	list_sort(&def->cputune.vcpupins, compare_vcpupins);
	return 0;
}

/* ---- model and topology ---- */

static void
complete_cpu_model(struct vm_cpu *cpu)
{
	bool custom = cpu->mode == CPU_MODE_NONE || cpu->mode == CPU_CUSTOM;

	if (cpu->mode == CPU_HOST_PASSTHROUGH || cpu->mode == CPU_MAXIMUM) {
		free(cpu->model);
		cpu->model = NULL;
	}
	if (cpu->model && cpu->mode == CPU_MODE_NONE)
		cpu->mode = CPU_CUSTOM;
	if (cpu->model && custom && !cpu->match)
		cpu->match = CPU_EXACT;
	if (cpu->model && !cpu->fallback)
		cpu->fallback = CPU_FALLBACK_ALLOW;
	if (!cpu->model)
		cpu->fallback = CPU_FALLBACK_NONE;
	if (!cpu->model && custom) {
		cpu->mode = CPU_MODE_NONE;
		cpu->match = CPU_MATCH_NONE;
	}
	if (cpu->topology.sockets && !cpu->topology.dies)
		cpu->topology.dies = 1;
	list_each(feature, &cpu->features)
		if (!feature->policy)
			feature->policy = CPU_REQUIRE;
}

/* One that says nothing is not printed, either. */
static void
drop_empty_cpu(struct vm_cpu **cpu)
{
	const struct vm_cpu *c = *cpu;
	bool how = c->mode || c->match || c->check || c->migratable;
	bool what = c->model || c->vendor || c->vendor_id || c->topology.sockets || c->cache.mode || c->maxphysaddr.mode;

	if (!how && !what && !c->features.n && !c->cells.n && !c->latencies.n && !c->bandwidths.n)
		model_free(&vm_cpu_type, steal(*cpu));
}

static int
check_topology(const struct vm_cpu *cpu)
{
	const unsigned needed[] = { cpu->topology.sockets, cpu->topology.cores, cpu->topology.threads };
	bool said = cpu->topology.dies || cpu->topology.clusters || needed[0] || needed[1] || needed[2];

	for (unsigned i = 0; said && i < COUNT(needed); i++)
		if (!needed[i])
			return fail(FAULT_XML, "<topology> needs sockets, cores and threads");
	return 0;
}

/* ---- NUMA cells ---- */

static int
compare_cells(const void *a, const void *b)
{
	int64_t left = ((const struct numa_cell *)a)->id.value, right = ((const struct numa_cell *)b)->id.value;

	return ORDER_OF(left, right);
}

static int
complete_cells(struct numa_cell_list *cells)
{
	enum { CELLS_MAX = 1024 };
	unsigned n = 0;

	if (cells->n > CELLS_MAX)
		return fail(FAULT_CONFIG, "%u NUMA cells, more than %d", cells->n, CELLS_MAX);
	list_each(cell, cells)
		if (!cell->id.given)
			cell->id = NUMBER_OF(cell - cells->item);
	list_sort(cells, compare_cells);
	list_each(cell, cells)
		if (cell->id.value != n++)
			return fail(FAULT_XML, "NUMA cells are not numbered from 0 without gaps");
	return 0;
}

/* The way back is as long, where nothing else is said. */
static int
complete_distances(struct numa_cell_list *cells)
{
	enum { LOCAL = 10, UNREACHABLE = 255 };
	unsigned n = cells->n;
	auto_free unsigned *table = xcalloc(n ? n * n : 1, sizeof *table);

	list_each(cell, cells)
		list_each(sibling, &cell->distances) {
			unsigned from = cell->id.value, to = sibling->id.value, value = sibling->value;

			if (to >= n || value < LOCAL || value > UNREACHABLE || (from == to) != (value == LOCAL))
				return fail(FAULT_XML, "no such NUMA distance: %u to cell %u", value, to);
			table[from * n + from] = table[to * n + to] = LOCAL;
			table[from * n + to] = value;
			if (!table[to * n + from])
				table[to * n + from] = value;
		}
	for (unsigned i = 0; i < n * n; i++) {
		struct numa_sibling_list *distances = &cells->item[i / n].distances;

		if (i % n == 0)
			distances->n = 0;
		if (table[i])
			*list_add(distances) = (struct numa_sibling) { NUMBER_OF(i % n), table[i] };
	}
	return 0;
}

static int
check_numatune(const struct vm_def *def)
{
	unsigned cells = def->cpu ? def->cpu->cells.n : 0;

	if (def->numatune.memory.mode && def->numatune.memory.placement != PLACEMENT_AUTO && !def->numatune.memory.nodeset)
		return fail(FAULT_CONFIG, "static NUMA placement needs a nodeset");
	if (def->numatune.memory.placement == PLACEMENT_AUTO && def->numatune.memnodes.n)
		return fail(FAULT_CONFIG, "automatic NUMA placement excludes memnode");
	list_each(memnode, &def->numatune.memnodes) {
		if (!cells)
			return fail(FAULT_XML, "memnode needs NUMA cells of the guest");
		if (memnode->cellid.value < 0 || memnode->cellid.value >= cells)
			return fail(FAULT_XML, "memnode names NUMA cell %lld, which is not there",
				    (long long)memnode->cellid.value);
	}
	return 0;
}

/* Without NUMA cells all memory is in cell 0. */
static int
settle_hugepages(struct vm_def *def)
{
	unsigned cells = def->cpu && def->cpu->cells.n ? def->cpu->cells.n : 1;

	if (!def->memory_backing.hugepages)
		return 0;
	list_each(page, &def->memory_backing.hugepages->pages) {
		unsigned last = set_last(page->nodeset);

		if (page->nodeset && last >= cells)
			return fail(FAULT_DETAIL, "hugepages name NUMA cell %u, which is not there", last);
		if (page->nodeset && (!def->cpu || !def->cpu->cells.n)) {
			free(page->nodeset);
			page->nodeset = NULL;
		}
	}
	return 0;
}

static int
compare_memnodes(const void *a, const void *b)
{
	int64_t left = ((const struct memnode *)a)->cellid.value, right = ((const struct memnode *)b)->cellid.value;

	return ORDER_OF(left, right);
}

/* Processors placed by numad take their memory along, and the other way round. */
static void
complete_numatune(struct vm_def *def)
{
	struct memnode_list *memnodes = &def->numatune.memnodes;
	bool placed = def->vcpu.cpuset || def->cputune.vcpupins.n || def->cputune.emulatorpin;

	list_sort(memnodes, compare_memnodes);
	if (def->numatune.memory.placement == PLACEMENT_AUTO && !placed)
		def->vcpu.placement = PLACEMENT_AUTO;
	if (def->vcpu.placement != PLACEMENT_AUTO || def->numatune.memory.nodeset || def->numatune.memory.placement)
		return;
	if (!def->numatune.memory.mode)
		def->numatune.memory.mode = NUMA_STRICT;
	def->numatune.memory.placement = PLACEMENT_AUTO;
}

static void
stay_below(char **set, unsigned limit)
{
	char *below = set_below(*set, limit);

	free(*set);
	*set = below;
}

/* Of processors that are not there nothing is kept. */
static void
drop_absent(struct vm_def *def)
{
	struct cputune *tune = &def->cputune;
	unsigned n = def->vcpu.count;

	list_keep(&tune->vcpupins, pin, pin->vcpu.value < n, free(pin->cpuset));
	list_each(share, &tune->cachetunes)
		stay_below(&share->vcpus, n);
	list_each(share, &tune->memorytunes)
		stay_below(&share->vcpus, n);
	list_keep(&tune->cachetunes, share, share->vcpus, model_done(&cachetune_type, share));
	list_keep(&tune->memorytunes, share, share->vcpus, model_done(&memorytune_type, share));
}

int
complete_cpu(struct vm_def *def)
{
	drop_absent(def);
	if (def->cpu) {
		if (check_topology(def->cpu) < 0)
			return -1;
		complete_cpu_model(def->cpu);
		drop_empty_cpu(&def->cpu);
	}
	if (def->cpu) {
		if (complete_cells(&def->cpu->cells) < 0 || complete_distances(&def->cpu->cells) < 0)
			return -1;
	}
	complete_numatune(def);
	return check_numatune(def) < 0 ? -1 : settle_hugepages(def);
}

/* ---- I/O threads ---- */

static bool
iothread_known(const struct vm_def *def, unsigned id)
{
	list_each(iothread, &def->iothreadids)
		if (iothread->id == id)
			return true;
	return !def->iothreadids.n && id >= 1 && id <= def->iothreads.value;
}

/* In their own order where they have one, else by number. */
static unsigned
iothread_rank(const struct vm_def *def, unsigned id)
{
	list_each(iothread, &def->iothreadids)
		if (iothread->id == id)
			return iothread - def->iothreadids.item;
	return id;
}

static int
compare_iothreadpins(const void *a, const void *b, void *def)
{
	unsigned left = iothread_rank(def, ((const struct iothreadpin *)a)->iothread);
	unsigned right = iothread_rank(def, ((const struct iothreadpin *)b)->iothread);

	return ORDER_OF(left, right);
}

static int
compare_iothreadscheds(const void *a, const void *b, void *def)
{
	unsigned left = iothread_rank(def, atoi(((const struct sched *)a)->which));
	unsigned right = iothread_rank(def, atoi(((const struct sched *)b)->which));

	return ORDER_OF(left, right);
}

static void
order_iothreads(struct vm_def *def)
{
	struct iothreadpin_list *pins = &def->cputune.iothreadpins;
	struct sched_list *scheds = &def->cputune.iothreadscheds;

	if (pins->n)
		qsort_r(pins->item, pins->n, sizeof *pins->item, compare_iothreadpins, def);
	if (scheds->n)
		qsort_r(scheds->item, scheds->n, sizeof *scheds->item, compare_iothreadscheds, def);
}

int
complete_iothreads(struct vm_def *def)
{
	enum { IOTHREADS_MAX = 4096 };
	unsigned id = 1;

	if (def->iothreads.value < 0 || def->iothreads.value > IOTHREADS_MAX)
		return fail(FAULT_XML, "%lld I/O threads, not 0 to %d", (long long)def->iothreads.value, IOTHREADS_MAX);
	if (def->iothreadids.n > def->iothreads.value)
		def->iothreads = NUMBER_OF(def->iothreadids.n);
	while (def->iothreadids.n && def->iothreadids.n < def->iothreads.value) {
		while (iothread_known(def, id))
			id++;
		list_add(&def->iothreadids)->id = id;
	}
	list_each(sched, &def->cputune.iothreadscheds)
		if (!iothread_known(def, atoi(sched->which)))
			return fail(FAULT_CONFIG, "iothreadsched names I/O thread %s, which is not there", sched->which);
	list_each(pin, &def->cputune.iothreadpins)
		if (!iothread_known(def, pin->iothread))
			return fail(FAULT_CONFIG, "iothreadpin names I/O thread %u, which is not there", pin->iothread);
	order_iothreads(def);
	return 0;
}
