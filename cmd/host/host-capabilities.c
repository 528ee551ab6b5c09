/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host-capabilities - what the host and its hypervisors can do */
#include "command/command.h"
#include "driver/driver.h"

static int
run(void)
{
	auto_text struct text xml = { 0 };

	return DRIVER_CALL(host, capabilities, &xml) < 0 ? -1 : print_xml(text_get(&xml));
}

const struct command command = {
	.name    = "host-capabilities",
	.summary = "what the host and its hypervisors can do, as XML",
	.virsh   = "capabilities",
	.example = "host-capabilities --xpath='//guest/arch/@name'",
	.bundles = XML_OUT,
	.faults  = CAN(FAILED) | CAN(UNSUPPORTED) | CAN(MISSING),
	.run     = run,
};
