/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_char - character devices: host ends, serial ports, channels, consoles, smart cards */
#include "args_inside.h"

/* ---- -chardev ---- */

static void
add_log(const struct chardev_source *source, struct text *out)
{
	option(out, "logfile", source->log_file);
	if (source->log_file)
		option(out, "logappend", source->log_append == NO ? "off" : "on");
}

static void
add_path(const char *backend, const char *path, const char *id, struct text *out)
{
	text_addf(out, "%s,id=%s", backend, id);
	option(out, "path", path);
}

/* Who listens, and how often the other side tries again. */
static void
add_role(const struct chardev_source *source, struct text *out)
{
	if (source->mode == CHARDEV_BIND)
		text_add(out, ",server=on,wait=off");
	else if (source->reconnect)
		text_addf(out, ",reconnect=%lld", source->reconnect == YES
			  ? (long long)source->reconnect_timeout.value : 0);
}

static bool
uses_tls(const struct args *a, const struct chardev_source *source)
{
	if (source->type != CHARDEV_TCP || source->tls == NO)
		return false;
	return source->tls == YES || a->how->tls->of[TLS_CHARDEV].on;
}

static void
add_tcp(const struct chardev_source *source, const char *id, const char *certificates, struct text *out)
{
	text_addf(out, "socket,id=%s", id);
	option(out, "host", source->host);
	option(out, "port", source->service);
	if (source->protocol == CHARDEV_TELNET)
		option(out, "telnet", "on");
	add_role(source, out);
	option(out, "tls-creds", certificates);
}

static void
add_udp(const struct chardev_source *source, const char *id, struct text *out)
{
	const struct udp_end none = { 0 }, *bind = &none, *connect = &none;

	list_each(end, &source->udp)
		*(end->mode == CHARDEV_BIND ? &bind : &connect) = end;
	text_addf(out, "udp,id=%s", id);
	option(out, "host", connect->host ? connect->host : "");
	option(out, "port", connect->service);
	option(out, "localaddr", bind->host ? bind->host : "");
	option(out, "localport", bind->service ? bind->service : "0");
}

static const char *
spicevmc_name(const char *alias)
{
	if (text_starts(alias, "redir"))
		return "usbredir";
	return text_starts(alias, "smartcard") ? "smartcard" : "vdagent";
}

static void
add_vdagent(const struct chardev_source *source, const char *id, struct text *out)
{
	text_addf(out, "qemu-vdagent,id=%s,name=vdagent", id);
	option_onoff(out, "clipboard", source->clipboard);
	if (source->mouse)
		option(out, "mouse", source->mouse == MOUSE_CLIENT ? "on" : "off");
}

static int
format_chardev(const struct chardev_source *source, const char *id, const char *alias, const char *certificates,
	       struct text *out)
{
	switch (source->type) {
	case CHARDEV_NULL:
	case CHARDEV_VC:
	case CHARDEV_PTY:
	case CHARDEV_STDIO:
		text_addf(out, "%s,id=%s", words_name(&chardev_kind_words, source->type), id);
		return 0;
	case CHARDEV_DEV:
		add_path(text_starts(alias, "parallel") ? "parallel" : "serial", source->path, id, out);
		return 0;
	case CHARDEV_FILE:
		add_path("file", source->path, id, out);
		option_onoff(out, "append", source->append);
		return 0;
	case CHARDEV_PIPE:
		add_path("pipe", source->path, id, out);
		return 0;
	case CHARDEV_UDP:
		add_udp(source, id, out);
		return 0;
	case CHARDEV_TCP:
		add_tcp(source, id, certificates, out);
		return 0;
	case CHARDEV_UNIX:
		add_path("socket", source->path, id, out);
		add_role(source, out);
		return 0;
	case CHARDEV_SPICEVMC:
		text_addf(out, "spicevmc,id=%s,name=%s", id, spicevmc_name(alias));
		return 0;
	case CHARDEV_SPICEPORT:
	case CHARDEV_DBUS:
		text_addf(out, "%s,id=%s", words_name(&chardev_kind_words, source->type), id);
		option(out, "name", source->channel);
		return 0;
	case CHARDEV_QEMU_VDAGENT:
		add_vdagent(source, id, out);
		return 0;
	default:
		return fail(FAULT_UNSUPPORTED, "chardev '%s': type '%s' is not supported", id,
			    words_name(&chardev_kind_words, source->type));
	}
}

