/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_nic - network interfaces in a .vmx file */
#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

#include "base/uuid.h"
#include "vmx_inside.h"

enum { NICS = 10 };

static const char *const models[] = { "vlance", "vmxnet", "vmxnet2", "vmxnet3", "e1000", "e1000e" };

/* As VMware writes it, NULL when it has no such card. */
static const char *
model_of(const char *name)
{
	for (unsigned i = 0; i < COUNT(models); i++)
		if (strcasecmp(models[i], name) == 0)
			return models[i];
	return NULL;
}

/* ---- reading ---- */

static int
read_mac(const struct vmx_reader *r, struct nic *nic)
{
	bool fixed = vmx_is(r, "addressType", "static"), check = true;
	const char *key = fixed ? "address" : "generatedAddress";
	const char *text = vmx_get(r, key);

	if (vmx_get(r, "addressType") && !fixed && !vmx_is(r, "addressType", "generated") &&
	    !vmx_is(r, "addressType", "vpx"))
		return vmx_refuse(r, "addressType", "is not generated, static or vpx");
	if (text && kind_mac.read(&nic->mac.address, text, NULL, NULL) < 0)
		return vmx_refuse(r, key, "is no MAC address");
	if (!text)
		nic->mac.address = xstrdup("00:00:00:00:00:00");    /* VMware chooses one when it starts */
	if (vmx_get(r, "addressType"))
		nic->mac.type = fixed ? MAC_STATIC : MAC_GENERATED;
	if (!vmx_get(r, "checkMACAddress"))
		return 0;
	if (vmx_get_truth(r, "checkMACAddress", &check) < 0)
		return -1;
	nic->mac.check = check ? YES : NO;
	return 0;
}

/* vmxnet with all features is what later files call vmxnet2. */
static int
read_model(const struct vmx_reader *r, struct nic *nic)
{
	const char *name = vmx_get(r, "virtualDev");
	int64_t features = 0;

	if (!name)
		return 0;
	if (vmx_get_number(r, "features", &features) < 0)
		return -1;
	nic->model = xstrdup(model_of(name));
	if (!nic->model)
		return vmx_refuse(r, "virtualDev", "is no network card that is known");
	if (features == 15 && !strcmp(nic->model, "vmxnet")) {
		free(nic->model);
		nic->model = xstrdup("vmxnet2");
	}
	return 0;
}

static int
read_bridge(const struct vmx_reader *r, struct nic *nic)
{
	const char *network = vmx_need(r, "networkName");

	nic->type = NIC_BRIDGE;
	nic->source.bridge = xstrdup(network);
	return network ? 0 : -1;
}

/* A port of a distributed switch. */
static int
read_switch(const struct vmx_reader *r, struct nic *nic)
{
	auto_text struct text digits = { 0 };
	char uuid[UUID_TEXT];
	int64_t port = 0, connection = 0;

	for (const char *c = vmx_get(r, "dvs.switchId"); *c; c++)
		if (*c != ' ' && *c != '-')
			text_add_char(&digits, *c);
	if (!uuid_read(text_get(&digits), false, uuid))
		return vmx_refuse(r, "dvs.switchId", "is no UUID");
	if (vmx_get_number(r, "dvs.portId", &port) < 0 || vmx_get_number(r, "dvs.connectionId", &connection) < 0)
		return -1;
	nic->type = NIC_VDS;
	nic->source.vds.switchid = xstrdup(uuid);
	nic->source.vds.portid = NUMBER_OF(port);
	nic->source.vds.connectionid = NUMBER_OF(connection);
	nic->source.vds.portgroupid = xstrdup(vmx_get(r, "dvs.portgroupId"));
	return 0;
}

static int
read_connection(const struct vmx_reader *r, struct nic *nic)
{
	bool said = vmx_get(r, "connectionType");

	if (vmx_get(r, "dvs.switchId"))
		return read_switch(r, nic);
	if (!said && !vmx_get(r, "networkName")) {
		nic->type = NIC_NULL;
		return 0;
	}
	if (vmx_is(r, "connectionType", "nat")) {
		nic->type = NIC_USER;
		return 0;
	}
	if (said && !vmx_is(r, "connectionType", "bridged") && !vmx_is(r, "connectionType", "custom"))
		return vmx_refuse(r, "connectionType", "is not bridged, nat or custom");
	if (vmx_is(r, "connectionType", "custom"))
		nic->target.dev = xstrdup(vmx_get(r, "vnet"));
	return read_bridge(r, nic);
}

static int
read_nic(struct vmx_reader *r, unsigned i)
{
	bool present = false;
	struct nic *nic;

	vmx_device(r, "ethernet%u.", i);
	if (vmx_get_truth(r, "present", &present) < 0)
		return -1;
	if (!present)
		return 0;
	nic = list_add(&r->def->devices.nics);
	model_init(&nic_type, nic);
	if (read_mac(r, nic) < 0 || read_model(r, nic) < 0)
		return -1;
	return read_connection(r, nic);
}

