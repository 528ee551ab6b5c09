/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-event - wait for what happens to devices of the host */
#include "command/command.h"
#include "command/event_program.h"
#include "driver/nodedev.h"

static struct strings devices;

static const char *const kinds[] = { "lifecycle", "update", NULL };

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV, ARG_ANY, &devices, "only these; they need not be there yet"),
	ROWS_END
};

static int
next(void *follower, int64_t timeout_ms, struct json_object **ret_event)
{
	return nodedev_follow_next(follower, timeout_ms, ret_event);
}

static const struct event_source source = {
	.kinds = kinds, .key = "nodedev", .title = "node device %s", .only = &devices, .next = next,
};

static int
run(void)
{
	auto_nodedev_follow struct nodedev_follow *follow = NULL;
	int checked = event_check(&source);

	if (checked)
		return checked < 0 ? -1 : 0;
	follow = nodedev_follow_open();
	return event_print(&source, follow, false);
}

const struct command command = {
	.name      = "nodedev-event",
	.summary   = "wait for what happens to devices of the host",
	.virsh     = "nodedev-event",
	.example   = "nodedev-event --event=lifecycle --loop --json | jq --unbuffered -r .nodedev",
	.arguments = arguments,
	.bundles   = EVENTS,
	.faults    = CAN(FAILED) | CAN(TIMEOUT) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
};
