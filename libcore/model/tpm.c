/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tpm - trusted platform modules */
#include "model/tpm.h"

#include "base/fail.h"

ENUM_WORDS(tpm_model, TPM_MODEL);
ENUM_WORDS(tpm_backend, TPM_BACKEND);
ENUM_WORDS(tpm_version, TPM_VERSION);

#define T struct tpm
#define EMULATOR ONLY_IF(T, backend, TPM_EMULATOR)
#define EXTERNAL ONLY_IF(T, backend, TPM_EXTERNAL)
#define SOURCE   ONLY_IF_ANY(T, backend, ONE(TPM_EXTERNAL) | ONE(TPM_EMULATOR))
static const struct row tpm_rows[] = {
	ENUM  (T, model,                   "@model", tpm_model,               ABI, "device the guest sees"),
	ENUM  (T, backend,                 "backend/@type", tpm_backend,      ABI | SINGLE, "who plays it"),
	ENUM  (T, version,                 "backend/@version", tpm_version,   ABI, "version of the specification", EMULATOR),
	YESNO (T, persistent_state,        "backend/@persistent_state",       0,   "the state outlives the definition", EMULATOR),
	UINT  (T, debug,                   "backend/@debug",                  0,   "how much the emulator logs", EMULATOR),
	STRING(T, device,                  "backend/device/@path",            0,   "device of the host", ONLY_IF(T, backend, TPM_PASSTHROUGH)),
	UUID  (T, encryption_secret,       "backend/encryption/@secret",      0,   "secret that encrypts the state", EMULATOR),
	FLAG  (T, active_pcr_banks.sha1,   "backend/active_pcr_banks/sha1",   0,   "SHA-1 registers",   EMULATOR),
	FLAG  (T, active_pcr_banks.sha256, "backend/active_pcr_banks/sha256", 0,   "SHA-256 registers", EMULATOR),
	FLAG  (T, active_pcr_banks.sha384, "backend/active_pcr_banks/sha384", 0,   "SHA-384 registers", EMULATOR),
	FLAG  (T, active_pcr_banks.sha512, "backend/active_pcr_banks/sha512", 0,   "SHA-512 registers", EMULATOR),
	STRING(T, source.type,             "backend/source/@type",            0,   "unix, or dir or file of the state", SOURCE),
	STRING(T, source.mode,             "backend/source/@mode",            0,   "who connects",       EXTERNAL),
	STRING(T, source.path,             "backend/source/@path",            0,   "where it is",        SOURCE),
	STRING(T, profile.source,          "backend/profile/@source",         0,   "where its profile is from", EMULATOR),
	STRING(T, profile.remove_disabled, "backend/profile/@removeDisabled", 0,   "algorithms of it that the host forbids go", EMULATOR),
	STRING(T, profile.name,            "backend/profile/@name",           0,   "its name", EMULATOR),
	PART  (T, info,                    ".", device_info,                  0,   "place and name"),
	ROWS_END
};
#undef SOURCE
#undef EXTERNAL
#undef EMULATOR
#undef T

static int
tpm_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct tpm *tpm = object;

	if (tpm->backend == TPM_BACKEND_NONE)
		return fail(FAULT_XML, "missing backend of a tpm");
	return 0;
}

const struct type tpm_type = {
	.name = "tpm", .size = sizeof(struct tpm), .rows = tpm_rows, .check = tpm_check,
};
