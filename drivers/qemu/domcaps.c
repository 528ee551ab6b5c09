/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* domcaps - what one emulator and machine offer a guest, as libvirt's <domainCapabilities>
 *
 * Values of an enumeration are offered when the emulator has the device behind them. */
#include "hostinfo.h"

#include <fcntl.h>

#include "base/fail.h"
#include "base/file.h"
#include "caps.h"

/* A value and what it needs of the emulator: a QOM type, NULL when every one has it. */
struct offer {
	const char *value, *type;
};

struct enumeration {
	const char *name;
	const struct offer *offers;          /* ends with a NULL value */
};

#define OFFERS(...) ((const struct offer[]){ __VA_ARGS__, { 0 } })
#define VIRTIO_MODELS(type)                                       \
	OFFERS({ "virtio", type "-pci" }, { "virtio-transitional", type "-pci-transitional" }, \
	       { "virtio-non-transitional", type "-pci-non-transitional" })

static const struct {
	const char *name;
	struct enumeration enumerations[6];
} devices[] = {
	{ "disk", {
		{ "diskDevice", OFFERS({ "disk" }, { "cdrom" }, { "floppy", "floppy" }, { "lun", "scsi-block" }) },
		{ "bus", OFFERS({ "ide", "ide-hd" }, { "fdc", "floppy" }, { "scsi", "scsi-hd" },
				{ "virtio", "virtio-blk-device" }, { "usb", "usb-storage" }, { "sata", "ich9-ahci" }) },
		{ "model", VIRTIO_MODELS("virtio-blk") } } },
	{ "graphics", {
		{ "type", OFFERS({ "sdl" }, { "vnc" }, { "spice", "chardev-spicevmc" }, { "egl-headless" },
				 { "dbus", "dbus-display" }) } } },
	{ "video", {
		{ "modelType", OFFERS({ "vga", "VGA" }, { "cirrus", "cirrus-vga" }, { "vmvga", "vmware-svga" },
				      { "qxl", "qxl" }, { "virtio", "virtio-gpu-device" }, { "none" },
				      { "bochs", "bochs-display" }, { "ramfb", "ramfb" }) } } },
	{ "hostdev", {
		{ "mode", OFFERS({ "subsystem" }) },
		{ "startupPolicy", OFFERS({ "default" }, { "mandatory" }, { "requisite" }, { "optional" }) },
		{ "subsysType", OFFERS({ "usb", "usb-host" }, { "pci", "vfio-pci" }, { "scsi", "scsi-generic" }) },
		{ "capsType", OFFERS({ 0 }) },
		{ "pciBackend", OFFERS({ 0 }) } } },
	{ "rng", {
		{ "model", VIRTIO_MODELS("virtio-rng") },
		{ "backendModel", OFFERS({ "random", "rng-random" }, { "egd", "rng-egd" },
					 { "builtin", "rng-builtin" }) } } },
	{ "filesystem", {
		{ "driverType", OFFERS({ "path", "virtio-9p-device" }, { "handle", "virtio-9p-device" },
				       { "virtiofs", "vhost-user-fs-device" }) } } },
	{ "tpm", {
		{ "model", OFFERS({ "tpm-tis", "tpm-tis" }, { "tpm-crb", "tpm-crb" }, { "tpm-spapr", "tpm-spapr" }) },
		{ "backendModel", OFFERS({ "passthrough", "tpm-passthrough" }, { "emulator", "tpm-emulator" },
					 { "external", "tpm-emulator" }) },
		{ "backendVersion", OFFERS({ "1.2" }, { "2.0" }) } } },
	{ "redirdev", {
		{ "bus", OFFERS({ "usb", "usb-redir" }) } } },
	{ "channel", {
		{ "type", OFFERS({ "pty" }, { "unix" }, { "spicevmc", "chardev-spicevmc" }) } } },
};

static const struct enumeration memory_backing[] = {
	{ "sourceType", OFFERS({ "file", "memory-backend-file" }, { "anonymous", "memory-backend-ram" },
			       { "memfd", "memory-backend-memfd" }) },
};

static const struct enumeration loader[] = {
	{ "type", OFFERS({ "rom" }, { "pflash" }) },
	{ "readonly", OFFERS({ "yes" }, { "no" }) },
	{ "secure", OFFERS({ "no" }) },
};

static const struct enumeration migratable[] = {
	{ "hostPassthroughMigratable", OFFERS({ "on" }, { "off" }) },
	{ "maximumMigratable", OFFERS({ "on" }, { "off" }) },
};

static bool
offered(const struct qemu_caps *caps, const struct offer *offer)
{
	return !offer->type || qemu_caps_has(caps, offer->type);
}

static void
add_enumeration(struct text *out, const struct qemu_caps *caps, const struct enumeration *e,
		const char *indent)
{
	if (!e->offers->value) {
		text_addf(out, "%s<enum name='%s'/>\n", indent, e->name);
		return;
	}
	text_addf(out, "%s<enum name='%s'>\n", indent, e->name);
	for (const struct offer *offer = e->offers; offer->value; offer++)
		if (offered(caps, offer))
			text_addf(out, "%s  <value>%s</value>\n", indent, offer->value);
	text_addf(out, "%s</enum>\n", indent);
}

/* --- parts */

