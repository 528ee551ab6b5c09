/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ports - TCP ports of displays, chosen when the guest starts */
#include "ports.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"

/* VNC counts its displays from the first. */
enum { FIRST_PORT = 5900, LAST_PORT = 65535, FIRST_WEBSOCKET = 5700 };

void
ports_done(struct ports *ports)
{
	for (unsigned i = 0; i < ports->n; i++)
		close(ports->item[i]);
	free(ports->item);
	*ports = (struct ports){ 0 };
}

/* Nobody listens there, on any address. */
static bool
is_free(unsigned port)
{
	auto_close int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	struct sockaddr_in any4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int yes = 1, no = 0;

	if (fd >= 0) {
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
		if (bind(fd, (void *)&any, sizeof any) == 0)
			return listen(fd, 1) == 0;
		if (errno != EADDRNOTAVAIL)
			return false;
		close(fd);
	}
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	return fd >= 0 && bind(fd, (void *)&any4, sizeof any4) == 0 && listen(fd, 1) == 0;
}

/* Whoever starts a guest holds the name of its port until the emulator listens.  An abstract one is known to as many
 * as the port is: to everybody of this network, whatever their root, and is gone with its holder. */
static int
lock_port(unsigned port)
{
	auto_close int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int length = snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "virtutils-port-%u", port);
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);

	return fd >= 0 && bind(fd, (void *)&name, size) == 0 ? steal_fd(fd) : -1;
}

/* The lock of a free port that nobody else is about to use; -1 when it is taken. */
static int
try_port(unsigned port)
{
	auto_close int lock = lock_port(port);

	return lock >= 0 && is_free(port) ? steal_fd(lock) : -1;
}

static int
choose(unsigned first, struct ports *locks, struct number *ret_port)
{
	for (unsigned port = first; port <= LAST_PORT; port++) {
		int lock = try_port(port);

		if (lock < 0)
			continue;
		*list_add(locks) = lock;
		*ret_port = NUMBER_OF(port);
		return 0;
	}
	return fail(FAULT_FAILED, "no port is free for the display");
}

static bool
has_listener(const struct graphics *graphics)
{
	list_each(listen, &graphics->listens)
		if (listen->type == LISTEN_SOCKET || listen->type == LISTEN_NONE)
			return false;
	return true;
}

static bool
is_left_open(const struct number *port)
{
	return !port->given || port->value == -1;
}

static int
choose_vnc(struct graphics *graphics, struct ports *locks)
{
	if (has_listener(graphics) && (graphics->autoport == YES || is_left_open(&graphics->port)) &&
	    choose(FIRST_PORT, locks, &graphics->port) < 0)
		return -1;
	if (graphics->websocket.given && graphics->websocket.value == -1)
		return choose(FIRST_WEBSOCKET, locks, &graphics->websocket);
	return 0;
}

static bool
wants_tls(const struct graphics *graphics)
{
	list_each(channel, &graphics->channels)
		if (channel->mode == SPICE_SECURE)
			return true;
	return graphics->default_mode == SPICE_SECURE;
}

static int
choose_spice(struct graphics *graphics, struct ports *locks)
{
	bool automatic = graphics->autoport == YES;

	if (!has_listener(graphics))
		return 0;
	if ((automatic || graphics->port.value == -1) && graphics->default_mode != SPICE_SECURE &&
	    choose(FIRST_PORT, locks, &graphics->port) < 0)
		return -1;
	if ((automatic && wants_tls(graphics)) || graphics->tls_port.value == -1)
		return choose(FIRST_PORT, locks, &graphics->tls_port);
	return 0;
}

int
ports_choose(struct vm_def *def, struct ports *ret_locks)
{
	auto_ports struct ports locks = { 0 };

	list_each(graphics, &def->devices.graphics) {
		if (graphics->type == GRAPHICS_VNC && choose_vnc(graphics, &locks) < 0)
			return -1;
		if (graphics->type == GRAPHICS_SPICE && choose_spice(graphics, &locks) < 0)
			return -1;
	}
	*ret_locks = locks;
	locks = (struct ports){ 0 };
	return 0;
}
