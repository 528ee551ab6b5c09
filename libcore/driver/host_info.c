/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host_info - processors and memory of a host */
#include "driver/host_info.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "driver/driver.h"

static const char cpu_folder[] = "/sys/devices/system/cpu";

struct cpu {
	unsigned cell, socket, core;
};
LIST_OF(cpu);

/* A number in a file of sysfs; false when there is none. */
static bool
read_number(const char *path, unsigned *ret_number)
{
	auto_free char *text = file_read_if_any(AT_FDCWD, path, 64, NULL);
	uint64_t number;

	if (text)
		text[strcspn(text, "\n")] = '\0';
	if (!text || text_to_u64(text, 10, &number) < 0) {
		fail_forget();           /* an offline processor has no place */
		return false;
	}
	*ret_number = (unsigned)number;
	return true;
}

/* The link "nodeN" in a processor's folder; a host without NUMA is one cell. */
static unsigned
cell_of(const char *folder)
{
	auto_strings struct strings names = { 0 };
	uint64_t cell;

	if (dir_names(AT_FDCWD, folder, NULL, &names) == 0)
		for (unsigned i = 0; i < names.n; i++)
			if (text_starts(names.item[i], "node") && text_to_u64(names.item[i] + 4, 10, &cell) == 0)
				return (unsigned)cell;
	fail_forget();
	return 0;
}

static int
read_cpus(struct cpu_list *cpus)
{
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, cpu_folder, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		auto_free char *folder = text_format("%s/%s", cpu_folder, names.item[i]);
		auto_free char *socket_file = text_format("%s/topology/physical_package_id", folder);
		auto_free char *core_file = text_format("%s/topology/core_id", folder);
		struct cpu cpu;

		if (!read_number(socket_file, &cpu.socket) || !read_number(core_file, &cpu.core))
			continue;
		cpu.cell = cell_of(folder);
		*list_add(cpus) = cpu;
	}
	return 0;
}

/* How alike two places must be to count as the same cell, socket or core. */
enum level { SAME_HOST, SAME_CELL, SAME_SOCKET, SAME_CORE };

static bool
same(const struct cpu *a, const struct cpu *b, enum level level)
{
	return (level < SAME_CELL || a->cell == b->cell) &&
	       (level < SAME_SOCKET || a->socket == b->socket) &&
	       (level < SAME_CORE || a->core == b->core);
}

/* Is it the first of those that are the same at a level? */
static bool
is_first(const struct cpu_list *cpus, const struct cpu *cpu, enum level level)
{
	list_before(other, cpu, cpus)
		if (same(other, cpu, level))
			return false;
	return true;
}

/* The most parts of one level that any part of the level above has. */
static unsigned
most_parts(const struct cpu_list *cpus, enum level level)
{
	unsigned most = 1;

	list_each(whole, cpus) {
		unsigned n = 0;

		list_each(cpu, cpus)
			n += same(cpu, whole, level - 1) && is_first(cpus, cpu, level);
		if (n > most)
			most = n;
	}
	return most;
}

static unsigned
most_threads(const struct cpu_list *cpus)
{
	unsigned most = 1;

	list_each(core, cpus) {
		unsigned n = 0;

		list_each(cpu, cpus)
			n += same(cpu, core, SAME_CORE);
		if (n > most)
			most = n;
	}
	return most;
}

static void
set_topology(const struct cpu_list *cpus, struct host_info *info)
{
	info->cpus = cpus->n;
	info->cells = most_parts(cpus, SAME_CELL);
	info->sockets = most_parts(cpus, SAME_SOCKET);
	info->cores = most_parts(cpus, SAME_CORE);
	info->threads = most_threads(cpus);
	if (info->cells * info->sockets * info->cores * info->threads == info->cpus)
		return;
	info->cells = info->sockets = info->threads = 1;
	info->cores = info->cpus;
}

/* "cpu MHz : 3194.000" of the first processor, where the kernel tells it. */
static unsigned
read_mhz(void)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	auto_free char *line = NULL;
	size_t room = 0;
	unsigned mhz = 0;

	while (file && !mhz && getline(&line, &room, file) > 0)
		if (sscanf(line, "cpu MHz : %u", &mhz) != 1)
			mhz = 0;
	if (file)
		fclose(file);
	return mhz;
}

static int
this_machine(struct host_info *info)
{
	struct cpu_list cpus = { 0 };
	struct utsname name;
	int done = read_cpus(&cpus);

	if (uname(&name) < 0)
		done = fail_errno("uname");
	if (done == 0) {
		snprintf(info->model, sizeof info->model, "%s", name.machine);
		set_topology(&cpus, info);
		info->mhz = read_mhz();
		info->memory = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
	}
	free(cpus.item);
	return done;
}

int
host_info(struct host_info *ret_info)
{
	if (!host_here())
		return -1;
	return DRIVER_HAS(host, info) ? DRIVER_CALL(host, info, ret_info) : this_machine(ret_info);
}
