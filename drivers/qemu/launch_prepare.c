/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_prepare - make what the emulator needs to find */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/socket.h"
#include "cgroup.h"
#include "nvram.h"
#include "reservations.h"
#include "state/place.h"
#include "tpm.h"
#include "tuning.h"
#include "virtiofs.h"

int
launch_open_log(struct launch *launch)
{
	auto_free char *file = text_format("%s.log", launch->vm->name);
	auto_close int dir = place_open(PLACE_LOG, GUEST_FOLDER, true);

	if (dir < 0)
		return -1;
	launch->log = file_open_in_place(dir, file, O_RDWR | O_APPEND, 0600);
	return launch->log < 0 ? -1 : 0;
}

/* The directory for sockets that the emulator makes itself. */
static int
make_run_dir(const struct launch *launch)
{
	auto_close int dir = -1;

	if (dir_make_one(AT_FDCWD, launch->run_dir, 0711) < 0)
		return fail_errno("make %s", launch->run_dir);
	dir = open(launch->run_dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return dir < 0 ? fail_errno("open %s", launch->run_dir) : handover_give(dir, &launch->user);
}

static void
name_display_socket(const struct launch *launch, struct graphics *graphics)
{
	list_each(listen, &graphics->listens) {
		if (listen->type != LISTEN_SOCKET || listen->socket)
			continue;
		listen->socket = text_format("%s/%s.sock", launch->run_dir,
					     words_name(&graphics_kind_words, graphics->type));
		free(graphics->socket);
		graphics->socket = xstrdup(listen->socket);
	}
}

void
launch_name_channels(struct launch *launch)
{
	list_each(channel, &launch->def->devices.channels)
		if (channel->source.type == CHARDEV_UNIX && !channel->source.path) {
			channel->source.mode = CHARDEV_BIND;
			channel->source.path = text_format("%s/%s", launch->run_dir,
							   channel->name ? channel->name : channel->info.alias);
		}
}

/* Sockets for which nobody said a path. */
static void
name_sockets(struct launch *launch)
{
	list_each(graphics, &launch->def->devices.graphics)
		name_display_socket(launch, graphics);
	launch_name_channels(launch);
}

int
launch_make_output(const char *path, const struct emulator_user *user)
{
	auto_close int fd = path ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600) : -1;

	if (fd >= 0)
		return handover_give(fd, user);
	return !path || errno == EEXIST ? 0 : fail_errno("create %s", path);
}

static int
make_outputs_of(const struct chardev_source *source, const struct emulator_user *user)
{
	if (source->type == CHARDEV_FILE && launch_make_output(source->path, user) < 0)
		return -1;
	return launch_make_output(source->log_file, user);
}

static int
make_outputs(const struct vm_def *def, const struct emulator_user *user)
{
	const struct chardev_list *const lists[] = {
		&def->devices.serials, &def->devices.parallels, &def->devices.consoles,
	};

	for (unsigned i = 0; i < COUNT(lists); i++)
		list_each(chardev, lists[i])
			if (make_outputs_of(&chardev->source, user) < 0)
				return -1;
	list_each(channel, &def->devices.channels)
		if (make_outputs_of(&channel->source, user) < 0)
			return -1;
	return 0;
}

static int
listen_for_qmp(struct launch *launch)
{
	auto_free char *control = text_format("%s.qmp", launch->vm->name);
	auto_free char *events = text_format("%s.events.qmp", launch->vm->name);

	launch->control = socket_listen(guest_dir(), control);
	if (launch->control < 0)
		return -1;
	launch->events = socket_listen(guest_dir(), events);
	return launch->events < 0 ? -1 : 0;
}

/* The keeper writes dumps of a crashed guest there. */
static int
make_dump_dir(const struct vm_def *def)
{
	bool dumps = def->on_crash == LIFECYCLE_COREDUMP_DESTROY ||
		     def->on_crash == LIFECYCLE_COREDUMP_RESTART;
	auto_close int dir = dumps ? place_open(PLACE_VAR, GUEST_FOLDER "/dump", true) : -1;

	return dumps && dir < 0 ? -1 : 0;
}

int
launch_prepare(struct launch *launch)
{
	const struct emulator_user *user = &launch->user;

	if (launch_make_memory(launch) < 0 || launch_make_transient(launch) < 0)
		return -1;
	cgroup_make(launch->cgroups);
	if (tuning_limit(launch->def, launch->cgroups) < 0)
		return -1;
	if (launch_open_log(launch) < 0 || make_run_dir(launch) < 0 || launch_write_security(launch) < 0 || make_dump_dir(launch->def) < 0 ||
	    nvram_make(launch->def, launch->how->reset_nvram, user) < 0 ||
	    make_outputs(launch->def, user) < 0 || handover_make(launch->undo, user) < 0 ||
	    listen_for_qmp(launch) < 0 || launch_open_network(launch) < 0 || launch_open_secrets(launch) < 0)
		return -1;
	name_sockets(launch);
	if (tpm_emulated(launch->def) &&
	    tpm_start(launch->def, user, launch->cgroups, launch->log, launch->how->memory, &launch->tpm_passphrase) < 0)
		return -1;
	if (virtiofs_start(launch->def, user, launch->cgroups, launch->log) < 0 ||
	    reservations_start(launch->def, user, launch->cgroups, launch->log) < 0)
		return -1;
	return ports_choose(launch->def, &launch->ports);
}

static void
close_at(int *fd)
{
	file_close_at(fd);
	*fd = -1;
}

void
launch_done(struct launch *launch)
{
	qmp_close(launch->qmp);
	json_object_put(launch->undo);
	ports_done(&launch->ports);
	emulator_user_done(&launch->user);
	list_each(tap, &launch->taps) {
		free(tap->tap);
		free(tap->vhost);
	}
	free(launch->taps.item);
	list_each(scsi, &launch->scsis)
		free(scsi->path);
	free(launch->scsis.item);
	list_each(secret, &launch->secrets)
		free(secret->id);
	free(launch->secrets.item);
	for (unsigned i = 0; i < launch->inherited.n; i++)
		close(launch->inherited.item[i]);
	free(launch->inherited.item);
	free(launch->cgroups);
	free(launch->run_dir);
	close_at(&launch->tpm_passphrase);
	close_at(&launch->log);
	close_at(&launch->control);
	close_at(&launch->events);
}
