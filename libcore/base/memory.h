/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory - allocation that cannot fail, and ownership by scope.
 *
 * Out of memory ends the program inside the x... allocators, with status 1 and
 * one line; nobody else checks for it.  What libraries ask for in vain ends it,
 * too: command/main.c.  State on disk is safe at any point, so
 * ending is always correct. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdlib.h>
#include <string.h>

/* The memory itself; the program ends if there is none. */
void *memory_checked(void *memory);

void *xmalloc(size_t size);
/* Whole pages, which the kernel copies to and from the fastest. */
void *xmalloc_pages(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *old, size_t n, size_t size);
char *xstrdup(const char *text);                 /* NULL stays NULL */
char *xstrndup(const char *text, size_t length);
void *xmemdup(const void *data, size_t size);

/* What a block owns, it declares with auto_...: leaving the block by any door
 * gives it back.  Ownership moves out with steal(). */
#define auto_free __attribute__((cleanup(memory_free_at)))

static inline void
memory_free_at(void *pointer_to_pointer)
{
	free(*(void **)pointer_to_pointer);
}

#define steal(pointer)                                  \
	({                                              \
		__auto_type stolen_ = (pointer);        \
		(pointer) = NULL;                       \
		stolen_;                                \
	})

/* Declare auto_NAME for a type freed by `void NAME_free(struct NAME *)`. */
#define AUTO_FREE(NAME)                                 \
	static inline void                              \
	NAME##_free_at(struct NAME **owned)             \
	{                                               \
		NAME##_free(*owned);                    \
	}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Growing arrays: any struct with members `item` (pointer) and `n` (unsigned).
 *
 *	LIST_OF(disk);                      declares struct disk_list
 *	struct disk *d = list_add(&disks);  a new zeroed member at the end
 */
#define LIST_OF(t) struct t##_list { struct t *item; unsigned n; }

#define list_add(list)                                                        \
	((list)->item = list_grow_((list)->item, (list)->n, sizeof *(list)->item), \
	 &(list)->item[(list)->n++])

/* Sort the members by compare(), as qsort(3) does; what there is none of stays. */
#define list_sort(list, compare)                                                             \
	((list)->n ? qsort((list)->item, (list)->n, sizeof *(list)->item, compare) : (void)0)

/* What a compare() returns of two numbers. */
#define ORDER_OF(left, right) (((left) > (right)) - ((left) < (right)))

#define list_each(variable, list)                                       \
	for (__typeof__((list)->item + 0) variable = (list)->item;          \
	     variable && variable < (list)->item + (list)->n; variable++)

/* Only those that are wanted stay, in their order; what the others own is dropped:
 *	list_keep(pins, pin, pin->vcpu < n, free(pin->cpuset)); */
#define list_keep(list, variable, wanted, drop)                         \
	do {                                                            \
		unsigned kept_ = 0;                                     \
									\
		list_each(variable, list)                               \
			if (wanted)                                     \
				(list)->item[kept_++] = *(variable);    \
			else                                            \
				(drop);                                 \
		(list)->n = kept_;                                      \
	} while (0)

/* Those of the list that come before `one`. */
#define list_before(variable, one, list)                                \
	for (__typeof__((list)->item + 0) variable = (list)->item; variable < (one); variable++)

/* Room for one more behind n items of this size, zeroed. */
void *list_grow_(void *item, unsigned n, size_t size);

#endif
