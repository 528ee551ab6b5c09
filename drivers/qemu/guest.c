/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guest - the files of a running guest */
#include "guest.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/memory.h"
#include "base/process.h"
#include "base/socket.h"
#include "qmp.h"
#include "run_state.h"
#include "state/place.h"

/* A greeting comes at once unless the emulator serves somebody else; who holds
 * the guest's lock may be kept waiting by a reader for this long. */
enum { GREETING_MS = 5000 };

int
guest_dir(void)
{
	static char *path;
	static int dir = -1;

	if (dir >= 0 && text_same(path, place_path(PLACE_RUN)))
		return dir;
	file_close_at(&dir);
	free(path);
	path = xstrdup(place_path(PLACE_RUN));
	dir = place_open(PLACE_RUN, GUEST_FOLDER, true);
	return dir;
}

/* One whose life lock is free may have its disks' locks and its memory for some time yet. */
static pid_t
ending_pid(int dir, const char *file)
{
	auto_free char *line = file_read_if_any(dir, file, FILE_LIMIT, NULL);
	pid_t pid = line ? (pid_t)strtol(line, NULL, 10) : 0;

	fail_forget();
	return pid > 0 && process_is_ending(pid) ? pid : 0;
}

pid_t
guest_pid(const char *name)
{
	auto_free char *file = text_format("%s.pid", name);
	int dir = guest_dir();
	pid_t pid = dir < 0 ? -1 : lock_holder(dir, file);

	return pid ? pid : ending_pid(dir, file);
}

uint64_t
guest_file_inode(const char *file)
{
	struct stat st;

	return fstatat(guest_dir(), file, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_ino : 0;
}

int
guest_announce(const char *name, enum vm_state state, enum vm_reason reason)
{
	struct run_state announced = {
		.state = state, .reason = reason, .since_us = run_state_now(), .pending = true,
	};

	return run_state_write(guest_dir(), name, &announced, "new");
}

/* What the keeper has written meanwhile is newer and stays.  The change is made: what stays pending only has
 * readers ask the emulator. */
void
guest_confirm(const char *name)
{
	struct run_state announced = { 0 };

	if (run_state_read(guest_dir(), name, &announced) > 0 && announced.pending) {
		announced.pending = false;
		run_state_write(guest_dir(), name, &announced, "new");
	}
	fail_forget();
}

/* This driver is PREFIX/lib/virtutils/drivers/qemu.so. */
char *
guest_program(const char *file)
{
	auto_free char *prefix = NULL;
	Dl_info info;

	if (dladdr(guest_program, &info) && info.dli_fname)
		prefix = realpath(info.dli_fname, NULL);
	for (unsigned up = 0; prefix && up < 4; up++)
		if (strrchr(prefix, '/'))
			*strrchr(prefix, '/') = '\0';
	return text_format("%s/%s", prefix ? prefix : "", file);
}

/* One that cannot be read is as good as none: what it names is small and can wait for
 * the next boot. */
struct json_object *
guest_undo_read(const char *name)
{
	auto_free char *file = text_format("%s.undo", name);
	size_t size = 0;
	auto_free char *text = file_read_if_any(guest_dir(), file, FILE_LIMIT, &size);
	struct json_object *undo = text ? json_parse(text, size, file) : NULL;

	fail_forget();
	return undo;
}

int
guest_undo_write(const char *name, struct json_object *undo)
{
	auto_free char *file = text_format("%s.undo", name);
	const char *line = json_line(undo);

	return file_replace_volatile(guest_dir(), file, line, strlen(line), 0600);
}

void
guest_note_draft(struct json_object *undo, const char *path)
{
	struct json_object *drafts = json_member(undo, "drafts");

	if (!drafts)
		json_object_object_add(undo, "drafts", drafts = json_object_new_array());
	json_object_array_add(drafts, json_object_new_string(path));
}

/* Where nothing can be removed nothing was made. */
void
guest_remove_drafts(struct json_object *undo)
{
	struct json_object *drafts = json_member(undo, "drafts");

	for (size_t i = 0; i < json_length(drafts); i++)
		if (dir_remove(AT_FDCWD, json_object_get_string(json_object_array_get_idx(drafts, i))) < 0)
			fail_forget();
}

struct qmp *
qmp_open(struct vm *vm)
{
	auto_free char *socket = text_format("%s.qmp", vm->name);
	int dir = guest_dir();
	int fd = dir < 0 ? -1 : socket_connect(dir, socket);

	if (fd < 0 && (fail_errno_value() == ECONNREFUSED || fail_errno_value() == ENOENT))
		vm_not_running();
	return fd < 0 ? NULL : qmp_attach(fd, GREETING_MS);
}
