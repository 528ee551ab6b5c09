/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_actions - what is to happen when the guest powers off, reboots or crashes */
#include "validate.h"

#include "base/fail.h"

/* QEMU knows one sort of stop, and no other names for what it runs. */
int
validate_actions(const struct vm_def *def)
{
	if (def->on_poweroff == LIFECYCLE_RENAME_RESTART || def->on_reboot == LIFECYCLE_RENAME_RESTART ||
	    def->on_crash == LIFECYCLE_RENAME_RESTART)
		return fail(FAULT_CONFIG, "the qemu driver does not support 'rename-restart' for "
			    "on_poweroff, on_reboot and on_crash");
	if (def->on_poweroff == LIFECYCLE_PRESERVE || def->on_reboot == LIFECYCLE_PRESERVE)
		return fail(FAULT_CONFIG, "the qemu driver does not support 'preserve' for "
			    "on_poweroff and on_reboot");
	if (def->on_poweroff == LIFECYCLE_RESTART && def->on_reboot == LIFECYCLE_DESTROY)
		return fail(FAULT_CONFIG, "the qemu driver does not support on_poweroff 'restart' "
			    "together with on_reboot 'destroy'");
	return 0;
}
