/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-attach-disk - plug in a disk that options describe */
#include <stdio.h>
#include <sys/stat.h>

#include "command/command.h"
#include "command/device_program.h"
#include "command/later.h"

static const char *source, *target, *bus, *driver, *format, *iothread, *cache, *io, *device_word, *mode, *source_type;
static const char *serial, *wwn, *alias, *address, *protocol, *host_name, *host_transport, *host_socket, *groups;
static bool rawio, multifunction, shareable, as_xml;

static const char *const devices[] = { "disk", "cdrom", "floppy", "lun", NULL };
static const char *const modes[] = { "readonly", "shareable", NULL };
static const char *const source_types[] = { "file", "block", "network", "dir", NULL };

static const struct option_row options[] = {
	OPT_VALUE(0, "targetbus",   VALUE_TEXT, &bus,       "BUS",    "virtio, scsi, sata, usb ...; else the target's name decides"),
	OPT_VALUE(0, "driver",      VALUE_TEXT, &driver,    "NAME",   "who reads the image"),
	OPT_VALUE(0, "subdriver",   VALUE_TEXT, &format,    "FORMAT", "format of the image: raw, qcow2 ..."),
	OPT_VALUE(0, "iothread",    VALUE_TEXT, &iothread,  "N",      "I/O thread that serves it"),
	OPT_VALUE(0, "cache",       VALUE_TEXT, &cache,     "MODE",   "how the host caches it"),
	OPT_VALUE(0, "io",          VALUE_TEXT, &io,        "MODE",   "threads, native or io_uring"),
	OPT_WORD (0, "type",        &device_word, "DEVICE", devices,  "what the guest sees"),
	OPT_WORD (0, "mode",        &mode, "MODE", modes,             "readonly, or shareable with other guests"),
	OPT_WORD (0, "sourcetype",  &source_type, "TYPE", source_types, "what SOURCE is; else what is there decides"),
	OPT_VALUE(0, "serial",      VALUE_TEXT, &serial,    "TEXT",   "serial number"),
	OPT_VALUE(0, "wwn",         VALUE_TEXT, &wwn,       "WWN",    "world wide name"),
	OPT_VALUE(0, "alias",       VALUE_TEXT, &alias,     "ALIAS",  "a name of your own: ua-..."),
	OPT_FLAG (0, "rawio",       &rawio,                           "the guest may send raw commands"),
	OPT_VALUE(0, "address",     VALUE_TEXT, &address,   "PLACE",  "pci:0000.00.05.0, scsi:0.0.3, ide:0.0.1, sata:0.0.2, usb:0.1"),
	OPT_FLAG (0, "multifunction", &multifunction,                 "other functions of its PCI slot are used, too"),
	OPT_FLAG (0, "print-xml",   &as_xml,                          "print the element instead, change nothing"),
	OPT_VALUE(0, "source-protocol", VALUE_TEXT, &protocol, "NAME", "how the server is talked to"),
	OPT_VALUE(0, "source-host-name", VALUE_TEXT, &host_name, "HOST[:PORT]", "the server"),
	OPT_VALUE(0, "source-host-transport", VALUE_TEXT, &host_transport, "NAME", "tcp, unix, rdma"),
	OPT_VALUE(0, "source-host-socket", VALUE_TEXT, &host_socket, "PATH", "the server's socket"),
	OPT_VALUE(0, "throttle-groups", VALUE_TEXT, &groups, "LIST",  "groups whose limits it shares"),
	OPT_FLAG (0, "shareable",   &shareable,                       "other guests may use it at the same time"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",     "domain", VALUE_VM,   ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("SOURCE", "source", VALUE_FILE, ARG_ONE, &source, "image, device, or what the server calls it"),
	ARG("TARGET", "target", VALUE_TEXT, ARG_ONE, &target, "name in the guest: vdb, sdc ..."),
	ROWS_END
};

static const struct later later[] = {
	LATER_VALUE(&groups, "throttle-groups", "throttle groups"),
	LATER_END
};

/* ---- the place ---- */

/* KIND: and numbers divided by dots, as virsh takes them. */
static const struct {
	const char *word, *type;
	const char *attributes[4];
	bool hex;
} places[] = {
	{ "pci",  "pci",   { "domain", "bus", "slot", "function" }, true },
	{ "ccw",  "ccw",   { "cssid", "ssid", "devno" }, true },
	{ "scsi", "drive", { "controller", "bus", "unit" } },
	{ "ide",  "drive", { "controller", "bus", "unit" } },
	{ "sata", "drive", { "controller", "bus", "unit" } },
	{ "usb",  "usb",   { "bus", "port" } },
};

static int
add_numbers(struct text *xml, unsigned place, const char *numbers)
{
	auto_strings struct strings parts = { 0 };

	for (const char *dot; *numbers; numbers = *dot ? dot + 1 : dot) {
		dot = strchrnul(numbers, '.');
		strings_addf(&parts, "%s%.*s", places[place].hex && !text_starts(numbers, "0x") ? "0x" : "",
			     (int)(dot - numbers), numbers);
	}
	for (unsigned i = 0; i < parts.n || (i < COUNT(places[place].attributes) && places[place].attributes[i]); i++) {
		if (i >= parts.n || i >= COUNT(places[place].attributes) || !places[place].attributes[i])
			return fail(FAULT_USAGE, "--address=%s: wrong count of numbers", address);
		device_attribute(xml, places[place].attributes[i], parts.item[i]);
	}
	return 0;
}

static int
add_address(struct text *xml)
{
	const char *colon = address ? strchr(address, ':') : NULL;
	unsigned place = 0;

	if (!address)
		return 0;
	while (place < COUNT(places) && !(colon && text_starts(address, places[place].word) &&
					  (size_t)(colon - address) == strlen(places[place].word)))
		place++;
	if (place == COUNT(places))
		return fail(FAULT_USAGE, "--address=%s: it begins with none of pci: ccw: scsi: ide: sata: usb:", address);
	text_addf(xml, "<address type='%s'", places[place].type);
	if (add_numbers(xml, place, colon + 1) < 0)
		return -1;
	text_addf(xml, "%s/>", multifunction ? " multifunction='on'" : "");
	return 0;
}

/* ---- the source ---- */

static const char *
kind_of_source(void)
{
	struct stat st;

	if (source_type)
		return source_type;
	if (protocol)
		return "network";
	return stat(source, &st) == 0 && S_ISBLK(st.st_mode) ? "block" : "file";
}

static void
add_host(struct text *xml)
{
	const char *colon = host_name ? strrchr(host_name, ':') : NULL;
	auto_free char *name = text_format("%.*s", colon ? (int)(colon - host_name) : host_name ? (int)strlen(host_name) : 0,
					   host_name ? host_name : "");

	if (!host_name && !host_socket)
		return;
	text_add(xml, "<host");
	device_attribute(xml, "name", host_name ? name : NULL);
	device_attribute(xml, "port", colon ? colon + 1 : NULL);
	device_attribute(xml, "transport", host_transport);
	device_attribute(xml, "socket", host_socket);
	text_add(xml, "/>");
}

static void
add_source(struct text *xml, const char *kind)
{
	static const struct { const char *kind, *attribute; } attributes[] = {
		{ "file", "file" }, { "block", "dev" }, { "dir", "dir" }, { "network", "name" },
	};

	if (!*source)
		return;
	text_add(xml, "<source");
	device_attribute(xml, "protocol", protocol);
	for (unsigned i = 0; i < COUNT(attributes); i++)
		if (text_same(attributes[i].kind, kind))
			device_attribute(xml, attributes[i].attribute, source);
	text_add(xml, ">");
	add_host(xml);
	text_add(xml, "</source>");
}

/* ---- all of it ---- */

static void
add_driver(struct text *xml)
{
	if (!driver && !format && !iothread && !cache && !io)
		return;
	text_add(xml, "<driver");
	device_attribute(xml, "name", driver);
	device_attribute(xml, "type", format);
	device_attribute(xml, "iothread", iothread);
	device_attribute(xml, "cache", cache);
	device_attribute(xml, "io", io);
	text_add(xml, "/>");
}

static void
add_target(struct text *xml)
{
	text_add(xml, "<target");
	device_attribute(xml, "dev", target);
	device_attribute(xml, "bus", bus);
	text_add(xml, "/>");
}

static void
add_value(struct text *xml, const char *element, const char *value)
{
	if (!value)
		return;
	text_addf(xml, "<%s>", element);
	text_add_said_xml(xml, value, false);
	text_addf(xml, "</%s>", element);
}

static int
disk_xml(struct text *xml)
{
	const char *kind = kind_of_source();

	text_add(xml, "<disk");
	device_attribute(xml, "type", kind);
	device_attribute(xml, "device", device_word);
	device_attribute(xml, "rawio", rawio ? "yes" : NULL);
	text_add(xml, ">");
	add_driver(xml);
	add_source(xml, kind);
	add_target(xml);
	text_add(xml, text_same(mode, "readonly") ? "<readonly/>" : "");
	text_add(xml, shareable || text_same(mode, "shareable") ? "<shareable/>" : "");
	add_value(xml, "serial", serial);
	add_value(xml, "wwn", wwn);
	device_option(xml, "alias", "name", alias);
	if (add_address(xml) < 0)
		return -1;
	text_add(xml, "</disk>");
	return 0;
}

static int
run(void)
{
	return later_refuse(later);
}

static int
attach(const char *name)
{
	auto_vm_device struct vm_device device = { 0 };

	return device_attach_made(name, disk_xml, as_xml, &device);
}

const struct command command = {
	.name      = "vm-attach-disk",
	.summary   = "plug in a disk that options describe",
	.virsh     = "attach-disk",
	.example   = "vm-attach-disk web /srv/data.qcow2 vdb --subdriver=qcow2 --persistent",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED) | CAN(MISSING),
	.run       = run,
	.each      = attach,
};
