/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* label - what SELinux is to make of files, directories and devices */
#ifndef LABEL_H
#define LABEL_H

/* Where no label can be had, it has none. */
int label_set(int fd, const char *label);
/* NULL: it has none.  Caller frees. */
char *label_of(const char *path);

#endif