static int
add_chardev(struct args *a, const struct chardev_source *source, const char *id, const char *alias)
{
	auto_free char *certificates = uses_tls(a, source) ? text_format("obj%s_tls0", id) : NULL;
	auto_text struct text out = { 0 };

	if (source->protocol == CHARDEV_TLS || source->protocol == CHARDEV_TELNETS)
		return fail(FAULT_UNSUPPORTED, "chardev '%s': protocol '%s' is not supported: it is <source tls='yes'>", id,
			    words_name(&chardev_protocol_words, source->protocol));
	if (format_chardev(source, id, alias, certificates, &out) < 0)
		return -1;
	if (certificates)
		args_json(a, "-object", tls_object(&a->how->tls->of[TLS_CHARDEV], certificates,
						   source->mode == CHARDEV_BIND));
	add_log(source, &out);
	args_add(a, "-chardev", text_get(&out));
	return 0;
}

int
args_chardev(struct args *a, const struct chardev_source *source, const char *alias)
{
	auto_free char *id = text_format("char%s", alias);

	return add_chardev(a, source, id, alias);
}

char *
vhost_user_chardev(struct args *a, const struct chardev_source *source, const char *alias)
{
	auto_free char *id = text_format("chr-vu-%s", alias);

	return add_chardev(a, source, id, alias) < 0 ? NULL : steal(id);
}

/* ---- devices ---- */

/* {"driver":...,"chardev":"charALIAS"}; the id comes last. */
static struct json_object *
char_device(const char *driver, const struct device_info *info)
{
	auto_free char *id = text_format("char%s", info->alias);

	return json_build("s:driver", driver, "s:chardev", id, "s:id", info->alias, NULL);
}

static const char *
serial_driver(const struct chardev *serial)
{
	switch (serial->target) {
	case TARGET_ISA_SERIAL:
	case TARGET_NONE:
		return "isa-serial";
	case TARGET_PCI_SERIAL:
		return "pci-serial";
	case TARGET_USB_SERIAL:
		return "usb-serial";
	case TARGET_ISA_DEBUG:
		return "isa-debugcon";
	default:
		return NULL;
	}
}

static int
add_serial(struct args *a, const struct chardev *serial)
{
	const char *driver = serial_driver(serial);
	auto_json struct json_object *device = NULL;

	if (!driver)
		return fail(FAULT_UNSUPPORTED, "serial port '%s': type '%s' is not supported", serial->info.alias,
			    words_name(&chardev_target_words, serial->target));
	if (args_chardev(a, &serial->source, serial->info.alias) < 0)
		return -1;
	device = char_device(driver, &serial->info);
	if (text_same(driver, "isa-serial"))
		prop_given(device, "index", serial->port);
	if (device_address(a, device, &serial->info) < 0)
		return -1;
	return args_device(a, steal(device), &serial->info);
}

static int
add_parallel(struct args *a, const struct chardev *parallel)
{
	if (args_chardev(a, &parallel->source, parallel->info.alias) < 0)
		return -1;
	return args_device(a, char_device("isa-parallel", &parallel->info), &parallel->info);
}

static int
add_guestfwd(struct args *a, const struct channel *channel)
{
	if (args_chardev(a, &channel->source, channel->info.alias) < 0)
		return -1;
	args_addf(a, "-netdev", "user,guestfwd=tcp:%s:%s-chardev:char%s,id=%s", channel->address, channel->port,
		  channel->info.alias, channel->info.alias);
	return 0;
}

static int
add_port(struct args *a, const char *driver, const struct device_info *info, const char *name)
{
	auto_json struct json_object *device = char_device(driver, info);

	prop_string(device, "name", name);
	if (device_address(a, device, info) < 0)
		return -1;
	return args_device(a, steal(device), info);
}

