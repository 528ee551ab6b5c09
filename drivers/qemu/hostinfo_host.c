/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hostinfo_host - the host's own processors, memory and users, from /proc and /sys */
#include "hostinfo.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/uuid.h"
#include "handover.h"

#define CPUS  "/sys/devices/system/cpu"
#define NODES "/sys/devices/system/node"

/* The contents of a small file without its newline, "" when there is none.  Caller frees. */
static char *
sysfs(const char *directory, const char *name)
{
	auto_free char *path = text_format("%s/%s", directory, name);
	char *contents = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	fail_forget();           /* what the kernel does not tell is left out */
	if (contents)
		contents[strcspn(contents, "\n")] = '\0';
	return contents ? contents : xstrdup("");
}

static unsigned
sysfs_number(const char *directory, const char *name)
{
	auto_free char *contents = sysfs(directory, name);

	return (unsigned)strtoul(contents, NULL, 10);
}

/* The value behind "key\t: " in the part of /proc/cpuinfo about the first processor.
 * Caller frees; NULL when it is not there. */
static char *
cpuinfo(const char *contents, const char *key)
{
	const char *at = contents ? strstr(contents, key) : NULL;

	if (!at || (at > contents && at[-1] != '\n'))
		return NULL;
	at += strcspn(at, ":\n");
	if (*at != ':')
		return NULL;
	at += 1 + strspn(at + 1, " ");
	return xstrndup(at, strcspn(at, "\n"));
}

static const struct { const char *theirs, *ours; } vendors[] = {
	{ "GenuineIntel", "Intel" }, { "AuthenticAMD", "AMD" }, { "HygonGenuine", "Hygon" },
};

/* "0-3,8" into the numbers. */
static void
each_cpu(const char *list, void (*call)(unsigned cpu, void *context), void *context)
{
	unsigned first, last;
	int used;

	while (sscanf(list, "%u%n", &first, &used) == 1) {
		list += used;
		last = first;
		if (sscanf(list, "-%u%n", &last, &used) == 1)
			list += used;
		for (; first <= last; first++)
			call(first, context);
		list += *list == ',';
	}
}

static void
count_cpu(unsigned cpu, void *context)
{
	(void)cpu;
	++*(unsigned *)context;
}

static unsigned
cpus_in(const char *list)
{
	unsigned n = 0;

	each_cpu(list, count_cpu, &n);
	return n;
}

/* --- <cpu> */

struct spread {
	unsigned socket[256], core[256], sockets, cores, cpus;
};

static bool
is_new(unsigned *seen, unsigned *n, unsigned value)
{
	for (unsigned i = 0; i < *n; i++)
		if (seen[i] == value)
			return false;
	if (*n < 256)
		seen[(*n)++] = value;
	return true;
}

static void
note_cpu(unsigned cpu, void *context)
{
	struct spread *spread = context;
	auto_free char *directory = text_format(CPUS "/cpu%u/topology", cpu);
	unsigned socket = sysfs_number(directory, "physical_package_id");

	is_new(spread->socket, &spread->sockets, socket);
	if (socket == spread->socket[0])
		is_new(spread->core, &spread->cores, sysfs_number(directory, "core_id"));
	spread->cpus++;
}

static void
add_topology(struct text *out)
{
	auto_free char *online = sysfs(CPUS, "online");
	struct spread spread = { 0 };
	unsigned cores;

	each_cpu(online, note_cpu, &spread);
	cores = spread.sockets * spread.cores;
	if (cores)
		text_addf(out, "      <topology sockets='%u' dies='1' cores='%u' threads='%u'/>\n",
			  spread.sockets, spread.cores, spread.cpus / cores ? spread.cpus / cores : 1);
}

static const char *
vendor_name(const char *theirs)
{
	for (unsigned i = 0; theirs && i < COUNT(vendors); i++)
		if (text_same(theirs, vendors[i].theirs))
			return vendors[i].ours;
	return NULL;
}

static void
add_pages(struct text *out, const char *indent, unsigned node)
{
	auto_strings struct strings sizes = { 0 };
	auto_free char *directory = text_format(NODES "/node%u/hugepages", node);

	text_addf(out, "%s<pages unit='KiB' size='%ld'/>\n", indent, sysconf(_SC_PAGESIZE) / 1024);
	if (dir_names(AT_FDCWD, directory, NULL, &sizes) < 0)
		fail_forget();   /* a kernel without huge pages */
	for (unsigned i = sizes.n; i-- > 0;) {
		unsigned size = 0;

		if (sscanf(sizes.item[i], "hugepages-%ukB", &size) == 1)
			text_addf(out, "%s<pages unit='KiB' size='%u'/>\n", indent, size);
	}
}

