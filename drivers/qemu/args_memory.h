/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_memory - memory backends: where the guest's memory lives on the host */
#ifndef QEMU_ARGS_MEMORY_H
#define QEMU_ARGS_MEMORY_H

#include "args_inside.h"

/* What is asked of one piece of memory. */
struct memory_wish {
	const char *id;                   /* of the backend: "ram-node0" */
	uint64_t size;
	int node;                         /* guest cell, -1: none */
	enum memory_access access;
	enum tri discard;
	uint64_t pagesize;                /* 0: what memoryBacking says */
	const char *nodes;                /* host nodes; NULL: what numatune says */
	const char *path;                 /* a file of its own */
	bool prealloc, readonly, pmem;
	uint64_t align;
};

/* -object for it. */
int args_memory_backend(struct args *a, const struct memory_wish *wish);

uint64_t memory_whole_mib(uint64_t bytes);

#endif
