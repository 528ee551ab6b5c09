/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ifupdown - the files of /etc/network as lines: which of them are about an interface */
#ifndef INTERFACE_IFUPDOWN_H
#define INTERFACE_IFUPDOWN_H

#include <stdbool.h>

#include "base/text.h"

/* A line as it is read: continued lines are one. */
struct stanza_line {
	char *raw;                       /* with line breaks inside when it is continued */
	struct strings words;
	unsigned stanza;                 /* number of the iface stanza it is in, 0: in none */
};
LIST_OF(stanza_line);

struct stanza_file {
	char *path;
	struct stanza_line_list lines;
	bool changed;
};
LIST_OF(stanza_file);

struct stanzas {
	struct stanza_file_list files;   /* the main one first, then what it says are parts of it */
	bool has_folder;                 /* files of interfaces.d are */
	unsigned count;                  /* of iface stanzas */
};
int stanzas_read(struct stanzas *ret_stanzas);
void stanzas_done(struct stanzas *stanzas);
#define auto_stanzas __attribute__((cleanup(stanzas_done)))

/* Files that were changed are replaced, one after the other. */
int stanzas_write(struct stanzas *stanzas);

/* "iface NAME ..." of that name? */
bool stanza_is_head(const struct stanza_line *line, const char *name);

/* All that is about an interface goes; text is put where it was, or in a file of its own. */
void stanzas_replace(struct stanzas *stanzas, const char *name, const char *text);

#endif
