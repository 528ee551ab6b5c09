/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_portal - what a pool says of an iSCSI server, however it is reached */
#ifndef ISCSI_PORTAL_H
#define ISCSI_PORTAL_H

#include "base/base64.h"
#include "model/pool.h"

/* "server:3260", "[::1]:3260".  Caller frees. */
char *iscsi_portal(const struct pool_source *source);
/* The name of the target; NULL after a failure. */
const char *iscsi_target(const struct pool_def *pool);
/* The password of the pool's user. */
int iscsi_password(const struct pool_auth *auth, struct bytes *ret_value);

/* One <source> for each target of a server; begin and end with iscsi_sources(). */
void iscsi_add_source(const struct pool_source *spec, const char *target, struct text *out);

#endif
