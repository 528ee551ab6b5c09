/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_portal - what a pool says of an iSCSI server, however it is reached */
#include "iscsi_portal.h"

#include <string.h>

#include "base/fail.h"
#include "driver/secret.h"

enum { USUAL_PORT = 3260 };

char *
iscsi_portal(const struct pool_source *source)
{
	const struct pool_host *host = source->hosts.item;
	int64_t port = host->port.given && host->port.value ? host->port.value : USUAL_PORT;

	return text_format(strchr(host->name, ':') ? "[%s]:%lld" : "%s:%lld", host->name, (long long)port);
}

const char *
iscsi_target(const struct pool_def *pool)
{
	if (!pool->source.devices.n)
		return fail(FAULT_CONFIG, "which target? <device> is not said"), NULL;
	return pool->source.devices.item[0].path;
}

int
iscsi_password(const struct pool_auth *auth, struct bytes *ret_value)
{
	if (auth->type != POOL_AUTH_CHAP)
		return fail(FAULT_CONFIG, "an iSCSI server knows its users by CHAP, not by '%s'",
			    words_name(&pool_auth_kind_words, auth->type));
	return secret_resolve(&auth->secret, SECRET_ISCSI, ret_value);
}

void
iscsi_add_source(const struct pool_source *spec, const char *target, struct text *out)
{
	struct pool_device device = { .path = (char *)target };
	struct pool_source source = {
		.hosts = { spec->hosts.item, 1 }, .devices = { &device, 1 }, .initiator = spec->initiator,
	};

	model_write(&pool_source_type, &source, "source", 1, VIEW_CONFIG, out);
}