/* One more than the highest number of a card that the file speaks of. */
static unsigned
count_nics(const struct vmx_reader *r)
{
	static const char word[] = "ethernet";
	unsigned count = 0, number;

	list_each(setting, &r->settings.all)
		if (!strncasecmp(setting->key, word, strlen(word)) &&
		    sscanf(setting->key + strlen(word), "%3u.", &number) == 1 && number >= count)
			count = number + 1;
	return count;
}

int
vmx_read_nics(struct vmx_reader *r)
{
	for (unsigned i = 0, count = count_nics(r); i < count; i++)
		if (read_nic(r, i) < 0)
			return -1;
	return 0;
}

/* ---- writing ---- */

static int
put_model(const struct vmx_writer *w, const struct nic *nic)
{
	const char *model = nic->model ? model_of(nic->model) : NULL;
	bool all = text_same(model, "vmxnet2");

	if (!nic->model)
		return 0;
	if (!model)
		return fail(FAULT_CONFIG, "VMware has no network card '%s'", nic->model);
	vmx_put(w, "virtualDev", all ? "vmxnet" : model);
	if (all)
		vmx_put(w, "features", "15");
	return 0;
}

static void
put_bridge(const struct vmx_writer *w, const struct nic *nic)
{
	if (nic->source.bridge && *nic->source.bridge)
		vmx_put(w, "networkName", nic->source.bridge);
	vmx_put(w, "connectionType", nic->target.dev ? "custom" : "bridged");
	if (nic->target.dev)
		vmx_put(w, "vnet", nic->target.dev);
}

static void
put_switch(const struct vmx_writer *w, const struct nic *nic)
{
	vmx_put_uuid(w, "dvs.switchId", nic->source.vds.switchid);
	vmx_put_number(w, "dvs.portId", nic->source.vds.portid.value);
	vmx_put(w, "dvs.portgroupId", nic->source.vds.portgroupid ? nic->source.vds.portgroupid : "");
	vmx_put_number(w, "dvs.connectionId", nic->source.vds.connectionid.value);
}

static int
put_connection(const struct vmx_writer *w, const struct nic *nic)
{
	if (nic->type == NIC_USER)
		vmx_put(w, "connectionType", "nat");
	else if (nic->type == NIC_BRIDGE)
		put_bridge(w, nic);
	else if (nic->type == NIC_VDS)
		put_switch(w, nic);
	else if (nic->type != NIC_NULL)
		return fail(FAULT_CONFIG, "VMware has no connection like an interface of type '%s'",
			    words_name(&nic_kind_words, nic->type));
	return 0;
}

/* VMware's own ranges say who chose an address; any other is taken only unchecked. */
static const char *
range_of(const char *mac)
{
	static const struct { uint64_t first, last; const char *type; } ranges[] = {
		{ 0x000c29000000, 0x000c29ffffff, "generated" },
		{ 0x005056000000, 0x0050563fffff, "static" },
		{ 0x005056800000, 0x005056bfffff, "vpx" },
	};
	uint64_t address = 0;
	unsigned octet;

	for (const char *c = mac; sscanf(c, "%2x", &octet) == 1; c += 3) {
		address = address << 8 | octet;
		if (!c[2])
			break;
	}
	for (unsigned i = 0; i < COUNT(ranges); i++)
		if (address >= ranges[i].first && address <= ranges[i].last)
			return ranges[i].type;
	return NULL;
}

static const char *
mac_type(const struct nic *nic, const char *range)
{
	if (nic->mac.type == MAC_GENERATED)
		return text_same(range, "vpx") ? range : "generated";
	return range && nic->mac.type != MAC_STATIC ? range : "static";
}

static void
put_mac(const struct vmx_writer *w, const struct nic *nic)
{
	const char *range = range_of(nic->mac.address), *type = mac_type(nic, range);
	bool fixed = !strcmp(type, "static");

	vmx_put(w, "addressType", type);
	vmx_put(w, fixed ? "address" : "generatedAddress", nic->mac.address);
	if (!strcmp(type, "generated"))
		vmx_put(w, "generatedAddressOffset", "0");
	if (nic->mac.check != UNSAID || (fixed && !range))
		vmx_put(w, "checkMACAddress", nic->mac.check == YES ? "true" : "false");
}

int
vmx_write_nics(struct vmx_writer *w)
{
	unsigned i = 0;

	if (w->def->devices.nics.n > NICS)
		return fail(FAULT_CONFIG, "VMware has no more than %u network interfaces", NICS);
	list_each(nic, &w->def->devices.nics) {
		vmx_put_device(w, "ethernet%u.", i++);
		vmx_put(w, "present", "true");
		if (put_model(w, nic) < 0 || put_connection(w, nic) < 0)
			return -1;
		put_mac(w, nic);
	}
	return 0;
}
