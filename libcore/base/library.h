/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* library - other people's libraries, opened on first use
 *
 * What few programs need, no program should load.  The functions that are used stand in a
 * struct of pointers under the names that they have in the library:
 *
 *	static struct { int (*nl_connect)(...); } nl;
 *	static const struct library_function functions[] = { LIBRARY_FUNCTION(nl, nl_connect) };
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

struct library_function {
	const char *name;
	void **into;
};
#define LIBRARY_FUNCTION(library, name) { #name, (void **)&(library).name }

/* -1 after fail(FAULT_UNSUPPORTED, ...): missing, or too old.  It stays open, and is opened once. */
int library_open(const char *soname, const struct library_function *functions, unsigned n);

#endif
