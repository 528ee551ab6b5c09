/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* display - pictures of the screen, and keys */
#include "devices.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "guest.h"
#include "qmp.h"

/* The set of descriptors a picture is written through; any number that nobody else uses. */
enum { PICTURE_SET = 7470 };

/* Which device draws that screen, and which of its heads it is. */
static const struct video *
find_screen(const struct vm_def *def, unsigned screen, unsigned *ret_head)
{
	list_each(video, &def->devices.videos) {
		unsigned heads = video->heads ? video->heads : 1;

		if (video->model == VIDEO_NONE)
			continue;
		if (screen < heads) {
			*ret_head = screen;
			return video;
		}
		screen -= heads;
	}
	return NULL;
}

/* The emulator may not make files where we want one, so it writes to our memory. */
static int
dump_screen(struct qmp *qmp, const struct video *video, unsigned head, const char *format, int picture)
{
	auto_free char *self = text_format("/proc/self/fd/%d", picture);
	auto_free char *set = text_format("/dev/fdset/%d", PICTURE_SET);
	auto_close int write_end = open(self, O_WRONLY | O_CLOEXEC);
	auto_json struct json_object *added = NULL;
	int done;

	if (write_end < 0)
		return fail_errno("make room for a picture");
	added = qmp_call_fd(qmp, "add-fd", json_build("i:fdset-id", (int64_t)PICTURE_SET, NULL), write_end);
	if (!added)
		return -1;
	done = qmp_do(qmp, "screendump",
		      json_build("s:filename", set, "s:device", video->info.alias,
				 "i:head", (int64_t)head, "s:format", format, NULL));
	if (qmp_do(qmp, "remove-fd", json_build("i:fdset-id", (int64_t)PICTURE_SET, NULL)) < 0 && done == 0)
		return -1;
	return done;
}

static int
copy_all(int from, int to)
{
	char chunk[65536];
	ssize_t n;

	if (lseek(from, 0, SEEK_SET) < 0)
		return fail_errno("read the picture");
	while ((n = read(from, chunk, sizeof chunk)) > 0)
		if (write_all(to, chunk, (size_t)n) < 0)
			return -1;
	return n < 0 ? fail_errno("read the picture") : 0;
}

int
qemu_screenshot(struct vm *vm, unsigned screen, const char *format, int fd)
{
	auto_close int picture = memfd_create("picture", MFD_CLOEXEC);
	auto_qmp struct qmp *qmp = NULL;
	const struct video *video;
	unsigned head = 0;

	if (picture < 0)
		return fail_errno("make room for a picture");
	if (!vm_live(vm))
		return -1;
	video = find_screen(vm->live->def, screen, &head);
	if (!video)
		return fail(FAULT_MISSING, "there is no screen %u", screen);
	qmp = qmp_open(vm);
	if (!qmp || dump_screen(qmp, video, head, format, picture) < 0)
		return -1;
	return copy_all(picture, fd);
}

int
qemu_send_keys(struct vm *vm, const char *const *keys, unsigned n, unsigned holdtime_ms)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	struct json_object *list, *arguments;

	if (!qmp)
		return -1;
	list = json_object_new_array();
	for (unsigned i = 0; i < n; i++)
		json_object_array_add(list, json_build("s:type", "qcode", "s:data", keys[i], NULL));
	arguments = json_build("o:keys", list, NULL);
	if (holdtime_ms)
		json_object_object_add(arguments, "hold-time", json_object_new_int64(holdtime_ms));
	return qmp_do(qmp, "send-key", arguments);
}
