/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lun - volumes that are the units of a SCSI host: those of scsi and iscsi pools */
#ifndef LUN_VOLUME_H
#define LUN_VOLUME_H

#include "backend.h"

/* The units of a host are called "unit:BUS:TARGET:LUN", as libvirt calls them. */
int lun_names(unsigned host, struct strings *ret_names);
struct volume_def *lun_look(const struct pool_def *pool, unsigned host, const char *name);
/* Caller frees. */
char *lun_name_of(const struct pool_def *pool, unsigned host, const char *key);
int lun_usage(const struct pool_def *pool, unsigned host, struct pool_usage *ret_usage);
/* Have the kernel look for units that are new. */
int lun_rescan(unsigned host);

/* What sysfs says of an object, "host2", in a folder; NULL when it says nothing.  Caller frees. */
char *lun_attribute(const char *folder, const char *object, const char *attribute);

#endif
