/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config - the configuration files of the lxc tools, to definitions */
#ifndef CONFIG_H
#define CONFIG_H

#include "model/vm_def.h"

/* The completed definition; NULL after fail(FAULT_XML, "WHENCE:LINE: ...") or FAULT_CONFIG.
 * Caller frees. */
struct vm_def *config_read(const char *text, const char *whence);

#endif
