/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_record - what iscsiadm keeps of the targets that it found */
#ifndef ISCSI_RECORD_H
#define ISCSI_RECORD_H

#include "base/base64.h"

/* Say as whom to log in to a target, in every record of it.  iscsiadm itself would take the password
 * from its arguments, for everybody to see. */
int iscsi_record_set_user(const char *target, const char *user, const struct bytes *password);

#endif
