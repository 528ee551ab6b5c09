/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_start - what libvirt lets a definition say, and QEMU cannot run
 *
 * Definitions come from libvirt with all of this in them: it is refused when the guest starts, or when
 * the device comes to one that runs. */
#include "base/rule.h"
#include "machine.h"
#include "validate.h"

static int
start_processors(const struct vm_def *def)
{
	return RULES_HOLD("CPU", NULL,
		{ def->cpu && def->cpu->mode == CPU_HOST_PASSTHROUGH && def->type != VM_KVM, FAULT_CONFIG,
		  "mode 'host-passthrough' needs KVM" });
}

static int
start_disks(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks) {
		const struct storage_encryption *encryption = disk_encryption(disk);
		bool rbd = disk->source.type == STORAGE_NETWORK && disk->source.net.protocol == PROTOCOL_RBD;

		if (RULES_HOLD("disk", disk->target.dev,
			{ disk->target.bus == DISK_BUS_XEN || disk->target.bus == DISK_BUS_UML || disk->target.bus == DISK_BUS_SD,
			  FAULT_CONFIG, "QEMU has no disks on its bus" },
			{ encryption && encryption->engine == ENGINE_LIBRBD && !rbd, FAULT_CONFIG,
			  "engine 'librbd' is for images of rbd" }) < 0)
			return -1;
	}
	return 0;
}

enum { SERIAL_PORTS = 31 };

static int
start_controllers(const struct vm_def *def)
{
	list_each(c, &def->devices.controllers)
		if (RULES_HOLD("controller", words_name(&controller_kind_words, c->type),
			{ c->type == CONTROLLER_VIRTIO_SERIAL && c->ports.value > SERIAL_PORTS, FAULT_CONFIG, "it has at most 31 ports" }) < 0)
			return -1;
	return 0;
}

static int
start_displays(const struct vm_def *def)
{
	unsigned count[graphics_kind_count] = { 0 };

	list_each(graphics, &def->devices.graphics)
		if (++count[graphics->type] > 1)
			return fail(FAULT_CONFIG, "there can be only one graphics of type '%s'",
				    words_name(&graphics_kind_words, graphics->type));
	return 0;
}

static int
start_inputs(const struct vm_def *def)
{
	list_each(input, &def->devices.inputs)
		if (RULES_HOLD("input", words_name(&input_kind_words, input->type),
			{ (input->type == INPUT_PASSTHROUGH || input->type == INPUT_EVDEV) && !input->evdev, FAULT_CONFIG,
			  "missing source" }) < 0)
			return -1;
	return 0;
}

/* Where no socket is named, one is named after the channel. */
static int
start_ports(const struct vm_def *def)
{
	list_each(serial, &def->devices.serials)
		if (serial->target == TARGET_SYSTEM_SERIAL && machine_is_x86(def))
			return fail(FAULT_CONFIG, "a serial port of type 'system-serial' is not possible on architecture '%s'",
				    def->os.arch);
	list_each(channel, &def->devices.channels)
		if (channel->source.type == CHARDEV_UNIX && !channel->source.path &&
		    validate_file_name(channel->name, "channel") < 0)
			return -1;
	return 0;
}

int
validate_start(const struct vm_def *def)
{
	static int (*const checks[])(const struct vm_def *) = {
		start_processors, start_disks, start_controllers, start_displays, start_inputs, start_ports,
	};

	for (unsigned i = 0; i < COUNT(checks); i++)
		if (checks[i](def) < 0)
			return -1;
	return 0;
}
