/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_port - serial and parallel ports in a .vmx file */
#include <strings.h>

#include "vmx_inside.h"

enum { SERIALS = 4, PARALLELS = 3 };

/* What a port is connected to; a serial port without a type is a device of the host. */
static const struct { const char *name; enum chardev_kind kind; } kinds[] = {
	{ "device",  CHARDEV_DEV },
	{ "file",    CHARDEV_FILE },
	{ "pipe",    CHARDEV_PIPE },
	{ "network", CHARDEV_TCP },
};

/* The first name of a protocol is the one that is written. */
static const struct { const char *scheme; enum chardev_protocol protocol; } protocols[] = {
	{ "tcp",        CHARDEV_RAW },
	{ "tcp4",       CHARDEV_RAW },
	{ "tcp6",       CHARDEV_RAW },
	{ "telnet",     CHARDEV_TELNET },
	{ "telnets",    CHARDEV_TELNETS },
	{ "telnet+ssl", CHARDEV_TELNETS },
	{ "ssl",        CHARDEV_TLS },
	{ "tcp+ssl",    CHARDEV_TLS },
	{ "tcp4+ssl",   CHARDEV_TLS },
	{ "tcp6+ssl",   CHARDEV_TLS },
};

/* ---- reading ---- */

static int
read_protocol(const struct vmx_reader *r, const char *scheme, size_t length, struct chardev_source *source)
{
	for (unsigned i = 0; i < COUNT(protocols); i++)
		if (strlen(protocols[i].scheme) == length && !strncasecmp(protocols[i].scheme, scheme, length)) {
			source->protocol = protocols[i].protocol;
			return 0;
		}
	return vmx_refuse(r, "fileName", "names no protocol that is known");
}

/* "telnet://192.168.0.17:42001", "tcp://[::1]:42001" */
static int
read_network(const struct vmx_reader *r, struct chardev_source *source)
{
	const char *uri = vmx_get(r, "fileName"), *at = strstr(uri, "://");
	const char *colon = at ? strrchr(at + 3, ':') : NULL;
	bool six = at && at[3] == '[' && colon && colon[-1] == ']';

	if (!colon || !colon[1] || colon == at + 3)
		return vmx_refuse(r, "fileName", "is not like tcp://host:port");
	source->host = xstrndup(at + 3 + six, (size_t)(colon - at) - 3 - 2 * six);
	source->service = xstrndup(colon + 1, strspn(colon + 1, "0123456789"));
	if (vmx_get(r, "network.endPoint") && !vmx_is(r, "network.endPoint", "server") &&
	    !vmx_is(r, "network.endPoint", "client"))
		return vmx_refuse(r, "network.endPoint", "is neither server nor client");
	source->mode = vmx_is(r, "network.endPoint", "client") ? CHARDEV_CONNECT : CHARDEV_BIND;
	return read_protocol(r, uri, (size_t)(at - uri), source);
}

static int
read_kind(const struct vmx_reader *r, bool parallel, struct chardev_source *source)
{
	if (!vmx_get(r, "fileType") && !parallel)
		source->type = CHARDEV_DEV;
	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (vmx_is(r, "fileType", kinds[i].name))
			source->type = kinds[i].kind;
	if (!source->type || (parallel && source->type > CHARDEV_FILE))
		return vmx_refuse(r, "fileType", "is no connection of a port that is supported");
	return 0;
}

/* A virtual printer is VMware's own affair. */
static int
read_port(struct vmx_reader *r, struct chardev_list *list, bool parallel, unsigned i)
{
	bool present = false;
	struct chardev *port;

	vmx_device(r, "%s%u.", parallel ? "parallel" : "serial", i);
	if (vmx_get_truth(r, "present", &present) < 0)
		return -1;
	if (!present || vmx_is(r, "fileType", "thinprint"))
		return 0;
	port = list_add(list);
	port->port = NUMBER_OF(i);
	if (read_kind(r, parallel, &port->source) < 0)
		return -1;
	if ((parallel || port->source.type != CHARDEV_DEV) && !vmx_need(r, "fileName"))
		return -1;
	if (port->source.type == CHARDEV_TCP)
		return read_network(r, &port->source);
	port->source.path = xstrdup(vmx_get(r, "fileName"));
	return 0;
}

int
vmx_read_ports(struct vmx_reader *r)
{
	for (unsigned i = 0; i < SERIALS; i++)
		if (read_port(r, &r->def->devices.serials, false, i) < 0)
			return -1;
	for (unsigned i = 0; i < PARALLELS; i++)
		if (read_port(r, &r->def->devices.parallels, true, i) < 0)
			return -1;
	return 0;
}

/* ---- writing ---- */

static void
put_network(const struct vmx_writer *w, const struct chardev_source *source)
{
	const char *scheme = protocols[0].scheme;
	bool six = source->host && strchr(source->host, ':');
	auto_free char *uri = NULL;

	for (unsigned i = COUNT(protocols); i-- > 0;)
		if (protocols[i].protocol == source->protocol)
			scheme = protocols[i].scheme;
	uri = text_format("%s://%s%s%s:%s", scheme, six ? "[" : "", source->host ? source->host : "",
			  six ? "]" : "", source->service ? source->service : "");
	vmx_put(w, "fileName", uri);
	vmx_put(w, "network.endPoint", source->mode == CHARDEV_BIND ? "server" : "client");
}

static int
put_source(const struct vmx_writer *w, const struct chardev_source *source, bool parallel)
{
	const char *type = NULL;

	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (kinds[i].kind == source->type)
			type = kinds[i].name;
	if (!type || (parallel && source->type > CHARDEV_FILE))
		return fail(FAULT_CONFIG, "a port of type '%s' cannot be said in a .vmx file",
			    words_name(&chardev_kind_words, source->type));
	vmx_put(w, "fileType", type);
	if (source->type == CHARDEV_TCP) {
		put_network(w, source);
		return 0;
	}
	if (source->type == CHARDEV_PIPE) {
		vmx_put(w, "pipe.endPoint", "client");
		vmx_put(w, "tryNoRxLoss", "false");
	}
	if (source->type == CHARDEV_FILE)
		vmx_put_file(w, "fileName", source->path);
	else
		vmx_put(w, "fileName", source->path);
	return 0;
}

static int
put_ports(struct vmx_writer *w, const struct chardev_list *list, bool parallel)
{
	list_each(port, list) {
		if (port->port.value < 0 || port->port.value >= (parallel ? PARALLELS : SERIALS))
			return fail(FAULT_CONFIG, "VMware has no %s port %lld", parallel ? "parallel" : "serial",
				    (long long)port->port.value);
		vmx_put_device(w, "%s%u.", parallel ? "parallel" : "serial", (unsigned)port->port.value);
		vmx_put(w, "present", "true");
		if (put_source(w, &port->source, parallel) < 0)
			return -1;
		if (!parallel)
			vmx_put(w, "yieldOnMsrRead", "true");
	}
	return 0;
}

int
vmx_write_ports(struct vmx_writer *w)
{
	if (put_ports(w, &w->def->devices.serials, false) < 0)
		return -1;
	return put_ports(w, &w->def->devices.parallels, true);
}
