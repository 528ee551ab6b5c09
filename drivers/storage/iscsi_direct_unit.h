/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_direct_unit - a unit of an iSCSI target, told what to do in SCSI's words */
#ifndef ISCSI_DIRECT_UNIT_H
#define ISCSI_DIRECT_UNIT_H

#include "driver/volume.h"
#include "iscsi_direct_session.h"

struct iscsi_unit {
	unsigned lun;
	uint64_t blocks;
	uint32_t block_size;
	bool drops;              /* blocks that are given back read as zeros */
};
static inline uint64_t iscsi_unit_size(const struct iscsi_unit *unit) { return unit->blocks * unit->block_size; }
/* A block is no larger. */
enum { ISCSI_MOST_AT_ONCE = 256 << 10 };

/* The numbers of those that are disks. */
struct iscsi_luns { unsigned *item; unsigned n; };
int iscsi_unit_list(struct iscsi_session *session, struct iscsi_luns *ret_luns);
static inline void iscsi_luns_done(struct iscsi_luns *luns) { free(luns->item); }
#define auto_luns __attribute__((cleanup(iscsi_luns_done)))

int iscsi_unit_measure(struct iscsi_session *session, unsigned lun, struct iscsi_unit *ret_unit);
/* Some blocks, there and back: at most ISCSI_MOST_AT_ONCE bytes. */
int iscsi_unit_move(struct iscsi_session *session, const struct iscsi_unit *unit, enum iscsi_direction direction,
		    void *data, uint64_t block, uint32_t n);
int iscsi_unit_drop(struct iscsi_session *session, const struct iscsi_unit *unit, uint64_t block, uint64_t n);
int iscsi_unit_sync(struct iscsi_session *session, const struct iscsi_unit *unit);

/* Its contents, see volume.h.  The session stays the caller's. */
struct volume_contents *iscsi_unit_contents(struct iscsi_session *session, const struct iscsi_unit *unit);

#endif
