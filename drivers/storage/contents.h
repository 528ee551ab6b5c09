/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* contents - what can be found out about a volume that has a path on this host */
#ifndef CONTENTS_H
#define CONTENTS_H

#include "model/volume.h"

/* Look at what is at target.path: type, sizes, owner, mode, times and, with image, what its header
 * says.  A header that cannot be read or is damaged is a warning and format "unknown": such a
 * volume can still be seen and deleted.  -1 after FAULT_MISSING. */
int contents_describe(struct volume_def *def, bool image);

#endif
