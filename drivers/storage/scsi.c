/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* scsi - pools that are a SCSI adapter: by number, by place, or a port of Fibre Channel */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "block.h"
#include "lun.h"
#include "marks.h"

/* The number behind "host", "scsi_host" or "fc_host". */
static int
number_of(const char *name, unsigned *ret_host)
{
	const char *digits = name + strcspn(name, "0123456789");
	uint64_t number;

	if (text_to_u64(digits, 10, &number) < 0 || number > INT32_MAX)
		return fail(FAULT_CONFIG, "%s is no SCSI adapter", quote(name));
	*ret_host = (unsigned)number;
	return 0;
}

static bool
is_wwn(const char *said, const char *shown)
{
	const char *a = said && text_starts(said, "0x") ? said + 2 : said;
	const char *b = shown && text_starts(shown, "0x") ? shown + 2 : shown;

	return a && b && strcasecmp(a, b) == 0;
}

static bool
is_port(const struct pool_adapter *adapter, const char *host)
{
	auto_free char *node = lun_attribute("/sys/class/fc_host", host, "node_name");
	auto_free char *port = lun_attribute("/sys/class/fc_host", host, "port_name");

	return is_wwn(adapter->wwnn, node) && is_wwn(adapter->wwpn, port);
}

/* A host of the PCI device that has that number on it. */
static bool
is_at_place(const struct pool_adapter *adapter, const char *host)
{
	auto_free char *unique = lun_attribute("/sys/class/scsi_host", host, "unique_id");
	auto_free char *path = text_format("/sys/class/scsi_host/%s", host);
	const struct pci_address *pci = &adapter->parent_address;
	auto_free char *there = text_format("/%04x:%02x:%02x.%x/", (unsigned)pci->domain.value,
					    (unsigned)pci->bus.value, (unsigned)pci->slot.value,
					    (unsigned)pci->function.value);
	auto_free char *wanted = text_format("%u", adapter->unique_id);
	char *real = realpath(path, NULL);
	bool is = real && strstr(real, there) && text_same(unique, wanted);

	free(real);
	return is;
}

static int
host_of(const struct pool_def *pool, unsigned *ret_host)
{
	const struct pool_adapter *adapter = pool->source.adapter;
	bool fibre = adapter->type == ADAPTER_FC_HOST;
	auto_strings struct strings hosts = { 0 };

	if (!fibre && adapter->name)
		return number_of(adapter->name, ret_host);
	if (dir_names(AT_FDCWD, fibre ? "/sys/class/fc_host" : "/sys/class/scsi_host", NULL, &hosts) < 0)
		return -1;
	for (unsigned i = 0; i < hosts.n; i++)
		if (fibre ? is_port(adapter, hosts.item[i]) : is_at_place(adapter, hosts.item[i]))
			return number_of(hosts.item[i], ret_host);
	return fail(FAULT_MISSING, fibre ? "no Fibre Channel port of this host has these names"
					 : "no SCSI adapter is in that place");
}

/* Once for each operation: what host that is. */
#define WITH_HOST(pool, host, missing) \
	unsigned host;                 \
				       \
	if (host_of(pool, &host) < 0)  \
		return missing

static int
start(const struct pool_def *pool)
{
	WITH_HOST(pool, host, -1);
	auto_free char *path = text_format("/sys/class/scsi_host/host%u", host);

	return file_exists(AT_FDCWD, path) ? 0 : fail(FAULT_MISSING, "this host has no SCSI adapter 'host%u'", host);
}

static int
rescan(const struct pool_def *pool)
{
	WITH_HOST(pool, host, -1);
	return lun_rescan(host);
}

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	WITH_HOST(pool, host, -1);
	return lun_usage(pool, host, ret_usage);
}

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	WITH_HOST(pool, host, -1);
	return lun_names(host, ret_names);
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	WITH_HOST(pool, host, NULL);
	return lun_look(pool, host, name);
}

static char *
name_of(const struct pool_def *pool, const char *key)
{
	WITH_HOST(pool, host, NULL);
	return lun_name_of(pool, host, key);
}

const struct backend backend_scsi = {
	.pool = { .start = start, .clean = rescan, .usage = usage },
	.volume = {
		.names = names, .name_of = name_of, .look = look, .open = block_volume_open,
		.set_torn = marks_set_torn, .is_torn = marks_is_torn,
	},
};
