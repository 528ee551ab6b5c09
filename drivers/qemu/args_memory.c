/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_memory - memory backends: where the guest's memory lives on the host */
#include "args_memory.h"

enum { MIB = 1 << 20 };

uint64_t
memory_whole_mib(uint64_t bytes)
{
	return (bytes + MIB - 1) / MIB * MIB;
}

/* Memory without plugged modules, in whole MiB. */
static uint64_t
memory_at_boot(const struct vm_def *def)
{
	uint64_t sum = 0, plugged = 0;

	if (def->cpu)
		list_each(cell, &def->cpu->cells)
			sum += memory_whole_mib(cell->memory);
	if (sum)
		return sum;
	list_each(memory, &def->devices.memories)
		plugged += memory->target.size;
	return memory_whole_mib(def->memory - plugged);
}

/* Is number in a set like "0-3,7"? */
static bool
set_has(const char *set, unsigned number)
{
	while (set && *set) {
		char *end;
		unsigned long first = strtoul(set, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		if (number >= first && number <= last)
			return true;
		set = *end == ',' ? end + 1 : NULL;
	}
	return false;
}

static struct json_object *
set_numbers(const char *set)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < 1024; i++)
		if (set_has(set, i))
			json_object_array_add(list, json_object_new_int(i));
	return list;
}

static const struct hugepage *
find_hugepage(const struct vm_def *def, int node)
{
	const struct hugepage *general = NULL;

	if (!def->memory_backing.hugepages)
		return NULL;
	list_each(page, &def->memory_backing.hugepages->pages)
		if (!page->nodeset)
			general = page;
		else if (node >= 0 && set_has(page->nodeset, node))
			return page;
	return general;
}

/* Huge pages, 0: none; 1: the host's default size. */
static uint64_t
huge_size(const struct vm_def *def, const struct memory_wish *wish)
{
	enum { ORDINARY = 4096 };
	const struct hugepages *huge = def->memory_backing.hugepages;
	const struct hugepage *page = find_hugepage(def, wish->node);

	if (wish->pagesize)
		return wish->pagesize > ORDINARY ? wish->pagesize : 0;
	if (page)
		return page->size > ORDINARY ? page->size : 0;
	return huge && !huge->pages.n;
}

static const char *const policies[] = {
	[NUMA_MODE_NONE] = "bind", [NUMA_STRICT] = "bind", [NUMA_PREFERRED] = "preferred",
	[NUMA_INTERLEAVE] = "interleave", [NUMA_RESTRICTIVE] = NULL,
};

static void
bind_to_host(const struct vm_def *def, const struct memory_wish *wish, struct json_object *backend)
{
	const char *nodes = wish->nodes;
	enum numa_mode mode = def->numatune.memory.mode;

	if (!nodes && wish->node >= 0)
		list_each(memnode, &def->numatune.memnodes)
			if (memnode->cellid.value == wish->node) {
				nodes = memnode->nodeset;
				mode = memnode->mode;
			}
	if (!nodes)
		nodes = def->numatune.memory.nodeset;
	if (!nodes || !policies[mode])
		return;
	prop_add(backend, "host-nodes", set_numbers(nodes));
	prop_string(backend, "policy", policies[mode]);
}

static enum memory_access
wanted_access(const struct vm_def *def, const struct memory_wish *wish)
{
	if (wish->access)
		return wish->access;
	switch (def->memory_backing.access) {
	case BACKING_ACCESS_SHARED:
		return MEMORY_ACCESS_SHARED;
	case BACKING_ACCESS_PRIVATE:
		return MEMORY_ACCESS_PRIVATE;
	default:
		return MEMORY_ACCESS_NONE;
	}
}

static struct json_object *
backend_new(const char *type, const struct memory_wish *wish)
{
	return json_build("s:qom-type", type, "s:id", wish->id, NULL);
}

/* Anonymous huge pages need no mounted file system. */
static struct json_object *
huge_backend(const struct memory_wish *wish, uint64_t size)
{
	struct json_object *backend = backend_new("memory-backend-memfd", wish);

	prop_bool(backend, "hugetlb", true);
	if (size > 1)
		prop_number(backend, "hugetlbsize", size);
	return backend;
}

static struct json_object *
file_backend(struct args *a, const struct memory_wish *wish)
{
	struct json_object *backend = backend_new("memory-backend-file", wish);
	auto_free char *path = wish->path ? xstrdup(wish->path)
					  : text_format("%s/ram/%s/%s", a->how->var, a->how->tag, wish->id);

	prop_string(backend, "mem-path", path);
	return backend;
}

static struct json_object *
choose_backend(struct args *a, const struct memory_wish *wish, enum memory_access access)
{
	const struct memory_backing *backing = &a->def->memory_backing;
	uint64_t huge = huge_size(a->def, wish);

	if (wish->path)
		return file_backend(a, wish);
	if (huge)
		return huge_backend(wish, huge);
	if (backing->source == MEMORY_SOURCE_MEMFD)
		return backend_new("memory-backend-memfd", wish);
	if (backing->source == MEMORY_SOURCE_FILE || access)
		return file_backend(a, wish);
	return backend_new("memory-backend-ram", wish);
}

