/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_os - what the virtual machine boots, and its firmware */
#ifndef MODEL_VM_OS_H
#define MODEL_VM_OS_H

#include "model/storage_source.h"

#define OS_KIND(X)                      \
	X(OS_KIND_NONE, NULL)           \
	X(OS_HVM,       "hvm")          \
	X(OS_XEN,       "xen")          \
	X(OS_LINUX,     "linux")        \
	X(OS_EXE,       "exe")          \
	X(OS_UML,       "uml")          \
	X(OS_XENPVH,    "xenpvh")
ENUM_TYPE(os_kind, OS_KIND);

#define BOOT_DEVICE(X)                  \
	X(BOOT_NONE,    NULL)           \
	X(BOOT_FD,      "fd")           \
	X(BOOT_CDROM,   "cdrom")        \
	X(BOOT_HD,      "hd")           \
	X(BOOT_NETWORK, "network")
ENUM_TYPE(boot_device, BOOT_DEVICE);

#define OS_FIRMWARE(X)                  \
	X(FIRMWARE_NONE, NULL)          \
	X(FIRMWARE_BIOS, "bios")        \
	X(FIRMWARE_EFI,  "efi")
ENUM_TYPE(os_firmware, OS_FIRMWARE);

#define LOADER_KIND(X)                  \
	X(LOADER_NONE,   NULL)          \
	X(LOADER_ROM,    "rom")         \
	X(LOADER_PFLASH, "pflash")
ENUM_TYPE(loader_kind, LOADER_KIND);

#define SMBIOS_MODE(X)                  \
	X(SMBIOS_NONE_SAID, NULL)       \
	X(SMBIOS_NONE,      "none")     \
	X(SMBIOS_EMULATE,   "emulate")  \
	X(SMBIOS_HOST,      "host")     \
	X(SMBIOS_SYSINFO,   "sysinfo")
ENUM_TYPE(smbios_mode, SMBIOS_MODE);

struct os_boot { enum boot_device dev; };
LIST_OF(os_boot);

#define FIRMWARE_FEATURE(X)                             \
	X(FEATURE_NONE,          NULL)                  \
	X(FEATURE_ENROLLED_KEYS, "enrolled-keys")       \
	X(FEATURE_SECURE_BOOT,   "secure-boot")
ENUM_TYPE(firmware_feature_name, FIRMWARE_FEATURE);

struct firmware_feature { enum tri enabled; enum firmware_feature_name name; };
LIST_OF(firmware_feature);

struct init_arg { char *value; };
LIST_OF(init_arg);

struct init_env { char *name, *value; };
LIST_OF(init_env);

#define ACPI_TABLE(X)                   \
	X(ACPI_TABLE_NONE, NULL)        \
	X(ACPI_SLIC,       "slic")      \
	X(ACPI_RAW,        "raw")       \
	X(ACPI_RAWSET,     "rawset")    \
	X(ACPI_MSDM,       "msdm")
ENUM_TYPE(acpi_table_kind, ACPI_TABLE);

struct acpi_table { enum acpi_table_kind type; char *path; };
LIST_OF(acpi_table);

/* Where the firmware keeps its variables: either a path, or with @type a source. */
struct nvram {
	char *template;
	enum storage_format template_format;
	char *path;
	struct storage_source source;       /* source.type decides */
};

struct vm_os {
	enum os_firmware firmware;
	enum os_kind type;
	char *arch, *machine;
	struct firmware_feature_list firmware_features;
	char *init;
	struct init_arg_list initargs;
	struct init_env_list initenvs;
	char *initdir, *inituser, *initgroup;
	struct {
		enum tri readonly, secure;
		enum loader_kind type;
		enum tri stateless;
		enum storage_format format;
		char *path;
	} loader;
	struct nvram *nvram;
	struct varstore { char *template, *path; } *varstore;
	char *kernel, *initrd, *cmdline, *shim, *dtb, *root;
	struct acpi_table_list acpi_tables;
	struct os_boot_list boot;
	struct { enum tri enable; struct number timeout; } bootmenu;
	struct { enum tri useserial; struct number reboot_timeout; } bios;
	enum smbios_mode smbios;
};

extern const struct type vm_os_type, os_boot_type, nvram_type;

#endif
