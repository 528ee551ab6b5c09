/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_security - guests whose memory the host cannot read: what their launch needs
 *
 * What the owner of the guest gave to be checked is in files below the directory of its run. */
#include "launch.h"

#include <cpuid.h>
#include <fcntl.h>

#include "base/fail.h"
#include "base/file.h"

/* AMD64 Architecture Programmer's Manual, volume 3: CPUID Fn8000_001F. */
enum { ENCRYPTED_MEMORY = 0x8000001f };

static void
take_unless_given(struct number *number, unsigned value)
{
	if (!number->given)
		*number = (struct number){ .given = true, .value = value };
}

/* Where the processor has the bit that says "encrypted", and how many it takes from addresses for it. */
int
launch_plan_security(struct launch *launch)
{
	struct launch_security *security = launch->def->launch_security;
	unsigned eax, ebx, ecx, edx;

	if (!security || security->type != LAUNCH_SEV || (security->cbitpos.given && security->reduced_phys_bits.given))
		return 0;
	if (!__get_cpuid(ENCRYPTED_MEMORY, &eax, &ebx, &ecx, &edx) || !(eax & 1 << 1))
		return fail(FAULT_UNSUPPORTED, "launchSecurity: this host's processor has no SEV");
	take_unless_given(&security->cbitpos, ebx & 0x3f);
	take_unless_given(&security->reduced_phys_bits, ebx >> 6 & 0x3f);
	return 0;
}

static int
write_one(const struct launch *launch, const char *name, const char *text)
{
	auto_close int dir = open(launch->run_dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), fd = -1;

	if (!text)
		return 0;
	if (dir < 0)
		return fail_errno("open %s", launch->run_dir);
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || write_all(fd, text, strlen(text)) < 0)
		return fail_errno("write %s", name);
	return handover_give(fd, &launch->user);
}

int
launch_write_security(const struct launch *launch)
{
	const struct launch_security *security = launch->def->launch_security;

	if (!security)
		return 0;
	return write_one(launch, SEV_CERTIFICATE, security->dh_cert) < 0 ? -1 : write_one(launch, SEV_SESSION, security->session);
}