static void
add_cpu(struct text *out)
{
	auto_free char *contents = file_read(AT_FDCWD, "/proc/cpuinfo", FILE_LIMIT, NULL);
	auto_free char *vendor = cpuinfo(contents, "vendor_id");

	text_addf(out, "    <cpu>\n      <arch>%s</arch>\n", hostinfo_arch());
	if (vendor_name(vendor))
		text_addf(out, "      <vendor>%s</vendor>\n", vendor_name(vendor));
	add_topology(out);
	add_pages(out, "      ", 0);
	text_add(out, "    </cpu>\n");
}

/* --- <topology> */

static void
add_cell_cpu(unsigned cpu, void *context)
{
	auto_free char *directory = text_format(CPUS "/cpu%u/topology", cpu);
	auto_free char *siblings = sysfs(directory, "thread_siblings_list");

	text_addf(context, "            <cpu id='%u' socket_id='%u' die_id='%u' core_id='%u' siblings='%s'/>\n",
		  cpu, sysfs_number(directory, "physical_package_id"), sysfs_number(directory, "die_id"),
		  sysfs_number(directory, "core_id"), siblings);
}

static unsigned long long
node_memory_kib(unsigned node)
{
	auto_free char *path = text_format(NODES "/node%u/meminfo", node);
	auto_free char *contents = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	const char *total = contents ? strstr(contents, "MemTotal:") : NULL;

	return total ? strtoull(total + strlen("MemTotal:"), NULL, 10) : 0;
}

static void
add_distances(struct text *out, unsigned node)
{
	auto_free char *directory = text_format(NODES "/node%u", node);
	auto_free char *distances = sysfs(directory, "distance");
	unsigned other = 0, distance;
	int used;

	text_add(out, "          <distances>\n");
	for (const char *at = distances; sscanf(at, "%u%n", &distance, &used) == 1; at += used)
		text_addf(out, "            <sibling id='%u' value='%u'/>\n", other++, distance);
	text_add(out, "          </distances>\n");
}

static void
add_cell(unsigned node, void *context)
{
	struct text *out = context;
	auto_free char *directory = text_format(NODES "/node%u", node);
	auto_free char *cpus = sysfs(directory, "cpulist");

	text_addf(out, "        <cell id='%u'>\n          <memory unit='KiB'>%llu</memory>\n", node,
		  node_memory_kib(node));
	add_distances(out, node);
	text_addf(out, "          <cpus num='%u'>\n", cpus_in(cpus));
	each_cpu(cpus, add_cell_cpu, out);
	text_add(out, "          </cpus>\n        </cell>\n");
}

static void
add_cells(struct text *out)
{
	auto_free char *nodes = sysfs(NODES, "online");

	if (!*nodes)
		return;
	text_addf(out, "    <topology>\n      <cells num='%u'>\n", cpus_in(nodes));
	each_cpu(nodes, add_cell, out);
	text_add(out, "      </cells>\n    </topology>\n");
}

/* --- the rest */

static void
add_uuid(struct text *out)
{
	auto_free char *id = sysfs("/etc", "machine-id");
	char uuid[UUID_TEXT];

	if (uuid_read(id, true, uuid))
		text_addf(out, "    <uuid>%s</uuid>\n", uuid);
}

static bool
has_iommu(void)
{
	auto_strings struct strings groups = { 0 };

	if (dir_names(AT_FDCWD, "/sys/kernel/iommu_groups", NULL, &groups) < 0)
		fail_forget();   /* no such directory, no groups */
	return groups.n > 0;
}

static void
add_security(struct text *out)
{
	auto_emulator_user struct emulator_user user = { 0 };

	text_add(out, "    <secmodel>\n      <model>none</model>\n      <doi>0</doi>\n    </secmodel>\n");
	if (emulator_user(NULL, &user) < 0)
		fail_forget();   /* starting a guest will tell */
	if (!user.given)
		return;
	text_add(out, "    <secmodel>\n      <model>dac</model>\n      <doi>0</doi>\n");
	for (unsigned i = 0; i < 2; i++)
		text_addf(out, "      <baselabel type='%s'>+%u:+%u</baselabel>\n", i ? "qemu" : "kvm",
			  (unsigned)user.uid, (unsigned)user.groups[0]);
	text_add(out, "    </secmodel>\n");
}

void
hostinfo_host(struct text *out)
{
	add_uuid(out);
	add_cpu(out);
	text_addf(out, "    <power_management/>\n    <iommu support='%s'/>\n", has_iommu() ? "yes" : "no");
	text_add(out, "    <migration_features>\n      <live/>\n      <uri_transports>\n"
		      "        <uri_transport>tcp</uri_transport>\n"
		      "        <uri_transport>rdma</uri_transport>\n"
		      "      </uri_transports>\n    </migration_features>\n");
	add_cells(out);
	add_security(out);
}
