/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* chardev - serial and parallel ports, and channels */
#include "config_inside.h"

/* ---- one word says all ---- */

/* Kinds whose word is all, or is followed by a path. */
static const struct { const char *word; enum chardev_kind kind; bool path; } words[] = {
	{ "null",  CHARDEV_NULL },
	{ "vc",    CHARDEV_VC },
	{ "pty",   CHARDEV_PTY },
	{ "stdio", CHARDEV_STDIO },
	{ "file:", CHARDEV_FILE, .path = true },
	{ "pipe:", CHARDEV_PIPE, .path = true },
	{ "",      CHARDEV_DEV,  .path = true },    /* last: "/dev/ttyS0" */
};

/* "127.0.0.1:7777": the text up to the last colon, and what follows. */
static void
read_end(const char *text, size_t length, char **ret_host, char **ret_service)
{
	auto_free char *end = xstrndup(text, length);
	char *colon = strrchr(end, ':');

	*ret_service = colon && colon[1] ? xstrdup(colon + 1) : NULL;
	*ret_host = colon && colon > end ? xstrndup(end, (size_t)(colon - end)) : NULL;
}

/* "host:port@host:port": where to send, and where to listen. */
static void
read_udp(const char *text, struct chardev_source *source)
{
	size_t length = strcspn(text, "@");
	struct udp_end there = { .mode = CHARDEV_CONNECT }, here = { .mode = CHARDEV_BIND };

	source->type = CHARDEV_UDP;
	read_end(text, length, &there.host, &there.service);
	if (text[length] == '@') {
		read_end(text + length + 1, strlen(text + length + 1), &here.host, &here.service);
		*list_add(&source->udp) = here;
	}
	*list_add(&source->udp) = there;
}

static bool
serves(const char *options)
{
	return text_starts(options, ",server");
}

static void
read_socket(const char *text, struct chardev_source *source, bool telnet)
{
	size_t length = strcspn(text, ",");

	source->type = CHARDEV_TCP;
	source->protocol = telnet ? CHARDEV_TELNET : CHARDEV_RAW;
	source->mode = serves(text + length) ? CHARDEV_BIND : CHARDEV_CONNECT;
	read_end(text, length, &source->host, &source->service);
}

static void
read_unix(const char *text, struct chardev_source *source)
{
	size_t length = strcspn(text, ",");

	source->type = CHARDEV_UNIX;
	source->mode = serves(text + length) ? CHARDEV_BIND : CHARDEV_CONNECT;
	source->path = xstrndup(text, length);
}

static const char *
after(const char *text, const char *prefix)
{
	return text_starts(text, prefix) ? text + strlen(prefix) : NULL;
}

/* Character devices in one word: "pty", "file:/x", "tcp:host:port". */
static int
chardev_from_text(const char *text, struct chardev_source *source)
{
	const char *rest;

	if ((rest = after(text, "tcp:")) || (rest = after(text, "telnet:")))
		read_socket(rest, source, text_starts(text, "telnet:"));
	else if ((rest = after(text, "udp:")))
		read_udp(rest, source);
	else if ((rest = after(text, "unix:")))
		read_unix(rest, source);
	for (unsigned i = 0; !source->type && i < COUNT(words); i++) {
		rest = after(text, words[i].word);
		if (!rest || (words[i].path ? !*rest : *rest) || (!*words[i].word && *text != '/'))
			continue;
		source->type = words[i].kind;
		source->path = words[i].path ? xstrdup(rest) : NULL;
	}
	return source->type ? 0 : -1;
}

static const char *
or_empty(const char *text)
{
	return text ? text : "";
}

static char *
udp_to_text(const struct chardev_source *source)
{
	const struct udp_end *here = NULL, *there = NULL;

	list_each(end, &source->udp)
		*(end->mode == CHARDEV_BIND ? &here : &there) = end;
	if (!there)
		return fail(FAULT_CONFIG, "a port of type 'udp' needs to know where to send"), NULL;
	return text_format("udp:%s:%s%s%s%s%s", or_empty(there->host), or_empty(there->service), here ? "@" : "",
			   here ? or_empty(here->host) : "", here ? ":" : "", here ? or_empty(here->service) : "");
}

