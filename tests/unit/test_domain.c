/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_domain - definitions of virtual machines read, completed, checked and printed */
#include "unit.h"

#include "driver/vm_complete.h"
#include "driver/vm_rules.h"
#include "model/snapshot.h"
#include "model/vm_kinds.h"

/* A machine with these elements in <domain> and these in <devices>. */
static char *
document(const char *parts, const char *devices)
{
	return text_format("<domain type='qemu'>\n"
			   "  <name>web</name>\n"
			   "  <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>\n"
			   "  <memory unit='KiB'>219136</memory>\n"
			   "%s"
			   "  <os><type arch='x86_64' machine='pc'>hvm</type></os>\n"
			   "  <devices>\n%s  </devices>\n"
			   "</domain>\n", parts, devices);
}

static struct vm_def *
read_as(const char *parts, const char *devices, enum view view)
{
	auto_free char *xml = document(parts, devices);

	return vm_def_parse(xml, strlen(xml), "web.xml", view, READ_STRICT);
}

static struct vm_def *
complete(const char *parts, const char *devices)
{
	auto_vm_def struct vm_def *def = read_as(parts, devices, VIEW_CONFIG);

	if (!def || vm_def_complete(def) < 0 || vm_def_check(def) < 0)
		return NULL;
	return steal(def);
}

/* What stands between <devices> and </devices>. */
static char *
devices_of(const struct vm_def *def, enum view view)
{
	auto_free char *text = vm_def_text(def, view);
	const char *begin = strstr(text, "<devices>\n"), *end = strstr(text, "  </devices>");

	return begin && end ? xstrndup(begin + 10, end - begin - 10) : xstrdup("");
}

/* ---- completion ---- */

static void
test_minimal(void)
{
	auto_vm_def struct vm_def *def = complete("", "");
	auto_free char *text = def ? vm_def_text(def, VIEW_CONFIG) : NULL;

	CHECK_TEXT(text,
		   "<domain type='qemu'>\n"
		   "  <name>web</name>\n"
		   "  <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>\n"
		   "  <memory unit='KiB'>219136</memory>\n"
		   "  <currentMemory unit='KiB'>219136</currentMemory>\n"
		   "  <vcpu placement='static'>1</vcpu>\n"
		   "  <os>\n"
		   "    <type arch='x86_64' machine='pc'>hvm</type>\n"
		   "    <boot dev='hd'/>\n"
		   "  </os>\n"
		   "  <clock offset='utc'/>\n"
		   "  <on_poweroff>destroy</on_poweroff>\n"
		   "  <on_reboot>restart</on_reboot>\n"
		   "  <on_crash>destroy</on_crash>\n"
		   "  <devices/>\n"
		   "</domain>\n");
}

static void
test_disks(void)
{
	auto_vm_def struct vm_def *def = complete("",
		"<disk device='cdrom'><target dev='hdc'/></disk>"
		"<disk><source file='/b'/><target dev='sdh'/></disk>"
		"<disk><source file='/a'/><target dev='hda'/></disk>");
	auto_free char *devices = def ? devices_of(def, VIEW_CONFIG) : NULL;

	CHECK_TEXT(devices,
		   "    <disk type='file' device='disk'>\n"
		   "      <source file='/a'/>\n"
		   "      <target dev='hda' bus='ide'/>\n"
		   "      <address type='drive' controller='0' bus='0' target='0' unit='0'/>\n"
		   "    </disk>\n"
		   "    <disk type='file' device='cdrom'>\n"
		   "      <target dev='hdc' bus='ide'/>\n"
		   "      <readonly/>\n"
		   "      <address type='drive' controller='0' bus='1' target='0' unit='0'/>\n"
		   "    </disk>\n"
		   "    <disk type='file' device='disk'>\n"
		   "      <source file='/b'/>\n"
		   "      <target dev='sdh' bus='scsi'/>\n"
		   "      <address type='drive' controller='1' bus='0' target='0' unit='0'/>\n"
		   "    </disk>\n"
		   "    <controller type='scsi' index='0'/>\n"
		   "    <controller type='scsi' index='1'/>\n"
		   "    <controller type='ide' index='0'/>\n");
}

static void
test_console(void)
{
	auto_vm_def struct vm_def *def = complete("", "<console type='pty'/>");
	auto_free char *devices = def ? devices_of(def, VIEW_CONFIG) : NULL;

	CHECK_TEXT(devices,
		   "    <serial type='pty'>\n"
		   "      <target port='0'/>\n"
		   "    </serial>\n"
		   "    <console type='pty'>\n"
		   "      <target type='serial' port='0'/>\n"
		   "    </console>\n");
}

static void
test_companions(void)
{
	auto_vm_def struct vm_def *def = complete("",
		"<controller type='usb' model='ich9-uhci1'/>"
		"<controller type='usb' model='ich9-ehci1'/>"
		"<controller type='usb' model='ich9-uhci1'/>"
		"<controller type='usb' model='ich9-ehci1'/>");
	const struct controller *controllers = def ? def->devices.controllers.item : NULL;
	static const int64_t index[] = { 0, 0, 1, 1 };

	CHECK(controllers && def->devices.controllers.n == COUNT(index));
	for (unsigned i = 0; controllers && i < COUNT(index); i++)
		CHECK(controllers[i].index.value == index[i]);
	CHECK(controllers && controllers[0].info.master_startport.given);
}