/* A socket of which nobody said where it is.  At start one was chosen; libvirt's is below var. */
static char *
native_socket(const struct args *a, const struct channel *channel)
{
	const struct device_address *at = &channel->info.address;

	if (channel->name)
		return text_format("%s/channel/target/domain-%s/%s", a->how->var, a->how->tag, channel->name);
	return text_format("%s/channel/target/domain-%s/vioser-%02x-%02x-%02x.sock", a->how->var, a->how->tag,
			   (unsigned)at->virtio_serial.controller.value, (unsigned)at->virtio_serial.bus.value,
			   (unsigned)at->virtio_serial.port.value);
}

static int
add_channel_source(struct args *a, const struct channel *channel)
{
	struct chardev_source source = channel->source;
	auto_free char *path = NULL;

	if (source.type == CHARDEV_UNIX && !source.path && a->how->native) {
		source.path = path = native_socket(a, channel);
		source.mode = CHARDEV_BIND;
	}
	return args_chardev(a, &source, channel->info.alias);
}

static int
add_channel(struct args *a, const struct channel *channel)
{
	const char *name = channel->name;

	if (channel->target == TARGET_GUESTFWD)
		return add_guestfwd(a, channel);
	if (channel->target != TARGET_VIRTIO)
		return fail(FAULT_UNSUPPORTED, "channel '%s': type '%s' is not supported", channel->info.alias,
			    words_name(&chardev_target_words, channel->target));
	if (!name && channel->source.type == CHARDEV_SPICEVMC)
		name = "com.redhat.spice.0";
	return add_channel_source(a, channel) < 0 ? -1 : add_port(a, "virtserialport", &channel->info, name);
}

static int
add_console(struct args *a, const struct chardev *console)
{
	if (console->target == TARGET_SERIAL || console->target == TARGET_NONE)
		return 0;
	if (console->target != TARGET_VIRTIO)
		return fail(FAULT_UNSUPPORTED, "console '%s': type '%s' is not supported", console->info.alias,
			    words_name(&chardev_target_words, console->target));
	return args_chardev(a, &console->source, console->info.alias) < 0
	       ? -1 : add_port(a, "virtconsole", &console->info, NULL);
}

/* ---- smart cards ---- */

static void
certificates(const struct smartcard *card, struct json_object *device)
{
	static const char *const keys[] = { "cert1", "cert2", "cert3" };

	prop_string(device, "backend", "certificates");
	for (unsigned i = 0; i < COUNT(keys) && i < card->certificates.n; i++)
		prop_string(device, keys[i], card->certificates.item[i].file);
	prop_string(device, "db", card->database ? card->database : "/etc/pki/nssdb");
}

static int
add_smartcard(struct args *a, const struct smartcard *card)
{
	bool passed = card->mode == SMARTCARD_PASSTHROUGH;
	auto_json struct json_object *device = NULL;

	if (passed && args_chardev(a, &card->source, card->info.alias) < 0)
		return -1;
	device = passed ? char_device("ccid-card-passthru", &card->info)
			: json_build("s:driver", "ccid-card-emulated", "s:id", card->info.alias, NULL);
	if (card->mode == SMARTCARD_HOST)
		prop_string(device, "backend", "nss-emulated");
	if (card->mode == SMARTCARD_HOST_CERTIFICATES)
		certificates(card, device);
	if (device_address(a, device, &card->info) < 0)
		return -1;
	return args_device(a, steal(device), &card->info);
}

int
args_chardevs(struct args *a)
{
	const struct vm_devices *d = &a->def->devices;

	list_each(card, &d->smartcards)
		if (add_smartcard(a, card) < 0)
			return -1;
	list_each(serial, &d->serials)
		if (add_serial(a, serial) < 0)
			return -1;
	list_each(parallel, &d->parallels)
		if (add_parallel(a, parallel) < 0)
			return -1;
	list_each(channel, &d->channels)
		if (add_channel(a, channel) < 0)
			return -1;
	list_each(console, &d->consoles)
		if (add_console(a, console) < 0)
			return -1;
	return 0;
}
