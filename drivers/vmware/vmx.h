/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx - the configuration files of VMware's products, to and from definitions */
#ifndef VMX_H
#define VMX_H

#include "model/vm_def.h"

/* The completed definition; NULL after fail(FAULT_XML, "WHENCE:LINE: ...") or FAULT_CONFIG.
 * Caller frees. */
struct vm_def *vmx_read(const char *text, const char *whence);

/* Append the file for that virtualHW.version.  -1 after fail() when it cannot say what the
 * definition says. */
int vmx_write(const struct vm_def *def, unsigned hardware, struct text *out);

#endif
