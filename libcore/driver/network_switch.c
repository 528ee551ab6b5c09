/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_switch - guests' devices as ports of Open vSwitch, by ovs-vsctl
 *
 * Each change is one transaction of the switch's database: there is no half of it. */
#include "driver/network_switch.h"

#include <inttypes.h>
#include <stdarg.h>

#include "base/json.h"
#include "base/netlink.h"
#include "base/process.h"
#include "driver/network_inside.h"

/* Units of documents are KiB, those of the switch bits; what is received it counts in thousands. */
enum { SENT_UNIT = 8192, RECEIVED_UNIT = 8 };

/* ---- talking to it ---- */

static void
add_words(struct strings *command, const char *word, ...)
{
	va_list words;

	va_start(words, word);
	for (; word; word = va_arg(words, const char *))
		strings_add(command, word);
	va_end(words);
}

/* A switch that does not answer is not waited for. */
static void
begin(struct strings *command)
{
	add_words(command, "ovs-vsctl", "--timeout=5", NULL);
}

/* Text of users' own is quoted, as the switch reads it: as JSON. */
static void
add_id(struct strings *command, const char *key, const char *value)
{
	auto_json struct json_object *quoted = value ? json_object_new_string(value) : NULL;

	if (quoted)
		strings_addf(command, "external_ids:%s=%s", key, json_line(quoted));
}

static int
run(const struct strings *command, char **ret_output)
{
	return process_run(command->item, ret_output) < 0 ? fail_within("Open vSwitch") : 0;
}

/* The rows that have this one of our own marks. */
static int
find(const char *table, const char *column, const char *key, const char *value, struct strings *ret_rows)
{
	auto_strings struct strings command = { 0 };
	auto_free char *output = NULL;
	char *rest;

	begin(&command);
	add_words(&command, "--bare", column, "find", table, NULL);
	add_id(&command, key, value);
	if (run(&command, &output) < 0)
		return -1;
	rest = output;
	for (char *row = strsep(&rest, "\n"); row; row = strsep(&rest, "\n"))
		if (*row)
			strings_add(ret_rows, row);
	return 0;
}

/* ---- VLANs ---- */

static const struct nic_vlan_tag *
native_tag(const struct network_switch_port *port)
{
	list_each(tag, port->tags)
		if (tag->native_mode)
			return tag;
	return NULL;
}

/* A trunk has its tags and, for what comes without one, the native one; else there is one. */
static void
add_vlans(struct strings *command, const struct network_switch_port *port)
{
	const struct nic_vlan_tag *native = native_tag(port);
	auto_text struct text tags = { 0 };

	if (!port->tags->n)
		return;
	if (native)
		strings_addf(command, "vlan_mode=native-%s", words_name(&native_mode_words, native->native_mode));
	if (native || port->trunk != YES)
		strings_addf(command, "tag=%u", native ? native->id : port->tags->item[0].id);
	if (port->trunk != YES)
		return;
	list_each(tag, port->tags)
		text_addf(&tags, "%s%u", tag == port->tags->item ? "" : ",", tag->id);
	strings_addf(command, "trunks=%s", text_get(&tags));
}

/* ---- ports ---- */

bool
network_is_switched(const struct nic_virtualport *port)
{
	return port && port->type == VIRTUALPORT_OPENVSWITCH;
}

bool
network_has_switch(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	const struct network_def *def = network ? network_def(network) : NULL;
	bool found = def && network_is_switched(def->virtualport);

	if (def)
		list_each(group, &def->portgroups)
			found |= network_is_switched(group->virtualport);
	fail_forget();           /* what is wrong with it is told when it is used */
	return found;
}

int
network_switch_join(const char *device, const struct network_switch_port *port)
{
	auto_strings struct strings command = { 0 };

	if (link_name_check(port->bridge) < 0)
		return -1;
	begin(&command);
	add_words(&command, "--", "--if-exists", "del-port", device, "--", "add-port", port->bridge, device, NULL);
	add_vlans(&command, port);
	add_words(&command, "--", "set", "Interface", device, "external_ids:iface-status=active", NULL);
	add_id(&command, "attached-mac", port->mac);
	add_id(&command, "iface-id", port->virtualport->interfaceid);
	add_id(&command, "vm-id", port->vm_uuid);
	add_id(&command, "port-profile", port->virtualport->profileid);
	return run(&command, NULL);
}

