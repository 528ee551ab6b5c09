/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config - the configuration files of xl, and of its forerunner xm, to and from definitions */
#include "config.h"

#include "config_inside.h"
#include "driver/vm_complete.h"

/* In the order in which they are written. */
static const struct part {
	read_part *read;
	write_part *write;
	bool xl_only;
} parts[] = {
	{ read_identity,        write_identity },
	{ read_memory,          write_memory },
	{ read_processors,      write_processors },
	{ read_features,        write_features },
	{ read_clock,           write_clock },
	{ read_lifecycle,       write_lifecycle },
	{ read_emulator,        write_emulator },
	{ read_display,         write_display },
	{ read_nics,            write_nics },
	{ read_pci,             write_pci },
	{ read_ports,           write_ports },
	{ read_sound,           write_sound },
	{ read_boot,            write_boot },
	{ read_nested,          write_nested, .xl_only = true },
	{ read_cpuid,           write_cpuid, .xl_only = true },
	{ read_numa,            write_numa, .xl_only = true },
	{ read_disks,           write_disks },
	{ read_spice,           write_spice, .xl_only = true },
	{ read_inputs,          write_inputs },
	{ read_usb,             write_usb, .xl_only = true },
	{ read_usb_controllers, write_usb_controllers, .xl_only = true },
	{ read_channels,        write_channels, .xl_only = true },
	{ read_xenbus,          write_xenbus, .xl_only = true },
	{ read_arguments,       write_arguments, .xl_only = true },
};

bool
is_hvm(const struct vm_def *def)
{
	return def->os.type == OS_HVM;
}

/* ---- reading ---- */

/* A guest that knows Xen has a console of Xen's. */
static void
add_console(struct vm_def *def)
{
	struct chardev *console = list_add(&def->devices.consoles);

	console->source.type = CHARDEV_PTY;
	console->target = TARGET_XEN;
	console->port = NUMBER_OF(0);
}

static void
add_input(struct vm_def *def, enum input_kind type, enum input_bus bus)
{
	struct input *input = list_add(&def->devices.inputs);

	input->type = type;
	input->bus = bus;
}

static void
add_devices(struct reader *r)
{
	enum input_bus bus = r->hvm ? INPUT_BUS_PS2 : INPUT_BUS_XEN;

	if (!r->hvm)
		add_console(r->def);
	add_input(r->def, INPUT_MOUSE, bus);
	add_input(r->def, INPUT_KEYBOARD, bus);
	if (r->format == XEN_XM) {
		r->def->devices.memballoon = model_new(&memballoon_type);
		r->def->devices.memballoon->model = MEMBALLOON_XEN;
	}
}

/* libvirt's answers for xl give a cirrus card what libxl gives it; a drive that is a device
 * stays one without a medium; a guest without hardware is "linux" in documents; ports of a
 * switch have no identity before they are used. */
static void
settle(struct reader *r)
{
	enum { CIRRUS_KIB = 8192 };

	list_each(video, &r->def->devices.videos)
		if (r->format == XEN_XL && video->model == VIDEO_CIRRUS)
			video->vram = CIRRUS_KIB;
	list_each(disk, &r->def->devices.disks)
		if (text_same(disk->driver.name, "phy") && storage_source_empty(&disk->source))
			storage_source_clear(&disk->source, STORAGE_BLOCK);
	if (r->def->os.type == OS_XEN)
		r->def->os.type = OS_LINUX;
	list_each(nic, &r->def->devices.nics)
		if (nic->virtualport) {
			free(nic->virtualport->interfaceid);
			nic->virtualport->interfaceid = NULL;
		}
}

struct vm_def *
config_read(const char *text, const char *whence, enum xen_format format)
{
	auto_settings struct settings settings = { 0 };
	auto_vm_def struct vm_def *def = NULL;
	struct reader reader;

	if (settings_read(text, whence, SETTINGS_QUOTED, &settings) < 0)
		return NULL;
	def = model_new(&vm_def_type);
	reader = (struct reader){ .settings = settings, .format = format, .def = def };
	for (unsigned i = 0; i < COUNT(parts); i++)
		if ((format == XEN_XL || !parts[i].xl_only) && parts[i].read(&reader) < 0)
			return NULL;
	add_devices(&reader);
	if (vm_def_complete(def) < 0)
		return fail_within("%s", whence), NULL;
	settle(&reader);
	return steal(def);
}

/* ---- writing ---- */

int
config_write(const struct vm_def *def, enum xen_format format, struct text *out)
{
	struct writer writer = { .def = def, .format = format, .hvm = is_hvm(def), .out = out };

	if (def->type != VM_XEN)
		return fail(FAULT_CONFIG, "a guest of type '%s' is none of Xen's",
			    words_name(&vm_kind_words, def->type));
	for (unsigned i = 0; i < COUNT(parts); i++)
		if ((format == XEN_XL || !parts[i].xl_only) && parts[i].write(&writer) < 0)
			return -1;
	return 0;
}
