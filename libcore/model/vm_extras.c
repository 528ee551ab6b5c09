/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_extras - parts of one hypervisor: qemu:, lxc:, xen: and bhyve: elements, key wrapping,
 * launch security */
#include "model/vm_extras.h"

#include "base/fail.h"

ENUM_WORDS(deprecation, DEPRECATION);
ENUM_WORDS(property_kind, PROPERTY_KIND);
ENUM_WORDS(lxc_source, LXC_SOURCE);
ENUM_WORDS(launch_security_kind, LAUNCH_SECURITY);

#define TYPE_OF(t, element) { .name = element, .size = sizeof(struct t), .rows = t##_rows }

#define T struct passed_arg
static const struct row passed_arg_rows[] = {
	STRING(T, value, "@value", REQUIRED, "the argument"),
	ROWS_END
};
#undef T
static const struct type passed_arg_type = TYPE_OF(passed_arg, "arg");

#define T struct passed_env
static const struct row passed_env_rows[] = {
	STRING(T, name,  "@name",  REQUIRED, "name of the variable"),
	STRING(T, value, "@value", 0,        "its value"),
	ROWS_END
};
#undef T
static const struct type passed_env_type = TYPE_OF(passed_env, "env");

#define T struct capability_name
static const struct row capability_name_rows[] = {
	STRING(T, capability, "@capability", REQUIRED, "name of the capability"),
	ROWS_END
};
#undef T
static const struct type capability_name_type = TYPE_OF(capability_name, "add");

#define T struct override_property
static const struct row override_property_rows[] = {
	STRING(T, name,  "@name",                REQUIRED, "property of the device"),
	ENUM  (T, type,  "@type", property_kind, REQUIRED, "type of its value"),
	STRING(T, value, "@value",               0,        "its value"),
	ROWS_END
};
#undef T
static const struct type override_property_type = TYPE_OF(override_property, "property");

#define T struct device_override
static const struct row device_override_rows[] = {
	STRING(T, alias,      "@alias", REQUIRED, "alias of the device"),
	LIST  (T, properties, "qemu:frontend/qemu:property", override_property, 0, "properties set"),
	ROWS_END
};
#undef T
static const struct type device_override_type = TYPE_OF(device_override, "device");

#define T struct qemu_extras
static const struct row qemu_extras_rows[] = {
	LIST(T, args,        "qemu:commandline/qemu:arg", passed_arg,       0, "arguments added"),
	LIST(T, envs,        "qemu:commandline/qemu:env", passed_env,       0, "environment added"),
	LIST(T, add,         "qemu:capabilities/qemu:add", capability_name, 0, "capabilities taken as there"),
	LIST(T, del,         "qemu:capabilities/qemu:del", capability_name, 0, "capabilities taken as missing"),
	LIST(T, overrides,   "qemu:override/qemu:device", device_override,  0, "properties of single devices"),
	ENUM(T, deprecation, "qemu:deprecation/@behavior", deprecation,     0, "what deprecated use does"),
	ROWS_END
};
#undef T
const struct type qemu_extras_type = TYPE_OF(qemu_extras, "qemu");

#define T struct lxc_share
static const struct row lxc_share_rows[] = {
	ENUM  (T, type,  "@type", lxc_source, REQUIRED, "what its value is"),
	STRING(T, value, "@value",            REQUIRED, "name or process"),
	ROWS_END
};
#undef T
static const struct type lxc_share_type = TYPE_OF(lxc_share, "share");

#define T struct lxc_extras
static const struct row lxc_extras_rows[] = {
	GROUP(T, sharenet, "lxc:sharenet", lxc_share, MERGED, "whose network it has"),
	GROUP(T, shareipc, "lxc:shareipc", lxc_share, MERGED, "whose IPC it has"),
	GROUP(T, shareuts, "lxc:shareuts", lxc_share, MERGED, "whose host name it has"),
	ROWS_END
};
#undef T
const struct type lxc_extras_type = {
	.name = "lxc", .size = sizeof(struct lxc_extras), .rows = lxc_extras_rows, .closed = true,
};

#define T struct xen_extras
static const struct row xen_extras_rows[] = {
	LIST(T, args, "xen:commandline/xen:arg", passed_arg, 0, "arguments added"),
	ROWS_END
};
#undef T
const struct type xen_extras_type = TYPE_OF(xen_extras, "xen");

