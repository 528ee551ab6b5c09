/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* main - the entry of every program; linked into each, everything else is shared */
#include "command/command.h"

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}

/* Libraries that ask for memory in vain crash, or go on and leave out a part of the document that
 * they read.  So asking is the program's own for all of them, and ends it as x...() do.  A sanitizer
 * has its own. */
#ifndef SANITIZED
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

void *
malloc(size_t size)
{
	return memory_checked(__libc_malloc(size));
}

void *
calloc(size_t n, size_t size)
{
	return memory_checked(__libc_calloc(n, size));
}

void *
realloc(void *old, size_t size)
{
	void *new = __libc_realloc(old, size);

	return size ? memory_checked(new) : new;        /* to nothing: it is freed */
}
#endif
