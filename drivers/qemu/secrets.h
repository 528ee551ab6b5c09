/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secrets - which secrets an image needs, and by what name the emulator knows them */
#ifndef QEMU_SECRETS_H
#define QEMU_SECRETS_H

#include "model/disk.h"
#include "model/hostdev.h"

/* What <disk> says outside <source> is about the image at its top.  Borrowed; may be NULL. */
const struct storage_encryption *secrets_encryption(const struct disk *disk, const struct storage_source *source);
const struct storage_auth *secrets_auth(const struct disk *disk, const struct storage_source *source);

/* Identities of the emulator's objects.  Caller frees. */
char *secrets_encryption_id(const struct storage_source *source);
char *secrets_auth_id(const struct storage_source *source);
char *secrets_cookies_id(const struct storage_source *source);
char *secrets_hostdev_id(const struct hostdev *hostdev);

/* What an HTTP server is sent for a cookie header.  Caller frees; NULL when there are none. */
char *secrets_cookies(const struct storage_source *source);

#endif
