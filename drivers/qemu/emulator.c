/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* emulator - which binary emulates an architecture */
#include "caps.h"

#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/fail.h"

/* libvirt's names of architectures where QEMU's differ. */
static const struct { const char *arch, *qemu; } spellings[] = {
	{ "i686",   "i386" },
	{ "armv7l", "arm" },
	{ "armv6l", "arm" },
	{ "ppc64le", "ppc64" },
	{ "or32",   "or1k" },
};

/* Where distributions put an emulator that is not meant for the command line. */
static const char *const elsewhere[] = { "/usr/libexec/qemu-kvm", "/usr/bin/kvm" };

static const char *
qemu_spelling(const char *arch)
{
	for (unsigned i = 0; i < COUNT(spellings); i++)
		if (text_same(spellings[i].arch, arch))
			return spellings[i].qemu;
	return arch;
}

static char *
on_path(const char *program)
{
	const char *path = getenv("PATH");

	for (path = path ? path : "/usr/local/bin:/usr/bin:/bin"; *path;) {
		size_t length = strcspn(path, ":");
		auto_free char *file = text_format("%.*s/%s", (int)length, path, program);

		if (*path == '/' && access(file, X_OK) == 0)
			return steal(file);
		path += length + (path[length] == ':');
	}
	return NULL;
}

/* Emulators without an architecture in their name run the host's. */
static bool
is_native(const char *arch)
{
	struct utsname host;

	return uname(&host) == 0 && text_same(host.machine, arch);
}

char *
qemu_binary(const char *arch)
{
	auto_free char *program = text_format("qemu-system-%s", qemu_spelling(arch));
	char *file = on_path(program);

	if (!file && is_native(arch))
		file = on_path("qemu-kvm");
	for (unsigned i = 0; !file && is_native(arch) && i < COUNT(elsewhere); i++)
		if (access(elsewhere[i], X_OK) == 0)
			file = xstrdup(elsewhere[i]);
	if (!file)
		fail(FAULT_UNSUPPORTED, "there is no emulator for %s: %s is not installed",
		     quote(arch), program);
	return file;
}
