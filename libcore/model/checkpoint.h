/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - points in time that backups start from: the <domaincheckpoint> document */
#ifndef MODEL_CHECKPOINT_H
#define MODEL_CHECKPOINT_H

#include "model/document.h"
#include "model/vm_def.h"

#define CHECKPOINT_KIND(X)                      \
	X(CHECKPOINT_UNSAID, NULL)              \
	X(CHECKPOINT_NO,     "no")              \
	X(CHECKPOINT_BITMAP, "bitmap")
ENUM_TYPE(checkpoint_kind, CHECKPOINT_KIND);

struct checkpoint_disk {
	char *name;                          /* target of the disk; a path until aligned */
	enum checkpoint_kind checkpoint;
	char *bitmap;                        /* only with BITMAP */
	struct number size;                  /* STATUS: bytes changed since */
};
LIST_OF(checkpoint_disk);

struct checkpoint_def {
	char *name, *description, *parent;
	struct number creation_time;         /* seconds since the epoch */
	struct checkpoint_disk_list disks;
	struct vm_def *domain;               /* the stored definition then */
};
STRICT_DOCUMENT(checkpoint_def);

extern const struct type checkpoint_disk_type;

/* A request as it is created at a time: what the document says of time, parent and size
 * does not count, a missing name is the time. */
void checkpoint_def_request(struct checkpoint_def *def, int64_t seconds);

/* What an old document must say to be taken again: -1 after fail(). */
int checkpoint_def_check_redefinition(const struct checkpoint_def *def);

/* One entry for each disk of the domain, in its order, named by target: the disks of the
 * list as it says, without a list every disk that can be written.
 * -1 after fail(FAULT_CONFIG, ...). */
int checkpoint_def_align(struct checkpoint_def *def, const struct vm_def *domain);

#endif
