/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory_device - memory modules that can be plugged: DIMM, NVDIMM, virtio-mem ... */
#include "model/memory_device.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(memory_model, MEMORY_MODEL);
ENUM_WORDS(memory_access, MEMORY_ACCESS);

#define T struct memory_device
#define PLAIN   ONLY_IF_ANY(T, model, ONE(MEMORY_DIMM) | ONE(MEMORY_VIRTIO_MEM) | ONE(MEMORY_SGX_EPC))
#define LASTING ONLY_IF_ANY(T, model, ONE(MEMORY_NVDIMM) | ONE(MEMORY_VIRTIO_PMEM))
#define NVDIMM  ONLY_IF(T, model, MEMORY_NVDIMM)
#define MEM     ONLY_IF(T, model, MEMORY_VIRTIO_MEM)
static const struct row memory_device_rows[] = {
	ENUM  (T, model,             "@model", memory_model,        ABI | REQUIRED, "kind of memory"),
	ENUM  (T, access,            "@access", memory_access,      0,   "shared with other processes"),
	YESNO (T, discard,           "@discard",                    0,   "contents may be dropped when unplugged"),
	UUID  (T, uuid,              "uuid",                        ABI, "identity of an NVDIMM"),
	SET   (T, source.nodemask,   "source/nodemask",             0,   "NUMA nodes of the host", PLAIN),
	SIZE  (T, source.pagesize,   "source/pagesize", "KiB",      0,   "size of its pages", PLAIN),
	STRING(T, source.path,       "source/path",                 0,   "file behind it", LASTING),
	SIZE  (T, source.alignsize,  "source/alignsize", "KiB",     0,   "alignment of the file", NVDIMM),
	FLAG  (T, source.pmem,       "source/pmem",                 0,   "the file is persistent memory", NVDIMM),
	YESNO (T, target.dynamic_memslots, "target/@dynamicMemslots", 0, "slots of the host are used as needed"),
	SIZE  (T, target.size,       "target/size", "KiB",          ABI | REQUIRED, "size"),
	NUMBER(T, target.node,       "target/node",                 ABI, "NUMA cell of the guest"),
	SIZE  (T, target.label_size, "target/label/size", "KiB",    ABI, "label area", NVDIMM),
	FLAG  (T, target.readonly,   "target/readonly",             ABI, "the guest may not write", NVDIMM),
	SIZE  (T, target.block,      "target/block", "KiB",         ABI, "smallest unit plugged", MEM),
	LIMIT (T, target.requested,  "target/requested", "KiB",     LIVE, "size the guest should have", MEM),
	LIMIT (T, target.current,    "target/current", "KiB",       STATUS, "size the guest has"),
	HEX   (T, target.base,       "target/address/@base", "0x%llx", ABI, "first address of virtio memory"),
	PART  (T, info,              ".", device_info,              0,   "place and name"),
	ROWS_END
};
#undef MEM
#undef NVDIMM
#undef LASTING
#undef PLAIN
#undef T

static int
memory_device_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct memory_device *memory = object;

	if ((memory->model == MEMORY_NVDIMM || memory->model == MEMORY_VIRTIO_PMEM) && !memory->source.path)
		return fail(FAULT_DETAIL, "missing path of an %s", words_name(&memory_model_words, memory->model));
	return 0;
}

const struct type memory_device_type = {
	.name = "memory", .size = sizeof(struct memory_device), .rows = memory_device_rows,
	.check = memory_device_check,
};
