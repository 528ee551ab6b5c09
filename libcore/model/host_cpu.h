/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host_cpu - the processors of the host, as capabilities tell them */
#ifndef MODEL_HOST_CPU_H
#define MODEL_HOST_CPU_H

#include "model/vm_cpu.h"

struct cpu_counter { char *name; struct number frequency; enum tri scaling; };
LIST_OF(cpu_counter);

struct cpu_pages { char *unit; struct number size; };
LIST_OF(cpu_pages);

struct host_cpu {
	char *arch;
	struct { bool pae, nonpae, vmx, svm; } flags;
	char *model, *vendor;
	struct number microcode;
	struct { struct number family, model, stepping; } signature;
	struct cpu_counter_list counters;
	struct { unsigned sockets, dies, clusters, cores, threads; } topology;
	struct { enum address_width_mode mode; unsigned bits; } maxphysaddr;
	struct cpu_feature_list features;    /* no policy */
	struct cpu_pages_list pages;
};

extern const struct type host_cpu_type, cpu_counter_type, cpu_pages_type;

#endif
