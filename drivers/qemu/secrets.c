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

/* Takes the node's name over. */
static char *
secret_of(char *node, const char *what)
{
	auto_free char *name = node;

	return text_format("%s-%s-secret0", name, what);
}

char *
secrets_encryption_id(const struct storage_source *source)
{
	return secret_of(qemu_format_node(source), "encryption");
}

char *
secrets_auth_id(const struct storage_source *source)
{
	return secret_of(qemu_storage_node(source), "auth");
}

char *
secrets_cookies_id(const struct storage_source *source)
{
	return secret_of(qemu_storage_node(source), "httpcookie");
}

char *
secrets_hostdev_id(const struct hostdev *hostdev)
{
	return secret_of(xstrdup(hostdev->info.alias), "auth");
}

char *
secrets_cookies(const struct storage_source *source)
{
	auto_text struct text header = { 0 };

	list_each(cookie, &source->net.cookies)
		text_addf(&header, "%s%s=%s", header.length ? "; " : "", cookie->name, cookie->value ? cookie->value : "");
	return text_take(&header);
}
