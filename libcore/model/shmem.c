/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shmem - memory shared with other virtual machines */
#include "model/shmem.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(shmem_model, SHMEM_MODEL);
ENUM_WORDS(shmem_role, SHMEM_ROLE);

#define T struct shmem_server
static const struct row shmem_server_rows[] = {
	STRING(T, path, "@path", 0, "socket of the server"),
	ROWS_END
};
#undef T
const struct type shmem_server_type = {
	.name = "server", .size = sizeof(struct shmem_server), .rows = shmem_server_rows,
};

#define T struct shmem_msi
static const struct row shmem_msi_rows[] = {
	UINT (T, vectors,   "@vectors",   ABI, "interrupt vectors"),
	ONOFF(T, ioeventfd, "@ioeventfd", ABI, "interrupts without the emulator"),
	ROWS_END
};
#undef T
const struct type shmem_msi_type = {
	.name = "msi", .size = sizeof(struct shmem_msi), .rows = shmem_msi_rows,
};

#define T struct shmem
static const struct row shmem_rows[] = {
	STRING(T, name,   "@name",                    ABI | REQUIRED, "name of the memory"),
	ENUM  (T, role,   "@role", shmem_role,        ABI, "who keeps the memory on migration"),
	ENUM  (T, model,  "model/@type", shmem_model, ABI, "device the guest sees"),
	LIMIT (T, size,   "size", "M",                ABI, "size of the memory"),
	GROUP (T, server, "server", shmem_server,     0,   "server that hands the memory out"),
	GROUP (T, msi,    "msi", shmem_msi,           ABI, "interrupts between guests"),
	PART  (T, info,   ".", device_info,           0,   "place and name"),
	ROWS_END
};
#undef T

static int
shmem_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct shmem *shmem = object;

	if (strchr(shmem->name, '/') || !strcmp(shmem->name, ".") || !strcmp(shmem->name, ".."))
		return fail(FAULT_CONFIG, "shmem name '%s' is no file name", shmem->name);
	if (shmem->msi && !shmem->server)
		return fail(FAULT_XML, "msi of shmem '%s' needs a server", shmem->name);
	return 0;
}

const struct type shmem_type = {
	.name = "shmem", .size = sizeof(struct shmem), .rows = shmem_rows, .check = shmem_check,
};
