/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host-version - versions of virtutils, its driver and the hypervisor */
#include "command/command.h"
#include "command/table.h"
#include "driver/driver.h"

/* What the driver says of its hypervisor. */
struct hypervisor {
	char *name;
	unsigned long version;           /* 7002022 is 7.2.22; 0: not known */
};

static int
toolkit(void *of, struct cell *cell)
{
	(void)of;
	cell_text(cell, VERSION);
	return 0;
}

static int
driver_name(void *of, struct cell *cell)
{
	(void)of;
	cell_text(cell, host_here()->driver->name);
	return 0;
}

static int
driver_interface(void *of, struct cell *cell)
{
	(void)of;
	cell_number(cell, host_here()->driver->interface);
	return 0;
}

static int
hypervisor_name(void *of, struct cell *cell)
{
	cell_text(cell, ((struct hypervisor *)of)->name);
	return 0;
}

static int
hypervisor_version(void *of, struct cell *cell)
{
	unsigned long version = ((struct hypervisor *)of)->version;
	auto_free char *text = text_format("%lu.%lu.%lu", version / 1000000, version / 1000 % 1000, version % 1000);

	if (version)
		cell_text(cell, text);
	return 0;
}

static const struct column columns[] = {
	{ "VIRTUTILS",          CELL_TEXT,   "version of virtutils",                  false, toolkit },
	{ "DRIVER",             CELL_TEXT,   "driver in use",                         false, driver_name },
	{ "DRIVER-INTERFACE",   CELL_NUMBER, "version of the interface to drivers",   false, driver_interface },
	{ "HYPERVISOR",         CELL_TEXT,   "hypervisor",                            false, hypervisor_name },
	{ "HYPERVISOR-VERSION", CELL_TEXT,   "its version",                           false, hypervisor_version },
	COLUMNS_END
};

/* A host without a hypervisor has the other versions all the same. */
static int
ask(struct hypervisor *hypervisor)
{
	if (!DRIVER_HAS(host, version))
		return host_here() ? 0 : -1;
	if (DRIVER_CALL(host, version, &hypervisor->name, &hypervisor->version) == 0)
		return 0;
	warn("%s", fail_story());
	fail_forget();
	return 0;
}

static int
run(void)
{
	struct hypervisor hypervisor = { 0 };
	int done = ask(&hypervisor) < 0 || info_print(columns, &hypervisor) < 0 ? -1 : info_finish();

	free(hypervisor.name);
	return done;
}

const struct command command = {
	.name    = "host-version",
	.summary = "versions of virtutils, its driver and the hypervisor",
	.virsh   = "version",
	.example = "host-version -o HYPERVISOR-VERSION",
	.columns = columns,
	.bundles = INFO,
	.faults  = CAN(UNSUPPORTED),
	.run     = run,
};
