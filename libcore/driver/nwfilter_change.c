/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_change - what is in force is what the files say, also after a program was killed */
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/nwfilter_inside.h"

static const char change_lock[] = ".change";

/* ---- on record ---- */

static const char changing[] = "changing";
static bool unsettled;           /* what somebody else was at is not as it should be, and stays on record */

int
nwfilter_change_begin(const struct service *service)
{
	auto_close int dir = place_open(PLACE_RUN, service->folder, true);

	return dir < 0 ? -1 : file_replace_volatile(dir, changing, "", 0, 0600);
}

void
nwfilter_change_end(const struct service *service)
{
	auto_free char *file = place_file(PLACE_RUN, "%s/%s", service->folder, changing);

	if (!unsettled)
		unlink(file);
}

static bool
is_changing(const struct service *service)
{
	auto_free char *file = place_file(PLACE_RUN, "%s/%s", service->folder, changing);

	return file_exists(AT_FDCWD, file);
}

/* ---- a change ---- */

void
nwfilter_change_done(struct nwfilter_change *change)
{
	list_each(instance, &change->apply)
		nwfilter_instance_done(instance);
	free(change->apply.item);
	strings_done(&change->remove);
	*change = (struct nwfilter_change){ 0 };
}

int
nwfilter_change_apply(const struct service *service, const struct nwfilter_binding_def *binding,
		      struct nwfilter_change *change)
{
	struct nwfilter_instance instance = { 0 };

	if (nwfilter_instance_make(service->folder, binding, &instance) < 0)
		return fail_within("filter of %s", binding->portdev);
	*list_add(&change->apply) = instance;
	return 0;
}

int
nwfilter_change_make(const struct service *service, const struct nwfilter_change *change)
{
	return change->apply.n || change->remove.n ? service->driver->nwfilter->change(change) : 0;
}

/* ---- after a program was killed ---- */

static bool
has_port(const struct service *service, const char *port)
{
	const struct nwfilter_ops *ops = service->driver->nwfilter;

	return !ops->has_port || ops->has_port(port);
}

/* What is refused is told of, and its rules stay as they are. */
static void
refused(void)
{
	warn("%s", fail_story());
	fail_forget();
	unsettled = true;
}

/* One by one: a filter that cannot be in force keeps no other from being it. */
static void
settle_binding(const struct service *service, const char *port)
{
	auto_change struct nwfilter_change change = { 0 };
	auto_document(nwfilter_binding_def) struct nwfilter_binding_def *binding =
		nwfilter_binding_read(service->folder, port);

	if (!binding || nwfilter_change_apply(service, binding, &change) < 0 || nwfilter_change_make(service, &change) < 0)
		refused();
}

/* Ports that are gone, or have no binding.  The binding of one that is gone goes too. */
static void
settle_ports(const struct service *service, const struct strings *bound, const struct strings *ports)
{
	auto_free char *folder = nwfilter_bindings_folder(service->folder);
	auto_change struct nwfilter_change change = { 0 };

	for (unsigned i = 0; i < bound->n; i++)
		if (!has_port(service, bound->item[i])) {
			strings_add(&change.remove, bound->item[i]);
			store_remove(PLACE_RUN, folder, bound->item[i], NULL);
		}
	for (unsigned i = 0; i < ports->n; i++)
		if (!strings_have(bound, ports->item[i]))
			strings_add(&change.remove, ports->item[i]);
	if (nwfilter_change_make(service, &change) < 0)
		refused();
}

/* What refuses to be put in force must not keep anybody from mending it. */
static void
settle(const struct service *service)
{
	auto_strings struct strings bound = { 0 };
	auto_strings struct strings ports = { 0 };

	if (nwfilter_binding_names(0, NULL, &bound) < 0 ||
	    (service->driver->nwfilter->ports && service->driver->nwfilter->ports(&ports) < 0)) {
		refused();
		return;
	}
	settle_ports(service, &bound, &ports);
	for (unsigned i = 0; i < bound.n; i++)
		if (has_port(service, bound.item[i]))
			settle_binding(service, bound.item[i]);
	nwfilter_change_end(service);
}

int
nwfilter_lock(const struct service *service)
{
	auto_close int lock = -1;

	if (vm_is_dry_run())
		return -1;
	lock = store_lock(service->folder, change_lock);
	if (lock < 0)
		return -1;
	if (is_changing(service))
		settle(service);
	return steal_fd(lock);
}

bool
nwfilter_locked(int lock)
{
	return lock >= 0 || vm_is_dry_run();
}
