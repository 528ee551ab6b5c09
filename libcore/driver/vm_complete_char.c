/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete_char - serial and parallel ports, and the console that goes with the first */
#include "driver/vm_complete.h"

#include "base/fail.h"

/* ---- port numbers ---- */

/* The highest number of the first n. */
static int64_t
last_port(const struct chardev_list *list, unsigned n)
{
	int64_t last = -1;

	for (unsigned i = 0; i < n; i++)
		if (list->item[i].port.given && list->item[i].port.value > last)
			last = list->item[i].port.value;
	return last;
}

/* Serial ports come behind all that are said, others behind those before them. */
static void
number_ports(struct chardev_list *list, bool behind_all)
{
	for (unsigned i = 0; i < list->n; i++)
		if (!list->item[i].port.given)
			list->item[i].port = NUMBER_OF(last_port(list, behind_all ? list->n : i) + 1);
}

/* Those that a document says are ISA ports, which have four numbers; what becomes one later is QEMU's to judge. */
static int
number_isa_ports(struct chardev_list *serials)
{
	enum { ISA_PORTS = 4 };
	unsigned taken = 0;

	list_each(serial, serials) {
		if (serial->target != TARGET_ISA_SERIAL || !serial->port.given)
			continue;
		if (serial->port.value >= ISA_PORTS)
			return fail(FAULT_INTERNAL, "there are %d ISA serial ports: none has number %lld", ISA_PORTS,
				    (long long)serial->port.value);
		if (taken >> serial->port.value & 1)
			return fail(FAULT_XML, "two serial ports have number %lld", (long long)serial->port.value);
		taken |= 1 << serial->port.value;
	}
	list_each(serial, serials) {
		if (serial->target != TARGET_ISA_SERIAL || serial->port.given)
			continue;
		serial->port = NUMBER_OF(__builtin_ctz(~taken));
		if (serial->port.value >= ISA_PORTS)
			return fail(FAULT_INTERNAL, "there are %d ISA serial ports", ISA_PORTS);
		taken |= 1 << serial->port.value;
	}
	return 0;
}

int
complete_ports(struct vm_def *def)
{
	if (number_isa_ports(&def->devices.serials) < 0)
		return -1;
	number_ports(&def->devices.serials, true);
	number_ports(&def->devices.parallels, false);
	number_ports(&def->devices.consoles, false);
	return 0;
}

/* ---- the first console of a machine with serial ports is the first of these ---- */

static bool
serial_has_console(const struct chardev *serial)
{
	switch (serial->target) {
	case TARGET_NONE:
	case TARGET_ISA_SERIAL:
	case TARGET_SPAPR_VIO_SERIAL:
	case TARGET_SYSTEM_SERIAL:
	case TARGET_SCLP_SERIAL:
		return true;
	default:
		return false;
	}
}

static struct chardev
chardev_copy(const struct chardev *chardev)
{
	struct chardev *copy = model_copy(&serial_type, chardev), result = *copy;

	free(copy);
	return result;
}

static struct chardev
console_for(const struct chardev *serial)
{
	struct chardev console = chardev_copy(serial);

	console.target = TARGET_SERIAL;
	console.model = CHARDEV_MODEL_NONE;
	return console;
}

static void
put_first(struct chardev_list *list, struct chardev first)
{
	list_add(list);
	memmove(&list->item[1], &list->item[0], (list->n - 1) * sizeof first);
	list->item[0] = first;
}

/* The only console becomes the serial port that it stood for. */
static void
serial_from_console(struct vm_def *def)
{
	struct chardev serial = chardev_copy(&def->devices.consoles.item[0]);

	serial.target = TARGET_NONE;
	serial.model = CHARDEV_MODEL_NONE;
	serial.port = NUMBER_OF(0);
	put_first(&def->devices.serials, serial);
}

static bool
stands_for_serial(const struct vm_def *def)
{
	const struct chardev_list *consoles = &def->devices.consoles;

	return vm_is_hvm(def) && consoles->n && consoles->item[0].target == TARGET_SERIAL;
}

void
console_follow(struct vm_def *def)
{
	struct chardev *console = def->devices.consoles.item;

	if (!stands_for_serial(def) || !def->devices.serials.n)
		return;
	model_done(&console_type, console);
	*console = console_for(&def->devices.serials.item[0]);
}

int
complete_consoles(struct vm_def *def)
{
	struct chardev_list *serials = &def->devices.serials, *consoles = &def->devices.consoles;

	list_each(console, consoles) {
		if (console->target == TARGET_NONE)
			console->target = TARGET_SERIAL;
		if (console > consoles->item && console->target == TARGET_SERIAL)
			return fail(FAULT_CONFIG, "only the first console can be a serial port");
	}
	if (stands_for_serial(def) && !serials->n)
		serial_from_console(def);
	if (vm_is_hvm(def) && !stands_for_serial(def) && serials->n && serial_has_console(&serials->item[0]))
		put_first(consoles, console_for(&serials->item[0]));
	console_follow(def);
	return 0;
}
