/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chardev - character devices: where their bytes go, and what the guest sees */
#include "model/chardev.h"

#include "base/fail.h"
#include "model/chardev_rows.h"

ENUM_WORDS(chardev_kind, CHARDEV_KIND);
ENUM_WORDS(chardev_mode, CHARDEV_MODE);
ENUM_WORDS(chardev_protocol, CHARDEV_PROTOCOL);
ENUM_WORDS(mouse_mode, MOUSE_MODE);
ENUM_WORDS(chardev_target, CHARDEV_TARGET);
ENUM_WORDS(chardev_model, CHARDEV_MODEL);
ENUM_WORDS(channel_state, CHANNEL_STATE);

#define T struct udp_end
static const struct row udp_end_rows[] = {
	ENUM  (T, mode,    "@mode", chardev_mode, 0, "our end (bind) or theirs (connect)"),
	STRING(T, host,    "@host",               0, "address"),
	STRING(T, service, "@service",            0, "port"),
	ROWS_END
};
#undef T
const struct type udp_end_type = {
	.name = "source", .size = sizeof(struct udp_end), .rows = udp_end_rows,
};

/* ---- rules of every source ---- */

static bool
has_path(const struct chardev_source *source)
{
	return CHARDEV_FILES_ >> source->type & 1;
}

static int
check_udp(const struct chardev_source *source)
{
	bool connects = false;

	if (source->udp.n > 2)
		return fail(FAULT_XML, "a udp source has two ends");
	list_each(end, &source->udp) {
		bool connect = end->mode != CHARDEV_BIND;

		if (connect && !end->service)
			return fail(FAULT_XML, "missing attribute 'service' of a udp source");
		connects |= connect;
	}
	return connects ? 0 : fail(FAULT_XML, "a udp device needs a source to connect to");
}

int
chardev_source_check(const struct chardev_source *source)
{
	if (source->type == CHARDEV_TCP && !source->service)
		return fail(FAULT_XML, "missing attribute 'service' of a tcp source");
	if (source->type == CHARDEV_TCP && source->mode != CHARDEV_BIND && !source->host)
		return fail(FAULT_XML, "missing attribute 'host' of a tcp source");
	if (source->type == CHARDEV_UDP)
		return check_udp(source);
	if (source->type == CHARDEV_SPICEPORT && !source->channel)
		return fail(FAULT_CONFIG, "missing attribute 'channel' of a spiceport source");
	if (source->type == CHARDEV_DBUS && !source->channel)
		return fail(FAULT_CONFIG, "missing attribute 'channel' of a dbus source");
	if (source->type == CHARDEV_NMDM && !source->master != !source->slave)
		return fail(FAULT_XML, "a nmdm source needs both 'master' and 'slave'");
	if (has_path(source) && source->type != CHARDEV_UNIX && !source->path)
		return fail(FAULT_XML, "missing attribute 'path' of a %s source",
			    words_name(&chardev_kind_words, source->type));
	if (source->reconnect == YES && !source->reconnect_timeout.given)
		return fail(FAULT_XML, "missing attribute 'timeout' of 'reconnect'");
	return 0;
}

/* What we bind comes first. */
static int
compare_ends(const void *a, const void *b)
{
	return (int)((const struct udp_end *)b)->mode - (int)((const struct udp_end *)a)->mode;
}

/* A connection is made by us unless the document says otherwise. */
void
chardev_source_settle(struct chardev_source *source)
{
	bool socket = CHARDEV_SOCKETS_ >> source->type & 1;

	source_seclabels_settle(&source->seclabels, has_path(source));
	if (socket && source->mode == CHARDEV_MODE_NONE)
		source->mode = CHARDEV_CONNECT;
	if (source->type == CHARDEV_UNIX && !source->path)
		source->mode = CHARDEV_MODE_NONE;
	if (source->reconnect != YES)
		source->reconnect_timeout.given = false;
	if (!source->log_file)
		source->log_append = UNSAID;
	list_each(end, &source->udp)
		if (end->mode == CHARDEV_MODE_NONE)
			end->mode = CHARDEV_CONNECT;
	/* Of two of one sort, the first counts. */
	if (source->udp.n == 2 && source->udp.item[0].mode == source->udp.item[1].mode)
		model_done(&udp_end_type, &source->udp.item[--source->udp.n]);
	list_sort(&source->udp, compare_ends);
}

