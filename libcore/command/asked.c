/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* asked - what the options of the bundles mean together */
#include "command/inside.h"

int
already(const char *message)
{
	return asked.if_needed ? 0 : fail(FAULT_STATE, "%s", message);
}

int
asked_states(bool active, bool stored, bool to_change, bool *ret_live, bool *ret_config)
{
	bool said = asked.live || asked.config || asked.persistent;
	bool live = asked.live || (asked.persistent && active) || (!said && active);
	bool config = asked.config || asked.persistent || (!said && !active);

	if (asked.live && !active)
		return fail(FAULT_STATE, "not running");
	if (config && !stored)
		return fail(FAULT_STATE, "has no stored definition");
	if (!to_change && asked.persistent)
		live = false;
	if (!to_change && live && config)
		return fail(FAULT_USAGE, "--live and --config cannot be shown together");
	*ret_live = live;
	*ret_config = config;
	return 0;
}
