/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* meet - what strace cannot bring about: the N-th write is cut short, the N-th allocation fails
 *
 * Preloaded into one program, and not into those that it starts:
 *
 *	MEET_SHORT=N or MEET_NOMEM=N	which one; none is the 0th
 *	MEET_TOLD=FILE			is made when it came that far; else it holds, in the end, how many
 *					allocations there were
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static struct {
	unsigned long cut, fail;	/* which write, which allocation */
	const char *told;
	int ready;
} meet;
static unsigned long writes, allocations;

static unsigned long
number(const char *name)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : 0;
}

static void __attribute__((constructor))
begin(void)
{
	meet.cut = number("MEET_SHORT");
	meet.fail = number("MEET_NOMEM");
	meet.told = getenv("MEET_TOLD");
	unsetenv("LD_PRELOAD");
	meet.ready = meet.told != NULL;
}

/* No allocation here, and no write() of ours. */
static void
tell(const char *text, size_t size)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, meet.told, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd >= 0) {
		(void)!syscall(SYS_write, fd, text, size);
		(void)!syscall(SYS_close, fd);
	}
}

static void __attribute__((destructor))
end(void)
{
	char text[32];

	if (meet.ready && !meet.cut && !meet.fail)
		tell(text, (size_t)snprintf(text, sizeof text, "%lu\n", allocations));
}

/* Of what goes to a file of the program's own, half is written. */
static size_t
shortened(int fd, size_t size)
{
	if (!meet.ready || fd < 3 || size < 2 || ++writes != meet.cut)
		return size;
	tell("", 0);
	return size / 2;
}

ssize_t
write(int fd, const void *data, size_t size)
{
	return syscall(SYS_write, fd, data, shortened(fd, size));
}

ssize_t
pwrite(int fd, const void *data, size_t size, off_t at)
{
	return syscall(SYS_pwrite64, fd, data, shortened(fd, size), at);
}

ssize_t
copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t size, unsigned flags)
{
	return syscall(SYS_copy_file_range, in, in_at, out, out_at, shortened(out, size), flags);
}

static int
is_refused(void)
{
	if (!meet.ready || ++allocations != meet.fail)
		return 0;
	tell("", 0);
	errno = ENOMEM;
	return 1;
}

/* The programs' own malloc(), which libraries use, too, asks these. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void *
__libc_malloc(size_t size)
{
	return is_refused() ? NULL : NEXT(__libc_malloc)(size);
}

void *
__libc_calloc(size_t n, size_t size)
{
	return is_refused() ? NULL : NEXT(__libc_calloc)(n, size);
}

void *
__libc_realloc(void *old, size_t size)
{
	return is_refused() ? NULL : NEXT(__libc_realloc)(old, size);
}