/* What firmware descriptions are installed tells: some firmware for UEFI, its images. */
static void
add_os(struct text *out, const struct qemu_caps *caps)
{
	static const char *const images[] = {
		"/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/edk2/ovmf/OVMF_CODE.fd",
		"/usr/share/AAVMF/AAVMF_CODE.fd",
	};

	text_add(out, "  <os supported='yes'>\n    <enum name='firmware'>\n");
	if (file_exists(AT_FDCWD, "/usr/share/qemu/firmware"))
		text_add(out, "      <value>efi</value>\n");
	text_add(out, "    </enum>\n    <loader supported='yes'>\n");
	for (unsigned i = 0; i < COUNT(images); i++)
		if (file_exists(AT_FDCWD, images[i]))
			text_addf(out, "      <value>%s</value>\n", images[i]);
	for (unsigned i = 0; i < COUNT(loader); i++)
		add_enumeration(out, caps, &loader[i], "      ");
	text_add(out, "    </loader>\n  </os>\n");
}

static void
add_mode(struct text *out, const struct qemu_caps *caps, const char *name, bool offer,
	 const struct enumeration *e)
{
	text_addf(out, "    <mode name='%s' supported='%s'%s>\n", name, offer ? "yes" : "no",
		  offer && e ? "" : "/");
	if (!offer || !e)
		return;
	add_enumeration(out, caps, e, "      ");
	text_add(out, "    </mode>\n");
}

static void
add_cpu(struct text *out, const struct qemu_caps *caps, bool kvm)
{
	auto_strings struct strings models = { 0 };

	text_add(out, "  <cpu>\n");
	add_mode(out, caps, "host-passthrough", kvm, &migratable[0]);
	add_mode(out, caps, "maximum", true, &migratable[1]);
	add_mode(out, caps, "host-model", kvm, NULL);
	text_add(out, "    <mode name='custom' supported='yes'>\n");
	qemu_caps_names(caps, QEMU_CPU, &models);
	for (unsigned i = 0; i < models.n; i++)
		if (!text_same(models.item[i], "host") && !text_same(models.item[i], "max"))
			text_addf(out, "      <model>%s</model>\n", models.item[i]);
	text_add(out, "    </mode>\n  </cpu>\n");
}

static void
add_devices(struct text *out, const struct qemu_caps *caps)
{
	text_add(out, "  <devices>\n");
	for (unsigned i = 0; i < COUNT(devices); i++) {
		text_addf(out, "    <%s supported='yes'>\n", devices[i].name);
		for (const struct enumeration *e = devices[i].enumerations; e->name; e++)
			add_enumeration(out, caps, e, "      ");
		text_addf(out, "    </%s>\n", devices[i].name);
	}
	text_add(out, "  </devices>\n");
}

static void
add_features(struct text *out, const struct qemu_caps *caps)
{
	static const struct offer features[] = {
		{ "gic", "gicv3-common" }, { "vmcoreinfo", "vmcoreinfo" }, { "genid", "vmgenid" },
		{ "backingStoreInput" }, { "backup" },
	};

	text_add(out, "  <features>\n");
	for (unsigned i = 0; i < COUNT(features); i++)
		text_addf(out, "    <%s supported='%s'/>\n", features[i].value,
			  offered(caps, &features[i]) ? "yes" : "no");
	text_add(out, "    <sev supported='no'/>\n    <sgx supported='no'/>\n  </features>\n");
}

/* --- which one */

static const struct qemu_caps *
find_caps(const char *emulator, const char *arch)
{
	auto_free char *binary = emulator ? xstrdup(emulator) : qemu_binary(arch ? arch : hostinfo_arch());
	const struct qemu_caps *caps = binary ? qemu_caps(binary) : NULL;

	if (caps && arch && !text_same(arch, caps->arch))
		return fail(FAULT_OPTION, "%s emulates %s, not %s", binary, caps->arch, quote(arch)), NULL;
	return caps;
}

static int
use_kvm(const struct qemu_caps *caps, const char *virttype, bool *ret_kvm)
{
	if (virttype && !text_same(virttype, "qemu") && !text_same(virttype, "kvm"))
		return fail(FAULT_OPTION, "the qemu driver runs guests of type qemu and kvm, not %s", quote(virttype));
	if (text_same(virttype, "kvm") && !caps->kvm)
		return fail(FAULT_UNSUPPORTED, "KVM is not usable here");
	*ret_kvm = virttype ? text_same(virttype, "kvm") : caps->kvm;
	return 0;
}

int
qemu_vm_capabilities(const char *virttype, const char *emulator, const char *arch,
		     const char *machine_name, struct text *out)
{
	const struct qemu_caps *caps = find_caps(emulator, arch);
	const struct qemu_machine *machine = caps ? qemu_caps_machine(caps, machine_name) : NULL;
	bool kvm = false;

	if (!caps || use_kvm(caps, virttype, &kvm) < 0)
		return -1;
	if (!machine)
		return fail(FAULT_OPTION, machine_name ? "%s has no machine %s" : "%s has no default machine",
			    caps->binary, quote(machine_name ? machine_name : ""));
	text_add(out, "<domainCapabilities>\n  <path>");
	text_add_xml(out, caps->binary, false);
	text_addf(out, "</path>\n  <domain>%s</domain>\n  <machine>%s</machine>\n  <arch>%s</arch>\n"
		  "  <vcpu max='%u'/>\n  <iothreads supported='%s'/>\n", kvm ? "kvm" : "qemu",
		  machine->name, caps->arch, machine->max_cpus,
		  qemu_caps_has(caps, "iothread") ? "yes" : "no");
	add_os(out, caps);
	add_cpu(out, caps, kvm);
	text_add(out, "  <memoryBacking supported='yes'>\n");
	add_enumeration(out, caps, memory_backing, "    ");
	text_add(out, "  </memoryBacking>\n");
	add_devices(out, caps);
	add_features(out, caps);
	text_add(out, "</domainCapabilities>\n");
	return 0;
}
