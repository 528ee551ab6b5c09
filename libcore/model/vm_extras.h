/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_extras - parts of one hypervisor: qemu:, lxc:, xen: and bhyve: elements, key wrapping,
 * launch security */
#ifndef MODEL_VM_EXTRAS_H
#define MODEL_VM_EXTRAS_H

#include "model/model.h"

/* ---- qemu: ---- */

struct passed_arg { char *value; };
LIST_OF(passed_arg);
struct passed_env { char *name, *value; };
LIST_OF(passed_env);
struct capability_name { char *capability; };
LIST_OF(capability_name);

#define DEPRECATION(X)                      \
	X(DEPRECATION_NONE_SAID, NULL)      \
	X(DEPRECATION_NONE,      "none")    \
	X(DEPRECATION_OMIT,      "omit")    \
	X(DEPRECATION_REJECT,    "reject")  \
	X(DEPRECATION_CRASH,     "crash")
ENUM_TYPE(deprecation, DEPRECATION);

#define PROPERTY_KIND(X)                    \
	X(PROPERTY_NONE,     NULL)          \
	X(PROPERTY_STRING,   "string")      \
	X(PROPERTY_UNSIGNED, "unsigned")    \
	X(PROPERTY_SIGNED,   "signed")      \
	X(PROPERTY_BOOL,     "bool")        \
	X(PROPERTY_REMOVE,   "remove")
ENUM_TYPE(property_kind, PROPERTY_KIND);

struct override_property { char *name; enum property_kind type; char *value; };
LIST_OF(override_property);
struct device_override { char *alias; struct override_property_list properties; };
LIST_OF(device_override);

struct qemu_extras {
	struct passed_arg_list args;
	struct passed_env_list envs;
	struct capability_name_list add, del;
	struct device_override_list overrides;
	enum deprecation deprecation;
};

/* ---- lxc:, xen:, bhyve: ---- */

#define LXC_SOURCE(X)                   \
	X(LXC_NONE,  NULL)              \
	X(LXC_NAME,  "name")            \
	X(LXC_PID,   "pid")             \
	X(LXC_NETNS, "netns")
ENUM_TYPE(lxc_source, LXC_SOURCE);

struct lxc_share { enum lxc_source type; char *value; };
struct lxc_extras { struct lxc_share *sharenet, *shareipc, *shareuts; };
struct xen_extras { struct passed_arg_list args; };
struct bhyve_extras { struct passed_arg_list args; struct passed_env_list envs; };

/* ---- keys and secrets of the machine ---- */

struct keywrap_cipher { char *name; enum tri state; };
LIST_OF(keywrap_cipher);

#define LAUNCH_SECURITY(X)                  \
	X(LAUNCH_SECURITY_NONE, NULL)       \
	X(LAUNCH_SEV,           "sev")      \
	X(LAUNCH_S390_PV,       "s390-pv")  \
	X(LAUNCH_SEV_SNP,       "sev-snp")  \
	X(LAUNCH_TDX,           "tdx")
ENUM_TYPE(launch_security_kind, LAUNCH_SECURITY);

struct launch_security {
	enum launch_security_kind type;
	enum tri kernel_hashes;             /* SEV, SEV_SNP */
	struct number cbitpos, reduced_phys_bits, policy;
	char *dh_cert, *session;            /* SEV */
	enum tri author_key, vcek;          /* SEV_SNP */
	char *workarounds, *id_block, *id_auth, *host_data;
	char *mr_config_id, *mr_owner, *mr_owner_config;    /* TDX */
	struct quote_service { char *path; } *quotes;
};

extern const struct type qemu_extras_type, lxc_extras_type, xen_extras_type, bhyve_extras_type,
	keywrap_cipher_type, launch_security_type;

#endif
