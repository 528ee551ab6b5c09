/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory_device - memory modules that can be plugged: DIMM, NVDIMM, virtio-mem ... */
#ifndef MODEL_MEMORY_DEVICE_H
#define MODEL_MEMORY_DEVICE_H

#include "model/device_info.h"

#define MEMORY_MODEL(X)                     \
	X(MEMORY_MODEL_NONE,  NULL)         \
	X(MEMORY_DIMM,        "dimm")       \
	X(MEMORY_NVDIMM,      "nvdimm")     \
	X(MEMORY_VIRTIO_PMEM, "virtio-pmem")\
	X(MEMORY_VIRTIO_MEM,  "virtio-mem") \
	X(MEMORY_SGX_EPC,     "sgx-epc")
ENUM_TYPE(memory_model, MEMORY_MODEL);

#define MEMORY_ACCESS(X)                    \
	X(MEMORY_ACCESS_NONE,    NULL)      \
	X(MEMORY_ACCESS_SHARED,  "shared")  \
	X(MEMORY_ACCESS_PRIVATE, "private")
ENUM_TYPE(memory_access, MEMORY_ACCESS);

/* All sizes in bytes. */
struct memory_device {
	enum memory_model model;
	enum memory_access access;
	enum tri discard;
	char *uuid;
	struct {
		char *nodemask;
		uint64_t pagesize;
		char *path;
		uint64_t alignsize;
		bool pmem;
	} source;
	struct {
		uint64_t size;
		struct number node;
		uint64_t label_size;
		bool readonly;
		uint64_t block;
		struct number requested, current;    /* current is STATUS */
		enum tri dynamic_memslots;
		struct number base;
	} target;
	struct device_info info;
};
LIST_OF(memory_device);

extern const struct type memory_device_type;

#endif
