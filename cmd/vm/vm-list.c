/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-list - list virtual machines */
#include "command/command.h"
#include "command/listing.h"
#include "command/vm_item.h"
#include "driver/vm.h"
#include "driver/vm_save.h"
#include "state/store.h"

static bool all, inactive, title, as_table;
static bool persistent, transient, autostart, no_autostart;
static bool with_snapshot, without_snapshot, with_checkpoint, without_checkpoint;
static bool with_save, without_save, show_saved;
static bool running, paused, shut_off, other;
static bool by_id, by_uuid, by_name;

static const struct option_row options[] = {
	OPT_FLAG(0, "all",                  &all,                "running and stopped ones"),
	OPT_FLAG(0, "inactive",             &inactive,           "stopped ones only"),
	OPT_FLAG(0, "transient",            &transient,          "those without a stored definition"),
	OPT_FLAG(0, "persistent",           &persistent,         "those with a stored definition"),
	OPT_FLAG(0, "state-running",        &running,            "those that run"),
	OPT_FLAG(0, "state-paused",         &paused,             "those that are paused"),
	OPT_FLAG(0, "state-shutoff",        &shut_off,           "those that are shut off"),
	OPT_FLAG(0, "state-other",          &other,              "those in any other state"),
	OPT_FLAG(0, "autostart",            &autostart,          "those that start with the host"),
	OPT_FLAG(0, "no-autostart",         &no_autostart,       "those that do not"),
	OPT_FLAG(0, "with-snapshot",        &with_snapshot,      "those that have a snapshot"),
	OPT_FLAG(0, "without-snapshot",     &without_snapshot,   "those that have none"),
	OPT_FLAG(0, "with-checkpoint",      &with_checkpoint,    "those that have a checkpoint"),
	OPT_FLAG(0, "without-checkpoint",   &without_checkpoint, "those that have none"),
	OPT_FLAG(0, "with-managed-save",    &with_save,          "those with a managed save image"),
	OPT_FLAG(0, "without-managed-save", &without_save,       "those without"),
	OPT_FLAG(0, "managed-save",         &show_saved,         "call the state of those with an image 'saved'"),
	OPT_FLAG(0, "title",                &title,              "show titles too"),
	OPT_FLAG(0, "table",                &as_table,           "a table, which is what happens anyway"),
	OPT_FLAG(0, "name",                 &by_name,            "names only"),
	OPT_FLAG(0, "uuid",                 &by_uuid,            "UUIDs only"),
	OPT_FLAG(0, "id",                   &by_id,              "running numbers only"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ANY, NULL, "only these: names, UUIDs, numbers, patterns"),
	ROWS_END
};

/* What --managed-save makes of the state. */
static int
cell_state(void *item, struct cell *cell)
{
	const struct vm *vm = ((struct vm_item *)item)->vm;

	if (!show_saved || vm->active || !vm_is_saved(vm))
		return vm_cell_state(item, cell);
	cell_text(cell, "saved");
	return 0;
}

static const struct column columns[] = {
	{ "ID",         CELL_NUMBER, "running number",                         false, vm_cell_id },
	{ "NAME",       CELL_TEXT,   "name",                                   false, vm_cell_name },
	{ "STATE",      CELL_TEXT,   "run state",                              false, cell_state },
	{ "UUID",       CELL_TEXT,   "UUID",                                   true,  vm_cell_uuid },
	{ "TITLE",      CELL_TEXT,   "title",                                  true,  vm_cell_title },
	{ "REASON",     CELL_TEXT,   "why it is in that state",                true,  vm_cell_reason },
	{ "VCPUS",      CELL_NUMBER, "virtual processors",                     true,  vm_cell_vcpus },
	{ "MEM",        CELL_BYTES,  "memory",                                 true,  vm_cell_memory },
	{ "AUTOSTART",  CELL_YES_NO, "starts with the host",                   true,  vm_cell_autostart },
	{ "PERSISTENT", CELL_YES_NO, "has a stored definition",                true,  vm_cell_persistent },
	{ "PID",        CELL_NUMBER, "process of the emulator",                true,  vm_cell_pid },
	{ "UPTIME",     CELL_NUMBER, "seconds since it was started",           true,  vm_cell_uptime },
	{ "PENDING",    CELL_YES_NO, "stored definition differs from the live one", true, vm_cell_pending },
	{ "URI",        CELL_TEXT,   "URI it was found at",                    true,  vm_cell_uri },
	{ "HOST",       CELL_TEXT,   "name of this host",                      true,  vm_cell_host },
	COLUMNS_END
};

