/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_life - networks that start, stop and change while they are active */
#include "base/file.h"
#include "driver/network_inside.h"

/* Remove what is there of it; the story told so far stays, and with parts that could not be
 * removed also the record of them. */
static int
give_up(const struct network *network, const struct network_def *def)
{
	struct failure why = fail_aside();

	if (network->ops->stop(network->folder, network->name, def) == 0)
		network_undo_clear(network);
	return fail_again(&why);
}

int
network_settle(struct network *network, struct network_def *def)
{
	const struct network_def *now = network->active ? network_live(network) : NULL;

	if (network->active && !now)
		return -1;
	return network->ops->settle ? network->ops->settle(def, now) : 0;
}

/* What is being made is on record until it is there. */
static int
make(struct network *network, struct network_def *def)
{
	network_def_add_mac(def);        /* by which its bridge is known */
	if (network_settle(network, def) < 0 || network_hook(network, def, NULL, "start", "begin") < 0 ||
	    network_undo_write(network, def) < 0)
		return -1;
	if (network->ops->start(network->folder, network->name, def) < 0 ||
	    network_hook(network, def, NULL, "started", "begin") < 0 ||
	    network_write_live(network, def) < 0)
		return give_up(network, def);
	network_undo_clear(network);
	network_reconnect(network, def);
	return network_tell(network->folder, network->name, "lifecycle", "started");
}

int
network_start(struct network *network)
{
	auto_document(network_def) struct network_def *def = NULL;

	if (network->active)
		return fail(FAULT_STATE, "already active");
	if (!network_config(network))
		return -1;
	def = network_def_copy(network->config);
	network_def_complete(def);
	if (network->ops->prepare && network->ops->prepare(def) < 0)
		return -1;
	return vm_told("start network %s", network->name) ? 0 : make(network, def);
}

int
network_create(const char *xml, const char *whence, enum network_define_how how)
{
	const struct service *service = network_service();
	auto_close int lock = service ? network_lock_definitions(service) : -1;
	auto_document(network_def) struct network_def *def = NULL;
	auto_network struct network *network = NULL;

	if (!service || (lock < 0 && !vm_is_dry_run()))
		return -1;
	def = network_prepare(xml, whence, how);
	network = def ? network_take(def->name) : NULL;
	if (!network)
		return -1;
	if (network->active)
		return fail(FAULT_STATE, "network '%s' is already active", def->name);
	return vm_told("create network %s", def->name) ? 0 : make(network, def);
}

int
network_stop(struct network *network)
{
	struct network_def *def = network_live(network);

	if (!def)
		return -1;
	if (vm_told("stop network %s", network->name))
		return 0;
	if (network_undo_write(network, def) < 0 ||
	    store_remove(PLACE_RUN, network->folder, network->name, def->uuid) < 0)
		return -1;
	if (network->ops->stop(network->folder, network->name, def) < 0)
		return -1;
	if (!network->stored && network->ops->forget && network->ops->forget(network->folder, network->name) < 0)
		return -1;
	network_undo_clear(network);
	network->active = false;
	network_hook_after(network, def, NULL, "stopped", "end");
	return network_tell(network->folder, network->name, "lifecycle", "stopped");
}

int
network_repair(struct network *network)
{
	struct network_def *def = network_live(network);

	if (!def)
		return -1;
	if (!network->ops->repair || vm_told("repair network %s", network->name))
		return 0;
	if (network->ops->repair(network->folder, network->name, def) < 0)
		return -1;
	network_reconnect(network, def);
	return 0;
}

int
network_store_def(struct network *network, const struct network_def *def)
{
	if (vm_told("define network %s", network->name))
		return 0;
	if (network_store(network->folder, def) < 0)
		return -1;
	return network_tell(network->folder, network->name, "lifecycle", "defined");
}

static int
change(struct network *network, const struct network_def *before, const struct network_def *def)
{
	if (network->ops->update &&
	    network->ops->update(network->folder, network->name, before, def) < 0)
		return -1;
	return network_tell_shares(network, def) < 0 ? -1 : network_write_live(network, def);
}

/* The story told so far stays, and with what could not be changed back also the record. */
static int
stay(struct network *network, const struct network_def *def)
{
	struct failure why = fail_aside();

	network_change_back(network, def);
	return fail_again(&why);
}

int
network_become(struct network *network, const struct network_def *def)
{
	struct network_def *before = network_live(network);

	if (!before)
		return -1;
	if (vm_told("update network %s", network->name))
		return 0;
	if (network_undo_write(network, def) < 0)
		return -1;
	if (change(network, before, def) < 0)
		return stay(network, def);
	network_undo_clear(network);
	network_hook_after(network, def, NULL, "updated", "begin");
	return 0;
}

/* As it was; the story told so far stays. */
static int
store_again(const struct network *network, const struct network_def *stored)
{
	struct failure why = fail_aside();

	network_store(network->folder, stored);
	return fail_again(&why);
}

int
network_update(struct network *network, enum network_command command,
	       enum network_section section, int parent, const char *xml, bool live, bool config)
{
	struct network_def *now = live ? network_live(network) : NULL;
	struct network_def *stored = config ? network_config(network) : NULL;
	auto_document(network_def) struct network_def *new_live = NULL;
	auto_document(network_def) struct network_def *new_stored = NULL;

	if ((live && !now) || (config && !stored))
		return -1;
	if (live)
		new_live = network_def_update(now, command, section, parent, xml, "XML");
	if (config && (!live || new_live))
		new_stored = network_def_update(stored, command, section, parent, xml, "XML");
	if ((live && !new_live) || (config && !new_stored))
		return -1;
	if (network->ops->prepare && ((live && network->ops->prepare(new_live) < 0) ||
				      (config && network->ops->prepare(new_stored) < 0)))
		return -1;
	if (vm_told("update network %s", network->name))
		return 0;
	if (config && network_store(network->folder, new_stored) < 0)
		return -1;
	if (live && network_become(network, new_live) < 0)
		return config ? store_again(network, stored) : -1;
	return 0;
}

int
network_leases(struct network *network, struct network_lease_list *ret_leases)
{
	struct network_def *def = network_live(network);

	if (!def)
		return -1;
	if (!network->ops->leases)
		return fail(FAULT_UNSUPPORTED, "this driver does not support leases");
	return network->ops->leases(network->folder, network->name, def, ret_leases);
}

int
network_check(struct network *network, struct network_finding_list *ret_findings)
{
	struct network_def *def = network_def(network);

	if (!def || !network->ops->check)
		return def ? 0 : -1;
	return network->ops->check(network->folder, network->name, def, ret_findings);
}
