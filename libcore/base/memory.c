/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory - allocation that ends the program when there is none left */
#include "base/memory.h"

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

/* write() because stdio might want memory itself. */
static void __attribute__((noreturn))
out_of_memory(void)
{
	static const char message[] = ": out of memory\n";
	const char *program = program_invocation_short_name;

	if (write(STDERR_FILENO, program, strlen(program)) >= 0)
		(void)!write(STDERR_FILENO, message, sizeof message - 1);
	_exit(1);
}

void *
memory_checked(void *memory)
{
	if (!memory)
		out_of_memory();
	return memory;
}

void *
xmalloc(size_t size)
{
	return memory_checked(malloc(size ? size : 1));
}

void *
xmalloc_pages(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return memory_checked(aligned_alloc(page, (size + page - 1) / page * page));
}

void *
xcalloc(size_t n, size_t size)
{
	return memory_checked(calloc(n ? n : 1, size ? size : 1));
}

/* realloc() to nothing frees; here it never does. */
void *
xrealloc(void *old, size_t n, size_t size)
{
	if (!n || !size)
		n = size = 1;
	return memory_checked(reallocarray(old, n, size));
}

char *
xstrdup(const char *text)
{
	return text ? memory_checked(strdup(text)) : NULL;
}

char *
xstrndup(const char *text, size_t length)
{
	return memory_checked(strndup(text, length));
}

void *
xmemdup(const void *data, size_t size)
{
	void *copy = xmalloc(size);

	return size ? memcpy(copy, data, size) : copy;
}

/* The power of two that holds wanted items. */
static size_t
rounded(size_t wanted)
{
	size_t room = 4;

	while (room < wanted && room <= SIZE_MAX / 2)
		room *= 2;
	return room;
}

/* Lists do not store their room: asking for the same rounded size again is
 * next to free, and right for arrays of any origin. */
void *
list_grow_(void *item, unsigned n, size_t size)
{
	char *grown = xrealloc(item, rounded((size_t)n + 1), size);

	memset(grown + n * size, 0, size);
	return grown;
}