#define T struct bhyve_extras
static const struct row bhyve_extras_rows[] = {
	LIST(T, args, "bhyve:commandline/bhyve:arg", passed_arg, 0, "arguments added"),
	LIST(T, envs, "bhyve:commandline/bhyve:env", passed_env, 0, "environment added"),
	ROWS_END
};
#undef T
const struct type bhyve_extras_type = TYPE_OF(bhyve_extras, "bhyve");

#define T struct keywrap_cipher
static const struct row keywrap_cipher_rows[] = {
	STRING(T, name,  "@name",  ABI | REQUIRED, "cipher: aes or dea"),
	ONOFF (T, state, "@state", ABI | REQUIRED, "the guest may wrap keys with it"),
	ROWS_END
};
#undef T
const struct type keywrap_cipher_type = TYPE_OF(keywrap_cipher, "cipher");

#define T struct quote_service
static const struct row quote_service_rows[] = {
	STRING(T, path, "@path", 0, "its socket"),
	ROWS_END
};
#undef T
static const struct type quote_service_type = TYPE_OF(quote_service, "quoteGenerationService");

#define T struct launch_security
#define AMD ONLY_IF_ANY(T, type, ONE(LAUNCH_SEV) | ONE(LAUNCH_SEV_SNP))
#define SEV ONLY_IF(T, type, LAUNCH_SEV)
#define SNP ONLY_IF(T, type, LAUNCH_SEV_SNP)
#define TDX ONLY_IF(T, type, LAUNCH_TDX)
static const struct row launch_security_rows[] = {
	ENUM  (T, type,              "@type", launch_security_kind, ABI | REQUIRED, "how the guest is guarded"),
	YESNO (T, kernel_hashes,     "@kernelHashes",     ABI, "the kernel is measured too", AMD),
	YESNO (T, author_key,        "@authorKey",        ABI, "the owner signed with another key", SNP),
	YESNO (T, vcek,              "@vcek",             ABI, "the chip signs, not its owner", SNP),
	HEX   (T, cbitpos,           "cbitpos", "%llu",   ABI, "bit that says encrypted",    AMD),
	NUMBER(T, reduced_phys_bits, "reducedPhysBits",   ABI, "bits of addresses lost",     AMD),
	HEX   (T, policy,            "policy", "0x%04llx", ABI, "what the owner allows",     SEV),
	HEX   (T, policy,            "policy", "0x%08llx", ABI, "what the owner allows",     SNP),
	HEX   (T, policy,            "policy", "0x%llx",  ABI, "what the owner allows",      TDX),
	STRING(T, dh_cert,           "dhCert",            ABI, "owner's key",                SEV),
	STRING(T, session,           "session",           ABI, "owner's session",            SEV),
	STRING(T, workarounds,       "guestVisibleWorkarounds", ABI, "what the hypervisor shows", SNP),
	STRING(T, id_block,          "idBlock",           ABI, "identity of the guest",      SNP),
	STRING(T, id_auth,           "idAuth",            ABI, "who vouches for it",         SNP),
	STRING(T, host_data,         "hostData",          ABI, "data of the host",           SNP),
	STRING(T, mr_config_id,      "mrConfigId",        ABI, "identity of what is configured", TDX),
	STRING(T, mr_owner,          "mrOwner",           ABI, "identity of the owner",      TDX),
	STRING(T, mr_owner_config,   "mrOwnerConfig",     ABI, "what the owner configured",  TDX),
	GROUP (T, quotes,            "quoteGenerationService", quote_service, 0, "who signs reports", TDX),
	ROWS_END
};
#undef TDX
#undef SNP
#undef SEV
#undef AMD
#undef T

static int
launch_security_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct launch_security *security = object;

	if ((security->type == LAUNCH_SEV || security->type == LAUNCH_SEV_SNP) && !security->policy.given)
		return fail(FAULT_XML, "missing element 'policy' in 'launchSecurity'");
	return 0;
}

const struct type launch_security_type = {
	.name = "launchSecurity", .size = sizeof(struct launch_security), .rows = launch_security_rows,
	.check = launch_security_check,
};
