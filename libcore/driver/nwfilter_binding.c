/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_binding - filters at work on the ports of guests */
#include <fnmatch.h>

#include "base/file.h"
#include "base/netlink.h"
#include "driver/nwfilter_inside.h"

char *
nwfilter_bindings_folder(const char *folder)
{
	return text_format("%s/bindings", folder);
}

int
nwfilter_binding_names(__attribute__((unused)) unsigned filter, const char *pattern, struct strings *ret_ports)
{
	const struct service *service = service_for(NOUN_NWFILTER);
	auto_free char *folder = service ? nwfilter_bindings_folder(service->folder) : NULL;
	auto_strings struct strings all = { 0 };
	struct strings ports = { 0 };

	if (!service || store_names(PLACE_RUN, folder, &all) < 0)
		return -1;
	for (unsigned i = 0; i < all.n; i++)
		if (!pattern || fnmatch(pattern, all.item[i], 0) == 0)
			strings_add(&ports, all.item[i]);
	*ret_ports = ports;
	return 0;
}

struct nwfilter_binding_def *
nwfilter_binding_read(const char *folder, const char *port)
{
	auto_free char *below = nwfilter_bindings_folder(folder);
	auto_free char *xml = store_read(PLACE_RUN, below, port);

	return xml ? nwfilter_binding_def_parse(xml, strlen(xml), port, VIEW_LIVE, 0) : NULL;
}

static int
not_found(void)
{
	return fail(FAULT_MISSING, "no such binding of a network filter");
}

static bool
is_bound(const char *folder, const char *port)
{
	auto_free char *below = nwfilter_bindings_folder(folder);

	return store_name_fits(port) && store_has(PLACE_RUN, below, port);
}

struct nwfilter_binding_def *
nwfilter_binding(const char *port)
{
	const struct service *service = service_for(NOUN_NWFILTER);

	if (!service)
		return NULL;
	return is_bound(service->folder, port) ? nwfilter_binding_read(service->folder, port) : (not_found(), NULL);
}

/* ---- making one ---- */

static int
check(const struct service *service, const struct nwfilter_binding_def *def)
{
	const struct nwfilter_ops *ops = service->driver->nwfilter;

	if (link_name_check(def->portdev) < 0)
		return -1;
	return !ops->has_port || ops->has_port(def->portdev) ? 0 :
	       fail(FAULT_MISSING, "no such interface: %s", def->portdev);
}

static int
write_binding(const struct service *service, const struct nwfilter_binding_def *def)
{
	auto_free char *folder = nwfilter_bindings_folder(service->folder);
	auto_free char *xml = nwfilter_binding_def_text(def, VIEW_LIVE);

	return store_write(PLACE_RUN, folder, def->portdev, NULL, xml);
}

static int
remove_binding(const struct service *service, const char *port)
{
	auto_free char *folder = nwfilter_bindings_folder(service->folder);

	return store_remove(PLACE_RUN, folder, port, NULL);
}

/* One whose file stays is in force again with the next change. */
static int
remove_ports(const struct service *service, const struct strings *ports)
{
	struct nwfilter_change change = { .remove = *ports };

	if (nwfilter_change_begin(service) < 0 || nwfilter_change_make(service, &change) < 0)
		return -1;
	for (unsigned i = 0; i < ports->n; i++)
		if (remove_binding(service, ports->item[i]) < 0)
			return -1;
	nwfilter_change_end(service);
	return 0;
}

/* The rules of a port are its new ones, or what they were. */
static int
make(const struct service *service, const struct nwfilter_binding_def *def,
     const struct nwfilter_binding_def *before)
{
	auto_change struct nwfilter_change change = { 0 };
	struct failure why;

	if (nwfilter_change_apply(service, def, &change) < 0 || nwfilter_change_begin(service) < 0)
		return -1;
	if (write_binding(service, def) == 0 && nwfilter_change_make(service, &change) == 0) {
		nwfilter_change_end(service);
		return 0;
	}
	why = fail_aside();
	if ((before ? write_binding(service, before) : remove_binding(service, def->portdev)) == 0)
		nwfilter_change_end(service);
	return fail_again(&why);
}

static bool
is_same_card(const struct nwfilter_binding_def *a, const struct nwfilter_binding_def *b)
{
	return text_same(a->owner.uuid, b->owner.uuid) && text_same(a->mac, b->mac);
}

/* The binding that the port has, if any.  One that is another card's goes, with the addresses that were
 * learned of it. */
static int
replace(const struct service *service, const struct nwfilter_binding_def *def)
{
	auto_document(nwfilter_binding_def) struct nwfilter_binding_def *before = NULL;
	struct strings port = { .item = (char **)&def->portdev, .n = 1 };

	if (!is_bound(service->folder, def->portdev))
		return make(service, def, NULL);
	before = nwfilter_binding_read(service->folder, def->portdev);
	if (before && is_same_card(before, def))
		return make(service, def, before);
	fail_forget();           /* one that cannot be read is nobody's */
	return remove_ports(service, &port) < 0 ? -1 : make(service, def, NULL);
}

int
nwfilter_bind(const struct nwfilter_binding_def *def, enum nwfilter_bind_how how)
{
	const struct service *service = nwfilter_service();
	auto_close int lock = service ? nwfilter_lock(service) : -1;

	if (!service || !nwfilter_locked(lock) || check(service, def) < 0)
		return -1;
	if (!(how & NWFILTER_REPLACE) && is_bound(service->folder, def->portdev))
		return fail(FAULT_FAILED, "%s has a filter already", def->portdev);
	if (vm_told("filter %s by %s", def->portdev, def->filter->filter))
		return 0;
	return replace(service, def);
}

/* ---- removing them ---- */

int
nwfilter_unbind(const char *port)
{
	const struct service *service = service_for(NOUN_NWFILTER);
	auto_close int lock = service ? nwfilter_lock(service) : -1;
	auto_strings struct strings ports = { 0 };

	if (!service || !nwfilter_locked(lock))
		return -1;
	if (!is_bound(service->folder, port))
		return not_found();
	if (vm_told("filter %s no more", port))
		return 0;
	strings_add(&ports, port);
	return remove_ports(service, &ports);
}

int
nwfilter_unbind_owner(const char *uuid)
{
	const struct service *service = service_for(NOUN_NWFILTER);
	auto_close int lock = service ? nwfilter_lock(service) : -1;
	auto_strings struct strings all = { 0 };
	auto_strings struct strings ports = { 0 };

	if (!service || !nwfilter_locked(lock) || nwfilter_binding_names(0, NULL, &all) < 0)
		return -1;
	for (unsigned i = 0; i < all.n; i++) {
		auto_document(nwfilter_binding_def) struct nwfilter_binding_def *binding =
			nwfilter_binding_read(service->folder, all.item[i]);

		if (binding && text_same(binding->owner.uuid, uuid))
			strings_add(&ports, all.item[i]);
	}
	fail_forget();           /* one that cannot be read is nobody's */
	return ports.n ? remove_ports(service, &ports) : 0;
}
