/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* library - other people's libraries, opened on first use */
#include "base/library.h"

#include <dlfcn.h>

#include "base/fail.h"

int
library_open(const char *soname, const struct library_function *functions, unsigned n)
{
	void *library = *functions[n - 1].into ? NULL : dlopen(soname, RTLD_NOW | RTLD_LOCAL);

	if (*functions[n - 1].into)
		return 0;
	if (!library)
		return fail(FAULT_UNSUPPORTED, "the library %s is missing: %s", soname, dlerror());
	for (unsigned i = 0; i < n; i++) {
		*functions[i].into = dlsym(library, functions[i].name);
		if (!*functions[i].into)
			return fail(FAULT_UNSUPPORTED, "the library %s is too old: it has no %s", soname,
				    functions[i].name);
	}
	return 0;
}
