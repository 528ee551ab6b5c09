/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_inside - what the files of the filter side share; programs and drivers do not see it */
#ifndef DRIVER_NWFILTER_INSIDE_H
#define DRIVER_NWFILTER_INSIDE_H

#include "driver/nwfilter.h"
#include "driver/vm_inside.h"
#include "state/store.h"

/* Who serves filters here; those that are there from the first time on are there.  NULL after
 * a failure. */
const struct service *nwfilter_service(void);

struct nwfilter_def *nwfilter_read(const char *folder, const char *name);
int nwfilter_store(const char *folder, const struct nwfilter_def *def);
char *nwfilter_bindings_folder(const char *folder);      /* caller frees */
struct nwfilter_binding_def *nwfilter_binding_read(const char *folder, const char *port);

/* The lock under which everything is changed; what a killed program left is settled first.
 * Descriptor or -1; in a dry run none is taken, and it is -1 without a failure. */
int nwfilter_lock(const struct service *service);
bool nwfilter_locked(int lock);

/* A change is on record from begin to end. */
int nwfilter_change_begin(const struct service *service);
void nwfilter_change_end(const struct service *service);

void nwfilter_change_done(struct nwfilter_change *change);
#define auto_change __attribute__((cleanup(nwfilter_change_done)))
/* One more binding is to be in force. */
int nwfilter_change_apply(const struct service *service, const struct nwfilter_binding_def *binding,
			  struct nwfilter_change *change);
/* Have the driver do it, unless there is nothing to do. */
int nwfilter_change_make(const struct service *service, const struct nwfilter_change *change);

#endif
