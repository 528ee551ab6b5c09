/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_traffic - VLANs and traffic shaping, for the tables of networks and their ports */
#include "model/network_traffic.h"

#include "base/fail.h"

#define T struct network_vlan
static const struct row network_vlan_rows[] = {
	YESNO(T, trunk, "@trunk",           LIVE, "several VLANs on one port", QUIET("no")),
	LIST (T, tags,  "tag", nic_vlan_tag, LIVE, "VLANs of the port"),
	ROWS_END
};
#undef T

static unsigned
count_native(const struct network_vlan *vlan)
{
	unsigned n = 0;

	list_each(tag, &vlan->tags)
		n += tag->native_mode != NATIVE_MODE_NONE;
	return n;
}

/* More than one VLAN makes a trunk without saying so. */
static int
network_vlan_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct network_vlan *vlan = object;

	if (vlan->trunk == UNSAID && vlan->tags.n > 1)
		vlan->trunk = YES;
	return 0;
}

static int
network_vlan_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct network_vlan *vlan = object;

	if (!vlan->tags.n)
		return fail(FAULT_XML, "a vlan without tag");
	if (vlan->trunk == NO && vlan->tags.n > 1)
		return fail(FAULT_XML, "several VLANs need trunk='yes'");
	if (vlan->trunk == NO && count_native(vlan))
		return fail(FAULT_XML, "nativeMode needs trunk='yes'");
	if (count_native(vlan) > 1)
		return fail(FAULT_XML, "several native VLANs");
	list_each(tag, &vlan->tags)
		if (tag->id > 4095)
			return fail(FAULT_XML, "VLAN %u is too large, the last one is 4095", tag->id);
	return 0;
}

const struct type network_vlan_type = {
	.name = "vlan", .size = sizeof(struct network_vlan), .rows = network_vlan_rows,
	.read_rest = network_vlan_read_rest, .check = network_vlan_check,
};

#define T struct network_bandwidth
static const struct row network_bandwidth_rows[] = {
	UINT (T, class_id, "@classID",          0,    "traffic class of the port"),
	GROUP(T, inbound,  "inbound", nic_rate, LIVE, "to the guests"),
	GROUP(T, outbound, "outbound", nic_rate, LIVE, "from the guests"),
	ROWS_END
};
#undef T

static int
network_bandwidth_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct network_bandwidth *bandwidth = object;

	if (bandwidth->outbound && bandwidth->outbound->floor)
		return fail(FAULT_XML, "bandwidth: only inbound has a floor");
	return 0;
}

const struct type network_bandwidth_type = {
	.name = "bandwidth", .size = sizeof(struct network_bandwidth),
	.rows = network_bandwidth_rows, .check = network_bandwidth_check,
};
