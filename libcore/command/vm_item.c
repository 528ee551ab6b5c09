/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_item - the cells that vm-list and vm-info share */
#include "command/vm_item.h"

#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "driver/vm_pending.h"
#include "driver/vm_save.h"
#include "state/store.h"

void
vm_item_done(struct vm_item *item)
{
	if (item->have == FACTS_READ)
		vm_facts_done(&item->facts);
	*item = (struct vm_item) { 0 };
}

static struct vm *
vm_of(void *item)
{
	return ((struct vm_item *)item)->vm;
}

/* Read the facts of its definition once: 1 there they are, 0 do without, -1. */
static int
read_facts(struct vm_item *item)
{
	if (item->have == FACTS_UNREAD && vm_facts(item->vm, &item->facts) == 0)
		item->have = FACTS_READ;
	if (item->have == FACTS_UNREAD && item->lenient && fail_fault() != FAULT_NO_VM) {
		item->have = FACTS_BROKEN;
		warn("%s", fail_story());
		fail_forget();           /* one bad file must not hide the other guests */
	}
	return item->have == FACTS_READ ? 1 : item->have == FACTS_BROKEN ? 0 : -1;
}

int
vm_cell_id(void *item, struct cell *cell)
{
	if (vm_of(item)->id >= 0)
		cell_number(cell, vm_of(item)->id);
	return 0;
}

int
vm_cell_name(void *item, struct cell *cell)
{
	cell_text(cell, vm_of(item)->name);
	return 0;
}

int
vm_cell_state(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&vm_state_words, vm_of(item)->state));
	return 0;
}

int
vm_cell_reason(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&vm_reason_words, vm_of(item)->reason));
	return 0;
}

int
vm_cell_autostart(void *item, struct cell *cell)
{
	cell_yes_no(cell, store_autostart(host_here()->folder, vm_of(item)->name));
	return 0;
}

int
vm_cell_managed_save(void *item, struct cell *cell)
{
	cell_yes_no(cell, vm_is_saved(vm_of(item)));
	return 0;
}

int
vm_cell_persistent(void *item, struct cell *cell)
{
	cell_yes_no(cell, vm_of(item)->stored);
	return 0;
}

int
vm_cell_pid(void *item, struct cell *cell)
{
	if (vm_of(item)->pid > 0)
		cell_number(cell, vm_of(item)->pid);
	return 0;
}

int
vm_cell_uri(void *item, struct cell *cell)
{
	(void)item;
	cell_text(cell, host_uri());
	return 0;
}

int
vm_cell_host(void *item, struct cell *cell)
{
	char name[256];

	(void)item;
	if (gethostname(name, sizeof name) < 0)
		return fail_errno("ask for the host's name");
	cell_text(cell, name);
	return 0;
}

/* The cells that show one member of the facts. */
#define FACT_CELL(name, set, member)                            \
	int                                                     \
	vm_cell_##name(void *of, struct cell *cell)             \
	{                                                       \
		struct vm_item *item = of;                      \
		int have = read_facts(item);                    \
								\
		if (have > 0)                                   \
			set(cell, item->facts.member);          \
		return have < 0 ? -1 : 0;                       \
	}

FACT_CELL(uuid,       cell_text,   uuid)
FACT_CELL(title,      cell_text,   title)
FACT_CELL(os_type,    cell_text,   os_type)
FACT_CELL(vcpus,      cell_number, vcpus)
FACT_CELL(memory,     cell_bytes,  memory)
FACT_CELL(max_memory, cell_bytes,  max_memory)

int
vm_cell_cpu_time(void *item, struct cell *cell)
{
	struct vm *vm = vm_of(item);
	uint64_t cpu_ns, memory;

	if (!vm->active || !DRIVER_HAS(vm, usage))
		return 0;
	if (DRIVER_CALL(vm, usage, vm, &cpu_ns, &memory) < 0)
		return -1;
	cell_nanoseconds(cell, cpu_ns);
	return 0;
}

/* The clock may have been set back since. */
int
vm_cell_uptime(void *item, struct cell *cell)
{
	int64_t up = time(NULL) - (int64_t)vm_of(item)->started;

	if (vm_of(item)->started)
		cell_number(cell, up > 0 ? up : 0);
	return 0;
}

int
vm_cell_pending(void *item, struct cell *cell)
{
	int pending = vm_is_pending(vm_of(item));

	if (pending < 0)
		return -1;
	cell_yes_no(cell, pending);
	return 0;
}

int
vm_cell_hash(void *item, struct cell *cell)
{
	auto_free char *hash = NULL;

	if (!vm_of(item)->stored)
		return 0;
	hash = vm_hash(vm_of(item));
	cell_text(cell, hash);
	return hash ? 0 : -1;
}