/* Limits do not go with their port.  *ret_any: it had some. */
static int
add_limits_removal(struct strings *command, const char *device, bool *ret_any)
{
	static const char *const tables[] = { "QoS", "Queue" };

	*ret_any = false;
	add_words(command, "--", "--if-exists", "clear", "Port", device, "qos", NULL);
	for (unsigned i = 0; i < COUNT(tables); i++) {
		auto_strings struct strings rows = { 0 };

		if (find(tables[i], "--columns=_uuid", "ifname", device, &rows) < 0)
			return -1;
		*ret_any |= rows.n;
		for (unsigned row = 0; row < rows.n; row++)
			add_words(command, "--", "--if-exists", "destroy", tables[i], rows.item[row], NULL);
	}
	return 0;
}

/* The database lets a port go only in a transaction after the one that took its limits. */
int
network_switch_leave(const char *device)
{
	auto_strings struct strings limits = { 0 }, command = { 0 };
	bool limited;

	begin(&limits);
	if (add_limits_removal(&limits, device, &limited) < 0 || (limited && run(&limits, NULL) < 0))
		return -1;
	begin(&command);
	add_words(&command, "--", "--if-exists", "del-port", device, NULL);
	return run(&command, NULL);
}

int
network_switch_forget(const char *vm_uuid)
{
	auto_strings struct strings devices = { 0 };

	if (find("Interface", "--columns=name", "vm-id", vm_uuid, &devices) < 0)
		return -1;
	for (unsigned i = 0; i < devices.n; i++)
		if (network_switch_leave(devices.item[i]) < 0)
			return -1;
	return 0;
}

/* ---- limits ---- */

/* What the port sends waits in a queue. */
static void
add_queue(struct strings *command, const char *device, const struct nic_rate *rate)
{
	uint64_t peak = rate->peak ? rate->peak : rate->average;

	add_words(command, "--", "set", "Port", device, "qos=@qos",
		  "--", "--id=@qos", "create", "QoS", "type=linux-htb", "queues:0=@queue", NULL);
	strings_addf(command, "other_config:max-rate=%" PRIu64, peak * SENT_UNIT);
	add_id(command, "ifname", device);
	add_words(command, "--", "--id=@queue", "create", "Queue", NULL);
	strings_addf(command, "other_config:min-rate=%" PRIu64, rate->average * SENT_UNIT);
	strings_addf(command, "other_config:max-rate=%" PRIu64, peak * SENT_UNIT);
	if (rate->burst)
		strings_addf(command, "other_config:burst=%" PRIu64, rate->burst * SENT_UNIT);
	add_id(command, "ifname", device);
}

/* What it receives is dropped when it is too much. */
static void
add_policing(struct strings *command, const char *device, const struct nic_rate *rate)
{
	add_words(command, "--", "set", "Interface", device, NULL);
	strings_addf(command, "ingress_policing_rate=%" PRIu64, rate ? rate->average * RECEIVED_UNIT : 0);
	strings_addf(command, "ingress_policing_burst=%" PRIu64, rate ? rate->burst * RECEIVED_UNIT : 0);
}

int
network_switch_limit(const char *device, const struct nic_rate *inbound, const struct nic_rate *outbound)
{
	auto_strings struct strings command = { 0 };
	bool limited;

	if (inbound && inbound->floor)
		return fail(FAULT_UNSUPPORTED, "device %s: Open vSwitch guarantees no bandwidth (floor)", device);
	begin(&command);
	if (add_limits_removal(&command, device, &limited) < 0)
		return -1;
	add_policing(&command, device, outbound);
	if (inbound)
		add_queue(&command, device, inbound);
	return run(&command, NULL);
}