static void
test_graphics(void)
{
	auto_vm_def struct vm_def *def = complete("", "<graphics type='vnc' listen='0.0.0.0'/>");
	const struct graphics *vnc = def ? def->devices.graphics.item : NULL;

	CHECK(vnc && vnc->autoport == YES && vnc->port.value == -1 && vnc->listens.n == 1);
	CHECK_TEXT(vnc ? vnc->listens.item[0].address : NULL, "0.0.0.0");
	CHECK(def && def->devices.videos.n == 1 && def->devices.videos.item[0].primary == YES);
}

/* ---- views ---- */

static const char nic_with_alias[] =
	"<interface type='user'><mac address='52:54:00:00:00:01'/><alias name='%s'/></interface>";

static char *
alias_seen(const char *alias, enum view read, enum view shown)
{
	auto_free char *devices = text_format(nic_with_alias, alias);
	auto_vm_def struct vm_def *def = read_as("", devices, read);
	auto_free char *text = def ? devices_of(def, shown) : xstrdup("");

	return xstrdup(strstr(text, alias) ? alias : "");
}

static void
test_aliases(void)
{
	auto_free char *user = alias_seen("ua-net", VIEW_CONFIG, VIEW_CONFIG);
	auto_free char *live = alias_seen("net0", VIEW_STATUS, VIEW_STATUS);
	auto_free char *hidden = alias_seen("net0", VIEW_STATUS, VIEW_CONFIG);
	auto_free char *forgotten = alias_seen("net0", VIEW_CONFIG, VIEW_STATUS);

	CHECK_TEXT(user, "ua-net");
	CHECK_TEXT(live, "net0");
	CHECK_TEXT(hidden, "");
	CHECK_TEXT(forgotten, "");
}

static void
test_secrets(void)
{
	auto_vm_def struct vm_def *def = complete("", "<graphics type='vnc' passwd='sesame'/>");
	auto_free char *open = def ? vm_def_text(def, VIEW_CONFIG) : NULL;
	auto_free char *secret = def ? vm_def_text(def, VIEW_SECRET) : NULL;

	CHECK(open && !strstr(open, "sesame"));
	CHECK(secret && strstr(secret, "passwd='sesame'"));
}

/* ---- single rules ---- */

static void
test_chain(void)
{
	auto_vm_def struct vm_def *def = read_as("",
		"<disk><source file='/top'/>"
		"<backingStore type='file'><format type='raw'/><source file='/base'/><backingStore/></backingStore>"
		"<target dev='vda'/></disk>", VIEW_CONFIG);
	const struct storage_source *top = def ? &def->devices.disks.item[0].source : NULL;

	CHECK_TEXT(top ? storage_source_path(top) : NULL, "/top");
	CHECK_TEXT(top && top->backing ? storage_source_path(top->backing) : NULL, "/base");
	CHECK(top && top->backing && top->backing->format == FORMAT_RAW);
	CHECK(top && top->backing && top->backing->backing && top->backing->backing->type == STORAGE_NONE);
	CHECK(def && vm_def_disk(def, "/top") == def->devices.disks.item && !vm_def_disk(def, "/base"));
}

static void
test_pci_addresses(void)
{
	auto_vm_def struct vm_def *def = read_as("",
		"<rng model='virtio'><backend model='builtin'/>"
		"<address type='pci' domain='0' bus='0' slot='0' function='0'/></rng>"
		"<rng model='virtio'><backend model='builtin'/><address type='pci' slot='7'/></rng>", VIEW_CONFIG);
	auto_free char *devices = def ? devices_of(def, VIEW_CONFIG) : NULL;

	CHECK(devices && strstr(devices, "<address type='pci'/>"));
	CHECK(devices && strstr(devices, "<address type='pci' domain='0x0000' bus='0x00' slot='0x07' function='0x0'/>"));
}

