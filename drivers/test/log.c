/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* log - what a simulated guest is told to do, on record */
#include <fcntl.h>
#include <stdarg.h>

#include "base/file.h"
#include "base/when.h"
#include "driver/vm_log.h"
#include "state/place.h"
#include "test.h"

char *
test_log_file(struct vm *vm)
{
	return place_file(PLACE_LOG, "%s/%s.log", host_here()->folder, vm->name);
}

static int
log_open(struct vm *vm)
{
	auto_close int dir = place_open(PLACE_LOG, host_here()->folder, true);
	auto_free char *file = text_format("%s.log", vm->name);

	return dir < 0 ? -1 : file_open_in_place(dir, file, O_WRONLY | O_APPEND, 0600);
}

int
test_log_start(struct vm *vm)
{
	auto_close int log = log_open(vm);

	return log < 0 ? -1 : vm_log_begin(log, vm->name);
}

int
test_log(struct vm *vm, const char *format, ...)
{
	auto_close int log = log_open(vm);
	auto_free char *when = when_print(when_now());
	auto_text struct text line = { 0 };
	va_list arguments;

	if (log < 0)
		return -1;
	text_addf(&line, "%s: ", when);
	va_start(arguments, format);
	text_addv(&line, format, arguments);
	va_end(arguments);
	text_add_char(&line, '\n');
	return write_all(log, line.data, line.length);
}
