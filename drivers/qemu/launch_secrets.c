/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_secrets - passphrases of images as files in memory that only the emulator inherits */
#include "launch.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/fail.h"
#include "driver/secret.h"
#include "secrets.h"

/* Takes the id over. */
static int
open_value(struct launch *launch, char *id, const struct bytes *value)
{
	int fd = secret_file(value);

	if (fd < 0)
		return free(id), -1;
	fcntl(fd, F_SETFD, FD_CLOEXEC);          /* until the emulator is started */
	*list_add(&launch->inherited) = fd;
	*list_add(&launch->secrets) = (struct qemu_secret) { .id = id, .fd = fd, .set = -1 };
	return 0;
}

static int
open_secret(struct launch *launch, char *id, const struct secret_ref *ref, enum secret_usage usage)
{
	auto_bytes struct bytes value = { 0 };

	if (secret_resolve(ref, usage, &value) < 0)
		return free(id), -1;
	return open_value(launch, id, &value);
}

static int
open_cookies(struct launch *launch, const struct storage_source *source)
{
	auto_bytes struct bytes value = { .data = secrets_cookies(source) };

	value.size = strlen(value.data);
	return open_value(launch, secrets_cookies_id(source), &value);
}

static int
open_of_image(struct launch *launch, const struct disk *disk, const struct storage_source *source)
{
	const struct storage_encryption *encryption = secrets_encryption(disk, source);
	const struct storage_auth *auth = secrets_auth(disk, source);

	if (encryption && encryption->secrets.n &&
	    open_secret(launch, secrets_encryption_id(source), encryption->secrets.item, SECRET_VOLUME) < 0)
		return -1;
	if (source->net.cookies.n && open_cookies(launch, source) < 0)
		return -1;
	return auth ? open_secret(launch, secrets_auth_id(source), &auth->secret,
				  text_same(auth->secret.type, "ceph") ? SECRET_CEPH : SECRET_ISCSI) : 0;
}

int
launch_open_disk_secrets(struct launch *launch, const struct disk *disk)
{
	for (const struct storage_source *s = &disk->source; s; s = s->backing)
		if (open_of_image(launch, disk, s) < 0)
			return fail_within("disk '%s'", disk->target.dev);
	return 0;
}

int
launch_open_hostdev_secrets(struct launch *launch, const struct hostdev *hostdev)
{
	const struct storage_auth *auth = hostdev->source.auth;

	if (auth && open_secret(launch, secrets_hostdev_id(hostdev), &auth->secret, SECRET_ISCSI) < 0)
		return fail_within("hostdev '%s'", hostdev->info.alias);
	return 0;
}

/* The emulator, its keeper and swtpm have them open as long as they run, where any process of the same user, the
 * emulator of another guest, could open them, too. */
void
launch_forget_secrets(const struct launch *launch)
{
	list_each(secret, &launch->secrets)
		(void)!ftruncate(secret->fd, 0);
	if (launch->tpm_passphrase >= 0)
		(void)!ftruncate(launch->tpm_passphrase, 0);
}

int
launch_open_secrets(struct launch *launch)
{
	list_each(disk, &launch->def->devices.disks)
		if (launch_open_disk_secrets(launch, disk) < 0)
			return -1;
	list_each(hostdev, &launch->def->devices.hostdevs)
		if (launch_open_hostdev_secrets(launch, hostdev) < 0)
			return -1;
	return 0;
}
