/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* default - the guest everybody who tried libvirt knows */
#include "test.h"

static const char document[] =
	"<domain type='test'>\n"
	"  <name>test</name>\n"
	"  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>\n"
	"  <memory unit='KiB'>8388608</memory>\n"
	"  <currentMemory unit='KiB'>2097152</currentMemory>\n"
	"  <vcpu>2</vcpu>\n"
	"  <os>\n"
	"    <type arch='i686'>hvm</type>\n"
	"    <boot dev='hd'/>\n"
	"  </os>\n"
	"  <devices>\n"
	"    <disk type='file' device='disk'>\n"
	"      <source file='/guest/diskimage1'/>\n"
	"      <target dev='vda' bus='virtio'/>\n"
	"      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>\n"
	"    </disk>\n"
	"    <interface type='network'>\n"
	"      <mac address='aa:bb:cc:dd:ee:ff'/>\n"
	"      <source network='default'/>\n"
	"      <target dev='testnet0'/>\n"
	"      <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>\n"
	"    </interface>\n"
	"    <memballoon model='virtio'>\n"
	"      <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>\n"
	"    </memballoon>\n"
	"  </devices>\n"
	"</domain>\n";

int
test_load_default(void)
{
	auto_free char *name = NULL;
	auto_vm struct vm *vm = NULL;
	struct vm_start how = { 0 };

	if (vm_define(document, "test:///default", DEFINE_IF_CHANGED, NULL, &name, NULL) < 0)
		return -1;
	vm = vm_open(name, VM_TO_CHANGE);
	if (!vm)
		return -1;
	return vm->active ? 0 : vm_start(vm, &how);
}
