/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* driver - finding and loading the drivers that are installed */
#include "driver/driver.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

struct owner {
	uintptr_t address;
	const char *file;        /* of the object that the address is in; NULL when not found yet */
};

static int
find_owner(struct dl_phdr_info *object, size_t size, void *context)
{
	struct owner *owner = context;

	(void)size;
	for (unsigned i = 0; i < object->dlpi_phnum; i++)
		if (object->dlpi_phdr[i].p_type == PT_LOAD &&
		    owner->address - object->dlpi_addr - object->dlpi_phdr[i].p_vaddr < object->dlpi_phdr[i].p_memsz)
			owner->file = object->dlpi_name;
	return owner->file != NULL;
}

/* Next to the library this is in, so that an installation can be moved and a build
 * directory works like one: dladdr() would search all symbols for the same.  Caller frees. */
static char *
driver_directory(void)
{
	struct owner library = { .address = (uintptr_t)driver_directory };
	const char *said = secure_getenv("VIRTUTILS_DRIVERS");
	const char *slash;

	if (said && *said == '/')
		return xstrdup(said);
	if (!dl_iterate_phdr(find_owner, &library))
		return xstrdup("virtutils/drivers");
	slash = strrchr(library.file, '/');
	return text_format("%.*svirtutils/drivers",
			   slash ? (int)(slash + 1 - library.file) : 0, library.file);
}

/* The driver in an open object, checked.  NULL after a failure. */
static const struct driver *
exported(void *object, const char *name)
{
	const struct driver *driver = dlsym(object, "driver");

	if (!driver)
		return fail(FAULT_UNSUPPORTED, "driver '%s': it exports no driver", name), NULL;
	if (driver->interface != DRIVER_INTERFACE)
		return fail(FAULT_UNSUPPORTED, "driver '%s': made for interface %u, this is %u",
			    name, driver->interface, (unsigned)DRIVER_INTERFACE), NULL;
	return driver;
}

const char *
driver_of_scheme(const char *scheme)
{
	static const struct { const char *scheme, *driver; } others[] = {
		{ "vmwareplayer", "vmware" }, { "vmwarews", "vmware" }, { "vmwarefusion", "vmware" },
	};

	for (unsigned i = 0; i < COUNT(others); i++)
		if (text_same(scheme, others[i].scheme))
			return others[i].driver;
	return scheme;
}

/* The object stays loaded until the program ends: its functions are in use. */
const struct driver *
driver_load(const char *name)
{
	auto_free char *directory = driver_directory();
	auto_free char *path = text_format("%s/%s.so", directory, name);
	void *object = dlopen(path, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
	const struct driver *driver;

	if (!object && access(path, F_OK) < 0)
		return fail(FAULT_UNSUPPORTED, "no driver '%s'", name), NULL;
	if (!object)
		return fail(FAULT_UNSUPPORTED, "driver '%s': %s", name, dlerror()), NULL;
	driver = exported(object, name);
	dlclose(object);
	return driver;
}

int
driver_names(struct strings *ret_names)
{
	auto_free char *directory = driver_directory();

	return dir_names(AT_FDCWD, directory, ".so", ret_names);
}

int
driver_cannot(const char *noun, const char *operation)
{
	struct host *host = host_here();
	auto_free char *name = text_format("%s-%s", noun, operation);

	if (!host)
		return -1;
	for (char *c = name; *c; c++)
		if (*c == '_')
			*c = '-';
	return fail(FAULT_UNSUPPORTED, "the %s driver does not support %s", host->driver->name, name);
}
