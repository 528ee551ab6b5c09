/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-detach-interface - unplug a network card */
#include "command/command.h"
#include "command/device_program.h"

static const char *type, *mac;
static bool as_xml;
static struct device_wait wait = { .timeout_ms = -1 };

static const struct option_row options[] = {
	OPT_VALUE(0, "mac", VALUE_TEXT, &mac, "MAC", "the one with this address"),
	OPT_FLAG(0, "print-xml", &as_xml, "print the element instead, change nothing"),
	DEVICE_WAIT_OPTIONS(wait),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("TYPE", "type", VALUE_TEXT, ARG_ONE, &type, "network, bridge, direct, user ..."),
	ROWS_END
};

static bool
is_meant(const struct nic *nic, const char *address)
{
	return text_same(words_name(&nic_kind_words, nic->type), type) &&
	       (!address || text_same(nic->mac.address, address));
}

static const struct nic *
find(const struct vm_def *def)
{
	auto_free char *address = NULL;
	const struct nic *found = NULL;

	if (mac && kind_mac.read(&address, mac, NULL, NULL) < 0)
		return fail(FAULT_USAGE, "%s is no MAC address", quote(mac)), NULL;
	list_each(nic, &def->devices.nics) {
		if (!is_meant(nic, address))
			continue;
		if (found)
			return fail(FAULT_FAILED, "there are several interfaces of type '%s': say which with --mac", type), NULL;
		found = nic;
	}
	if (!found)
		fail(FAULT_MISSING, "no interface of type '%s'%s%s", type, mac ? " with MAC address " : "", mac ? mac : "");
	return found;
}

static int
detach(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, as_xml ? VM_TO_READ : VM_TO_CHANGE);
	struct vm_def *def = !vm ? NULL : asked.config && !asked.live && vm->stored ? vm_config(vm) : vm_def(vm);
	const struct nic *nic = def ? find(def) : NULL;
	struct nic meant;
	struct vm_device like;

	if (!nic)
		return -1;
	/* Its place is known to one of the definitions only. */
	meant = (struct nic){ .type = nic->type, .mac.address = nic->mac.address };
	like = vm_device_of(&nic_type, as_xml ? (void *)nic : &meant);
	return as_xml ? device_print(&like) : device_detach_asked(vm, &like, &wait);
}

const struct command command = {
	.name      = "vm-detach-interface",
	.summary   = "unplug a network card",
	.virsh     = "detach-interface",
	.example   = "vm-detach-interface web network --mac=52:54:00:12:34:56 --persistent",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED) | CAN(TIMEOUT),
	.each      = detach,
};
