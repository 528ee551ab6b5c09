/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_kind - what may be done to which sort of device */
#include "base/fail.h"
#include "driver/device_inside.h"

enum { ATTACH = 1 << DEVICE_ATTACH, DETACH = 1 << DEVICE_DETACH, UPDATE = 1 << DEVICE_UPDATE, PLUG = ATTACH | DETACH };

static const struct {
	const char *word;
	unsigned deeds;
	bool unique;                     /* the one that an element means must not be there twice */
} kinds[] = {
	{ "disk",       PLUG | UPDATE, true },
	{ "interface",  PLUG | UPDATE },
	{ "controller", PLUG, true },
	{ "lease",      PLUG, true },
	{ "filesystem", PLUG },
	{ "hostdev",    PLUG, true },
	{ "redirdev",   PLUG },
	{ "serial",     PLUG },
	{ "parallel",   PLUG },
	{ "console",    PLUG },
	{ "channel",    PLUG },
	{ "input",      PLUG },
	{ "sound",      PLUG },
	{ "watchdog",   PLUG },
	{ "rng",        PLUG },
	{ "memory",     PLUG },
	{ "shmem",      PLUG },
	{ "vsock",      PLUG },
	{ "graphics",   UPDATE },
};

static const char *const deed_words[] = {
	[DEVICE_ATTACH] = "attached", [DEVICE_DETACH] = "detached", [DEVICE_UPDATE] = "updated",
};

/* It is the other face of a serial port, and comes and goes with that. */
static bool
is_serial_console(const struct vm_device *device)
{
	const struct chardev *console = text_same(vm_device_word(device), "console") ? device->object : NULL;

	return console && (console->target == TARGET_NONE || console->target == TARGET_SERIAL);
}

int
device_may(const struct vm_device *device, enum device_deed deed)
{
	if (is_serial_console(device))
		return fail(deed == DEVICE_DETACH ? FAULT_STATE : FAULT_UNSUPPORTED,
			    "the console of a serial port cannot be %s", deed_words[deed]);
	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (text_same(kinds[i].word, vm_device_word(device)) && kinds[i].deeds >> deed & 1)
			return 0;
	return fail(FAULT_UNSUPPORTED, "devices '%s' cannot be %s", vm_device_word(device), deed_words[deed]);
}

bool
device_is_unique(const struct vm_device *device)
{
	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (text_same(kinds[i].word, vm_device_word(device)))
			return kinds[i].unique;
	return false;
}
