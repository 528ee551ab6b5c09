/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic_program - what programs about network cards do alike */
#include "command/nic_program.h"

#include <string.h>

#include "command/command.h"

int
nic_rate_asked(const char *option, const char *spec, struct nic_rate *ret_rate, bool *ret_given)
{
	struct nic_rate rate = { 0 };
	uint64_t *const parts[] = { &rate.average, &rate.peak, &rate.burst, &rate.floor };

	*ret_given = spec != NULL;
	for (unsigned i = 0; spec && i < COUNT(parts); i++) {
		size_t length = strcspn(spec, ",");
		auto_free char *part = text_format("%.*s", (int)length, spec);

		if (length && (text_to_u64(part, 10, parts[i]) < 0 || *parts[i] > UINT32_MAX))
			return fail(FAULT_USAGE, "--%s: %s is no number of KiB", option, quote(part));
		spec += length;
		if (*spec && i + 1 == COUNT(parts))
			return fail(FAULT_USAGE, "--%s: there is more than average, peak, burst and floor", option);
		spec = *spec ? spec + 1 : NULL;
	}
	*ret_rate = rate;
	return 0;
}

static int
read_port(const char *text, unsigned *ret_port)
{
	uint64_t port;

	if (text_to_u64(text, 10, &port) < 0 || !port || port > UINT16_MAX)
		return -1;
	*ret_port = (unsigned)port;
	return 0;
}

int
nic_ports_asked(const char *spec, struct port_range_list *ret_ports)
{
	for (const char *at = spec; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
		auto_free char *part = text_format("%.*s", (int)strcspn(at, ","), at);
		struct port_range *port = list_add(ret_ports);
		char *colon = strchr(part, ':');

		if (colon)
			*colon = '\0';
		if (!colon || read_port(part, &port->start) < 0 || read_port(colon + 1, &port->to) < 0)
			return fail(FAULT_USAGE, "--publish: %s is no HOSTPORT:PORT", quote(spec));
	}
	return 0;
}
