/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_ports - serial ports, consoles, channels and smart cards that QEMU cannot have */
#include "base/rule.h"
#include "machine.h"
#include "validate.h"

/* ---- host ends of character devices ---- */

static int
check_source(const struct vm_def *def, const struct chardev_source *source, const char *what)
{
	bool socket = source->type == CHARDEV_TCP || source->type == CHARDEV_UNIX;
	bool spice = source->type == CHARDEV_SPICEVMC || source->type == CHARDEV_SPICEPORT;

	return RULES_HOLD(what, NULL,
		{ socket && source->reconnect == YES && !source->reconnect_timeout.value, FAULT_CONFIG,
		  "the timeout of reconnect cannot be 0" },
		{ spice && !machine_shows(def, GRAPHICS_SPICE), FAULT_CONFIG, "its type needs graphics of type 'spice'" });
}

static int
check_sources(const struct vm_def *def)
{
	const struct vm_devices *d = &def->devices;

#define CHECK_ALL(list, what)                                                   \
	list_each(device, list)                                                 \
		if (check_source(def, &device->source, what) < 0)               \
			return -1;
	CHECK_ALL(&d->serials,    "serial port")
	CHECK_ALL(&d->parallels,  "parallel port")
	CHECK_ALL(&d->consoles,   "console")
	CHECK_ALL(&d->channels,   "channel")
	CHECK_ALL(&d->smartcards, "smart card")
	CHECK_ALL(&d->redirdevs,  "redirdev")
	CHECK_ALL(&d->rngs,       "rng")
#undef CHECK_ALL
	return 0;
}

/* ---- serial ports ---- */

/* Sorts of port that only some architectures have. */
static const struct { enum chardev_target target; bool x86; } serial_targets[] = {
	{ TARGET_ISA_SERIAL,       true },
	{ TARGET_ISA_DEBUG,        true },
	{ TARGET_SPAPR_VIO_SERIAL, false },
	{ TARGET_SCLP_SERIAL,      false },
};

/* The port that each device of the emulator is. */
static const struct { enum chardev_model model; enum chardev_target target; } serial_models[] = {
	{ MODEL_ISA_SERIAL,   TARGET_ISA_SERIAL },
	{ MODEL_USB_SERIAL,   TARGET_USB_SERIAL },
	{ MODEL_PCI_SERIAL,   TARGET_PCI_SERIAL },
	{ MODEL_ISA_DEBUGCON, TARGET_ISA_DEBUG },
	{ MODEL_SPAPR_VTY,    TARGET_SPAPR_VIO_SERIAL },
	{ MODEL_SCLPCONSOLE,  TARGET_SCLP_SERIAL },
	{ MODEL_SCLPLMCONSOLE, TARGET_SCLP_SERIAL },
	{ MODEL_PL011,        TARGET_SYSTEM_SERIAL },
	{ MODEL_16550A,       TARGET_SYSTEM_SERIAL },
};

static int
check_serial_model(const struct chardev *serial)
{
	for (unsigned i = 0; i < COUNT(serial_models); i++)
		if (serial_models[i].model == serial->model && serial_models[i].target != serial->target)
			return fail(FAULT_CONFIG, "a serial port of model '%s' is not of type '%s'",
				    words_name(&chardev_model_words, serial->model),
				    words_name(&chardev_target_words, serial->target));
	if (serial->target == TARGET_ISA_SERIAL && serial->info.address.type && serial->info.address.type != ADDRESS_ISA)
		return fail(FAULT_CONFIG, "the address of a serial port of type 'isa-serial' is of type 'isa'");
	return 0;
}

static int
check_serials(const struct vm_def *def)
{
	list_each(serial, &def->devices.serials)
		if (check_serial_model(serial) < 0)
			return -1;
	list_each(serial, &def->devices.serials)
		for (unsigned i = 0; i < COUNT(serial_targets); i++)
			if (serial_targets[i].target == serial->target && serial_targets[i].x86 != machine_is_x86(def))
				return fail(FAULT_CONFIG, "a serial port of type '%s' is not possible on architecture '%s'",
					    words_name(&chardev_target_words, serial->target), def->os.arch);
	return 0;
}

/* ---- consoles and smart cards ---- */

static int
check_consoles(const struct vm_def *def)
{
	list_each(console, &def->devices.consoles)
		if (RULES_HOLD("console of type", words_name(&chardev_target_words, console->target),
			{ console->target == TARGET_XEN || console->target == TARGET_UML || console->target == TARGET_LXC ||
			  console->target == TARGET_OPENVZ, FAULT_CONFIG, "it is of another hypervisor" },
			{ (console->target == TARGET_SCLP || console->target == TARGET_SCLPLM) && machine_is_x86(def), FAULT_CONFIG,
			  "it is of another architecture" }) < 0)
			return -1;
	return 0;
}

static int
check_smartcards(const struct vm_def *def)
{
	const struct smartcard_list *cards = &def->devices.smartcards;

	return RULES_HOLD("smart card", NULL,
		{ cards->n > 1 || (cards->n && cards->item[0].info.address.ccid.slot.value), FAULT_CONFIG, "QEMU has only one" });
}

int
validate_ports(const struct vm_def *def)
{
	static int (*const checks[])(const struct vm_def *) = { check_sources, check_serials, check_consoles, check_smartcards };

	for (unsigned i = 0; i < COUNT(checks); i++)
		if (checks[i](def) < 0)
			return -1;
	return 0;
}
