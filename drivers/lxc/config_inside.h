/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config_inside - what the files behind config.h share
 *
 * lxc renamed many keys in version 3: a row has both spellings, and either is taken. */
#ifndef CONFIG_INSIDE_H
#define CONFIG_INSIDE_H

#include "base/fail.h"
#include "base/settings.h"
#include "config.h"

struct reader {
	struct settings settings;
	struct vm_def *def;
};

/* NULL when neither is said; an empty value is not said. */
const struct setting *get(const struct reader *r, const char *key, const char *old);
/* "FILE:LINE: KEY 'value' what" */
int refuse(const struct reader *r, const struct setting *at, const char *what);
/* A text with no blanks, from *at on; NULL at the end.  Caller frees. */
char *next_word(const char **at);

typedef int read_part(struct reader *r);
read_part read_root, read_mounts, read_networks, read_consoles, read_idmap, read_capabilities,
	read_memory, read_processors, read_block;

#endif
