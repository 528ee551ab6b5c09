/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_direct_session - being logged in to an iSCSI server, by libiscsi
 *
 * The library is opened on first use.  Whatever the server is asked, it answers in time or is
 * given up (see server.h); after a failure a session can only be closed. */
#ifndef ISCSI_DIRECT_SESSION_H
#define ISCSI_DIRECT_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "model/pool.h"

struct iscsi_session;

/* With the source's user.  target NULL: only to ask which there are. */
struct iscsi_session *iscsi_session_open(const struct pool_source *source, const char *target);
void iscsi_session_close(struct iscsi_session *session);
static inline void iscsi_session_close_at(struct iscsi_session **session) { iscsi_session_close(*session); }
#define auto_iscsi_session __attribute__((cleanup(iscsi_session_close_at)))

int iscsi_session_targets(struct iscsi_session *session, struct strings *ret_targets);

/* Have a unit do something.  What it answers, at most the size, goes to *data when the command
 * reads and comes from there when it writes. */
enum iscsi_direction { ISCSI_READS, ISCSI_WRITES };
struct iscsi_order {
	const char *what;                /* "read" */
	unsigned lun;
	unsigned char cdb[16];           /* SCSI's words */
	unsigned length;                 /* of these */
	enum iscsi_direction direction;
	void *data;
	uint32_t size;
};
/* How much it answered, or -1. */
int64_t iscsi_session_order(struct iscsi_session *session, const struct iscsi_order *order);

#endif
