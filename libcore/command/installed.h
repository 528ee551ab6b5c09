/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* installed - where this program and what came with it are; a build has the shape of an installation */
#ifndef COMMAND_INSTALLED_H
#define COMMAND_INSTALLED_H

/* The directory of the program that runs.  NULL after a failure.  Caller frees. */
char *installed_directory(void);

/* A file of share/virtutils, "snapshot-tree.xsl".  NULL after a failure.  Caller frees. */
char *installed_share(const char *file);

#endif
