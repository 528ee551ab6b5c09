/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory - what stands for the memory of a simulated guest: a line that says whose it is */
#include "test.h"

#include <unistd.h>

#include "base/file.h"

static const char beginning[] = "memory of a simulated guest: ";

static int
write_line(struct vm *vm, int fd, const char *suffix)
{
	auto_free char *line = text_format("%s%s%s\n", beginning, vm->name, suffix);

	return write_all(fd, line, strlen(line)) < 0 ? fail_errno("write the memory") : 0;
}

int
test_save_memory(struct vm *vm, int fd)
{
	return write_line(vm, fd, "");
}

int
test_dump_memory(struct vm *vm, int fd, const char *format)
{
	auto_free char *suffix = format ? text_format(", as %s", format) : xstrdup("");

	return write_line(vm, fd, suffix);
}

/* It is done as soon as it is begun. */
int
test_work(struct vm *vm, bool dump, struct vm_work *ret_work)
{
	struct vm_facts facts;

	(void)dump;
	if (vm_facts(vm, &facts) < 0)
		return -1;
	*ret_work = (struct vm_work){
		.phase = VM_WORK_DONE, .memory_total = facts.memory, .memory_done = facts.memory,
		.page_size = 4096, .normal = facts.memory / 4096, .normal_bytes = facts.memory, .iteration = 1,
	};
	vm_facts_done(&facts);
	return 0;
}

int
test_cancel_work(struct vm *vm, bool dump)
{
	(void)dump;
	return test_log(vm, "told to write no more of its memory");
}

int
test_load_memory(int fd)
{
	char line[sizeof beginning] = "";
	size_t have = 0;
	ssize_t n = 1;

	while (have < sizeof beginning - 1 && n > 0) {
		n = read(fd, line + have, sizeof beginning - 1 - have);
		have += n > 0 ? (size_t)n : 0;
	}
	if (n < 0)
		return fail_errno("read the memory");
	return strcmp(line, beginning) == 0 ? 0 : fail(FAULT_XML, "the memory is not that of a simulated guest");
}
