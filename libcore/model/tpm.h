/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tpm - trusted platform modules */
#ifndef MODEL_TPM_H
#define MODEL_TPM_H

#include "model/device_info.h"

#define TPM_MODEL(X)                            \
	X(TPM_MODEL_NONE,  NULL)                \
	X(TPM_TIS,         "tpm-tis")           \
	X(TPM_CRB,         "tpm-crb")           \
	X(TPM_SPAPR,       "tpm-spapr")         \
	X(TPM_SPAPR_PROXY, "spapr-tpm-proxy")
ENUM_TYPE(tpm_model, TPM_MODEL);

#define TPM_BACKEND(X)                      \
	X(TPM_BACKEND_NONE, NULL)           \
	X(TPM_PASSTHROUGH,  "passthrough")  \
	X(TPM_EMULATOR,     "emulator")     \
	X(TPM_EXTERNAL,     "external")
ENUM_TYPE(tpm_backend, TPM_BACKEND);

#define TPM_VERSION(X)                  \
	X(TPM_VERSION_NONE, NULL)       \
	X(TPM_1_2,          "1.2")      \
	X(TPM_2_0,          "2.0")
ENUM_TYPE(tpm_version, TPM_VERSION);

struct tpm {
	enum tpm_model model;
	enum tpm_backend backend;
	enum tpm_version version;           /* EMULATOR */
	enum tri persistent_state;
	unsigned debug;                     /* EMULATOR: verbosity of its log */
	char *device;                       /* PASSTHROUGH: "/dev/tpm0" */
	char *encryption_secret;            /* UUID of a secret */
	struct { char *source, *remove_disabled, *name; } profile;
	struct { bool sha1, sha256, sha384, sha512; } active_pcr_banks;
	struct { char *type, *path, *mode; } source;     /* EXTERNAL: a socket; EMULATOR: its state */
	struct device_info info;
};
LIST_OF(tpm);

extern const struct type tpm_type;

#endif
