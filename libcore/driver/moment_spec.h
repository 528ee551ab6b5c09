/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_spec - a request for a snapshot or checkpoint put together from words of a command line
 *
 *	MEMSPEC    PATH | file=PATH | snapshot=MODE, comma-separated
 *	DISKSPEC   DISK[,snapshot=MODE][,driver=FORMAT][,stype=file|block][,file=PATH]
 *	           of a checkpoint: DISK[,checkpoint=no|bitmap][,bitmap=NAME]
 *
 * ",," is a comma. */
#ifndef DRIVER_MOMENT_SPEC_H
#define DRIVER_MOMENT_SPEC_H

#include "base/text.h"

/* The <domainsnapshot>; name, description and memspec may be NULL.  NULL after fail(FAULT_USAGE, ...).
 * Caller frees. */
char *snapshot_spec(const char *name, const char *description, const char *memspec,
		    const struct strings *diskspecs);
/* The <domaincheckpoint>. */
char *checkpoint_spec(const char *name, const char *description, const struct strings *diskspecs);

#endif
