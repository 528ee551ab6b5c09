/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host-uri - the URI that this user's commands work on */
#include "command/command.h"
#include "driver/driver.h"

static int
run(void)
{
	if (!host_here())
		return -1;
	answer("%s\n", host_here()->uri.text);
	return 0;
}

const struct command command = {
	.name    = "host-uri",
	.summary = "the URI that -c and the environment come to",
	.virsh   = "uri",
	.example = "host-uri",
	.faults  = CAN(UNSUPPORTED),
	.run     = run,
};
