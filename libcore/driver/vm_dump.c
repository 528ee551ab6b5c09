/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_dump - the memory of a guest in a file, to be looked at */
#include "driver/vm_dump.h"

#include "driver/vm_inside.h"

int
vm_dump_begin(struct vm *vm, const struct vm_dump *dump, struct vm_writing *ret_writing)
{
	enum writing_then then = dump->crash ? WRITING_CRASH : dump->reset ? WRITING_RESET : WRITING_RESUME;

	if (vm_writing_check(vm) < 0)
		return -1;
	if (vm_told("dump the memory of %s to %s%s", vm->name, dump->path,
		    dump->crash ? ", and destroy it" : dump->reset ? ", and reset it" : ""))
		return 0;
	*ret_writing = (struct vm_writing)WRITING(
		.vm = vm, .kind = VM_JOB_DUMP, .path = dump->path, .dump = dump->memory_only,
		.dump_format = dump->format, .live = dump->live, .bypass_cache = dump->bypass_cache,
		.then = then);
	return vm_writing_begin(ret_writing);
}
