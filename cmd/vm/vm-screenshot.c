/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-screenshot - save a picture of a virtual machine's screen */
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "command/command.h"
#include "driver/vm.h"

static const char *file, *format;
static unsigned screen;

static const char *const formats[] = { "png", "ppm", NULL };

static const struct option_row options[] = {
	OPT_VALUE(0, "screen", VALUE_UINT, &screen, "N", "which one, from 0"),
	OPT_WORD (0, "format", &format, "FORMAT", formats, "png or ppm; else as the file's name says, or png"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE,      NULL,  "name, UUID or number of the virtual machine"),
	ARG("FILE", "file",   VALUE_FILE,      ARG_OPTIONAL, &file, "where to; - for standard output, none: a name with the time"),
	ROWS_END
};

static const char *
wanted_format(void)
{
	if (format)
		return format;
	return file && text_ends(file, ".ppm") ? "ppm" : "png";
}

/* "web-2026-01-31-04:00:00.png", as virsh names them. */
static char *
name_with_time(const char *vm)
{
	time_t now = time(NULL);
	char when[32];

	strftime(when, sizeof when, "%Y-%m-%d-%H:%M:%S", localtime(&now));
	return text_format("%s-%s.%s", vm, when, wanted_format());
}

/* A picture that was not finished is none. */
static int
save(struct vm *vm, const char *path)
{
	auto_close int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		return fail_errno("create %s", path);
	if (DRIVER_CALL(vm, screenshot, vm, screen, wanted_format(), fd) == 0)
		return 0;
	unlink(path);
	return -1;
}

static int
shoot(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_free char *path = NULL;

	if (!vm)
		return -1;
	if (!vm->active)
		return fail(FAULT_STATE, "not running");
	if (file && strcmp(file, "-") == 0)
		return DRIVER_CALL(vm, screenshot, vm, screen, wanted_format(), STDOUT_FILENO);
	path = file ? xstrdup(file) : name_with_time(vm->name);
	if (save(vm, path) < 0)
		return -1;
	if (!file)
		answer("%s\n", path);
	return 0;
}

const struct command command = {
	.name      = "vm-screenshot",
	.summary   = "save a picture of a virtual machine's screen",
	.virsh     = "screenshot",
	.example   = "vm-screenshot web1 - | display png:-",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(SYSTEM),
	.each      = shoot,
};
