/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* shmem - memory shared with other virtual machines */
#ifndef MODEL_SHMEM_H
#define MODEL_SHMEM_H

#include "model/device_info.h"

#define SHMEM_MODEL(X)                              \
	X(SHMEM_MODEL_NONE,       NULL)             \
	X(SHMEM_IVSHMEM,          "ivshmem")        \
	X(SHMEM_IVSHMEM_PLAIN,    "ivshmem-plain")  \
	X(SHMEM_IVSHMEM_DOORBELL, "ivshmem-doorbell")
ENUM_TYPE(shmem_model, SHMEM_MODEL);

#define SHMEM_ROLE(X)                   \
	X(SHMEM_ROLE_NONE, NULL)        \
	X(SHMEM_MASTER,    "master")    \
	X(SHMEM_PEER,      "peer")
ENUM_TYPE(shmem_role, SHMEM_ROLE);

struct shmem {
	char *name;
	enum shmem_role role;
	enum shmem_model model;
	struct number size;                 /* bytes */
	struct shmem_server { char *path; } *server;
	struct shmem_msi { unsigned vectors; enum tri ioeventfd; } *msi;
	struct device_info info;
};
LIST_OF(shmem);

extern const struct type shmem_type, shmem_server_type, shmem_msi_type;

#endif
