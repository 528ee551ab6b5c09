/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules_disk - disks, and the images behind them */
#include "driver/vm_rules_inside.h"

enum { VENDOR_LENGTH = 8, PRODUCT_LENGTH = 16, ATA_PRODUCT_LENGTH = 40, WWN_LENGTH = 16 };

static bool
is_wwn(const char *text)
{
	if (text_starts(text, "0x"))
		text += 2;
	return strlen(text) == WWN_LENGTH && strspn(text, "0123456789abcdefABCDEF") == WWN_LENGTH;
}

/* ---- where an image is ---- */

/* Printable, and none of the signs that end a word of the header (RFC 6265, 4.1.1). */
static bool
is_cookie_text(const char *text, const char *without)
{
	for (; text && *text; text++)
		if (*text <= ' ' || *text >= 0x7f || strchr(without, *text))
			return false;
	return true;
}

/* A value may stand between quotes. */
static bool
is_cookie_value(const char *value)
{
	auto_free char *bare = xstrdup(value ? value : "");
	size_t n = strlen(bare);
	bool quoted = n > 1 && bare[0] == '"' && bare[n - 1] == '"';

	if (quoted)
		bare[n - 1] = '\0';
	return is_cookie_text(bare + quoted, ",;\\\"");
}

static int
check_cookies(const char *name, const struct source_cookie_list *cookies)
{
	list_each(cookie, cookies) {
		bool twice = false;

		list_before(other, cookie, cookies)
			twice |= !strcmp(other->name, cookie->name);
		if (RULES_HOLD("disk", name,
			{ !*cookie->name || !is_cookie_text(cookie->name, "()<>@,;:\\\"/[]?={}"),
			  FAULT_XML, "the name of a cookie has signs that it cannot have" },
			{ !cookie->value || !*cookie->value, FAULT_XML, "missing value of a cookie" },
			{ !is_cookie_value(cookie->value), FAULT_XML, "the value of a cookie has signs that it cannot have" },
			{ twice, FAULT_XML, "a cookie is said twice" }) < 0)
			return -1;
	}
	return 0;
}

/* Their servers know users. */
#define AUTHENTICATED (ONE(PROTOCOL_RBD) | ONE(PROTOCOL_ISCSI) | ONE(PROTOCOL_SSH) | ONE(PROTOCOL_HTTP) | ONE(PROTOCOL_HTTPS) | \
		       ONE(PROTOCOL_FTP) | ONE(PROTOCOL_FTPS))

/* Who asks for a password, and what sort of secret it is. */
static int
check_auth(const char *name, const struct storage_source *source, const struct storage_auth *auth)
{
	enum storage_protocol protocol = source->net.protocol;
	bool ceph = protocol == PROTOCOL_RBD, iscsi = protocol == PROTOCOL_ISCSI;

	return !auth ? 0 : RULES_HOLD("disk", name,
		{ source->type == STORAGE_NETWORK && !(AUTHENTICATED & ONE(protocol)), FAULT_CONFIG,
		  "its protocol has no authentication" },
		{ (ceph && text_same(auth->secret.type, "iscsi")) || (iscsi && text_same(auth->secret.type, "ceph")), FAULT_CONFIG,
		  "the type of its secret is not that of its protocol" });
}

static int
check_servers(const char *name, const struct storage_source *source)
{
	bool nameless = source->net.protocol == PROTOCOL_NBD;
	bool in_pool = source->net.protocol == PROTOCOL_RBD || source->net.protocol == PROTOCOL_GLUSTER;

	list_each(host, &source->net.hosts)
		if (RULES_HOLD("disk", name,
			{ host->transport != TRANSPORT_UNIX && host->socket, FAULT_XML, "a socket is for transport 'unix'" }) < 0)
			return -1;
	if (RULES_HOLD("disk", name,
		{ !nameless && !source->net.name, FAULT_XML, "missing name of a network source" },
		{ in_pool && source->net.name && !strchr(source->net.name, '/'), FAULT_XML,
		  "a network source is named by pool and image" }) < 0)
		return -1;
	return check_cookies(name, &source->net.cookies);
}

