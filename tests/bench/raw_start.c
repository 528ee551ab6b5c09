/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* raw_start - start an emulator with given arguments, let it run, kill it
 *
 * usage: raw_start CMDLINE          a copy of /proc/PID/cmdline of a guest that vm-start made
 *
 * What vm-start and vm-destroy are measured against: the same arguments, the same
 * two monitor sockets on the same descriptor numbers, the least QMP possible. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS = 512, BUFFER = 65536 };

static int
die(const char *what)
{
	perror(what);
	exit(1);
}

/* A listening socket with an abstract address, on descriptor fd. */
static struct sockaddr_un
listen_on(int fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "raw_start-%d-%d", getpid(), fd);
	if (s < 0 || bind(s, (struct sockaddr *)&address, sizeof address) < 0 || listen(s, 1) < 0)
		die("listen");
	if (s != fd && (dup2(s, fd) < 0 || close(s) < 0))
		die("dup2");
	return address;
}

/* Read until the text has been seen. */
static void
await(int s, const char *text)
{
	static char buffer[BUFFER];
	size_t length = 0;
	ssize_t n;

	while ((n = read(s, buffer + length, sizeof buffer - 1 - length)) > 0) {
		length += n;
		buffer[length] = '\0';
		if (strstr(buffer, text))
			return;
	}
	die("monitor closed");
}

static void
tell(int s, const char *command)
{
	if (write(s, command, strlen(command)) < 0)
		die("write");
	await(s, "\"return\"");
}

int
main(int argc, char **argv)
{
	static char text[BUFFER];
	char *arguments[ARGUMENTS] = { 0 };
	struct sockaddr_un monitor = { 0 };
	int n = 0, file = open(argc == 2 ? argv[1] : "", O_RDONLY | O_CLOEXEC), s;
	ssize_t size = read(file, text, sizeof text);
	pid_t child;

	for (char *a = text; a < text + size && n < ARGUMENTS - 1; a += strlen(a) + 1) {
		char *fd = !strncmp(a, "socket,", 7) ? strstr(a, ",fd=") : NULL;

		arguments[n++] = a;
		if (fd) {
			struct sockaddr_un address = listen_on(atoi(fd + 4));

			if (!monitor.sun_family)
				monitor = address;
		}
	}
	child = fork();
	if (!child) {
		execv(arguments[0], arguments);
		die(arguments[0]);
	}
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(s, (struct sockaddr *)&monitor, sizeof monitor) < 0)
		die("connect");
	await(s, "\"QMP\"");
	tell(s, "{\"execute\":\"qmp_capabilities\"}\n");
	tell(s, "{\"execute\":\"cont\"}\n");
	kill(child, SIGTERM);
	waitpid(child, NULL, 0);
	return 0;
}
