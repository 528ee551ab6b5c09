/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secrets - which secrets an image needs, and by what name the emulator knows them */
#include "secrets.h"

#include "alias.h"

const struct storage_encryption *
secrets_encryption(const struct disk *disk, const struct storage_source *source)
{
	return source == &disk->source ? disk_encryption(disk) : source->encryption;
}

const struct storage_auth *
secrets_auth(const struct disk *disk, const struct storage_source *source)
{
	return source == &disk->source ? disk_auth(disk) : source->auth;
}

char *
secrets_encryption_id(const struct storage_source *source)
{
	auto_free char *node = qemu_format_node(source);

	return text_format("%s-encryption-secret0", node);
}

char *
secrets_auth_id(const struct storage_source *source)
{
	auto_free char *node = qemu_storage_node(source);

	return text_format("%s-auth-secret0", node);
}
