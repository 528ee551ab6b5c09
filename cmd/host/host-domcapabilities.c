/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host-domcapabilities - what one hypervisor and machine offer a virtual machine */
#include "command/command.h"
#include "command/later.h"
#include "driver/driver.h"

static const char *virttype, *emulator, *arch, *machine;
static bool no_deprecated, expand, supported;

static const struct option_row options[] = {
	OPT_FLAG(0, "disable-deprecated-features", &no_deprecated, "switch off deprecated features of the host's processor model"),
	OPT_FLAG(0, "expand-cpu-features",         &expand,        "every feature of the processor model"),
	OPT_FLAG(0, "supported-cpu-features",      &supported,     "every feature that the hypervisor can offer"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VIRTTYPE",    "virttype",    VALUE_TEXT, ARG_OPTIONAL, &virttype, "qemu, kvm ..."),
	ARG("EMULATORBIN", "emulatorbin", VALUE_FILE, ARG_OPTIONAL, &emulator, "path of the emulator"),
	ARG("ARCH",        "arch",        VALUE_TEXT, ARG_OPTIONAL, &arch,     "x86_64 ..."),
	ARG("MACHINE",     "machine",     VALUE_TEXT, ARG_OPTIONAL, &machine,  "machine type"),
	ROWS_END
};

static const struct later later[] = {
	LATER_FLAG(&no_deprecated, "disable-deprecated-features", "the processor database"),
	LATER_FLAG(&expand,        "expand-cpu-features",         "the processor database"),
	LATER_FLAG(&supported,     "supported-cpu-features",      "the processor database"),
	LATER_END
};

static int
run(void)
{
	auto_text struct text xml = { 0 };

	if (later_refuse(later) < 0 ||
	    DRIVER_CALL(host, vm_capabilities, virttype, emulator, arch, machine, &xml) < 0)
		return -1;
	return print_xml(text_get(&xml));
}

const struct command command = {
	.name      = "host-domcapabilities",
	.summary   = "what one hypervisor and machine type offer a virtual machine, as XML",
	.virsh     = "domcapabilities",
	.example   = "host-domcapabilities --machine=q35 --xpath=//vcpu",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(MISSING) | CAN(ARGUMENT),
	.run       = run,
};
