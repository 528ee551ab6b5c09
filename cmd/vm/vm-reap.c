/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-reap - clean up after virtual machines whose hypervisor died */
#include "command/command.h"
#include "driver/network.h"
#include "driver/vm_reap.h"

static bool all;

static const struct option_row options[] = {
	OPT_FLAG(0, "all", &all, "every virtual machine that needs it"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
reap(const char *name)
{
	auto_strings struct strings what = { 0 };

	if (vm_reap_name(name, &what) < 0)
		return -1;
	for (unsigned i = 0; i < what.n; i++)
		say("removed %s", what.item[i]);
	return 0;
}

static int
reap_networks(void)
{
	if (network_reap() == 0)
		return 0;
	if (fail_fault() != FAULT_UNSUPPORTED)
		return -1;
	fail_forget();           /* not every hypervisor has networks */
	return 0;
}

/* One that cannot be cleaned up must not keep the others from it. */
static int
reap_all(void)
{
	auto_strings struct strings names = { 0 };
	unsigned failed = 0;

	if (vm_reap_names(&names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		if (reap(names.item[i]) == 0)
			continue;
		warn("%s: %s", names.item[i], fail_story());
		failed++;
	}
	if (!failed)
		return reap_networks();
	if (reap_networks() < 0)
		warn("%s", fail_story());
	return failed ? fail(FAULT_FAILED, "%u of %u could not be cleaned up", failed, names.n) : 0;
}

static int
run(void)
{
	if (all == (asked.named > 0))
		return fail(FAULT_USAGE, "either names or --all");
	return all ? reap_all() : 0;
}

const struct command command = {
	.name      = "vm-reap",
	.summary   = "clean up after virtual machines whose hypervisor died, finish what was begun with those that run and with networks",
	.example   = "vm-reap --all -v",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(BUSY) | CAN(DENIED),
	.run       = run,
	.each      = reap,
};
