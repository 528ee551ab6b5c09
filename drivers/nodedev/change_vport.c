/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* change_vport - virtual ports of Fibre Channel adapters */
#include <ctype.h>
#include <poll.h>

#include "base/clock.h"
#include "change.h"
#include "device.h"
#include "sysfs.h"

static const char hosts[] = "/sys/class/fc_host";
enum { PATIENCE_MS = 10000, LOOK_AGAIN_MS = 20 };

/* Sixteen hexadecimal digits: it is written to the kernel as it is. */
static bool
is_wwn(const char *text)
{
	return text && strlen(text) == 16 && strspn(text, "0123456789abcdefABCDEF") == 16;
}

static bool
has_name(const char *host, const char *file, const char *wwn)
{
	auto_free char *folder = text_format("%s/%s", hosts, host);
	auto_free char *is = sysfs_text(folder, file);

	return !wwn || (is && strcasecmp(text_starts(is, "0x") ? is + 2 : is, wwn) == 0);
}

static bool
has_vports(const char *host)
{
	auto_free char *folder = text_format("%s/%s", hosts, host);

	return sysfs_has(folder, "vport_create");
}

/* "host3"; NULL when there is none with these names.  Caller frees. */
static char *
find_host(const char *wwnn, const char *wwpn, const char *fabric, bool with_vports)
{
	auto_strings struct strings names = { 0 };

	sysfs_names(hosts, &names);
	for (unsigned i = 0; i < names.n; i++)
		if (has_name(names.item[i], "node_name", wwnn) && has_name(names.item[i], "port_name", wwpn) &&
		    has_name(names.item[i], "fabric_name", fabric) && (!with_vports || has_vports(names.item[i])))
			return xstrdup(names.item[i]);
	return NULL;
}

/* The adapter that the document means: by name, by world wide names, or any on its fabric. */
static char *
parent_of(const struct nodedev_def *def)
{
	static const char sort[] = "scsi_";
	const char *name = def->parent.name;

	if (!name)
		return find_host(def->parent.wwnn, def->parent.wwpn, def->parent.fabric_wwn, true);
	return text_starts(name, sort) && isalnum((unsigned char)name[sizeof sort - 1]) && !strchr(name, '/') &&
	       has_vports(name + sizeof sort - 1) ? xstrdup(name + sizeof sort - 1) : NULL;
}

static const struct nodedev_nested *
fc_host_of(const struct nodedev_def *def)
{
	list_each(nested, &def->capabilities.item[0].nested)
		if (nested->type == NESTED_FC_HOST)
			return nested;
	return NULL;
}

/* The kernel adds the adapter some time after it was asked for. */
static char *
await_host(const char *wwnn, const char *wwpn)
{
	int64_t end = clock_ms() + PATIENCE_MS;
	char *host = find_host(wwnn, wwpn, NULL, false);

	while (!host && clock_ms() < end) {
		poll(NULL, 0, LOOK_AGAIN_MS);
		host = find_host(wwnn, wwpn, NULL, false);
	}
	return host;
}

int
vport_make(const struct nodedev_def *def, char **ret_name)
{
	const struct nodedev_nested *port = fc_host_of(def);
	auto_free char *parent = parent_of(def);
	auto_free char *folder = parent ? text_format("%s/%s", hosts, parent) : NULL;
	auto_free char *host = NULL, *names = NULL;

	if (!parent)
		return fail(FAULT_UNSUPPORTED, "no such adapter can have virtual ports");
	if (!port || !is_wwn(port->fc_host.wwnn) || !is_wwn(port->fc_host.wwpn))
		return fail(FAULT_CONFIG, "a virtual port needs wwnn and wwpn of 16 hexadecimal digits");
	names = text_format("%s:%s", port->fc_host.wwpn, port->fc_host.wwnn);
	if (sysfs_write(folder, "vport_create", names) < 0)
		return -1;
	host = await_host(port->fc_host.wwnn, port->fc_host.wwpn);
	if (!host)
		return fail(FAULT_TIMEOUT, "the virtual port did not come up");
	*ret_name = text_format("scsi_%s", host);
	return 0;
}

int
vport_remove(const char *path)
{
	const char *host = strrchr(path, '/') + 1;
	auto_free char *folder = text_format("%s/%s", hosts, host);
	auto_free char *wwnn = sysfs_text(folder, "node_name");
	auto_free char *wwpn = sysfs_text(folder, "port_name");
	auto_device struct device parent = { 0 };
	auto_free char *above = NULL, *names = NULL;

	if (device_parent(path, &parent))
		above = text_format("%s/%s", hosts, parent.name);
	if (!wwnn || !wwpn || !above || !sysfs_has(above, "vport_delete"))
		return fail(FAULT_UNSUPPORTED, "it is no virtual port of an adapter");
	names = text_format("%s:%s", text_starts(wwpn, "0x") ? wwpn + 2 : wwpn,
			    text_starts(wwnn, "0x") ? wwnn + 2 : wwnn);
	return sysfs_write(above, "vport_delete", names);
}
