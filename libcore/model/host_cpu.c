/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host_cpu - the processors of the host, as capabilities tell them */
#include "model/host_cpu.h"

#define T struct cpu_counter
static const struct row cpu_counter_rows[] = {
	STRING(T, name,      "@name",      REQUIRED, "counter: tsc"),
	NUMBER(T, frequency, "@frequency", REQUIRED, "Hz"),
	YESNO (T, scaling,   "@scaling",   REQUIRED, "guests can have another frequency"),
	ROWS_END
};
#undef T
const struct type cpu_counter_type = {
	.name = "counter", .size = sizeof(struct cpu_counter), .rows = cpu_counter_rows,
};

#define T struct cpu_pages
static const struct row cpu_pages_rows[] = {
	STRING(T, unit, "@unit", 0, "unit of the size"),
	NUMBER(T, size, "@size", REQUIRED, "size of a page"),
	ROWS_END
};
#undef T
const struct type cpu_pages_type = {
	.name = "pages", .size = sizeof(struct cpu_pages), .rows = cpu_pages_rows,
};

#define T struct host_cpu
static const struct row host_cpu_rows[] = {
	STRING(T, arch,               "arch",                      0, "architecture"),
	FLAG  (T, flags.pae,          "features/pae",              0, "physical address extension"),
	FLAG  (T, flags.nonpae,       "features/nonpae",           0, "also without it"),
	FLAG  (T, flags.vmx,          "features/vmx",              0, "virtualisation of Intel"),
	FLAG  (T, flags.svm,          "features/svm",              0, "virtualisation of AMD"),
	STRING(T, model,              "model",                     0, "processor model"),
	STRING(T, vendor,             "vendor",                    0, "vendor"),
	NUMBER(T, microcode,          "microcode/@version",        0, "version of the microcode"),
	NUMBER(T, signature.family,   "signature/@family",         0, "family"),
	NUMBER(T, signature.model,    "signature/@model",          0, "model in the family"),
	NUMBER(T, signature.stepping, "signature/@stepping",       0, "stepping of the model"),
	LIST  (T, counters,           "counter", cpu_counter,      0, "counters"),
	UINT  (T, topology.sockets,   "topology/@sockets",         0, "sockets"),
	UINT  (T, topology.dies,      "topology/@dies",            0, "dies of a socket"),
	UINT  (T, topology.clusters,  "topology/@clusters",        0, "clusters of a die"),
	UINT  (T, topology.cores,     "topology/@cores",           0, "cores of a cluster"),
	UINT  (T, topology.threads,   "topology/@threads",         0, "threads of a core"),
	ENUM  (T, maxphysaddr.mode,   "maxphysaddr/@mode", address_width_mode, 0, "width of addresses"),
	UINT  (T, maxphysaddr.bits,   "maxphysaddr/@bits",         0, "bits of an address"),
	LIST  (T, features,           "feature", cpu_feature,      0, "features beside the model's"),
	LIST  (T, pages,              "pages", cpu_pages,          0, "sizes of pages"),
	ROWS_END
};
#undef T
const struct type host_cpu_type = {
	.name = "cpu", .size = sizeof(struct host_cpu), .rows = host_cpu_rows,
};
