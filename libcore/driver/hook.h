/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hook - programs of the administrator's that are told what happens, as libvirt's are
 *
 * $ETC/hooks/SUBJECT, then those in $ETC/hooks/SUBJECT.d by name; what cannot be run is left out.
 * Locks are held meanwhile: a hook that changes what it is told of waits for ever. */
#ifndef DRIVER_HOOK_H
#define DRIVER_HOOK_H

#include "base/text.h"

/* Usually there is none. */
void hook_find(const char *subject, struct strings *ret_programs);

/* Each gets NAME OPERATION WHEN "-" and the document.  The first that does not end well is a failure. */
int hook_run(const struct strings *programs, const char *name, const char *operation, const char *when,
	     const char *document);

#endif
