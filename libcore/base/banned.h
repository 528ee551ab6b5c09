/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* banned - functions that do not compile here; base/text.h has what to use.
 * Included before every source by the GNUmakefile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets
