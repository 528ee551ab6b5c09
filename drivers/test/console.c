/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* console - a simulated guest says its name and echoes what is typed
 *
 * The other end of the socket is a thread of this process: nothing stays behind when
 * the program ends. */
#include <pthread.h>
#include <sys/socket.h>

#include "base/file.h"
#include "test.h"

struct terminal {
	int fd;
	char *banner;
};

/* A carriage return begins a new line, as a terminal in its usual mode has it. */
static int
echo(int fd, const char *typed, size_t length)
{
	auto_text struct text out = { 0 };

	for (size_t i = 0; i < length; i++) {
		text_add_char(&out, typed[i]);
		if (typed[i] == '\r')
			text_add_char(&out, '\n');
	}
	return send(fd, out.data, out.length, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static void *
sit_at(void *argument)
{
	struct terminal *terminal = argument;
	char typed[1024];
	ssize_t n = send(terminal->fd, terminal->banner, strlen(terminal->banner), MSG_NOSIGNAL);

	while (n > 0 && (n = read(terminal->fd, typed, sizeof typed)) > 0)
		if (echo(terminal->fd, typed, (size_t)n) < 0)
			break;
	close(terminal->fd);
	free(terminal->banner);
	free(terminal);
	return NULL;
}

/* The name of a character device: a console's, or the serial port's behind it. */
static int
check_device(struct vm *vm, const char *devname)
{
	struct vm_live *live = vm_live(vm);
	const struct chardev_list *lists[] = {
		live ? &live->def->devices.serials : NULL,
		live ? &live->def->devices.consoles : NULL,
	};

	if (!live)
		return -1;
	for (unsigned i = 0; devname && i < COUNT(lists); i++)
		list_each(device, lists[i])
			if (text_same(device->info.alias, devname))
				return 0;
	return devname ? fail(FAULT_MISSING, "no console %s", quote(devname)) : 0;
}

int
test_console(struct vm *vm, const char *devname, int *ret_fd)
{
	struct terminal *terminal;
	pthread_t thread;
	int ends[2];

	if (check_device(vm, devname) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return fail_errno("make a console");
	terminal = xcalloc(1, sizeof *terminal);
	*terminal = (struct terminal){ ends[1], text_format("\r\n%s login: ", vm->name) };
	if (pthread_create(&thread, NULL, sit_at, terminal) != 0) {
		close(ends[0]);
		close(ends[1]);
		free(terminal->banner);
		free(terminal);
		return fail(FAULT_SYSTEM, "make a console: no thread");
	}
	pthread_detach(thread);
	*ret_fd = ends[0];
	return 0;
}