static int
check_source(const char *name, const struct storage_source *source)
{
	bool fat = source->format == FORMAT_FAT;

	if (source->type == STORAGE_NETWORK && source->net.protocol && check_servers(name, source) < 0)
		return -1;
	return RULES_HOLD("disk", name,
		{ source->reservations.managed == NO && !source->reservations.source_path, FAULT_XML,
		  "missing connection of persistent reservations" },
		{ source->type == STORAGE_VHOST_USER && source->vhost_user.reconnect == YES &&
		  !source->vhost_user.reconnect_timeout.given, FAULT_XML, "missing timeout of reconnect" },
		{ fat && source->type != STORAGE_DIR && !storage_source_empty(source), FAULT_CONFIG,
		  "format 'fat' is for type 'dir'" });
}

/* ---- disks ---- */

static int
check_place(const struct disk *disk)
{
	const struct storage_source *source = &disk->source;
	bool floppy = disk->device == DISK_FLOPPY, unformatted = false;

	for (const struct storage_source *below = source->backing; below; below = below->backing)
		unformatted |= below->type && !below->format;
	return RULES_HOLD("disk", disk->target.dev,
		{ unformatted, FAULT_XML, "missing <format> of a <backingStore>" },
		{ source->data_store && !source->data_store->format, FAULT_XML, "missing <format> of a <dataStore>" },
		{ disk->device == DISK_DISK && storage_source_local(source) && storage_source_empty(source),
		  FAULT_XML, "missing source" },
		{ (disk->target.bus == DISK_BUS_FDC) != floppy, FAULT_XML,
		  "the fdc bus is for floppies, and nothing else for them" },
		{ text_starts(disk->target.dev, "fd") != floppy && disk->device != DISK_CDROM, FAULT_XML,
		  "names that begin with 'fd' are those of floppies" },
		{ disk_name_index(disk->target.dev) < 0, FAULT_XML, "that is no name of a disk" },
		{ disk->target.removable && disk->target.bus != DISK_BUS_USB, FAULT_XML, "removable is for the usb bus" },
		{ source->startup_policy && source->type == STORAGE_NETWORK, FAULT_XML,
		  "a network source has no startupPolicy" },
		{ source->startup_policy == STARTUP_REQUISITE && disk->device != DISK_CDROM && !floppy, FAULT_XML,
		  "startupPolicy 'requisite' is for the drives of CD-ROMs and floppies" });
}

static int
check_lun(const struct disk *disk)
{
	bool lun = disk->device == DISK_LUN, network = disk->source.type == STORAGE_NETWORK;

	return RULES_HOLD("disk", disk->target.dev,
		{ lun && network && disk->source.net.protocol != PROTOCOL_ISCSI, FAULT_CONFIG, "of network sources, a lun is of iSCSI" },
		{ lun && (disk->source.slices.n || disk_encryption(disk)), FAULT_CONFIG, "a lun has neither slices nor encryption" },
		{ disk->rawio && !lun, FAULT_CONFIG, "rawio is for device 'lun'" },
		{ disk->sgio && !lun, FAULT_CONFIG, "sgio is for device 'lun'" },
		{ disk->source.reservations.managed && !lun, FAULT_CONFIG, "reservations are for device 'lun'" });
}

