/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic - network interfaces: "mac=00:16:3e:66:92:9c,bridge=xenbr1,script=vif-bridge,model=e1000" */
#include <ctype.h>

#include "config_inside.h"

/* A card that the guest knows to be Xen's. */
static const char netfront[] = "netfront";
static const char open_switch[] = "vif-openvswitch", bridge[] = "vif-bridge";

static const char *
netfront_word(enum xen_format format)
{
	return format == XEN_XL ? "vif" : netfront;
}

/* ---- reading ---- */

/* A bridge of Open vSwitch may say VLANs: "br0.10" is in one, "br0:10:20" carries several. */
static int
read_vlans(struct nic *nic)
{
	char *at = strpbrk(nic->source.bridge, ".:");

	if (!at)
		return 0;
	nic->virtualport = xcalloc(1, sizeof *nic->virtualport);
	nic->virtualport->type = VIRTUALPORT_OPENVSWITCH;
	if (*at == ':')
		nic->vlan.trunk = YES;
	while (*at) {
		uint64_t id;
		char *end = at + 1 + strcspn(at + 1, ":");
		auto_free char *text = xstrndup(at + 1, (size_t)(end - at - 1));

		if (text_to_u64(text, 10, &id) < 0 || id > UINT16_MAX)
			return -1;
		list_add(&nic->vlan.tags)->id = (unsigned)id;
		*at = '\0';
		at = end;
	}
	return 0;
}

/* "10240KB/s", "80Mb/s@20ms": average in KiB a second.  libvirt takes a rate without
 * a K as it stands. */
static int
read_rate(const char *text, struct nic *nic)
{
	static const struct { const char *unit; unsigned times, by; } units[] = {
		{ "GB/s", 1024 * 1024, 1 }, { "MB/s", 1024, 1 }, { "KB/s", 1, 1 }, { "B/s", 1, 1 },
		{ "Gb/s", 1024 * 1024, 8 }, { "Mb/s", 1024, 8 }, { "Kb/s", 1, 8 }, { "b/s", 1, 8 },
	};
	size_t digits = strspn(text, "0123456789"), length = strcspn(text + digits, "@");
	auto_free char *number = xstrndup(text, digits);
	uint64_t rate;

	if (text_to_u64(number, 10, &rate) < 0)
		return -1;
	for (unsigned i = 0; i < COUNT(units); i++)
		if (strlen(units[i].unit) == length && !strncmp(text + digits, units[i].unit, length)) {
			nic->outbound = xcalloc(1, sizeof *nic->outbound);
			nic->outbound->average = rate * units[i].times / units[i].by;
			return 0;
		}
	return -1;
}

static void
read_addresses(const char *text, struct nic *nic)
{
	for (const char *at = text + strspn(text, " "); *at; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		struct nic_ip *ip = list_add(&nic->ips);

		ip->address = xstrndup(at, length);
		ip->family = xstrdup(strchr(ip->address, ':') ? "ipv6" : "ipv4");
		at += length;
	}
}

static void
read_model(const struct reader *r, const char *item, struct nic *nic)
{
	auto_free char *type = field(item, "type");

	nic->model = field(item, "model");
	if (nic->model && !*nic->model) {
		free(nic->model);
		nic->model = NULL;
	}
	if (!nic->model && text_same(type, netfront_word(r->format)))
		nic->model = xstrdup(netfront);
}

static int
read_nic(struct reader *r, const char *key, const struct setting *item)
{
	auto_free char *mac = field(item->text, "mac");
	auto_free char *rate = field(item->text, "rate");
	auto_free char *ip = field(item->text, "ip");
	struct nic *nic = list_add(&r->def->devices.nics);

	model_init(&nic_type, nic);
	nic->source.bridge = field(item->text, "bridge");
	nic->script = field(item->text, "script");
	nic->type = nic->source.bridge || text_same(nic->script, bridge) ? NIC_BRIDGE : NIC_ETHERNET;
	nic->target.dev = field(item->text, "vifname");
	nic->backenddomain = field(item->text, "backend");
	read_model(r, item->text, nic);
	if (ip)
		read_addresses(ip, nic);
	if (mac && kind_mac.read(&nic->mac.address, mac, NULL, NULL) < 0)
		return refuse(r, key, item, "has no MAC address");
	if (!mac)
		nic->mac.address = xstrdup("00:00:00:00:00:00");    /* Xen chooses one when it starts */
	if (rate && read_rate(rate, nic) < 0)
		return refuse(r, key, item, "has a rate that is not understood");
	if (nic->source.bridge && read_vlans(nic) < 0)
		return refuse(r, key, item, "has a VLAN that is no number");
	return 0;
}

int
read_nics(struct reader *r)
{
	return each_item(r, "vif", read_nic);
}

/* ---- writing ---- */

static void
add_addresses(struct text *out, const struct nic *nic)
{
	list_each(ip, &nic->ips)
		text_addf(out, "%s%s", ip == nic->ips.item ? ",ip=" : " ", ip->address);
}

static void
add_bridge(struct text *out, const struct nic *nic)
{
	bool open = nic->virtualport && nic->virtualport->type == VIRTUALPORT_OPENVSWITCH;

	text_addf(out, ",bridge=%s", nic->source.bridge);
	if (open)
		list_each(tag, &nic->vlan.tags)
			text_addf(out, "%c%u", nic->vlan.trunk == YES || nic->vlan.tags.n > 1 ? ':' : '.', tag->id);
	add_addresses(out, nic);
	text_addf(out, ",script=%s", nic->script ? nic->script : open ? open_switch : bridge);
}

static int
add_source(struct text *out, const struct nic *nic)
{
	if (nic->type == NIC_BRIDGE) {
		add_bridge(out, nic);
		return 0;
	}
	if (nic->type != NIC_ETHERNET)
		return fail(FAULT_CONFIG, "Xen has no interfaces of type '%s'", words_name(&nic_kind_words, nic->type));
	if (nic->script)
		text_addf(out, ",script=%s", nic->script);
	add_addresses(out, nic);
	return 0;
}

static int
add_nic(const struct writer *w, const struct nic *nic, struct strings *items)
{
	struct text out = { 0 };

	text_addf(&out, "mac=%s", nic->mac.address);
	if (add_source(&out, nic) < 0) {
		text_done(&out);
		return -1;
	}
	if (w->hvm && text_same(nic->model, netfront))
		text_addf(&out, ",type=%s", netfront_word(w->format));
	else if (nic->model)
		text_addf(&out, ",model=%s", nic->model);
	if (nic->target.dev)
		text_addf(&out, ",vifname=%s", nic->target.dev);
	if (nic->backenddomain)
		text_addf(&out, ",backend=%s", nic->backenddomain);
	if (nic->outbound && nic->outbound->average)
		text_addf(&out, ",rate=%lluKB/s", (unsigned long long)nic->outbound->average);
	strings_take(items, text_take(&out));
	return 0;
}

int
write_nics(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(nic, &w->def->devices.nics)
		if (add_nic(w, nic, &items) < 0)
			return -1;
	put_list(w, "vif", &items);
	return 0;
}
