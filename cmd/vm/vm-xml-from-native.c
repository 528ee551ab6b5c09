/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-xml-from-native - turn another program's configuration of a guest into a definition */
#include "command/command.h"
#include "driver/vm.h"

static const char *format, *file;

static const struct argument_row arguments[] = {
	ARG("FORMAT", "format", VALUE_TEXT, ARG_ONE, &format, "vmware-vmx, xen-xl, xen-xm, lxc-tools or bhyve-argv"),
	ARG("FILE",   "config", VALUE_FILE, ARG_ONE, &file,   "the configuration, - for standard input"),
	ROWS_END
};

static int
run(void)
{
	auto_free char *text = vm_native_choose(format) < 0 ? NULL : input_read(file, NULL);
	auto_vm_def struct vm_def *def = NULL;
	auto_free char *xml = NULL;

	if (!text || DRIVER_CALL(vm, from_native, format, text, input_name(file), &def) < 0)
		return -1;
	xml = vm_def_text(def, VIEW_CONFIG);
	return print_xml(xml);
}

const struct command command = {
	.name      = "vm-xml-from-native",
	.summary   = "turn another program's configuration of a guest into a definition",
	.virsh     = "domxml-from-native",
	.example   = "vm-xml-from-native vmware-vmx web.vmx | vm-define -",
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(OPTION),
	.run       = run,
};