/* What came after libvirt 9.0 is taken by those who are strict, and printed where libvirt prints it. */
static void
test_newer(void)
{
	static const struct { const char *parts, *devices, *line; } rows[] = {
		{ "<features><async-teardown/></features>", "", "<async-teardown enabled='yes'/>" },
		{ "<features><ras state='on'/></features>", "", "<ras state='on'/>" },
		{ "<features><ps2 state='off'/></features>", "", "<ps2 state='off'/>" },
		{ "<cpu mode='host-passthrough' migratable='on' deprecated_features='off'/>", "",
		  "<cpu mode='host-passthrough' migratable='on' deprecated_features='off'/>" },
		{ "<cpu><maxphysaddr mode='passthrough' limit='39'/></cpu>", "", "<maxphysaddr mode='passthrough' limit='39'/>" },
		{ "", "<disk><driver type='qcow2' discard='unmap' discard_no_unref='on'/><source file='/a'/><target dev='vda'/></disk>",
		  "<driver type='qcow2' discard='unmap' discard_no_unref='on'/>" },
		{ "", "<disk><source file='/a'/><target dpofua='on' dev='sda' bus='scsi'/></disk>", "<target dev='sda' bus='scsi' dpofua='on'/>" },
		{ "", "<interface type='user'><backend type='passt' hostname='web' fqdn='web.x'/></interface>",
		  "<backend type='passt' hostname='web' fqdn='web.x'/>" },
		{ "", "<video><model type='virtio' blob='on'/></video>", "<model type='virtio' blob='on'/>" },
		{ "", "<iommu model='intel'><driver dma_translation='off'/></iommu>", "<driver dma_translation='off'/>" },
		{ "", "<filesystem><binary><openfiles max='2048'/></binary><source dir='/a'/><target dir='x'/></filesystem>",
		  "<openfiles max='2048'/>" },
		{ "", "<tpm><backend type='emulator'><profile name='custom' source='local:x'/></backend></tpm>",
		  "<profile source='local:x' name='custom'/>" },
		{ "", "<disk><driver queues='4' discard_no_unref='on'/><source file='/a'/><target dev='vda'/></disk>",
		  "<driver discard_no_unref='on' queues='4'/>" },
		{ "", "<disk><driver><statistics><latency-histogram><bin start='5'/></latency-histogram></statistics></driver>"
		  "<source file='/a'/><target dev='vda'/></disk>", "<bin start='0'/>\n            <bin start='5'/>" },
		{ "", "<disk><driver><statistics><latency-histogram type='flush'><bin start='5'/></latency-histogram>"
		  "<latency-histogram type='read'><bin start='6'/></latency-histogram></statistics></driver>"
		  "<source file='/a'/><target dev='vda'/></disk>", "<bin start='6'/>\n          </latency-histogram>\n          <latency-histogram type='flush'>" },
		{ "", "<sound model='virtio'/>", "<sound model='virtio' streams='2'/>" },
		{ "", "<interface type='user'><route gateway='192.0.2.1'/><backend type='passt'/></interface>", "<route gateway='192.0.2.1'/>" },
		{ "<on_crash>preserve-running</on_crash>", "", "<on_crash>preserve-running</on_crash>" },
		{ "", "<interface type='vhostuser'><source dev='eth0'/><backend type='passt'/></interface>",
		  "<source dev='eth0'/>\n      <model type='virtio'/>\n      <backend type='passt'/>" },
		{ "", "<interface type='vhostuser'><source mode='client' type='unix' path='/s'/><model type='virtio'/></interface>",
		  "<source type='unix' path='/s' mode='client'/>" },
		{ "", "<interface type='user'><model type='IGB'/></interface>", "<model type='igb'/>" },
		{ "<iothreadids><iothread id='1'><poll shrink='2' weight='63' max='0'/></iothread></iothreadids>", "",
		  "<poll max='0' shrink='2' weight='63'/>" },
		{ "<features><hyperv><vsm state='on'/></hyperv></features>", "", "<vsm state='on'/>" },
		{ "", "<video><model type='virtio' edid='on' device='virtio-gpu-gl'/></video>",
		  "<model type='virtio' device='virtio-gpu-gl' edid='on'/>" },
		{ "", "<iommu model='smmuv3'><driver cmdqv='on' ssidsize='20' accel='on' ril='off'/></iommu>",
		  "<driver accel='on' ril='off' ssidsize='20' cmdqv='on'/>" },
		{ "", "<iommu model='virtio'><driver aw_bits='48'><granule mode='host'/></driver></iommu>",
		  "<driver aw_bits='48'>\n        <granule mode='host'/>" },
		{ "", "<interface type='user'><mac address='52:54:00:00:00:01' currentAddress='52:54:00:00:00:02'/></interface>",
		  "<mac address='52:54:00:00:00:01'/>" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++) {
		auto_vm_def struct vm_def *def = read_as(rows[i].parts, rows[i].devices, VIEW_CONFIG);
		auto_free char *text = def ? vm_def_text(def, VIEW_CONFIG) : NULL;

		CHECK(text && strstr(text, rows[i].line));
	}
}

static void
test_names(void)
{
	CHECK(disk_name_index("vda") == 0 && disk_name_index("hdz") == 25 && disk_name_index("sdaa") == 26);
	CHECK(disk_name_index("fda1") == 0 && disk_name_index("xvdb") == 1);
	CHECK(disk_name_index("nvme0n1") == 0 && disk_name_index("nvme3n20p1") == 19);
	CHECK(disk_name_index("nvme0n0") < 0 && disk_name_index("nvme0") < 0 && disk_name_index("nvme0n1x") < 0);
	CHECK(disk_name_index("vd") < 0 && disk_name_index("disk") < 0 && disk_name_index("sdA") < 0);
	CHECK(disk_name_index("sdzzzzzzzzzzzz") < 0 && disk_name_index(NULL) < 0);
}

static void
test_sets(void)
{
	auto_vm_def struct vm_def *def = complete("<vcpu cpuset='8-10, 1-4,^3,9'>2</vcpu>\n", "");
	unsigned char mask[SET_LIMIT / 8];

	CHECK_TEXT(def ? def->vcpu.cpuset : NULL, "1-2,4,8-10");
	CHECK(set_has("1-2,4", 4) && !set_has("1-2,4", 3) && set_count("1-2,4") == 3 && set_last("1-2,4") == 4);
	CHECK(set_read("0,^0", mask) < 0 && set_read("4-2", mask) < 0 && set_read("", mask) < 0);
	CHECK(set_read("16384", mask) < 0 && set_read("1,x", mask) < 0);
	CHECK(set_read("3,1-6,^6,^5", mask) == 5 && set_read("16383", mask) == 16384 && set_last("16383") == 16383);
	CHECK(!set_has("1", 16384) && !set_has(NULL, 0) && set_count(NULL) == 0 && set_last(NULL) == 0);
}

/* What the guest sees may not change between two definitions; the rest may. */
static void
test_compare(void)
{
	auto_vm_def struct vm_def *def = complete("", "<disk><source file='/a'/><target dev='vda'/></disk>");
	auto_vm_def struct vm_def *copy = def ? vm_def_copy(def) : NULL;

	if (!copy)
		return (void)CHECK(copy);
	free(copy->devices.disks.item[0].source.file);
	copy->devices.disks.item[0].source.file = xstrdup("/b");
	CHECK(model_compare(&vm_def_type, def, copy, ABI) == 0);
	copy->devices.disks.item[0].target.bus = DISK_BUS_SCSI;
	CHECK(model_compare(&vm_def_type, def, copy, ABI) < 0);
	CHECK(fail_fault() == FAULT_CONFIG && strstr(fail_story(), "bus"));
	fail_forget();
}

static const struct {
	const char *parts, *devices;
	enum fault fault;
	const char *story;
} refusals[] = {
	{ "<maxMemory slots='2' unit='KiB'>1</maxMemory>", "", FAULT_CONFIG, "maxMemory is less" },
	{ "<vcpu current='3'>2</vcpu>", "", FAULT_CONFIG, "3 current virtual processors of 2" },
	{ "<cputune><emulatorpin cpuset='0'/><emulatorpin cpuset='1'/></cputune>", "", FAULT_XML, "'emulatorpin' is said twice" },
	{ "", "<serial type='file'><source path='/a'/><source path='/b'/></serial>", FAULT_XML, "'source' is said twice" },
	{ "<vcpu cpuset='x'>2</vcpu>", "", FAULT_VALUE, "'x' is not a value of attribute 'cpuset'" },
	{ "", "<disk><target dev='vda'/></disk><disk><target dev='vda'/></disk>", FAULT_XML, "two disks have target 'vda'" },
	{ "", "<disk><target dev='foo' bus='ide'/></disk>", FAULT_XML, "disk target 'foo' names no disk" },
	{ "", "<disk><source file='/a'/><target dev='sda' bus='sata'/><product>12345678901234567890123456789012345678901</product></disk>",
	  FAULT_CONFIG, "has at most 40 letters" },
	{ "", "<disk><source file='/a'/><target dev='sda' bus='scsi'/><product>12345678901234567</product></disk>",
	  FAULT_CONFIG, "a product has at most 16 letters" },
	{ "<iothreadids><iothread id='1'><poll weight='64'/></iothread></iothreadids>", "", FAULT_XML, "is 0 to 63" },
	{ "<iothreadids><iothread id='1'><poll max='-1'/></iothread></iothreadids>", "", FAULT_XML, "not negative" },
	{ "<iothreadids><iothread id='1'><poll max='x'/></iothread></iothreadids>", "", FAULT_XML, "'x' is not a value" },
	{ "<features><hyperv><vsm state='yes'/></hyperv></features>", "", FAULT_XML, "'yes' is not a value of attribute 'state'" },
	{ "", "<video><model type='virtio' device='qxl'/></video>", FAULT_XML, "'qxl' is not a value of attribute 'device'" },
	{ "", "<iommu model='smmuv3'><driver ssidsize='21'/></iommu>", FAULT_XML, "ssidsize is 0 to 20" },
	{ "", "<iommu model='intel'><driver cmdqv='off'/></iommu>", FAULT_XML, "options are for model 'smmuv3'" },
	{ "", "<iommu model='virtio'><driver dma_translation='off'/></iommu>", FAULT_XML, "options are for model 'intel'" },
	{ "", "<iommu model='smmuv3'><driver aw_bits='48'/></iommu>", FAULT_XML, "aw_bits is for models" },
	{ "", "<disk device='lun'><source file='/a'/><target dev='sda'/></disk>", FAULT_CONFIG, "a lun needs" },
	{ "", "<disk><target dev='hda'/><address type='pci'/></disk>", FAULT_CONFIG, "has no pci address" },
	{ "<throttlegroups><throttlegroup><read_iops_sec>1</read_iops_sec></throttlegroup></throttlegroups>", "", FAULT_XML,
	  "missing element 'group_name'" },
	{ "<throttlegroups><throttlegroup><group_name>a</group_name></throttlegroup><throttlegroup><group_name>a</group_name>"
	  "</throttlegroup></throttlegroups>", "", FAULT_XML, "two throttle groups 'a'" },
	{ "", "<disk><source file='/a'/><target dev='vda'/><throttlefilters><throttlefilter group='a'/></throttlefilters></disk>",
	  FAULT_CONFIG, "no such throttle group" },
	{ "<throttlegroups><throttlegroup><group_name>a</group_name></throttlegroup></throttlegroups>",
	  "<disk><source file='/a'/><target dev='vda'/><throttlefilters><throttlefilter group='a'/><throttlefilter group='a'/>"
	  "</throttlefilters></disk>", FAULT_XML, "named twice" },
	{ "<throttlegroups><throttlegroup><group_name>a</group_name></throttlegroup></throttlegroups>",
	  "<disk><source file='/a'/><target dev='vda'/><throttlefilters><throttlefilter group='a'/></throttlefilters>"
	  "<iotune><read_iops_sec>1</read_iops_sec></iotune></disk>", FAULT_CONFIG, "either limits or throttle groups" },
	{ "", "<disk><driver iothread='1'><iothreads><iothread id='2'/></iothreads></driver><source file='/a'/><target dev='vda'/></disk>",
	  FAULT_CONFIG, "either one I/O thread or several" },
	{ "", "<disk><driver><statistics><latency-histogram><bin start='5'/><bin start='5'/></latency-histogram></statistics></driver>"
	  "<source file='/a'/><target dev='vda'/></disk>", FAULT_CONFIG, "each bin starts behind" },
	{ "", "<disk><driver><statistics><latency-histogram><bin start='5'/></latency-histogram><latency-histogram><bin start='5'/>"
	  "</latency-histogram></statistics></driver><source file='/a'/><target dev='vda'/></disk>", FAULT_CONFIG, "said twice" },
	{ "", "<disk><source file='/a'><dataStore type='file'><source file='/b'/></dataStore></source><target dev='vda'/></disk>",
	  FAULT_XML, "missing <format> of a <dataStore>" },
	{ "", "<disk><source file='/a'/><target dev='nvme0n0' bus='nvme'/></disk>", FAULT_XML, "names no disk" },
	{ "", "<disk model='usb-bot'><source file='/a'/><target dev='vda'/></disk>", FAULT_CONFIG, "for the usb bus" },
	{ "", "<iommu model='intel'/><iommu model='intel'/>", FAULT_XML, "only model 'smmuv3' has several" },
	{ "", "<iommu model='intel'><driver xtsup='on'/></iommu>", FAULT_XML, "for model 'amd'" },
	{ "<launchSecurity type='sev-snp'/>", "", FAULT_XML, "missing element 'policy'" },
	{ "", "<controller type='usb' model='none'/><hub type='usb'/>", FAULT_CONFIG, "no USB for a hub" },
	{ "", "<controller type='pci' index='0' model='pci-root'><address type='pci'/></controller>", FAULT_CONFIG,
	  "a pci-root controller has no address" },
	{ "", "<controller type='usb' index='0' model='ich9-uhci1'/>", FAULT_DETAIL, "companions but no master" },
	{ "", "<controller type='usb' model='none'/><controller type='usb' model='nec-xhci'/>", FAULT_DETAIL,
	  "has another USB controller" },
	{ "", "<controller type='usb' model='virtio-scsi'/>", FAULT_CONFIG, "a usb controller has no model 'virtio-scsi'" },
	{ "", "<controller type='scsi' model='lsilogic'><driver iothread='1'/></controller>", FAULT_XML, "an iothread is for" },
	{ "", "<disk><target dev='hda'/></disk>", FAULT_XML, "disk 'hda': missing source" },
	{ "", "<disk device='floppy'><target dev='fda' bus='ide'/></disk>", FAULT_XML, "the fdc bus is for floppies" },
	{ "", "<disk device='floppy'><target dev='vdc' bus='fdc'/></disk>", FAULT_XML, "names that begin with 'fd'" },
	{ "", "<disk><source file='/a'/><target dev='fda' bus='fdc'/></disk>", FAULT_XML, "the fdc bus is for floppies" },
	{ "", "<disk model='virtio-transitional'><source file='/a'/><target dev='sda' bus='scsi'/></disk>", FAULT_CONFIG,
	  "for the virtio bus" },
	{ "", "<disk><source file='/a'/><target dev='vda' tray='open'/></disk>", FAULT_CONFIG, "have a tray that opens" },
	{ "", "<disk type='network'><source protocol='nbd'><host port='1'/></source><target dev='vda'/></disk>", FAULT_XML,
	  "missing attribute 'name' of 'host'" },
	{ "", "<disk><source file='/a'><seclabel model='dac' relabel='no'><label>x</label></seclabel></source><target dev='vda'/></disk>",
	  FAULT_XML, "a label for what is not labelled" },
	{ "", "<interface type='client'><source port='1'/></interface>", FAULT_XML, "missing attribute 'address' of a client" },
	{ "", "<interface type='hostdev'/>", FAULT_XML, "missing address of a hostdev interface" },
	{ "", "<interface type='vhostuser'><source type='unix' path='/s' mode='client'/></interface>", FAULT_CONFIG,
	  "a vhostuser interface is a virtio one" },
	{ "", "<interface type='vhostuser'><source path='/s' mode='client'/><model type='virtio'/></interface>", FAULT_XML,
	  "needs 'type', 'path' and 'mode'" },
	{ "", "<interface type='vhostuser'><source type='tcp' path='/s' mode='client'/><model type='virtio'/></interface>", FAULT_CONFIG,
	  "'tcp' is not a value of attribute 'type'" },
	{ "", "<interface type='vhostuser'><source type='unix' path='/s' mode='client'/><backend type='passt'/></interface>", FAULT_CONFIG,
	  "has no socket of its own" },
	{ "<on_poweroff>preserve-running</on_poweroff>", "", FAULT_CONFIG, "only a guest that crashed" },
	{ "", "<interface type='bridge'><source bridge='b'><ip address='192.0.2.1'/></source></interface>", FAULT_CONFIG,
	  "at the host's end" },
	{ "", "<interface type='bridge'><source bridge='b'/><bandwidth><inbound average='1' floor='1'/></bandwidth></interface>",
	  FAULT_CONFIG, "guarantees a bandwidth" },
	{ "", "<hostdev mode='subsystem' type='pci'/>", FAULT_XML, "missing <source> of a host device" },
	{ "", "<hostdev mode='subsystem' type='scsi'><source><address bus='0' target='0' unit='0'/></source></hostdev>", FAULT_XML,
	  "missing name of the adapter" },
	{ "", "<memballoon model='virtio'/><memballoon model='virtio'/>", FAULT_XML, "'memballoon' is said twice" },
	{ "", "<memory model='nvdimm'><target><size>1</size></target></memory>", FAULT_DETAIL, "missing path of an nvdimm" },
	{ "", "<console type='pty'><target type='serial'/></console><console type='pty'/>", FAULT_CONFIG, "only the first console" },
	{ "<clock offset='utc'><timer name='rtc' tickpolicy='delay'><catchup slew='1'/></timer></clock>", "", FAULT_XML,
	  "tickpolicy 'catchup'" },
	{ "<cpu><feature name='x'/></cpu>", "", FAULT_XML, "features of a processor without a model" },
	{ "<cpu><vendor>Intel</vendor></cpu>", "", FAULT_XML, "a vendor of a processor without a model" },
	{ "<cpu check='full'><topology sockets='1' cores='1' threads='1'/></cpu>", "", FAULT_CONFIG, "attribute 'check'" },
	{ "<cpu><topology sockets='1'/></cpu>", "", FAULT_XML, "<topology> needs sockets" },
	{ "<cpu><model>m</model><feature name='x'/><feature name='x'/></cpu>", "", FAULT_XML, "feature 'x' is said twice" },
	{ "<vcpu>2</vcpu><cpu><numa><cell cpus='0-2' memory='1'/></numa></cpu>", "", FAULT_XML, "3 virtual processors of 2" },
	{ "", "<memory model='dimm'><target><size>1</size><node>0</node></target></memory>", FAULT_DETAIL, "NUMA cell 0" },
	{ "<iothreadids><iothread id='1'/><iothread id='1'/></iothreadids>", "", FAULT_XML, "two I/O threads have id 1" },
	{ "<perf><event name='cmt' enabled='yes'/><event name='cmt' enabled='no'/></perf>", "", FAULT_XML, "is said twice" },
	{ "<seclabel type='static' model='dac'/>", "", FAULT_XML, "missing label of a static seclabel" },
	{ "<seclabel model='dac'/><seclabel model='dac'/>", "", FAULT_DETAIL, "two seclabels of model 'dac'" },
	{ "", "<serial type='tcp'><source mode='bind'/></serial>", FAULT_XML, "missing attribute 'service'" },
	{ "", "<interface type='bridge'/>", FAULT_XML, "missing attribute 'bridge'" },
	{ "", "<interface type='user'><boot order='1'/></interface><redirdev type='spicevmc'><boot order='1'/></redirdev>",
	  FAULT_CONFIG, "taken twice" },
	{ "<currentMemory unit='x'>1</currentMemory>", "", FAULT_VALUE, "'1 x' is not a value of element 'currentMemory'" },
	{ "<on_reboot>x</on_reboot>", "", FAULT_CONFIG, "'x' is not a value of element 'on_reboot'" },
	{ "<features><apci/></features>", "", FAULT_CONFIG, "unknown element 'apci' in 'features'" },
	{ "<features><hyperv><vapic/></hyperv></features>", "", FAULT_XML, "missing attribute 'state' of 'vapic'" },
	{ "<vcpu>4</vcpu><cpu><numa><cell cpus='0-2' memory='1'/><cell cpus='2' memory='1'/></numa></cpu>", "", FAULT_CONFIG,
	  "virtual processor 2 is in two NUMA cells" },
	{ "<cpu><numa><cell id='0' memory='1'><distances><sibling id='0' value='20'/></distances></cell></numa></cpu>", "",
	  FAULT_XML, "no such NUMA distance: 20 to cell 0" },
	{ "<idmap><uid start='0' target='1' count='1'/></idmap>", "", FAULT_CONFIG, "users and groups are mapped together" },
	{ "", "<disk><source file='/a'/><backingStore type='file'><source file='/b'/></backingStore><target dev='vda'/></disk>",
	  FAULT_XML, "missing <format> of a <backingStore>" },
	{ "", "<disk type='network' device='floppy'><source name='x'/><target dev='fda'/></disk>", FAULT_XML, "needs a protocol" },
	{ "", "<disk type='volume'><source pool='p'/><target dev='vda'/></disk>", FAULT_XML, "pool and volume are said together" },
	{ "", "<disk type='vhostuser'><source path='/s'/><target dev='vda'/></disk>", FAULT_XML, "missing attribute 'type' of 'source'" },
	{ "", "<filesystem type='mount'><target dir='t'/></filesystem>", FAULT_XML, "missing source of a filesystem" },
	{ "", "<interface type='user'><teaming type='transient'/></interface>", FAULT_CONFIG, "says who is persistent" },
	{ "", "<interface type='user'><virtualport type='openvswitch'/></interface>", FAULT_CONFIG, "a user interface has no virtualport" },
	{ "", "<interface type='user'><bandwidth><inbound peak='1'/></bandwidth></interface>", FAULT_DETAIL, "neither average nor floor" },
	{ "", "<interface type='user'><link state='x'/></interface>", FAULT_CONFIG, "'x' is not a value of attribute 'state'" },
	{ "", "<interface type='user'><boot/></interface>", FAULT_XML, "missing attribute 'order' of 'boot'" },
	{ "", "<interface type='user'><route family='ipv6' address='::' gateway='192.0.2.1'/></interface>", FAULT_XML,
	  "gateway 192.0.2.1 is of another family" },
	{ "", "<interface type='user'><route gateway='192.0.2.1'/></interface>", FAULT_XML, "missing attribute 'address' of 'route'" },
	{ "", "<interface type='user'><route prefix='24' gateway='192.0.2.1'/><backend type='passt'/></interface>", FAULT_XML,
	  "missing attribute 'address' of 'route'" },
	{ "", "<interface type='user'><address/></interface>", FAULT_XML, "missing attribute 'type' of 'address'" },
	{ "", "<hostdev mode='capabilities' type='pci'><source/></hostdev>", FAULT_CONFIG, "has another mode" },
	{ "", "<graphics type='spice'><image/></graphics>", FAULT_XML, "missing attribute 'compression' of 'image'" },
	{ "", "<video><model type='vga' vgamem='1'/></video>", FAULT_CONFIG, "are for a qxl video device" },
	{ "", "<memory model='virtio-pmem'><target><size>1</size></target></memory>", FAULT_DETAIL, "missing path of an virtio-pmem" },
	{ "", "<interface type='user' tpye='x'/>", FAULT_XML, "unknown attribute 'tpye'" },
	{ "", "<rng model='virtio'><backend model='builtin'/><address type='pci' slot='0x20'/></rng>", FAULT_XML,
	  "no such PCI address" },
};

/* What becomes of what is said, and of what is not. */
static void
test_settled(void)
{
	static const struct {
		const char *parts, *devices, *printed;
	} rows[] = {
		{ "<clock offset='localtime' adjustment='5'/>", "", "<clock offset='variable' adjustment='5' basis='localtime'/>" },
		{ "<clock offset='utc' adjustment='reset'/>", "", "<clock offset='utc' adjustment='reset'/>" },
		{ "<features><capabilities><mknod/></capabilities></features>", "", "<mknod state='on'/>" },
		{ "<vcpu>2</vcpu><cpu><numa><cell id='0' cpus='0' memory='1'><distances><sibling id='1' value='21'/></distances></cell>"
		  "<cell id='1' cpus='1' memory='1'/></numa></cpu>", "",
		  "<sibling id='0' value='21'/>" },
		{ "<features><acpi/></features><features><acpi/><pae/></features>", "", "    <acpi/>\n    <pae/>\n" },
		{ "<seclabel type='dynamic' model='dac'/>", "", "<seclabel type='dynamic' model='dac' relabel='yes'/>" },
		{ "", "<vsock/>", "<cid auto='yes'/>" },
		{ "", "<interface type='user'><route address='0.0.0.0' gateway='192.0.2.1'/></interface>", "<route address=" },
		{ "", "<disk><source file='/a'><seclabel model='dac'><label>x</label></seclabel></source><target dev='vda'/></disk>",
		  "<seclabel model='dac' relabel='yes'>" },
	};

	for (unsigned i = 0; i < COUNT(rows); i++) {
		auto_vm_def struct vm_def *def = complete(rows[i].parts, rows[i].devices);
		auto_free char *text = def ? vm_def_text(def, VIEW_CONFIG) : xstrdup(fail_story());

		CHECK_TEXT(strstr(text, rows[i].printed) ? rows[i].printed : text, rows[i].printed);
		fail_forget();
	}
}

static void
test_refusals(void)
{
	for (unsigned i = 0; i < COUNT(refusals); i++) {
		auto_vm_def struct vm_def *def = complete(refusals[i].parts, refusals[i].devices);

		CHECK(!def && fail_fault() == refusals[i].fault);
		if (!strstr(fail_story(), refusals[i].story))
			CHECK_TEXT(fail_story(), refusals[i].story);
		fail_forget();
	}
}

/* ---- snapshots ---- */

static struct snapshot_def *
snapshot(const char *parts)
{
	auto_free char *xml = text_format("<domainsnapshot><name>s</name>%s</domainsnapshot>", parts);

	return snapshot_def_parse(xml, strlen(xml), "s.xml", VIEW_FILE, READ_STRICT);
}

static void
test_snapshot_disks(void)
{
	auto_snapshot_def struct snapshot_def *def =
		snapshot("<disks><disk name='vda'/><disk name='vdb'><source file='/o'/></disk></disks>");
	const struct snapshot_disk *disks = def ? def->disks.item : NULL;

	CHECK(disks && disks[0].snapshot == DISK_SNAPSHOT_NONE_SAID && disks[0].source.type == STORAGE_NONE);
	CHECK(disks && disks[1].snapshot == DISK_SNAPSHOT_EXTERNAL && disks[1].source.type == STORAGE_FILE);
}

static void
test_snapshot_domains(void)
{
	auto_snapshot_def struct snapshot_def *stub =
		snapshot("<domain><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid></domain>");
	auto_snapshot_def struct snapshot_def *whole =
		snapshot("<domain type='qemu'><name>web</name></domain><active>1</active>");
	auto_free char *shown = whole ? snapshot_def_text(whole, VIEW_CONFIG) : NULL;

	CHECK(stub && !stub->domain);
	CHECK(whole && whole->domain && whole->domain->type == VM_QEMU && whole->active.value == 1);
	CHECK(shown && !strstr(shown, "active"));
}

static void
test_snapshot_overlays(void)
{
	CHECK(!snapshot("<disks><disk name='vda' type='dir'><source dir='/o'/></disk></disks>"));
	CHECK(fail_fault() == FAULT_XML && strstr(fail_story(), "cannot be a dir"));
	fail_forget();
	CHECK(!snapshot("<disks><disk name='vda'><source file='o'/></disk></disks>"));
	CHECK(fail_fault() == FAULT_XML && strstr(fail_story(), "not absolute"));
	fail_forget();
}

/* A name that stands for the millionth disk does not make a million controllers. */
static void
test_far_disk(void)
{
	static const char xml[] = "<domain type='kvm'><name>g</name><memory>1024</memory><os><type>hvm</type></os>"
				  "<devices><disk><target dev='hdzzzz'/></disk></devices></domain>";
	auto_vm_def struct vm_def *def = vm_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_SILENT);

	CHECK(def);
	CHECK_FAILS(vm_def_complete(def), FAULT_CONFIG,
		    "a disk on ide controller 118813: there are 1024 at most");
}

