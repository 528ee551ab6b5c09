/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-capabilities - types of storage pools that can be had here */
#include "command/pool_program.h"

static int
show(void)
{
	auto_text struct text out = { 0 };

	return pool_capabilities(&out) < 0 ? -1 : print_xml(text_get(&out));
}

const struct command command = {
	.name      = "pool-capabilities",
	.summary   = "types of storage pools that can be had here",
	.virsh     = "pool-capabilities",
	.example   = "pool-capabilities --xpath='//pool[@supported=\"yes\"]/@type'",
	.bundles   = XML_OUT,
	.faults    = CAN(UNSUPPORTED),
	.run       = show,
};
