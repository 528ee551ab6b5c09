/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret - passphrases and keys that guests and pools need, as files that only their owner reads
 *
 *	$ETC/secrets/UUID.xml, UUID.base64       description and value
 *	$RUN/secrets/UUID.xml, UUID.base64       of ephemeral ones, which the next boot takes away
 *
 * The layout is libvirt's.  Values leave here as struct bytes, which overwrites what it held, and
 * reach other programs through descriptors: never in arguments, messages or logs. */
#ifndef DRIVER_SECRET_H
#define DRIVER_SECRET_H

#include "base/base64.h"
#include "driver/object.h"
#include "model/secret.h"
#include "model/storage_source.h"

struct secret {
	struct object object;            /* its name is the UUID */
	struct secret_def *def;
};
void secret_close(struct secret *secret);
static inline void secret_close_at(struct secret **secret) { secret_close(*secret); }
#define auto_secret __attribute__((cleanup(secret_close_at)))

/* UUIDs, sorted; filter is not used.  Patterns as in fnmatch(3), NULL for all. */
int secret_names(unsigned filter, const char *pattern, struct strings *ret_names);
/* By UUID, or by what it is for: the path of a volume, the name of a target ...  NULL after
 * FAULT_MISSING. */
struct secret *secret_open(const char *word, enum object_how how);
char *secret_xml(const struct secret *secret);           /* caller frees */

enum secret_define_how { SECRET_VALIDATE = 1 << 0, SECRET_STRICT = 1 << 1 };
/* The value of one that is there already stays.  Caller frees *ret_uuid. */
int secret_define(const char *xml, const char *whence, enum secret_define_how how, char **ret_uuid);
int secret_undefine(struct secret *secret);

bool secret_has_value(const struct secret *secret);
int secret_set_value(struct secret *secret, const struct bytes *value);
/* FAULT_MISSING without a value. */
int secret_value(const struct secret *secret, struct bytes *ret_value);

/* For drivers: the value that a document refers to, private or not, from among those for such use
 * (SECRET_USAGE_NONE: any). */
int secret_resolve(const struct secret_ref *ref, enum secret_usage usage, struct bytes *ret_value);
/* The UUID of the secret of a volume at a path; NULL without a failure when there is none.
 * Caller frees. */
char *secret_of_volume(const char *path);

/* A value for another program to read: a file in memory that only who has the descriptor, or a
 * child that inherits it, can open, as /proc/self/fd/N.  Descriptor or -1. */
int secret_file(const struct bytes *value);

#endif