int
args_memory_backend(struct args *a, const struct memory_wish *wish)
{
	const struct memory_backing *backing = &a->def->memory_backing;
	enum memory_access access = wanted_access(a->def, wish);
	struct json_object *backend = choose_backend(a, wish, access);
	const char *type = json_string(backend, "qom-type");
	bool ram = text_same(type, "memory-backend-ram"), file = text_same(type, "memory-backend-file");

	/* Huge pages are the guest's own unless it says otherwise; a memfd is shared of itself. */
	if (!ram && (access || json_boolean(backend, "hugetlb")))
		prop_bool(backend, "share", access == MEMORY_ACCESS_SHARED);
	if (wish->prealloc || backing->allocation == MEMORY_ALLOCATION_IMMEDIATE) {
		prop_bool(backend, "prealloc", true);
		prop_count(backend, "prealloc-threads", backing->allocation_threads);
	}
	if (file && (wish->discard ? wish->discard == YES : backing->discard))
		prop_bool(backend, "discard-data", true);
	/* Migration from older versions knows this memory by its short name. */
	if (!ram && text_same(wish->id, a->machine->ram))
		prop_bool(backend, "x-use-canonical-path-for-ramblock-id", false);
	if (wish->readonly)
		prop_bool(backend, "readonly", true);
	if (wish->pmem)
		prop_bool(backend, "pmem", true);
	prop_count(backend, "align", wish->align);
	prop_number(backend, "size", wish->size);
	bind_to_host(a->def, wish, backend);
	args_json(a, "-object", backend);
	return 0;
}

int
args_memory(struct args *a)
{
	const struct vm_def *def = a->def;
	uint64_t size = memory_at_boot(def);
	struct memory_wish wish = { .id = a->machine->ram, .size = size, .node = -1 };

	if (def->max_memory.size)
		args_addf(a, "-m", "size=%lluk,slots=%u,maxmem=%lluk", (unsigned long long)size >> 10,
			  def->max_memory.slots, (unsigned long long)def->max_memory.size >> 10);
	else
		args_addf(a, "-m", "%llu", (unsigned long long)size / MIB);
	if (def->cpu && def->cpu->cells.n)
		return 0;
	if (!a->machine->ram)
		return fail(FAULT_UNSUPPORTED, "machine type '%s' is not supported", def->os.machine);
	return args_memory_backend(a, &wish);
}

/* ---- modules ---- */

static const char *
module_driver(enum memory_model model)
{
	switch (model) {
	case MEMORY_DIMM:
		return "pc-dimm";
	case MEMORY_NVDIMM:
		return "nvdimm";
	case MEMORY_VIRTIO_PMEM:
		return "virtio-pmem-pci";
	case MEMORY_VIRTIO_MEM:
		return "virtio-mem-pci";
	default:
		return NULL;
	}
}

static int
add_module(struct args *a, const struct memory_device *memory)
{
	/* What is plugged must be aligned to the largest page the guest may use for it. */
	enum { ALIGNMENT = 2 * MIB };
	auto_free char *id = text_format("mem%s", memory->info.alias);
	const char *driver = module_driver(memory->model);
	struct memory_wish wish = {
		.id = id, .size = (memory->target.size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT, .access = memory->access, .discard = memory->discard,
		.node = memory->target.node.given ? (int)memory->target.node.value : -1,
		.pagesize = memory->source.pagesize, .nodes = memory->source.nodemask,
		.path = memory->source.path, .prealloc = memory->model == MEMORY_NVDIMM && !memory->source.pmem,
		.pmem = memory->source.pmem, .readonly = memory->target.readonly, .align = memory->source.alignsize,
	};
	auto_json struct json_object *device = NULL;

	if (!driver)
		return fail(FAULT_UNSUPPORTED, "memory device '%s': model '%s' is not supported", memory->info.alias,
			    words_name(&memory_model_words, memory->model));
	/* Persistent memory without a controller keeps what is written only when the file does. */
	if (memory->model == MEMORY_VIRTIO_PMEM)
		wish.access = MEMORY_ACCESS_SHARED;
	if (args_memory_backend(a, &wish) < 0)
		return -1;
	device = device_new(driver);
	prop_given(device, "node", memory->target.node);
	prop_count(device, "label-size", memory->target.label_size);
	prop_string(device, "uuid", memory->uuid);
	if (memory->target.readonly)
		prop_bool(device, "unarmed", true);
	prop_tri(device, "dynamic-memslots", memory->target.dynamic_memslots);
	prop_count(device, "block-size", memory->target.block);
	prop_given(device, "requested-size", memory->target.requested);
	prop_string(device, "memdev", id);
	prop_string(device, "id", memory->info.alias);
	if (device_address(a, device, &memory->info) < 0)
		return -1;
	return args_device(a, steal(device), &memory->info);
}

int
args_memory_devices(struct args *a)
{
	list_each(memory, &a->def->devices.memories)
		if (add_module(a, memory) < 0)
			return -1;
	return 0;
}
