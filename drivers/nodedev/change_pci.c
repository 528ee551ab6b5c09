/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* change_pci - which driver has a PCI device
 *
 * First the kernel is told which driver is to have it from now on (driver_override), which also
 * records what we are about; then the one it has lets go of it, and drivers are asked who wants
 * it.  Whoever is killed in between leaves a device without driver, and the same call again goes
 * on from there. */
#include "base/process.h"
#include "change.h"
#include "sysfs.h"

static const char drivers[] = "/sys/bus/pci/drivers";

static const char *
address_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* A module that is not there yet is loaded. */
static int
load_driver(const char *driver)
{
	char *argv[] = { "modprobe", "--", (char *)driver, NULL };

	if (sysfs_has(drivers, driver) || !host_is_this())
		return 0;
	if (process_run(argv, NULL) < 0)
		return fail_within("driver '%s'", driver);
	return 0;
}

static int
release(const char *path)
{
	auto_free char *now = sysfs_link(path, "driver");

	return now ? sysfs_write(path, "driver/unbind", address_of(path)) : 0;
}

static int
probe(const char *path)
{
	return sysfs_write("/sys/bus/pci", "drivers_probe", address_of(path));
}

static bool
is_driven_by(const char *path, const char *driver)
{
	auto_free char *now = sysfs_link(path, "driver");

	return text_same(now, driver);
}

/* The driver did not take it: it is the host's again. */
static int
give_back(const char *path, const char *driver)
{
	bool has_group = sysfs_has(path, "iommu_group");
	enum fault fault = fail_fault() ? fail_fault() : FAULT_FAILED;
	auto_free char *why = text_format("%s%s", *fail_story() ? ": " : "", fail_story());

	if (sysfs_write(path, "driver_override", "\n") < 0 || probe(path) < 0)
		warn("%s", fail_story());
	fail(fault, "the driver '%s' does not take it%s", driver, why);
	if (!has_group)
		fail_hint("it is in no IOMMU group: is there an IOMMU, and is it switched on?");
	return -1;
}

int
pci_bind(const char *path, const char *driver)
{
	if (!driver)
		return sysfs_write(path, "driver_override", "\n") < 0 || release(path) < 0 ? -1 : probe(path);
	if (is_driven_by(path, driver))
		return 0;
	if (load_driver(driver) < 0 || sysfs_write(path, "driver_override", driver) < 0)
		return -1;
	if (release(path) < 0 || probe(path) < 0 || !is_driven_by(path, driver))
		return give_back(path, driver);
	return 0;
}

int
pci_reset(const char *path)
{
	if (!sysfs_has(path, "reset"))
		return fail(FAULT_UNSUPPORTED, "it cannot be reset by itself");
	return sysfs_write(path, "reset", "1");
}
