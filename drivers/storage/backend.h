/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backend - one kind of storage pool: what each of these files supplies
 *
 * A backend that needs a tool names it; without the tool only that backend is left out.  One that
 * needs a library of its own has a file BACKEND.library beside BACKEND*.c, see the GNUmakefile. */
#ifndef BACKEND_H
#define BACKEND_H

#include "driver/pool.h"

struct backend {
	const char *tool;                /* "vgs"; NULL: the kernel is enough */
	struct pool_ops pool;            /* check and capabilities are everybody's */
	struct volume_ops volume;
};

extern const struct backend backend_dir, backend_fs, backend_netfs, backend_logical, backend_disk,
	backend_iscsi, backend_scsi, backend_mpath, backend_zfs, backend_vstorage, backend_sheepdog;
/* Left out, and then null, when their library was not there to build with. */
extern const struct backend backend_iscsi_direct __attribute__((weak)), backend_gluster __attribute__((weak)),
	backend_rbd __attribute__((weak));

#endif
