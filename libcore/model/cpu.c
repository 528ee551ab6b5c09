/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cpu - processors by themselves, of a host or asked for by a guest: the <cpu> document */
#include "model/cpu.h"

#define T struct cpu_def
#define GUEST(t, h) ROW_(kind_part, AT_(T, guest, struct vm_cpu), ".", 0, h, .type = &t)
static const struct row cpu_def_rows[] = {
	GUEST(vm_cpu_how_type, "how it is asked for"),
	STRING(T, arch,                "arch",                 0, "architecture"),
	GUEST(vm_cpu_what_type, "what it is"),
	NUMBER(T, microcode,           "microcode/@version",   0, "version of the microcode"),
	NUMBER(T, signature.family,    "signature/@family",    0, "family"),
	NUMBER(T, signature.model,     "signature/@model",     0, "model in the family"),
	NUMBER(T, signature.stepping,  "signature/@stepping",  0, "stepping of the model"),
	LIST  (T, counters,            "counter", cpu_counter, 0, "counters"),
	LIST  (T, pages,               "pages", cpu_pages,     0, "sizes of pages"),
	ROWS_END
};
#undef GUEST
#undef T
const struct type cpu_def_type = {
	.name = "cpu", .size = sizeof(struct cpu_def), .rows = cpu_def_rows,
};