static const struct bare bare[] = {
	{ &by_id, "ID" }, { &by_uuid, "UUID" }, { &by_name, "NAME" }, BARE_END
};

static int
is_persistent(const struct vm *vm)
{
	return vm->stored;
}

static int
is_autostarted(const struct vm *vm)
{
	return store_autostart(host_here()->folder, vm->name);
}

static int
has_stored(const struct vm *vm, const char *what)
{
	auto_free char *folder = text_format("%s/%s/%s", host_here()->folder, what, vm->name);
	auto_strings struct strings names = { 0 };

	return store_names(PLACE_ETC, folder, &names) < 0 ? -1 : names.n > 0;
}

static int
has_snapshot(const struct vm *vm)
{
	return has_stored(vm, "snapshot");
}

static int
has_checkpoint(const struct vm *vm)
{
	return has_stored(vm, "checkpoint");
}

static int
has_save(const struct vm *vm)
{
	return vm_is_saved(vm);
}

/* Pairs of options: neither or both filter nothing. */
static const struct {
	const bool *yes, *no;
	int (*holds)(const struct vm *vm);
} choices[] = {
	{ &persistent,      &transient,          is_persistent },
	{ &autostart,       &no_autostart,       is_autostarted },
	{ &with_snapshot,   &without_snapshot,   has_snapshot },
	{ &with_checkpoint, &without_checkpoint, has_checkpoint },
	{ &with_save,       &without_save,       has_save },
};

static enum vm_filter
filter(void)
{
	return (all || !inactive ? VM_ACTIVE : 0) | (all || inactive || shut_off ? VM_INACTIVE : 0);
}

static bool
state_wanted(const struct vm *vm)
{
	if (!(filter() & (vm->active ? VM_ACTIVE : VM_INACTIVE)))
		return false;
	if (!running && !paused && !shut_off && !other)
		return true;
	switch (vm->state) {
	case VM_RUNNING: return running;
	case VM_PAUSED:  return paused;
	case VM_SHUTOFF: return shut_off;
	default:         return other;
	}
}

static int
wanted(const struct vm *vm)
{
	for (unsigned i = 0; i < COUNT(choices); i++) {
		int holds = *choices[i].yes == *choices[i].no ? *choices[i].yes : choices[i].holds(vm);

		if (holds < 0)
			return -1;
		if (holds != *choices[i].yes)
			return 0;
	}
	return state_wanted(vm);
}

static int
add(struct vm *vm)
{
	auto_vm_item struct vm_item item = { .vm = vm, .lenient = true };
	int is_wanted = wanted(vm);

	return is_wanted > 0 ? listing_add(&item) : is_wanted;
}

static int
add_named(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	return vm ? add(vm) : -1;
}

/* One that is undefined while the list is made is not in it. */
static int
add_all(void)
{
	auto_vms struct vms vms = { 0 };

	if (vms_open(filter(), NULL, &vms) < 0)
		return -1;
	for (unsigned i = 0; i < vms.n; i++) {
		if (add(vms.item[i]) == 0)
			continue;
		if (fail_fault() != FAULT_NO_VM)
			return -1;
		fail_forget();
	}
	return 0;
}

static int
run(void)
{
	if (as_table && bare_asked(bare))
		return fail(FAULT_USAGE, "--table and --name, --uuid or --id exclude each other");
	if (listing_begin(columns, bare, title ? "+TITLE" : NULL) < 0)
		return -1;
	return asked.named ? 0 : add_all();
}

const struct command command = {
	.name      = "vm-list",
	.summary   = "list virtual machines: the running ones, unless asked otherwise",
	.virsh     = "list",
	.example   = "vm-list --all --json | jq -r '.[] | select(.state == \"shut off\").name'",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(NO_VM) | CAN(DENIED),
	.run       = run,
	.each      = add_named,
	.finish    = listing_end,
};
