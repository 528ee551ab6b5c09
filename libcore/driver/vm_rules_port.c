/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules_port - serial ports, consoles, channels, smart cards and redirected devices */
#include "driver/vm_rules_inside.h"

#include <stdio.h>

#include "model/chardev_rows.h"
#include "model/net_kinds.h"

/* The socket of a virtio channel is made up where none is said. */
static bool
has_own_socket(const struct channel *channel)
{
	return channel->target == TARGET_VIRTIO || channel->target == TARGET_XEN;
}

static int
check_source(const char *what, const struct chardev_source *source, bool made_up)
{
	bool tcp = source->type == CHARDEV_TCP, unix_socket = source->type == CHARDEV_UNIX;

	return RULES_HOLD(what, NULL,
		{ tcp && !source->host, FAULT_XML, "missing host of its source" },
		{ unix_socket && !source->path && !made_up, FAULT_XML, "missing path of its socket" },
		{ (tcp || unix_socket) && source->reconnect && source->mode != CHARDEV_CONNECT, FAULT_XML,
		  "only who connects can reconnect" });
}

static int
check_guestfwd(const struct channel *channel)
{
	return channel->target != TARGET_GUESTFWD || !channel->address ? 0 : RULES_HOLD("channel of type 'guestfwd'", NULL,
		{ !ip_is_v4(channel->address) && !ip_is_v6(channel->address), FAULT_XML, "its address is no IP address" },
		{ ip_is_v6(channel->address), FAULT_CONFIG, "its address is an IPv4 one" });
}

static int
check_smartcard(const struct smartcard *card)
{
	return RULES_HOLD("smart card", NULL,
		{ card->database && *card->database != '/', FAULT_XML, "its database is an absolute path" },
		{ card->info.address.type && card->info.address.type != ADDRESS_CCID, FAULT_CONFIG, "its address is of type 'ccid'" });
}

/* "2.10": both in decimals */
static bool
is_usb_version(const char *text)
{
	unsigned major, minor;
	int end = 0;

	return sscanf(text, "%2u.%2u%n", &major, &minor, &end) == 2 && !text[end];
}

enum { USB_CLASS_LAST = 0xff };

static int
check_redirfilter(const struct redirfilter *filter)
{
	list_each(rule, &filter->rules)
		if (RULES_HOLD("redirfilter", NULL,
			{ rule->version && !is_usb_version(rule->version), FAULT_XML, "a version is two numbers, 2.10" },
			{ rule->class.value > USB_CLASS_LAST, FAULT_XML, "a class is at most 0xff" }) < 0)
			return -1;
	return 0;
}

int
vm_rules_ports(const struct vm_def *def)
{
	const struct vm_devices *d = &def->devices;

#define CHECK_ALL(list, what)                                                   \
	list_each(device, list)                                                 \
		if (check_source(what, &device->source, false) < 0)             \
			return -1;
	list_each(serial, &d->serials)
		if (serial->target > TARGET_ISA_DEBUG)
			return fail(FAULT_CONFIG, "'%s' is no sort of serial port", words_name(&chardev_target_words, serial->target));
	CHECK_ALL(&d->serials,    "serial port")
	CHECK_ALL(&d->parallels,  "parallel port")
	CHECK_ALL(&d->consoles,   "console")
	CHECK_ALL(&d->redirdevs,  "redirected device")
	CHECK_ALL(&d->smartcards, "smart card")
	CHECK_ALL(&d->rngs,       "rng")
#undef CHECK_ALL
	list_each(console, &d->consoles)
		if (chardev_source_check(&console->source) < 0)
			return -1;
	list_each(channel, &d->channels)
		if (check_source("channel", &channel->source, has_own_socket(channel)) < 0 || check_guestfwd(channel) < 0)
			return -1;
	list_each(card, &d->smartcards)
		if (check_smartcard(card) < 0)
			return -1;
	list_each(redirdev, &d->redirdevs)
		if (redirdev->bus && strcmp(redirdev->bus, "usb"))
			return fail(FAULT_CONFIG, "there is no bus %s for a redirected device", quote(redirdev->bus));
	return d->redirfilter ? check_redirfilter(d->redirfilter) : 0;
}
