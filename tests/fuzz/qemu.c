/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu - fuzz targets of what an emulator and a guest agent answer */
#include <sys/socket.h>
#include <unistd.h>

#include "agent.h"
#include "base/file.h"
#include "base/process.h"
#include "base/socket.h"
#include "fuzz.h"
#include "output.h"
#include "qmp.h"

enum { PEER_LIMIT = 65536 };             /* what a socket holds without a reader */

static int peer = -1;                    /* the other end of the last connection */

/* A connection to somebody who has said all this already, and hangs up. */
static int
connect_to(const char *text, size_t size)
{
	int ends[2];

	file_close_at(&peer);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 ||
	    write_all(ends[1], text, size < PEER_LIMIT ? size : PEER_LIMIT) < 0 ||
	    shutdown(ends[1], SHUT_WR) < 0)
		_exit(2);
	peer = ends[1];
	return ends[0];
}

static void
take_qmp(const char *text, size_t size)
{
	auto_qmp struct qmp *qmp = qmp_attach(connect_to(text, size), 1000);
	auto_json struct json_object *request = json_build("s:execute", "query-jobs", NULL);
	auto_json struct json_object *status = NULL, *answer = NULL;

	if (!qmp)
		return;
	status = qmp_call(qmp, "query-status", NULL);
	qmp_job(qmp, "blockdev-create", json_build("s:job-id", "j", NULL), "j", 1000);
	answer = qmp_raw(qmp, request);
}

/* ---- the guest agent: its channel leads to us, and the clock stands, so that the number it has
 * to repeat is always the same (the linker puts these in place of the core's) ---- */

static const char *said;
static size_t said_size;

int __wrap_socket_connect(int dir, const char *name);
int64_t __wrap_clock_ms(void);

int
__wrap_socket_connect(int dir, const char *name)
{
	(void)dir, (void)name;
	return connect_to(said, said_size);
}

int64_t
__wrap_clock_ms(void)
{
	return 7;
}

static void
take_agent(const char *text, size_t size)
{
	static const char xml[] =
		"<domain type='qemu'><name>g</name><memory>1024</memory><os><type>hvm</type></os><devices>"
		"<channel type='unix'><source path='/a'/><target type='virtio' name='org.qemu.guest_agent.0'/>"
		"</channel></devices></domain>";
	static struct vm_live live;
	static struct vm vm = { .live = &live };
	auto_json struct json_object *answer = NULL;

	said = text;
	said_size = size;
	if (!live.def)
		live.def = model_parse(&vm_def_type, xml, sizeof xml - 1, "guest", VIEW_STATUS, READ_SILENT);
	answer = agent_ask(&vm, "guest-info");
}

/* ---- what an emulator wrote before it gave up ---- */

static void
take_output(const char *text, size_t size)
{
	auto_close int fd = fuzz_file(text, size);

	free(output_last_line(fd, 0, "qemu-system-x86_64"));
}

const struct target targets[] = {
	{ "qmp",    take_qmp },
	{ "agent",  take_agent },
	{ "output", take_output },
	{ 0 },
};
