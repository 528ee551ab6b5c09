/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config - the configuration files of xl, and of its forerunner xm, to and from definitions */
#ifndef CONFIG_H
#define CONFIG_H

#include "model/vm_def.h"

enum xen_format { XEN_XL, XEN_XM };

/* The completed definition; NULL after fail(FAULT_XML, "WHENCE:LINE: ...") or FAULT_CONFIG.
 * Caller frees. */
struct vm_def *config_read(const char *text, const char *whence, enum xen_format format);

/* Append the file.  -1 after fail() when it cannot say what the definition says. */
int config_write(const struct vm_def *def, enum xen_format format, struct text *out);

#endif
