/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_nic - network cards of guests: cable, limits, counters */
#include "driver/vm_nic.h"

#include "driver/block_inside.h"
#include "driver/device_inside.h"
#include "driver/vm_inside.h"

static bool
is_called(const struct nic *nic, const char *name, const char *mac)
{
	return text_same(nic->target.dev, name) || text_same(nic->info.alias, name) ||
	       (mac && text_same(nic->mac.address, mac));
}

struct nic *
vm_nic(struct vm *vm, const char *name, bool config)
{
	struct vm_live *live = config ? NULL : vm_must_be_active(vm) < 0 ? NULL : vm_live(vm);
	struct vm_def *def = config ? vm_config(vm) : live ? live->def : NULL;
	auto_free char *mac = NULL;
	struct nic *found = NULL;

	if (!def)
		return NULL;
	if (kind_mac.read(&mac, name, NULL, NULL) < 0)
		fail_forget();           /* it is another sort of name */
	list_each(nic, &def->devices.nics) {
		if (!is_called(nic, name, mac))
			continue;
		if (found)
			return fail(FAULT_FAILED, "two interfaces are called %s", quote(name)), NULL;
		found = nic;
	}
	if (!found)
		fail(FAULT_MISSING, "no interface %s", quote(name));
	return found;
}

const char *
vm_nic_source(const struct nic *nic)
{
	switch (nic->type) {
	case NIC_NETWORK:
		return nic->source.network;
	case NIC_BRIDGE:
		return nic->source.bridge;
	case NIC_INTERNAL:
		return nic->source.name;
	case NIC_VHOST_USER:
		return nic->source.path;
	case NIC_DIRECT:
	case NIC_VDPA:
		return nic->source.dev;
	default:
		return NULL;
	}
}

char *
vm_nic_xml(const struct nic *nic, bool live)
{
	auto_text struct text out = { 0 };
	struct nic seen = *nic;

	if (live)
		nic_swap_actual(&seen);
	model_write(&nic_type, &seen, "interface", 0, live ? VIEW_STATUS : VIEW_CONFIG, &out);
	return text_take(&out);
}

bool
vm_nic_is_up(const struct nic *nic)
{
	return nic->link != LINK_DOWN;
}

/* Both definitions of it, as far as they are meant. */
static int
find_both(struct vm *vm, const char *name, bool live, bool config, struct nic **ret_now, struct nic **ret_stored)
{
	struct nic *now = live ? vm_nic(vm, name, false) : NULL, *stored = NULL;
	const char *address = now ? now->mac.address : name;

	if (live && !now)
		return -1;
	/* The name of its device on the host is only in the live one. */
	if (config && !(stored = vm_nic(vm, address, true)))
		return -1;
	*ret_now = now;
	*ret_stored = stored;
	return 0;
}

int
vm_nic_set_up(struct vm *vm, const char *name, bool up, bool live, bool config)
{
	struct nic *now, *stored;

	if (find_both(vm, name, live, config, &now, &stored) < 0)
		return -1;
	if (vm_told("bring interface %s of %s %s%s%s", name, vm->name, up ? "up" : "down",
		    live ? ", live" : "", config ? ", stored" : ""))
		return 0;
	if (now) {
		now->link = up ? LINK_UP : LINK_DOWN;
		if (DRIVER_CALL(nic, set_up, vm, now) < 0 || vm_save_live(vm) < 0)
			return -1;
	}
	if (!stored)
		return 0;
	stored->link = up ? LINK_UP : LINK_DOWN;
	return vm_save_config(vm);
}

/* ---- limits ---- */

static int
check_rate(const struct nic_rate *rate, const char *name)
{
	if (!rate->average && !rate->floor && (rate->peak || rate->burst))
		return fail(FAULT_CONFIG, "%s: peak and burst need an average", name);
	if (rate->peak && rate->peak < rate->average)
		return fail(FAULT_CONFIG, "%s: the peak is less than the average", name);
	return 0;
}

static void
take(struct nic_rate **into, const struct nic_rate *rate, bool given)
{
	if (!given)
		return;
	free(*into);
	*into = rate->average || rate->floor ? xmemdup(rate, sizeof *rate) : NULL;
}

static void
take_limits(struct nic *nic, const struct nic_limits *limits)
{
	take(&nic->inbound, &limits->inbound, limits->set_inbound);
	take(&nic->outbound, &limits->outbound, limits->set_outbound);
}

/* By the record the host is told the old limits again. */
static int
tune_failed(struct vm *vm)
{
	struct failure why = fail_aside();

	device_settle(vm);
	return fail_again(&why);
}

/* On record while the host is told, which takes several steps. */
static int
tune_live(struct vm *vm, struct nic *now, const struct nic_limits *limits)
{
	struct nic *tuned;
	int done;

	if (now->info.alias)
		device_record(vm, now->info.alias, DEVICE_IS_TUNED);
	if (vm_jobs_save(vm) < 0)
		return -1;
	tuned = model_copy(&nic_type, now);
	take_limits(tuned, limits);
	done = DRIVER_CALL(nic, tune, vm, tuned);
	model_free(&nic_type, tuned);
	if (done < 0)
		return tune_failed(vm);
	take_limits(now, limits);
	device_record_drop(vm, now->info.alias);
	return vm_jobs_save(vm);
}

int
vm_nic_tune(struct vm *vm, const char *name, const struct nic_limits *limits, bool live, bool config)
{
	struct nic *now, *stored;

	if (limits->set_outbound && limits->outbound.floor)
		return fail(FAULT_CONFIG, "outbound: only inbound has a floor");
	if (check_rate(&limits->inbound, "inbound") < 0 || check_rate(&limits->outbound, "outbound") < 0)
		return -1;
	if (find_both(vm, name, live, config, &now, &stored) < 0)
		return -1;
	if (vm_told("change the limits of interface %s of %s%s%s", name, vm->name, live ? ", live" : "",
		    config ? ", stored" : ""))
		return 0;
	if (now && tune_live(vm, now, limits) < 0)
		return -1;
	if (!stored)
		return 0;
	take_limits(stored, limits);
	return vm_save_config(vm);
}

int
vm_nic_counters(struct vm *vm, const char *name, struct nic_counters *ret_counters)
{
	struct nic *nic = vm_nic(vm, name, false);

	return nic ? DRIVER_CALL(nic, counters, vm, nic, ret_counters) : -1;
}

/* Only passt forwards ports. */
int
vm_nic_publish(struct vm_def *def, const struct port_range_list *ports)
{
	list_each(nic, &def->devices.nics) {
		struct port_forward *forward;

		if (nic->type != NIC_USER)
			continue;
		free(nic->backend.type);
		nic->backend.type = xstrdup("passt");
		forward = list_add(&nic->port_forwards);
		forward->proto = xstrdup("tcp");
		list_each(port, ports)
			*list_add(&forward->ranges) = *port;
		return 0;
	}
	return fail(FAULT_CONFIG, "it has no interface of type 'user' whose ports could be published");
}
