/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* uevent - what the kernel tells of devices that come, go and change
 *
 * A message is "ACTION@/PATH" and then KEY=VALUE strings, each with its NUL. */
#include "uevent.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "base/file.h"
#include "device.h"

enum { KERNEL_GROUP = 1, MESSAGE_SIZE = 16 << 10, ROOM = 8 << 20 };

int
uevent_open(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = KERNEL_GROUP };
	int room = ROOM;
	auto_close int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
		return fail_errno("listen to the kernel's events");
	/* A host that starts sends many at once; less than asked for is fine. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
	return steal_fd(fd);
}

static const char *
value(const char *message, size_t size, const char *key)
{
	size_t length = strlen(key);

	for (const char *at = message; at < message + size; at += strlen(at) + 1)
		if (strncmp(at, key, length) == 0 && at[length] == '=')
			return at + length + 1;
	return NULL;
}

static void
describe(const char *path, struct nodedev_brief *ret_brief)
{
	auto_device struct device device = { 0 };

	if (device_at(path, &device))
		*ret_brief = (struct nodedev_brief) {
			.name = device_name(&device), .path = xstrdup(device.path), .kind = device.sort->kind,
		};
}

/* What it means; nothing for devices that we do not know. */
static void
understand(const char *message, size_t size, struct nodedev_change *ret_change)
{
	const char *action = value(message, size, "ACTION");
	const char *path = value(message, size, "DEVPATH");
	const char *before = value(message, size, "DEVPATH_OLD");
	auto_free char *device = path ? text_format("/sys%s", path) : NULL;

	if (!action || !path)
		return;
	if (text_same(action, "remove"))
		ret_change->gone = steal(device);
	else if (text_same(action, "move") && before)
		ret_change->gone = text_format("/sys%s", before);
	ret_change->changed = text_same(action, "change") || text_same(action, "bind") || text_same(action, "unbind");
	if (device)
		describe(device, &ret_change->here);
}

/* Only the kernel is believed. */
int
uevent_next(int fd, struct nodedev_change *ret_change)
{
	char message[MESSAGE_SIZE];
	struct sockaddr_nl from = { 0 };
	socklen_t length = sizeof from;
	ssize_t size = recvfrom(fd, message, sizeof message - 1, 0, (struct sockaddr *)&from, &length);

	if (size < 0 && errno == ENOBUFS)
		return NODEDEV_LOST;
	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : fail_errno("read the kernel's events");
	message[size] = '\0';
	if (from.nl_pid == 0)
		understand(message, (size_t)size, ret_change);
	return 1;
}
