/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_dump - the memory of a guest in a file, to be looked at */
#ifndef DRIVER_VM_DUMP_H
#define DRIVER_VM_DUMP_H

#include "driver/vm_writing.h"

struct vm_dump {
	const char *path;
	bool memory_only;                /* a core file, not what the hypervisor moves guests with */
	const char *format;              /* of that: "elf", "kdump-zlib" ...; NULL: the usual one */
	bool live;                       /* it runs meanwhile, as far as that goes */
	bool crash, reset;               /* what becomes of it afterwards */
	bool bypass_cache;
};
/* Begin, as vm_save_begin() does. */
int vm_dump_begin(struct vm *vm, const struct vm_dump *dump, struct vm_writing *ret_writing);

#endif
