/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sysinfo - what SMBIOS and fw_cfg tell the guest */
#ifndef MODEL_SYSINFO_H
#define MODEL_SYSINFO_H

#include "model/model.h"

#define SYSINFO_KIND(X)                 \
	X(SYSINFO_NONE,   NULL)         \
	X(SYSINFO_SMBIOS, "smbios")     \
	X(SYSINFO_FWCFG,  "fwcfg")
ENUM_TYPE(sysinfo_kind, SYSINFO_KIND);

struct sysinfo_entry { char *name, *file, *value; };
LIST_OF(sysinfo_entry);

struct sysinfo_board { struct sysinfo_entry_list entries; };
LIST_OF(sysinfo_board);

struct sysinfo {
	enum sysinfo_kind type;
	struct sysinfo_entry_list bios, system;
	struct sysinfo_board_list base_boards;
	struct sysinfo_entry_list chassis;
	struct sysinfo_entry_list oem_strings;       /* without names */
	struct sysinfo_entry_list entries;           /* FWCFG */
};
LIST_OF(sysinfo);

extern const struct type sysinfo_type, sysinfo_entry_type;

const char *sysinfo_find(const struct sysinfo_entry_list *entries, const char *name);

#endif