/* Parts of one hypervisor are only kept for its kinds of machine. */
static void
test_extras(void)
{
	static const struct { const char *type; unsigned kept; } cases[] = { { "kvm", 1 }, { "test", 0 }, { "lxc", 0 } };

	for (unsigned i = 0; i < COUNT(cases); i++) {
		auto_free char *xml = text_format(
			"<domain type='%s' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
			"<name>g</name><memory>1024</memory><os><type>hvm</type></os>"
			"<qemu:commandline><qemu:arg value='-x'/></qemu:commandline></domain>", cases[i].type);
		auto_vm_def struct vm_def *def =
			vm_def_parse(xml, strlen(xml), "x", VIEW_CONFIG, READ_VALIDATE | READ_SILENT);

		CHECK(def && def->qemu.args.n == cases[i].kept);
	}
}

TESTS(
	TEST("a disk far out is refused", test_far_disk),
	TEST("parts of a hypervisor are its machines' alone", test_extras),
	TEST("a definition gets what libvirt adds", test_minimal),
	TEST("disks get bus, place, order and controllers", test_disks),
	TEST("a console is the first serial port", test_console),
	TEST("USB 2 controllers in a row are one bus", test_companions),
	TEST("a display gets ports, a listener and a video device", test_graphics),
	TEST("aliases of the driver live as long as the guest", test_aliases),
	TEST("secrets are only shown when asked for", test_secrets),
	TEST("a chain of images is read to its end", test_chain),
	TEST("a PCI address is whole or none", test_pci_addresses),
	TEST("what came after libvirt 9.0 is kept", test_newer),
	TEST("names of disks have numbers", test_names),
	TEST("sets of processors have one form", test_sets),
	TEST("what the guest sees is compared", test_compare),
	TEST("what is said is settled as libvirt settles it", test_settled),
	TEST("what makes no sense is refused", test_refusals),
	TEST("disks of a snapshot take part as they say", test_snapshot_disks),
	TEST("a snapshot holds whole definitions or none", test_snapshot_domains),
	TEST("overlays are files somebody can find", test_snapshot_overlays),
)
