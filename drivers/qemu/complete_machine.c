/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete_machine - machine type, firmware and processor of a definition */
#include "base/fail.h"
#include "complete.h"
#include "driver/vm_complete.h"

/* An alias ("pc", "q35") would become another board with the next emulator.  One that the emulator
 * does not know is the rules' affair: what was a definition once may have it. */
static int
complete_machine_type(struct completion *c)
{
	const struct qemu_machine *machine = qemu_caps_machine(c->caps, c->def->os.machine);

	if (!machine && !c->def->os.machine)
		return fail(FAULT_CONFIG, "emulator '%s' has no default machine type", c->caps->binary);
	if (machine) {
		free(c->def->os.machine);
		c->def->os.machine = xstrdup(machine->name);
	}
	c->machine = machine_of(c->def);
	return 0;
}

/* Firmware in flash that the guest may not write keeps its variables in a file of the guest's own. */
static void
complete_nvram(struct completion *c)
{
	struct vm_os *os = &c->def->os;

	if (os->loader.type != LOADER_PFLASH || os->loader.readonly != YES || os->loader.stateless == YES)
		return;
	if (os->nvram && (os->nvram->path || os->nvram->source.type))
		return;
	if (!os->nvram)
		os->nvram = model_new(&nvram_type);
	os->nvram->path = text_format("%s/nvram/%s_VARS.fd", c->var, c->def->name);
}

/* With NUMA cells, these and the modules are all the memory there is. */
static void
complete_memory_sum(struct vm_def *def)
{
	uint64_t sum = 0;

	if (!def->cpu || !def->cpu->cells.n)
		return;
	list_each(cell, &def->cpu->cells)
		sum += cell->memory;
	list_each(memory, &def->devices.memories)
		sum += memory->target.size;
	def->memory = sum;
	if (def->current_memory > sum)
		def->current_memory = sum;
}

/* Without cells everything is in cell 0. */
static void
complete_hugepages(struct vm_def *def)
{
	if (!def->memory_backing.hugepages || (def->cpu && def->cpu->cells.n))
		return;
	list_each(page, &def->memory_backing.hugepages->pages)
		if (text_same(page->nodeset, "0")) {
			free(page->nodeset);
			page->nodeset = NULL;
		}
}

int
qemu_complete_machine(struct completion *c)
{
	if (complete_machine_type(c) < 0)
		return -1;
	complete_nvram(c);
	complete_memory_sum(c->def);
	complete_hugepages(c->def);
	return vm_complete_seclabels(c->def);
}

static enum cpu_check
default_check(const struct completion *c)
{
	switch (c->def->cpu->mode) {
	case CPU_HOST_MODEL:
		return CPU_CHECK_PARTIAL;
	case CPU_CUSTOM:
		/* What the host lacks is emulated as well. */
		return c->def->type == VM_QEMU ? CPU_CHECK_NONE : CPU_CHECK_PARTIAL;
	default:
		return CPU_CHECK_NONE;
	}
}

/* The model that the machine type has when none is asked for, made visible. */
static void
name_default_cpu(struct completion *c)
{
	const struct qemu_machine *machine = qemu_caps_machine(c->caps, c->def->os.machine);
	struct vm_cpu *cpu = c->def->cpu;

	if (!machine->cpu)
		return;
	cpu->mode = CPU_CUSTOM;
	cpu->match = CPU_EXACT;
	cpu->check = CPU_CHECK_NONE;
	cpu->fallback = CPU_FALLBACK_FORBID;
	cpu->model = xstrdup(machine->cpu);
}

int
qemu_complete_cpu(struct completion *c)
{
	struct vm_cpu *cpu = c->def->cpu;

	if (!cpu)
		cpu = c->def->cpu = model_new(&vm_cpu_type);
	/* What has features or a vendor must say a model itself. */
	if (!cpu->model && !cpu->features.n && !cpu->vendor && (cpu->mode == CPU_MODE_NONE || cpu->mode == CPU_CUSTOM))
		name_default_cpu(c);
	if (!cpu->mode && cpu->model)
		cpu->mode = CPU_CUSTOM;
	if (!cpu->check)
		cpu->check = default_check(c);
	if (cpu->mode == CPU_HOST_PASSTHROUGH && !cpu->migratable)
		cpu->migratable = text_same(c->caps->arch, "x86_64") ? YES : NO;
	return 0;
}
