/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* console - the guest's end of a serial line */
#include "devices.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/socket.h"

struct end {
	const char *alias;
	const struct chardev_source *source;
};

static bool
is_it(const struct end *end, const char *devname)
{
	return end->alias && (!devname || text_same(end->alias, devname));
}

/* The first console, else the first serial port; or the one of that name. */
static struct end
find_end(const struct vm_def *def, const char *devname)
{
	const struct chardev_list *const lists[] = {
		&def->devices.consoles, &def->devices.serials, &def->devices.parallels,
	};

	for (unsigned i = 0; i < COUNT(lists); i++)
		list_each(chardev, lists[i]) {
			struct end end = { chardev->info.alias, &chardev->source };

			if (is_it(&end, devname))
				return end;
		}
	list_each(channel, &def->devices.channels) {
		struct end end = { channel->info.alias, &channel->source };

		if (devname && is_it(&end, devname))
			return end;
	}
	return (struct end){ 0 };
}

/* A terminal of our own making would echo the guest's output back at it. */
static int
open_pty(const char *path)
{
	auto_close int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios raw;

	if (fd < 0)
		return fail_errno("open %s", path);
	if (tcgetattr(fd, &raw) == 0) {
		cfmakeraw(&raw);
		tcsetattr(fd, TCSANOW, &raw);
	}
	return steal_fd(fd);
}

static int
open_end(const struct end *end)
{
	const struct chardev_source *source = end->source;

	if (source->type == CHARDEV_PTY && source->path)
		return open_pty(source->path);
	if (source->type == CHARDEV_UNIX && source->mode == CHARDEV_BIND && source->path)
		return socket_connect(AT_FDCWD, source->path);
	return fail(FAULT_UNSUPPORTED, "%s is a %s, which cannot be connected to", quote(end->alias),
		    words_name(&chardev_kind_words, source->type));
}

int
qemu_console(struct vm *vm, const char *devname, int *ret_fd)
{
	struct end end;
	int fd;

	if (!vm_live(vm))
		return -1;
	end = find_end(vm->live->def, devname);
	if (!end.source)
		return fail(FAULT_MISSING, devname ? "there is no console %s" : "there is no console",
			    quote(devname ? devname : ""));
	fd = open_end(&end);
	if (fd < 0)
		return -1;
	*ret_fd = fd;
	return 0;
}
