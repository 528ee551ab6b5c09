/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_spec - a request for a snapshot put together from words of a command line
 *
 *	MEMSPEC    PATH | file=PATH | snapshot=MODE, comma-separated
 *	DISKSPEC   DISK[,snapshot=MODE][,driver=FORMAT][,stype=file|block][,file=PATH]
 *
 * ",," is a comma. */
#ifndef DRIVER_SNAPSHOT_SPEC_H
#define DRIVER_SNAPSHOT_SPEC_H

#include "base/text.h"

/* The <domainsnapshot>; name, description and memspec may be NULL.  NULL after fail(FAULT_USAGE, ...).
 * Caller frees. */
char *snapshot_spec(const char *name, const char *description, const char *memspec,
		    const struct strings *diskspecs);

#endif
