/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_item - the cells that vm-list and vm-info share
 *
 * One function per fact of a guest, for the `fill` of a column.  What is costly
 * (the definition, the stored one, the hypervisor's counters) is fetched by the
 * first cell that needs it. */
#ifndef COMMAND_VM_ITEM_H
#define COMMAND_VM_ITEM_H

#include "command/table.h"
#include "driver/vm.h"

/* What a row is about: { .vm = vm }. */
struct vm_item {
	struct vm *vm;
	bool lenient;            /* a definition that cannot be read is a warning and empty cells */
	struct vm_facts facts;
	enum { FACTS_UNREAD, FACTS_READ, FACTS_BROKEN } have;
};
void vm_item_done(struct vm_item *item);
#define auto_vm_item __attribute__((cleanup(vm_item_done)))

int vm_cell_id(void *item, struct cell *cell);
int vm_cell_name(void *item, struct cell *cell);
int vm_cell_state(void *item, struct cell *cell);
int vm_cell_reason(void *item, struct cell *cell);
int vm_cell_uuid(void *item, struct cell *cell);
int vm_cell_title(void *item, struct cell *cell);
int vm_cell_os_type(void *item, struct cell *cell);
int vm_cell_vcpus(void *item, struct cell *cell);
int vm_cell_memory(void *item, struct cell *cell);
int vm_cell_max_memory(void *item, struct cell *cell);
int vm_cell_cpu_time(void *item, struct cell *cell);
int vm_cell_managed_save(void *item, struct cell *cell);
int vm_cell_autostart(void *item, struct cell *cell);
int vm_cell_persistent(void *item, struct cell *cell);
int vm_cell_pid(void *item, struct cell *cell);
int vm_cell_uptime(void *item, struct cell *cell);
int vm_cell_pending(void *item, struct cell *cell);      /* stored definition differs from live */
int vm_cell_hash(void *item, struct cell *cell);         /* for vm-define --if-match */
int vm_cell_uri(void *item, struct cell *cell);
int vm_cell_host(void *item, struct cell *cell);

#endif
