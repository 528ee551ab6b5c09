/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_memory - the memory of a guest, out into an image and in again, in one go */
#include "driver/vm_memory.h"

#include <fcntl.h>
#include <time.h>

#include "base/file.h"
#include "driver/vm_inside.h"

/* How often is looked: at first soon, for work that is short. */
enum { FIRST_LOOK_MS = 5, LAST_LOOK_MS = 100 };

char *
vm_memory_xml(const struct vm_def *def)
{
	return vm_def_text(def, VIEW_SECRET | VIEW_MIGRATABLE);
}

int
vm_work_wait(struct vm *vm, bool dump)
{
	struct vm_work work = { 0 };

	for (long ms = FIRST_LOOK_MS;; ms = ms * 2 < LAST_LOOK_MS ? ms * 2 : LAST_LOOK_MS) {
		if (DRIVER_CALL(vm, work, vm, dump, &work) < 0)
			return -1;
		if (work.phase != VM_WORK_GOES_ON)
			break;
		nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
	}
	if (work.phase == VM_WORK_DONE)
		return 0;
	return fail(FAULT_FAILED, "%s", *work.error ? work.error : "the work was cancelled");
}

int
vm_memory_write(struct vm *vm, int file, struct memory_image *image)
{
	auto_memory_stream struct memory_stream stream = NO_MEMORY_STREAM;

	if (memory_image_begin(file, image, false) < 0 ||
	    memory_stream_out(file, image->format, &stream) < 0 ||
	    DRIVER_CALL(vm, save_memory, vm, stream.fd) < 0 || vm_work_wait(vm, false) < 0 ||
	    memory_stream_end(&stream) < 0)
		return -1;
	return memory_image_end(file);
}

void
memory_input_done(struct memory_input *input)
{
	memory_stream_done(&input->stream);
	memory_image_done(&input->image);
	model_free(&vm_cpu_type, input->cpu);
	input->cpu = NULL;
	if (input->bypass_cache)
		posix_fadvise(input->file, 0, 0, POSIX_FADV_DONTNEED);
	file_close_at(&input->file);
	input->file = -1;
}

int
memory_input_open(const char *path, struct memory_input *ret_input)
{
	bool standard = text_same(path, "-");
	auto_memory_input struct memory_input input = NO_MEMORY_INPUT;

	input.file = standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1) : open(path, O_RDONLY | O_CLOEXEC);
	if (input.file < 0)
		return fail_errno("open %s", path);
	if (memory_image_read(input.file, standard ? "standard input" : path, &input.image) < 0 ||
	    memory_stream_in(input.file, input.image.format, &input.stream) < 0)
		return -1;
	*ret_input = input;
	input = (struct memory_input)NO_MEMORY_INPUT;
	return 0;
}

/* libvirt's cookie: the processor that the guest was started with. */
struct cookie {
	struct vm_cpu *cpu;
};
#define T struct cookie
static const struct row cookie_rows[] = {
	GROUP(T, cpu, "cpu", vm_cpu, 0, "the processor as it was started"),
	ROWS_END
};
#undef T
static const struct type cookie_type = {
	.name = "cookie", .size = sizeof(struct cookie), .rows = cookie_rows,
};

static void
cpu_free_at(struct vm_cpu **cpu)
{
	model_free(&vm_cpu_type, *cpu);
}
#define auto_vm_cpu __attribute__((cleanup(cpu_free_at)))

/* What the driver cannot tell more of is as it was asked for. */
static int
exact_cpu(struct vm *vm, const struct vm_cpu *cpu, struct vm_cpu **ret_cpu)
{
	if (cpu && DRIVER_HAS(vm, exact_cpu))
		return DRIVER_CALL(vm, exact_cpu, vm, cpu, ret_cpu);
	*ret_cpu = cpu ? model_copy(&vm_cpu_type, cpu) : NULL;
	return 0;
}

static const struct vm_cpu *
started_cpu(const struct vm_live *live)
{
	return live->cpu ? live->cpu : live->def->cpu;
}

int
vm_cookie(struct vm *vm, char **ret_cookie)
{
	const struct vm_live *live = vm_live(vm);
	auto_vm_cpu struct vm_cpu *cpu = NULL;

	if (!live || exact_cpu(vm, started_cpu(live), &cpu) < 0)
		return -1;
	*ret_cookie = cpu ? model_text(&cookie_type, &(struct cookie) { cpu }, VIEW_CONFIG) : NULL;
	return 0;
}

int
vm_cookie_cpu(const char *text, const char *whence, struct vm_cpu **ret_cpu)
{
	struct cookie *cookie = model_parse(&cookie_type, text, strlen(text), whence, VIEW_CONFIG, READ_SILENT);

	if (!cookie)
		return -1;
	*ret_cpu = steal(cookie->cpu);
	model_free(&cookie_type, cookie);
	return 0;
}

/* The definition with all that a processor in it gives the guest; what it lacks is lacking with whatever
 * reason.  Caller frees. */
static struct vm_def *
def_with(struct vm *vm, const struct vm_def *def, const struct vm_cpu *cpu)
{
	auto_vm_def struct vm_def *with = vm_def_copy(def);
	struct cpu_feature_list *features;
	unsigned n = 0;

	model_free(&vm_cpu_type, with->cpu);
	with->cpu = NULL;
	if (exact_cpu(vm, cpu, &with->cpu) < 0)
		return NULL;
	if (!with->cpu || !DRIVER_HAS(vm, exact_cpu))
		return steal(with);
	features = &with->cpu->features;
	list_each(feature, features)
		if (feature->policy == CPU_DISABLE)
			free(feature->name);
		else
			features->item[n++] = *feature;
	features->n = n;
	return steal(with);
}

int
vm_memory_fits(struct vm *vm, const struct vm_def *def, const struct vm_cpu *cpu)
{
	const struct vm_live *live = vm_live(vm);
	auto_vm_def struct vm_def *now = live ? def_with(vm, live->def, started_cpu(live)) : NULL;
	auto_vm_def struct vm_def *then = now ? def_with(vm, def, cpu ? cpu : def->cpu) : NULL;

	return then ? model_compare(&vm_def_type, now, then, ABI) : -1;
}

struct vm_def *
memory_image_def(const struct memory_image *image, const char *whence)
{
	return vm_def_parse(image->xml, strlen(image->xml), whence, VIEW_SECRET, READ_SILENT);
}

int
memory_image_cpu(const struct memory_image *image, const char *whence, struct vm_cpu **ret_cpu)
{
	*ret_cpu = NULL;
	return image->cookie ? vm_cookie_cpu(image->cookie, whence, ret_cpu) : 0;
}
