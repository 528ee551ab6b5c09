/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-xml-to-native - print what a virtual machine would be started with */
#include "command/command.h"
#include "driver/vm.h"
#include "driver/volume.h"

static const char *format, *file, *name;
static bool quoted;

static const struct option_row options[] = {
	OPT_VALUE(0, "xml", VALUE_FILE, &file, "FILE", "of this document, - for standard input"),
	OPT_FLAG (0, "shell", &quoted, "an argument a line, quoted for copy and paste"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("FORMAT", "format", VALUE_TEXT, ARG_ONE,      &format,
	    "qemu-argv, vmware-vmx, xen-xl, xen-xm or bhyve-argv"),
	ARG("VM",     "domain", VALUE_VM,   ARG_OPTIONAL, &name,   "of this virtual machine"),
	ROWS_END
};

static struct vm_def *
def_of_vm(void)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	const struct vm_def *def = vm ? vm_config(vm) : NULL;

	return def ? vm_def_copy(def) : NULL;
}

static struct vm_def *
def_of_file(void)
{
	auto_free char *xml = input_read(file, NULL);

	return xml ? vm_prepare(xml, input_name(file), 0) : NULL;
}

static void
print(const struct strings *words)
{
	for (unsigned i = 0; i < words->n; i++) {
		auto_free char *word = quoted ? text_shell(words->item[i]) : xstrdup(words->item[i]);

		answer("%s%s", i == 0 ? "" : quoted ? " \\\n  " : " ", word);
	}
	answer("\n");
}

static int
print_command(struct vm_def *def)
{
	auto_strings struct strings words = { 0 };

	if (volume_resolve_disks(def) < 0 || DRIVER_CALL(vm, to_native, def, format, &words) < 0)
		return -1;
	print(&words);
	return 0;
}

static int
print_file(const struct vm_def *def)
{
	auto_text struct text text = { 0 };

	if (DRIVER_CALL(vm, to_native_file, def, format, &text) < 0)
		return -1;
	answer("%s", text_get(&text));
	return 0;
}

static int
run(void)
{
	auto_vm_def struct vm_def *def = NULL;

	if (!name == !file)
		return fail(FAULT_USAGE, "either a virtual machine or --xml");
	if (name)
		def = def_of_vm();
	if ((name && !def) || vm_native_choose(format) < 0)
		return -1;
	if (file)
		def = def_of_file();
	return def ? DRIVER_HAS(vm, to_native_file) ? print_file(def) : print_command(def) : -1;
}

const struct command command = {
	.name      = "vm-xml-to-native",
	.summary   = "print what a virtual machine would be started with",
	.virsh     = "domxml-to-native",
	.example   = "vm-xml-to-native qemu-argv web1 --shell",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(NO_VM) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(OPTION),
	.run       = run,
};
