/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_greet - the first words with a new emulator */
#include "launch.h"

#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/socket.h"
#include "io_limits.h"
#include "memory.h"
#include "output.h"
#include "tuning.h"

/* Large memory may take minutes to get; an emulator that dies closes the socket. */
enum { UP_MS = 10 * 60 * 1000 };

/* It listens already, on our descriptor: once that is closed, the emulator's is the last. */
static int
connect_control(struct launch *launch)
{
	auto_free char *file = text_format("%s.qmp", launch->vm->name);
	int fd = socket_connect(guest_dir(), file);

	file_close_at(&launch->control);
	file_close_at(&launch->events);
	launch->control = launch->events = -1;
	if (fd < 0)
		return -1;
	launch->qmp = qmp_begin(fd);
	return launch->qmp ? 0 : -1;
}

/* Its last words say more than that it is gone. */
static int
explain(struct launch *launch)
{
	auto_free char *words = output_last_line(launch->log, launch->log_from, launch->caps->binary);
	auto_free char *obstacle = handover_obstacle(launch->def, &launch->user);

	if (words)
		fail(FAULT_FAILED, "%s", words);
	if (obstacle && strstr(fail_story(), "Permission denied"))
		fail_hint("%s", obstacle);
	return -1;
}

/* --- what it tells of itself */

static const char *
pty_of(struct json_object *chardevs, const char *alias)
{
	auto_free char *label = text_format("char%s", alias ? alias : "");

	for (size_t i = 0; i < json_length(chardevs); i++) {
		struct json_object *chardev = json_object_array_get_idx(chardevs, i);
		const char *where = json_string(chardev, "filename");

		if (text_same(json_string(chardev, "label"), label))
			return where && text_starts(where, "pty:") ? where + strlen("pty:") : NULL;
	}
	return NULL;
}

static void
take_pty(struct json_object *chardevs, struct chardev_source *source, const char *alias)
{
	const char *path = source->type == CHARDEV_PTY ? pty_of(chardevs, alias) : NULL;

	if (!path)
		return;
	free(source->path);
	source->path = xstrdup(path);
}

/* The first console is often the first serial port under another name. */
static void
take_console(struct json_object *chardevs, const struct vm_def *def, struct chardev *console)
{
	const struct chardev_list *serials = &def->devices.serials;

	take_pty(chardevs, &console->source, console->info.alias);
	if (console->source.type != CHARDEV_PTY)
		return;
	if (!console->source.path && console->target == TARGET_SERIAL && serials->n)
		console->source.path = xstrdup(serials->item[0].source.path);
	free(console->tty);
	console->tty = xstrdup(console->source.path);
}

int
launch_take_ptys(struct vm_def *def, struct json_object *chardevs)
{
	if (!json_object_is_type(chardevs, json_type_array))
		return fail(FAULT_FAILED, "query-chardev: unexpected answer from the emulator");
	list_each(serial, &def->devices.serials)
		take_pty(chardevs, &serial->source, serial->info.alias);
	list_each(parallel, &def->devices.parallels)
		take_pty(chardevs, &parallel->source, parallel->info.alias);
	list_each(channel, &def->devices.channels)
		take_pty(chardevs, &channel->source, channel->info.alias);
	list_each(console, &def->devices.consoles)
		take_console(chardevs, def, console);
	return 0;
}

/* --- what it has to be told */

static const char *
protocol_of(const struct graphics *graphics)
{
	return graphics->type == GRAPHICS_VNC ? "vnc" :
	       graphics->type == GRAPHICS_SPICE ? "spice" : NULL;
}

/* "2010-04-09T15:51:00" is UTC; QEMU wants seconds of the epoch. */
static int
expiry(const char *text, char ret_time[24])
{
	struct tm when = { 0 };
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &when);

	if (!rest || *rest)
		return fail(FAULT_CONFIG, "passwdValidTo: %s is no time", quote(text));
	snprintf(ret_time, 24, "%lld", (long long)timegm(&when));
	return 0;
}

/* Passwords go through the socket: an argument list is everybody's to read. */
static int
send_password(struct launch *launch, const struct graphics *graphics, unsigned *sent)
{
	const char *protocol = protocol_of(graphics);
	char time_text[24] = "";

	if (!protocol || !graphics->passwd)
		return 0;
	if (graphics->passwd_valid_to && expiry(graphics->passwd_valid_to, time_text) < 0)
		return -1;
	if (qmp_send(launch->qmp, "set_password",
		     json_build("s:protocol", protocol, "s:password", graphics->passwd,
				"s?:connected", words_name(&password_connected_words, graphics->connected),
				NULL)) < 0)
		return -1;
	++*sent;
	if (!*time_text)
		return 0;
	++*sent;
	return qmp_send(launch->qmp, "expire_password",
			json_build("s:protocol", protocol, "s:time", time_text, NULL));
}

