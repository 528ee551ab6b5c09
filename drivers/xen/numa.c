/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* numa - cells of memory and processors, and how far apart they are */
#include "config_inside.h"
#include "model/vm_kinds.h"

#define MiB (UINT64_C(1) << 20)

enum { LOCAL = 10, REMOTE = 20, CELLS = 128 };

/* ---- reading: vnuma = [ [ "pnode=0", "size=2048", "vcpus=0-1", "vdistances=10,20" ], ... ] ---- */

static int
read_distances(struct reader *r, const struct setting *item, const char *text, struct numa_cell *cell)
{
	int64_t id = 0;

	for (const char *at = text; at;) {
		auto_free char *next = next_field(&at);
		uint64_t value;

		if (text_to_u64(next, 10, &value) < 0 || value > UINT8_MAX)
			return refuse(r, "vnuma", item, "is no list of distances");
		*list_add(&cell->distances) = (struct numa_sibling){ .id = NUMBER_OF(id++), .value = (unsigned)value };
	}
	return 0;
}

static int
read_member(struct reader *r, const struct setting *item, struct numa_cell *cell)
{
	const char *value = strchr(item->text, '=');
	size_t length = value ? (size_t)(value - item->text) : 0;
	auto_free char *name = xstrndup(item->text, length);
	uint64_t size;

	if (!value)
		return refuse(r, "vnuma", item, "is not like name=value");
	value++;
	if (!strcmp(name, "pnode"))
		return 0;    /* a cell of the host: cells of the guest are numbered by place */
	if (!strcmp(name, "vdistances"))
		return read_distances(r, item, value, cell);
	if (!strcmp(name, "vcpus"))
		return kind_set.read(&cell->cpus, value, NULL, NULL) < 0 ?
		       refuse(r, "vnuma", item, "is no set of processors") : 0;
	if (strcmp(name, "size"))
		return refuse(r, "vnuma", item, "is not known");
	if (text_to_u64(value, 10, &size) < 0 || size > UINT64_MAX / MiB)
		return refuse(r, "vnuma", item, "is no size of a memory");
	cell->memory = size * MiB;
	return 0;
}

int
read_numa(struct reader *r)
{
	const struct setting *cells = settings_find(&r->settings, "vnuma");
	uint64_t whole = 0;
	int64_t id = 0;

	if (!cells)
		return 0;
	if (!cells->list.n || cells->list.n > CELLS)
		return refuse(r, "vnuma", NULL, "is no list of cells");
	if (!r->def->cpu)
		r->def->cpu = model_new(&vm_cpu_type);
	list_each(from, &cells->list) {
		struct numa_cell *cell = list_add(&r->def->cpu->cells);

		cell->id = NUMBER_OF(id++);
		list_each(item, &from->list)
			if (!item->text || read_member(r, item, cell) < 0)
				return item->text ? -1 : refuse(r, "vnuma", NULL, "has a list in a cell");
		if (!cell->cpus || !cell->memory)
			return refuse(r, "vnuma", NULL, "has a cell without processors or memory");
		whole += cell->memory;
	}
	/* What the cells have is all there is. */
	r->def->memory = whole;
	if (r->def->current_memory > whole)
		r->def->current_memory = whole;
	return 0;
}

/* ---- writing ---- */

static unsigned
said_distance(const struct numa_cell *from, const struct numa_cell *to)
{
	list_each(sibling, &from->distances)
		if (sibling->id.value == to->id.value)
			return sibling->value;
	return 0;
}

/* What is not said is the same in the other direction, else what hardware usually has. */
static unsigned
distance(const struct numa_cell *from, const struct numa_cell *to)
{
	unsigned there = said_distance(from, to), back = said_distance(to, from);

	return there ? there : back ? back : from == to ? LOCAL : REMOTE;
}

static void
put_cell(struct text *out, const struct vm_cpu *cpu, const struct numa_cell *cell)
{
	text_addf(out, "[ \"pnode=%lld\", \"size=%llu\", \"vcpus=%s\", \"vdistances=", (long long)cell->id.value,
		  (unsigned long long)(cell->memory / MiB), cell->cpus ? cell->cpus : "");
	list_each(other, &cpu->cells)
		text_addf(out, "%s%u", other > cpu->cells.item ? "," : "", distance(cell, other));
	text_add(out, "\" ]");
}

int
write_numa(struct writer *w)
{
	const struct vm_cpu *cpu = w->def->cpu;

	if (!cpu || !cpu->cells.n)
		return 0;
	text_add(w->out, "vnuma = [ ");
	list_each(cell, &cpu->cells) {
		text_add(w->out, cell > cpu->cells.item ? ", " : "");
		put_cell(w->out, cpu, cell);
	}
	text_add(w->out, " ]\n");
	return 0;
}
