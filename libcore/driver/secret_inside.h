/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret_inside - what the files behind secret.h share */
#ifndef DRIVER_SECRET_INSIDE_H
#define DRIVER_SECRET_INSIDE_H

#include "driver/secret.h"

/* Where it is. */
enum place secret_place(const struct secret *secret);

/* The UUID of what is for that (SECRET_USAGE_NONE: for anything of that name); NULL without a
 * failure when there is none.  Caller frees. */
char *secret_find(enum secret_usage usage, const char *id);

int secret_write_value(const struct secret *secret, enum place place, const struct bytes *value);
int secret_drop_value(const struct secret *secret, enum place place);
/* Its value first: what is described has been whole. */
int secret_remove_at(struct secret *secret, enum place place);

#endif