static int
send_link(struct launch *launch, const struct nic *nic, unsigned *sent)
{
	if (nic->link != LINK_DOWN)
		return 0;
	++*sent;
	return qmp_send(launch->qmp, "set_link",
			json_build("s:name", nic->info.alias, "b:up", 0, NULL));
}

static int
send_limits(struct launch *launch, const struct disk *disk, unsigned *sent)
{
	if (!disk_is_limited(disk))
		return 0;
	++*sent;
	return qmp_send(launch->qmp, "block_set_io_throttle", disk_limits(disk));
}

static int
send_balloon(struct launch *launch, unsigned *sent)
{
	const struct vm_def *def = launch->def;

	/* What comes with the memory is newer. */
	if (launch->how->memory || !def->devices.memballoon || def->devices.memballoon->model == MEMBALLOON_NONE ||
	    !def->current_memory || def->current_memory >= def->memory)
		return 0;
	++*sent;
	return qmp_send(launch->qmp, "balloon",
			json_build("i:value", (int64_t)def->current_memory, NULL));
}

/* How often, in seconds, the guest tells what its memory is used for. */
static int
send_balloon_period(struct launch *launch, unsigned *sent)
{
	const struct memballoon *balloon = launch->def->devices.memballoon;
	auto_free char *path = NULL;

	if (!balloon || balloon->model == MEMBALLOON_NONE || !balloon->stats_period)
		return 0;
	path = text_format("/machine/peripheral/%s", balloon->info.alias);
	++*sent;
	return qmp_send(launch->qmp, "qom-set", json_build("s:path", path, "s:property", "guest-stats-polling-interval",
							   "i:value", (int64_t)balloon->stats_period, NULL));
}

static int
send_tray(struct launch *launch, const struct disk *disk, unsigned *sent)
{
	if (disk->target.tray != DISK_TRAY_OPEN)
		return 0;
	++*sent;
	return qmp_send(launch->qmp, "blockdev-open-tray", json_build("s:id", disk->info.alias, NULL));
}

/* A reboot that is to end it reaches the keeper as a shutdown. */
static int
send_reboot_action(struct launch *launch, unsigned *sent)
{
	if (launch->def->on_reboot != LIFECYCLE_DESTROY)
		return 0;
	++*sent;
	return qmp_send(launch->qmp, "set-action", json_build("s:reboot", "shutdown", NULL));
}

static int
send_all(struct launch *launch, unsigned *sent)
{
	if (qmp_send(launch->qmp, "query-chardev", NULL) < 0 || send_reboot_action(launch, sent) < 0)
		return -1;
	list_each(graphics, &launch->def->devices.graphics)
		if (send_password(launch, graphics, sent) < 0)
			return -1;
	list_each(disk, &launch->def->devices.disks)
		if (send_limits(launch, disk, sent) < 0 || send_tray(launch, disk, sent) < 0)
			return -1;
	list_each(nic, &launch->def->devices.nics)
		if (send_link(launch, nic, sent) < 0)
			return -1;
	return send_balloon_period(launch, sent) < 0 ? -1 : send_balloon(launch, sent);
}

int
launch_greet(struct launch *launch)
{
	auto_json struct json_object *chardevs = NULL;
	unsigned sent = 0;

	if (connect_control(launch) < 0 || send_all(launch, &sent) < 0 ||
	    qmp_greeting(launch->qmp, UP_MS) < 0)
		return explain(launch);
	chardevs = qmp_reply(launch->qmp);
	if (!chardevs || launch_take_ptys(launch->def, chardevs) < 0)
		return -1;
	while (sent--) {
		auto_json struct json_object *reply = qmp_reply(launch->qmp);

		if (!reply)
			return -1;
	}
	launch_forget_secrets(launch);
	if (launch_plug_vcpus(launch) < 0 ||
	    tuning_threads(launch->def, launch->cgroups, launch->qmp, guest_pid(launch->vm->name)) < 0)
		return -1;
	return launch->how->memory && memory_load(launch->qmp, *launch->how->memory) < 0 ? explain(launch) : 0;
}
