/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_vcpus - processors that are there from the start, but can be taken away */
#include "launch.h"

#include "base/fail.h"

static bool
any(const struct vm_def *def)
{
	list_each(vcpu, &def->vcpus)
		if (vcpu->enabled == YES && vcpu->hotpluggable == YES)
			return true;
	return false;
}

/* The emulator lists them with the last one first. */
static int
plug(struct launch *launch, struct json_object *places, unsigned number)
{
	size_t n = json_length(places);
	struct json_object *place = number < n ? json_object_array_get_idx(places, n - 1 - number) : NULL;
	auto_free char *id = text_format("vcpu%u", number);
	struct json_object *arguments;

	if (json_number(place, "vcpus-count", 0) != 1 || !json_object_is_type(json_member(place, "props"), json_type_object))
		return fail(FAULT_CONFIG, "vcpus: processor %u cannot be plugged by itself", number);
	if (json_string(place, "qom-path"))
		return 0;
	arguments = json_build("s:driver", json_string(place, "type"), "s:id", id, NULL);
	json_object_object_foreach(json_member(place, "props"), key, value) {
		json_object_object_add(arguments, key, json_object_get(value));
	}
	return qmp_do(launch->qmp, "device_add", arguments);
}

/* In the order that the definition says, so that they get the same numbers every time. */
int
launch_plug_vcpus(struct launch *launch)
{
	auto_json struct json_object *places = NULL;
	unsigned last = 0;

	if (!any(launch->def))
		return 0;
	places = qmp_call(launch->qmp, "query-hotpluggable-cpus", NULL);
	if (!json_object_is_type(places, json_type_array))
		return -1;
	list_each(vcpu, &launch->def->vcpus)
		last = vcpu->order > last ? vcpu->order : last;
	for (unsigned order = 0; order <= last; order++)
		list_each(vcpu, &launch->def->vcpus)
			if (vcpu->order == order && vcpu->enabled == YES && vcpu->hotpluggable == YES &&
			    plug(launch, places, (unsigned)vcpu->id.value) < 0)
				return -1;
	return 0;
}
