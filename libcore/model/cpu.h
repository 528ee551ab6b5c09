/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cpu - processors by themselves, of a host or asked for by a guest: the <cpu> document */
#ifndef MODEL_CPU_H
#define MODEL_CPU_H

#include "model/document.h"
#include "model/host_cpu.h"

struct cpu_def {
	struct vm_cpu guest;                 /* all that a guest's <cpu> can say */
	char *arch;
	struct number microcode;
	struct { struct number family, model, stepping; } signature;
	struct cpu_counter_list counters;
	struct cpu_pages_list pages;
};
DOCUMENT(cpu_def);

#endif