static int
check_driver(const struct disk *disk)
{
	bool is_virtio = disk->target.bus == DISK_BUS_VIRTIO;

	if (vm_rules_virtio("disk", disk->target.dev, &disk->driver.virtio, is_virtio) < 0)
		return -1;
	return RULES_HOLD("disk", disk->target.dev,
		{ disk->driver.ioeventfd && !is_virtio, FAULT_CONFIG, "ioeventfd is for the virtio bus" },
		{ disk->driver.event_idx && !is_virtio, FAULT_CONFIG, "event_idx is for the virtio bus" },
		{ !is_virtio && disk->driver.queues, FAULT_CONFIG, "queues are for the virtio bus" },
		{ !is_virtio && disk->model && disk->model < DISK_USB_STORAGE, FAULT_CONFIG, "its model is for the virtio bus" },
		{ disk->target.bus != DISK_BUS_USB && disk->model >= DISK_USB_STORAGE, FAULT_CONFIG, "its model is for the usb bus" },
		{ disk->driver.iothread && disk->driver.iothreads.n, FAULT_CONFIG, "it has either one I/O thread or several" },
		{ disk->driver.rerror_policy == DISK_ERROR_ENOSPACE, FAULT_CONFIG, "rerror_policy is not 'enospace'" });
}

/* What a drive tells of itself. */
static int
check_identity(const struct disk *disk)
{
	size_t product = disk->product ? strlen(disk->product) : 0;
	bool ata = disk->target.bus == DISK_BUS_IDE || disk->target.bus == DISK_BUS_SATA;

	return RULES_HOLD("disk", disk->target.dev,
		{ disk->vendor && strlen(disk->vendor) > VENDOR_LENGTH, FAULT_CONFIG, "a vendor has at most 8 letters" },
		{ product > PRODUCT_LENGTH && !ata, FAULT_CONFIG, "a product has at most 16 letters" },
		{ product > ATA_PRODUCT_LENGTH, FAULT_CONFIG, "a product on the ide and sata buses has at most 40 letters" },
		{ disk->wwn && !is_wwn(disk->wwn), FAULT_XML, "a WWN is 16 hexadecimal digits" });
}

static int
check_iotune(const struct disk *disk)
{
	const struct disk_iotune *t = &disk->iotune;

	return RULES_HOLD("disk", disk->target.dev,
		{ t->total_bytes_sec && (t->read_bytes_sec || t->write_bytes_sec), FAULT_XML,
		  "limits of bytes are either for all or for reading and writing" },
		{ t->total_iops_sec && (t->read_iops_sec || t->write_iops_sec), FAULT_XML,
		  "limits of operations are either for all or for reading and writing" });
}

/* Groups have names of their own. */
static int
check_groups(const struct disk_iotune_list *groups)
{
	list_each(group, groups)
		list_before(other, group, groups)
			if (!strcmp(other->group_name, group->group_name))
				return fail(FAULT_XML, "there are two throttle groups '%s'", group->group_name);
	return 0;
}

static int
check_throttles(const struct vm_def *def, const struct disk *disk)
{
	static const struct disk_iotune none;

	list_each(filter, &disk->throttle_filters) {
		bool twice = false, there = false;

		list_before(other, filter, &disk->throttle_filters)
			twice |= !strcmp(other->group, filter->group);
		list_each(group, &def->throttle_groups)
			there |= !strcmp(group->group_name, filter->group);
		if (RULES_HOLD("disk", disk->target.dev,
			{ twice, FAULT_XML, "a throttle group is named twice" },
			{ !there, FAULT_CONFIG, "there is no such throttle group" },
			{ memcmp(&disk->iotune, &none, sizeof none) != 0, FAULT_CONFIG, "it has either limits or throttle groups" }) < 0)
			return -1;
	}
	return 0;
}

int
vm_rules_disks(const struct vm_def *def)
{
	if (check_groups(&def->throttle_groups) < 0)
		return -1;
	list_each(disk, &def->devices.disks)
		if (check_place(disk) < 0 || check_lun(disk) < 0 || check_driver(disk) < 0 || check_identity(disk) < 0 ||
		    check_iotune(disk) < 0 || check_throttles(def, disk) < 0 || check_auth(disk->target.dev, &disk->source, disk_auth(disk)) < 0 ||
		    check_source(disk->target.dev, &disk->source) < 0)
			return -1;
	return 0;
}
