/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_live - the document of a running guest, and words for states and reasons */
#include "driver/vm_inside.h"

ENUM_WORDS(vm_state, VM_STATE);
ENUM_WORDS(vm_reason, VM_REASON);

#define T struct vm_live
static const struct row vm_live_rows[] = {
	ENUM  (T, state,     "@state",  vm_state,  FILED, "run state when this was written"),
	ENUM  (T, reason,    "@reason", vm_reason, FILED, "why it was in that state"),
	U64   (T, pid,       "@pid",               FILED, "process of the hypervisor"),
	U64   (T, started,   "started",            FILED, "when it was started, seconds of the epoch"),
	FLAG  (T, transient, "transient",          FILED, "it was started without being stored"),
	STRING(T, facts,     "facts",              FILED, "what the driver keeps for itself, as JSON"),
	UINT  (T, nodes,     "nodename/@index",    FILED, "highest number an image has had"),
	YESNO (T, jobs_active, "blockjobs/@active", FILED, "something is done to a disk"),
	LIST  (T, block_jobs, "blockjobs/blockjob", block_job, FILED, "what is done to disks"),
	LIST  (T, ended_jobs, "endedjobs/blockjob", block_job, FILED, "how it ended with each disk"),
	GROUP (T, job,       "job", vm_job,        FILED, "what is done to the whole guest"),
	LIST  (T, devices,   "devicechanges/device", device_record, FILED, "devices that come or go"),
	STRING(T, device_config, "devicechanges/stored", FILED, "the definition to be stored once they came or were changed"),
	GROUP (T, cpu,       "startedcpu", vm_cpu, FILED, "what it was started with for its processor"),
	GROUP (T, def,       "domain", vm_def,     FILED, "the live definition"),
	ROWS_END
};
#undef T

const struct type vm_live_type = {
	.name = "domstatus",
	.size = sizeof(struct vm_live),
	.rows = vm_live_rows,
};

int
vm_save_live(struct vm *vm)
{
	const char *folder = vm_folder();
	const char *uuid = vm->stored ? NULL : vm->live->def->uuid;      /* indexed already */
	auto_free char *xml = NULL;

	if (!folder)
		return -1;
	vm->live->state = vm->state;
	vm->live->reason = vm->reason;
	vm->live->pid = (uint64_t)vm->pid;
	xml = model_text(&vm_live_type, vm->live, VIEW_LIVE);
	if (store_write(PLACE_RUN, folder, vm->name, uuid, xml) < 0)
		return -1;
	vm_brief_write_live(folder, vm->name, vm->live);
	return 0;
}

struct vm_live *
vm_live_load(const char *folder, const char *name)
{
	auto_free char *xml = store_read(PLACE_RUN, folder, name);
	auto_free char *whence = place_file(PLACE_RUN, "%s/%s.xml", folder, name);
	struct vm_live *live;

	if (!xml)
		return NULL;
	live = model_parse(&vm_live_type, xml, strlen(xml), whence, VIEW_LIVE, READ_UNCHECKED);
	if (live && !live->def) {
		model_free(&vm_live_type, live);
		return fail(FAULT_XML, "%s: there is no domain in it", whence), NULL;
	}
	return live;
}

struct vm_live *
vm_live(struct vm *vm)
{
	const char *folder = vm_folder();

	if (vm->live || !folder)
		return vm->live;
	if (!vm->leftover && vm_must_be_active(vm) < 0)
		return NULL;
	vm->live = vm_live_load(folder, vm->name);
	if (!vm->live && fail_fault() == FAULT_MISSING)
		vm_not_running();        /* it has ended since it was looked at */
	return vm->live;
}

struct vm_def *
vm_config(struct vm *vm)
{
	const char *folder = vm_folder();
	auto_free char *xml = NULL;
	auto_free char *whence = NULL;

	if (vm->config || !folder)
		return vm->config;
	if (vm_must_be_stored(vm) < 0)
		return NULL;
	whence = place_file(PLACE_ETC, "%s/%s.xml", folder, vm->name);
	xml = store_read(PLACE_ETC, folder, vm->name);
	vm->config = xml ? vm_def_parse(xml, strlen(xml), whence, VIEW_STORED, 0) : NULL;
	if (vm->config && !text_same(vm->config->name, vm->name)) {
		/* The file was renamed, or a rename is being finished. */
		free(vm->config->name);
		vm->config->name = xstrdup(vm->name);
	}
	return vm->config;
}

struct vm_def *
vm_def(struct vm *vm)
{
	struct vm_live *live = vm->active ? vm_live(vm) : NULL;

	if (vm->active)
		return live ? live->def : NULL;
	return vm_config(vm);
}

/* Users see what a card of a network is connected to, not how it came to that. */
static char *
live_text(struct vm_def *def, enum view view)
{
	char *text;

	list_each(nic, &def->devices.nics)
		nic_swap_actual(nic);
	text = vm_def_text(def, view | VIEW_STATUS);
	list_each(nic, &def->devices.nics)
		nic_swap_actual(nic);
	return text;
}

char *
vm_xml(struct vm *vm, bool config, enum view view)
{
	bool live = vm->active && !config;
	char *stored = !live && !view && vm->stored ? vm_brief_document(vm_folder(), vm->name) : NULL;
	struct vm_def *def = stored ? NULL : config ? vm_config(vm) : vm_def(vm);

	if (stored)
		return stored;
	if (!def)
		return NULL;
	return live ? live_text(def, view) : vm_def_text(def, view);
}
