/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface - the network interfaces of this host */
#include <fcntl.h>

#include "base/file.h"
#include "base/process.h"
#include "live.h"
#include "manager.h"

#define UNUSED __attribute__((unused))

static int
list(UNUSED const struct service *service, struct strings *ret_names)
{
	return live_list(ret_names);
}

static bool
is_there(UNUSED const struct service *service, const char *name)
{
	return live_is_there(name);
}

static struct interface_def *
describe(UNUSED const struct service *service, const char *name)
{
	return live_describe(name);
}

static bool
is_up(UNUSED const struct service *service, const char *name)
{
	return live_is_up(name);
}

/* ---- what is stored ---- */

/* Where nobody configures the network, nothing is stored; only who wants to store hears of it. */
static int
list_stored(UNUSED const struct service *service, struct strings *ret_names)
{
	const struct manager *manager = manager_here();

	if (manager)
		return manager->list(ret_names);
	fail_forget();
	return 0;
}

static struct interface_def *
read_stored(UNUSED const struct service *service, const char *name)
{
	const struct manager *manager = manager_here();

	if (manager)
		return manager->read(name, NULL);
	fail_forget();
	return NULL;
}

/* One that is at work is told that its files are others now. */
static int
reload(const struct manager *manager)
{
	auto_free char *running = manager_path("%s", manager->running);

	if (!manager->reload[0] || !file_exists(AT_FDCWD, running))
		return 0;
	return process_run((char *const *)manager->reload, NULL);
}

static int
write_stored(UNUSED const struct service *service, const struct interface_def *def)
{
	const struct manager *manager = manager_here();

	return !manager || manager->write(def) < 0 ? -1 : reload(manager);
}

static int
remove_stored(UNUSED const struct service *service, const char *name)
{
	const struct manager *manager = manager_here();

	return !manager || manager->remove(name) < 0 ? -1 : reload(manager);
}

static int
places(UNUSED const struct service *service, struct strings *ret_paths)
{
	const struct manager *manager = manager_here();

	for (unsigned i = 0; manager && manager->places[i]; i++)
		strings_take(ret_paths, manager_path("%s", manager->places[i]));
	return manager ? 0 : -1;
}

/* ---- up and down ---- */

static int
start(UNUSED const struct service *service, const struct interface_def *def)
{
	return live_start(def);
}

static int
stop(UNUSED const struct service *service, const struct interface_def *def)
{
	return live_stop(def);
}

static const struct interface_ops interface_ops = {
	.list        = list,
	.is_there    = is_there,
	.describe    = describe,
	.is_up       = is_up,
	.list_stored = list_stored,
	.read        = read_stored,
	.write       = write_stored,
	.remove      = remove_stored,
	.start       = start,
	.stop        = stop,
	.places      = places,
};

/* It is never named by a URI. */
static int
open_host(struct host *host)
{
	return fail(FAULT_USAGE, "%s: the interface driver serves interfaces of other drivers' hosts", host->uri.text);
}

DRIVER(
	.name       = "interface",
	.summary    = "network interfaces of this host",
	.open       = open_host,
	.interfaces = &interface_ops,
);
