/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic - the network cards of a guest that runs */
#include "nic.h"

#include <fcntl.h>

#include "agent.h"
#include "base/file.h"
#include "macvtap.h"
#include "network.h"
#include "qmp.h"

static int
set_up(struct vm *vm, const struct nic *nic)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	return qmp ? qmp_do(qmp, "set_link", json_build("s:name", nic->info.alias, "b:up", vm_nic_is_up(nic), NULL)) : -1;
}

static int
must_have_tap(const struct nic *nic, const char *what)
{
	if (nic_has_tap(nic) && nic->target.dev)
		return 0;
	return fail(FAULT_UNSUPPORTED, "interface %s: %s needs a device on the host", nic->mac.address, what);
}

static int
tune(struct vm *vm, const struct nic *nic)
{
	const struct nic_place at = nic_place_own(nic, vm->name, vm->live->def->uuid);

	if (nic->inbound && nic->inbound->floor)
		return fail(FAULT_UNSUPPORTED, "interface %s: what is guaranteed (floor) cannot change while the guest runs",
			    nic->mac.address);
	return must_have_tap(nic, "a limit") < 0 ? -1 : nic_limit(nic->target.dev, &at);
}

/* ---- counters ---- */

/* What the host's end sends is what the guest receives; the second half has the reverses of the first. */
#define COUNTER(file, member) { file, offsetof(struct nic_counters, member) }
static const struct { const char *file; size_t offset; } counters[] = {
	COUNTER("tx_bytes", rx_bytes),   COUNTER("tx_packets", rx_packets),
	COUNTER("tx_errors", rx_errs),   COUNTER("tx_dropped", rx_drop),
	COUNTER("rx_bytes", tx_bytes),   COUNTER("rx_packets", tx_packets),
	COUNTER("rx_errors", tx_errs),   COUNTER("rx_dropped", tx_drop),
};
#undef COUNTER

static int
count(__attribute__((unused)) struct vm *vm, const struct nic *nic, struct nic_counters *ret_counters)
{
	struct nic_counters counted = { 0 };
	unsigned reverse = nic_has_macvtap(nic) ? COUNT(counters) / 2 : 0;       /* that is the guest's end itself */

	if (must_have_tap(nic, "counting") < 0)
		return -1;
	for (unsigned i = 0; i < COUNT(counters); i++) {
		auto_free char *path = text_format("/sys/class/net/%s/statistics/%s", nic->target.dev, counters[i ^ reverse].file);
		auto_free char *text = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
		auto_free char *number = text ? text_trimmed(text) : NULL;

		if (!number || text_to_u64(number, 10, (uint64_t *)((char *)&counted + counters[i].offset)) < 0)
			return -1;
	}
	*ret_counters = counted;
	return 0;
}

/* ---- what the agent tells ---- */

static void
take_interface(struct json_object *interface, struct nic_address_list *addresses)
{
	struct json_object *ips = json_member(interface, "ip-addresses");
	const char *name = json_string(interface, "name"), *mac = json_string(interface, "hardware-address");
	size_t n = json_length(ips);

	if (name && !n)
		nic_addresses_add(addresses, name, mac, NULL, 0, NIC_AGENT);
	for (size_t i = 0; name && i < n; i++) {
		struct json_object *ip = json_object_array_get_idx(ips, i);

		nic_addresses_add(addresses, name, mac, json_string(ip, "ip-address"),
				  (unsigned)json_number(ip, "prefix", 0), NIC_AGENT);
	}
}

static int
ask_agent(struct vm *vm, __attribute__((unused)) enum nic_source source, struct nic_address_list *ret_addresses)
{
	auto_json struct json_object *answer = agent_ask(vm, "guest-network-get-interfaces");

	if (!answer)
		return -1;
	if (!json_object_is_type(answer, json_type_array))
		return fail(FAULT_AGENT, "guest agent: it tells no interfaces");
	for (size_t i = 0; i < json_length(answer); i++)
		take_interface(json_object_array_get_idx(answer, i), ret_addresses);
	return 0;
}

const struct nic_ops qemu_nic_ops = {
	.set_up    = set_up,
	.tune      = tune,
	.counters  = count,
	.addresses = ask_agent,
};
