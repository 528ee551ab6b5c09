/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface_program - what several iface- programs do alike */
#include "command/iface_program.h"

#include "command/command.h"
#include "command/inside.h"

enum interface_define_how
iface_define_asked(void)
{
	return (asked.validate ? INTERFACE_VALIDATE : 0) | (asked.strict ? INTERFACE_STRICT : 0);
}

int
iface_keep_copy(int64_t ms)
{
	if (interface_begin() < 0)
		return -1;
	if (ms < 0)
		return 0;
	if (interface_rollback_after(ms) < 0)
		return -1;
	if (!asked.dry_run)
		message_hint("iface-commit keeps the changes; without it they are undone in %lld s", (long long)ms / 1000);
	return 0;
}
