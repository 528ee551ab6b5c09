/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface - looking interfaces of the host up, and handles on them */
#include "driver/interface_inside.h"

#include <fnmatch.h>

#include "base/file.h"
#include "base/netlink.h"

/* Whoever changes the host's network configuration changes files that all share. */
static const char lock_name[] = ".host";

const struct interface_ops *
interface_ops_of(const struct service *service)
{
	return service->driver->interfaces;
}

int
interface_lock(const struct service *service)
{
	return vm_is_dry_run() ? -1 : store_lock(service->folder, lock_name);
}

void
interface_close(struct interface *interface)
{
	if (!interface)
		return;
	file_close_at(&interface->lock);
	interface_def_free(interface->live);
	interface_def_free(interface->config);
	free(interface->name);
	free(interface);
}

static int
look(struct interface *interface)
{
	const struct interface_ops *ops = interface_ops_of(interface->service);

	interface->there = ops->is_there(interface->service, interface->name);
	interface->active = interface->there && ops->is_up(interface->service, interface->name);
	interface->config = ops->read(interface->service, interface->name);
	interface->stored = interface->config;
	return interface->stored || !fail_fault() ? 0 : -1;
}

struct interface *
interface_open(const char *name, enum object_how how)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	auto_interface struct interface *interface = NULL;

	if (!service)
		return NULL;
	interface = xcalloc(1, sizeof *interface);
	*interface = (struct interface) { .name = xstrdup(name), .service = service, .lock = -1 };
	if (how & OBJECT_TO_CHANGE && !vm_is_dry_run() && (interface->lock = interface_lock(service)) < 0)
		return NULL;
	if (link_name_fits(name) && look(interface) < 0)
		return NULL;
	if (!interface->there && !interface->stored)
		return fail(FAULT_MISSING, "no such interface"), NULL;
	return steal(interface);
}

struct interface_def *
interface_def(struct interface *interface, bool config)
{
	if (config || !interface->there) {
		if (!interface->config)
			fail(FAULT_STATE, "it is not in the host's network configuration");
		return interface->config;
	}
	if (!interface->live)
		interface->live = interface_ops_of(interface->service)->describe(interface->service, interface->name);
	return interface->live;
}

int
interface_names(unsigned filter, const char *pattern, struct strings *ret_names)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	const struct interface_ops *ops = service ? interface_ops_of(service) : NULL;
	auto_strings struct strings there = { 0 };
	auto_strings struct strings stored = { 0 };
	struct strings names = { 0 };

	if (!service || ops->list(service, &there) < 0 || ops->list_stored(service, &stored) < 0)
		return -1;
	for (unsigned i = 0; i < stored.n; i++)
		if (!strings_have(&there, stored.item[i]))
			strings_add(&there, stored.item[i]);
	for (unsigned i = 0; i < there.n; i++)
		if (filter & (ops->is_up(service, there.item[i]) ? OBJECT_ACTIVE : OBJECT_INACTIVE) &&
		    (!pattern || fnmatch(pattern, there.item[i], 0) == 0))
			strings_add(&names, there.item[i]);
	strings_sort(&names);
	*ret_names = names;
	return 0;
}