/* NULL after fail().  Caller frees. */
static char *
chardev_to_text(const struct chardev_source *source)
{
	const char *server = source->mode == CHARDEV_BIND ? ",server,nowait" : "";

	switch (source->type) {
	case CHARDEV_UDP:
		return udp_to_text(source);
	case CHARDEV_TCP:
		return text_format("%s:%s:%s%s", source->protocol == CHARDEV_TELNET ? "telnet" : "tcp",
				   or_empty(source->host), or_empty(source->service), server);
	case CHARDEV_UNIX:
		return text_format("unix:%s%s", or_empty(source->path), server);
	default:
		for (unsigned i = 0; i < COUNT(words); i++)
			if (words[i].kind == source->type)
				return text_format("%s%s", words[i].word, words[i].path ? or_empty(source->path) : "");
		return fail(FAULT_CONFIG, "Xen has no ports of type '%s'",
			    words_name(&chardev_kind_words, source->type)), NULL;
	}
}

/* ---- ports: a text for the first, or a list with "none" in gaps ---- */

static const char none[] = "none";

static int
read_port(struct reader *r, const char *key, const struct setting *item, struct chardev_list *list, int64_t number)
{
	struct chardev *port;

	if (!strcmp(item->text, none) || !*item->text)
		return 0;
	port = list_add(list);
	port->port = NUMBER_OF(number);
	return chardev_from_text(item->text, &port->source) < 0 ? refuse(r, key, item, "is no port that is known") : 0;
}

static int
read_list(struct reader *r, const char *key, struct chardev_list *list)
{
	const struct setting *setting = settings_find(&r->settings, "%s", key);
	int64_t number = 0;

	if (!setting || setting->text)
		return setting ? read_port(r, key, setting, list, 0) : 0;
	list_each(item, &setting->list)
		if (!item->text || read_port(r, key, item, list, number++) < 0)
			return item->text ? -1 : refuse(r, key, NULL, "has a list where a text is expected");
	return 0;
}

int
read_ports(struct reader *r)
{
	if (!r->hvm)
		return 0;
	if (read_list(r, "parallel", &r->def->devices.parallels) < 0)
		return -1;
	return read_list(r, "serial", &r->def->devices.serials);
}

static int
put_ports(const struct writer *w, const char *key, const struct chardev_list *list)
{
	auto_strings struct strings items = { 0 };

	list_each(port, list) {
		char *text = chardev_to_text(&port->source);

		if (!text)
			return -1;
		while (items.n < port->port.value && items.n < UINT8_MAX)
			strings_add(&items, none);
		strings_take(&items, text);
	}
	if (items.n > 1 && w->format == XEN_XM)
		return fail(FAULT_CONFIG, "xm has one %s port of a guest, the first", key);
	if (items.n > 1)
		put_list(w, key, &items);
	else
		put(w, key, items.n ? items.item[0] : none);
	return 0;
}

int
write_ports(struct writer *w)
{
	if (!w->hvm)
		return 0;
	if (put_ports(w, "parallel", &w->def->devices.parallels) < 0)
		return -1;
	return put_ports(w, "serial", &w->def->devices.serials);
}

/* ---- channels: "connection=pty,name=org.qemu.guest_agent.0" ---- */

static int
read_channel(struct reader *r, const char *key, const struct setting *item)
{
	auto_free char *connection = field(item->text, "connection");
	struct channel *channel = list_add(&r->def->devices.channels);
	bool socket = text_same(connection, "socket");

	channel->target = TARGET_XEN;
	channel->name = field(item->text, "name");
	channel->source.type = socket ? CHARDEV_UNIX : CHARDEV_PTY;
	channel->source.mode = socket ? CHARDEV_BIND : CHARDEV_MODE_NONE;
	channel->source.path = socket ? field(item->text, "path") : NULL;
	if (!socket && !text_same(connection, "pty"))
		return refuse(r, key, item, "is connected neither to a pty nor to a socket");
	return channel->name ? 0 : refuse(r, key, item, "has no name");
}

int
read_channels(struct reader *r)
{
	return each_item(r, "channel", read_channel);
}

int
write_channels(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(channel, &w->def->devices.channels) {
		const struct chardev_source *source = &channel->source;

		if (channel->target != TARGET_XEN)
			continue;
		if (source->type == CHARDEV_PTY)
			strings_addf(&items, "connection=pty,name=%s", or_empty(channel->name));
		else if (source->type == CHARDEV_UNIX)
			strings_addf(&items, "connection=socket%s%s,name=%s", source->path ? ",path=" : "",
				     or_empty(source->path), or_empty(channel->name));
		else
			return fail(FAULT_CONFIG, "Xen has no channels of type '%s'",
				    words_name(&chardev_kind_words, source->type));
	}
	put_list(w, "channel", &items);
	return 0;
}