/* ---- serial, parallel, console ---- */

#define T struct chardev
#define KIND   ENUM  (T, source.type, "@type", chardev_kind, UNSUPPORTED, "where the bytes go", DEFAULT("pty"))
#define TTY    STRING(T, tty,         "@tty", STATUS, "terminal on the host")
#define PORT   NUMBER(T, port,        "target/@port", ABI, "number of the port")
#define TARGET ENUM  (T, target,      "target/@type", chardev_target, ABI | UNSUPPORTED, "what the guest sees")
#define MODEL  ENUM  (T, model,       "target/model/@name", chardev_model, ABI | UNSUPPORTED, "device that plays it")
#define INFO   PART  (T, info,        ".", device_info, 0, "place and name")
static const struct row serial_rows[] = {
	KIND,
	TTY,
	CHARDEV_ROWS(T, source, ""),
	TARGET,
	PORT,
	MODEL,
	INFO,
	ROWS_END
};
static const struct row parallel_rows[] = {
	KIND,
	TTY,
	CHARDEV_ROWS(T, source, ""),
	TARGET,
	PORT,
	INFO,
	ROWS_END
};
static const struct row console_rows[] = {
	KIND,
	TTY,
	CHARDEV_ROWS(T, source, ""),
	TARGET,
	PORT,
	MODEL,
	INFO,
	ROWS_END
};
#undef INFO
#undef MODEL
#undef TARGET
#undef PORT
#undef TTY
#undef KIND
#undef T

static int
chardev_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	chardev_source_settle(&((struct chardev *)object)->source);
	return 0;
}

static int
check_port(const struct chardev *chardev)
{
	bool wrong = chardev->port.value < 0 || chardev->port.value > INT32_MAX;

	return wrong ? fail(FAULT_XML, "no port has number %lld", (long long)chardev->port.value) : 0;
}

static int
chardev_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct chardev *chardev = object;

	return check_port(chardev) < 0 ? -1 : chardev_source_check(&chardev->source);
}

/* The first may only stand for a serial port, which says the rest: what is left is checked then. */
static int
console_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	return check_port(object);
}

#define CHARDEV_TYPE(word, check_) {                                                       \
	.name = #word, .size = sizeof(struct chardev), .rows = word##_rows,                \
	.read_rest = chardev_read_rest, .check = check_ }
const struct type serial_type = CHARDEV_TYPE(serial, chardev_check);
const struct type parallel_type = CHARDEV_TYPE(parallel, chardev_check);
const struct type console_type = CHARDEV_TYPE(console, console_check);

/* ---- channel ---- */

#define T struct channel
#define NAMED ONLY_IF_ANY(T, target, ONE(TARGET_VIRTIO) | ONE(TARGET_XEN))
#define FORWARD ONLY_IF(T, target, TARGET_GUESTFWD)
static const struct row channel_rows[] = {
	ENUM  (T, source.type, "@type", chardev_kind,           UNSUPPORTED,      "where the bytes go", DEFAULT("pty")),
	CHARDEV_ROWS(T, source, ""),
	ENUM  (T, target,      "target/@type", chardev_target,  ABI | REQUIRED | UNSUPPORTED, "what the guest sees"),
	STRING(T, address,     "target/@address",               ABI,    "address forwarded", FORWARD),
	STRING(T, port,        "target/@port",                  ABI,    "port forwarded",    FORWARD),
	STRING(T, name,        "target/@name",                  ABI,    "name of the channel", NAMED),
	ENUM  (T, state,       "target/@state", channel_state,  STATUS, "the guest has it open", NAMED),
	PART  (T, info,        ".", device_info,                0,      "place and name"),
	ROWS_END
};
#undef FORWARD
#undef NAMED
#undef T

static int
channel_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	chardev_source_settle(&((struct channel *)object)->source);
	return 0;
}

static int
channel_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct channel *channel = object;

	if (channel->target == TARGET_GUESTFWD && (!channel->address || !channel->port))
		return fail(FAULT_XML, "a guestfwd channel needs an address and a port");
	return chardev_source_check(&channel->source);
}

const struct type channel_type = {
	.name = "channel", .size = sizeof(struct channel), .rows = channel_rows,
	.read_rest = channel_read_rest, .check = channel_check,
};
