/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_pending - does the next start bring something new? */
#include "driver/vm_pending.h"

#include "base/memory.h"

/* As it is at rest, without the ports that are chosen at each start.  Caller frees. */
static char *
at_rest(const struct vm_def *live_or_stored)
{
	auto_vm_def struct vm_def *def = vm_def_copy(live_or_stored);

	list_each(graphics, &def->devices.graphics)
		if (graphics->autoport == YES)
			graphics->port = graphics->tls_port = graphics->websocket = (struct number){ 0 };
	return vm_def_text(def, VIEW_CONFIG | VIEW_SECRET);
}

int
vm_is_pending(struct vm *vm)
{
	struct vm_def *stored = vm->stored && vm->active ? vm_config(vm) : NULL;
	struct vm_live *live = stored ? vm_live(vm) : NULL;
	auto_free char *then = NULL;
	auto_free char *now = NULL;

	if (!vm->stored || !vm->active)
		return 0;
	if (!live)
		return -1;
	then = at_rest(stored);
	now = at_rest(live->def);
	return !text_same(then, now);
}
