/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_os - what the virtual machine boots, and its firmware */
#include "model/vm_os.h"

#include "base/fail.h"
#include "model/storage_rows.h"

ENUM_WORDS(os_kind, OS_KIND);
ENUM_WORDS(boot_device, BOOT_DEVICE);
ENUM_WORDS(os_firmware, OS_FIRMWARE);
ENUM_WORDS(loader_kind, LOADER_KIND);
ENUM_WORDS(firmware_feature_name, FIRMWARE_FEATURE);
ENUM_WORDS(smbios_mode, SMBIOS_MODE);
ENUM_WORDS(acpi_table_kind, ACPI_TABLE);

#define T struct os_boot
static const struct row os_boot_rows[] = {
	ENUM(T, dev, "@dev", boot_device, ABI | REQUIRED, "kind of device"),
	ROWS_END
};
#undef T
const struct type os_boot_type = {
	.name = "boot", .size = sizeof(struct os_boot), .rows = os_boot_rows,
};

#define T struct firmware_feature
static const struct row firmware_feature_rows[] = {
	YESNO(T, enabled, "@enabled", REQUIRED, "it must be there or must not"),
	ENUM (T, name,    "@name", firmware_feature_name, REQUIRED, "feature of the firmware"),
	ROWS_END
};
#undef T
static const struct type firmware_feature_type = {
	.name = "feature", .size = sizeof(struct firmware_feature), .rows = firmware_feature_rows,
};

#define T struct init_arg
static const struct row init_arg_rows[] = {
	STRING(T, value, ".", REQUIRED, "argument"),
	ROWS_END
};
#undef T
static const struct type init_arg_type = {
	.name = "initarg", .size = sizeof(struct init_arg), .rows = init_arg_rows,
};

#define T struct init_env
static const struct row init_env_rows[] = {
	STRING(T, name,  "@name", REQUIRED, "name of the variable"),
	STRING(T, value, ".",     REQUIRED, "its value"),
	ROWS_END
};
#undef T
static const struct type init_env_type = {
	.name = "initenv", .size = sizeof(struct init_env), .rows = init_env_rows,
};

#define T struct acpi_table
static const struct row acpi_table_rows[] = {
	ENUM  (T, type, "@type", acpi_table_kind, REQUIRED, "which table"),
	STRING(T, path, ".",     0,               "file that has it"),
	ROWS_END
};
#undef T
static const struct type acpi_table_type = {
	.name = "table", .size = sizeof(struct acpi_table), .rows = acpi_table_rows,
};

#define T struct nvram
static const struct row nvram_rows[] = {
	STRING(T, template,    "@template",           0, "file a new one is copied from"),
	ENUM  (T, template_format, "@templateFormat", storage_format, 0, "format of that file, unless raw"),
	ENUM  (T, source.type, "@type", storage_kind, 0, "where it lives"),
	ENUM  (T, source.format, "@format", storage_format, 0, "format of the file, unless raw"),
	STRING(T, path,        ".",                   0, "file", ONLY_IF(T, source.type, STORAGE_NONE)),
	STORAGE_ROWS(T, source.),
	ROWS_END
};
#undef T
const struct type nvram_type = {
	.name = "nvram", .size = sizeof(struct nvram), .rows = nvram_rows,
};

#define T struct varstore
static const struct row varstore_rows[] = {
	STRING(T, template, "@template", 0, "file a new one is copied from"),
	STRING(T, path,     "@path",     0, "file"),
	ROWS_END
};
#undef T
static const struct type varstore_type = {
	.name = "varstore", .size = sizeof(struct varstore), .rows = varstore_rows,
};

#define T struct vm_os
#define CHOSEN ONLY_IF_ANY(T, firmware, ~ONE(FIRMWARE_NONE))
#define PROGRAM ONLY_IF(T, type, OS_EXE)
#define MACHINE ONLY_IF_ANY(T, type, ~ONE(OS_EXE))
static const struct row vm_os_rows[] = {
	ENUM  (T, firmware,            "@firmware", os_firmware,   ABI, "firmware to be chosen"),
	STRING(T, arch,                "type/@arch",               ABI, "processor family"),
	STRING(T, machine,             "type/@machine",            ABI, "machine model"),
	ENUM  (T, type,                "type", os_kind,            ABI | UNSUPPORTED, "kind of guest"),
	LIST  (T, firmware_features,   "firmware/feature", firmware_feature, ABI, "what the firmware must have", CHOSEN),
	STRING(T, init,                "init",                     0,   "container: first program", PROGRAM),
	LIST  (T, initargs,            "initarg", init_arg,        0,   "its arguments", PROGRAM),
	LIST  (T, initenvs,            "initenv", init_env,        0,   "its environment", PROGRAM),
	STRING(T, initdir,             "initdir",                  0,   "its directory", PROGRAM),
	STRING(T, inituser,            "inituser",                 0,   "its user", PROGRAM),
	STRING(T, initgroup,           "initgroup",                0,   "its group", PROGRAM),
	YESNO (T, loader.readonly,     "loader/@readonly",         0,   "the guest may not write it", MACHINE),
	YESNO (T, loader.secure,       "loader/@secure",           ABI, "it guards its variables with SMM", MACHINE),
	ENUM  (T, loader.type,         "loader/@type", loader_kind, ABI, "how the guest sees it", MACHINE),
	YESNO (T, loader.stateless,    "loader/@stateless",        ABI, "it has no variables", MACHINE),
	ENUM  (T, loader.format,       "loader/@format", storage_format, 0, "format of the file, unless raw", MACHINE),
	STRING(T, loader.path,         "loader",                   0,   "firmware", MACHINE),
	GROUP (T, nvram,               "nvram", nvram,             0,   "variables of the firmware", MACHINE),
	GROUP (T, varstore,            "varstore", varstore,       0,   "the same, kept by the emulator", MACHINE),
	STRING(T, kernel,              "kernel",                   0,   "kernel of the host to boot", MACHINE),
	STRING(T, initrd,              "initrd",                   0,   "its first file system", MACHINE),
	STRING(T, cmdline,             "cmdline",                  0,   "its arguments"),
	STRING(T, shim,                "shim",                     0,   "boot loader that checks the kernel", MACHINE),
	STRING(T, dtb,                 "dtb",                      0,   "device tree", MACHINE),
	STRING(T, root,                "root",                     0,   "root device", MACHINE),
	LIST  (T, acpi_tables,         "acpi/table", acpi_table,   ABI, "ACPI tables added", MACHINE),
	LIST  (T, boot,                "boot", os_boot,            ABI, "what is tried, in order", MACHINE),
	YESNO (T, bootmenu.enable,     "bootmenu/@enable",         ABI, "ask before booting", MACHINE),
	NUMBER(T, bootmenu.timeout,    "bootmenu/@timeout",        ABI, "milliseconds to answer", MACHINE),
	YESNO (T, bios.useserial,      "bios/@useserial",          ABI, "firmware uses the serial port", MACHINE),
	NUMBER(T, bios.reboot_timeout, "bios/@rebootTimeout",      ABI, "milliseconds until it tries again", MACHINE),
	ENUM  (T, smbios,              "smbios/@mode", smbios_mode, ABI, "where SMBIOS tables come from"),
	ROWS_END
};
#undef MACHINE
#undef PROGRAM
#undef CHOSEN
#undef T

static int
vm_os_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct vm_os *os = object;

	if (os->type == OS_EXE)
		os->firmware = FIRMWARE_NONE;
	if (os->bootmenu.enable != YES)
		os->bootmenu.timeout.given = false;
	return 0;
}

/* As libvirt since 9.2 prints what it has chosen for a definition. */
static bool
is_chosen(const struct vm_os *os)
{
	return os->loader.path && (os->loader.type == LOADER_ROM || (os->loader.type == LOADER_PFLASH && os->loader.readonly == YES));
}

static bool
arch_known(const char *arch)
{
	static const char *const archs[] = {
		"alpha", "armv6l", "armv7l", "armv7b", "aarch64", "cris", "i686", "ia64", "lm32", "loongarch64", "m68k", "microblaze",
		"microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc", "parisc64", "ppc", "ppcle", "ppc64",
		"ppc64le", "ppcemb", "riscv32", "riscv64", "s390", "s390x", "sh4", "sh4eb", "sparc", "sparc64", "unicore32", "x86_64",
		"xtensa", "xtensaeb",
	};

	for (unsigned i = 0; arch && i < COUNT(archs); i++)
		if (!strcmp(arch, archs[i]))
			return true;
	return !arch;
}

static int
vm_os_check(const void *object, const xmlNode *at)
{
	const struct vm_os *os = object;

	if (!arch_known(os->arch))
		return fail(FAULT_CONFIG, "architecture %s is unknown", quote(os->arch));
	if (os->bootmenu.timeout.given && (os->bootmenu.timeout.value < 0 || os->bootmenu.timeout.value > 65535))
		return fail(FAULT_CONFIG, "boot menu timeout must be in range 0 to 65535");
	if (os->type == OS_EXE)
		return 0;
	if (!os->firmware && !os->loader.path && (os->nvram || (at && xml_child(at, "loader"))))
		return fail(FAULT_DETAIL, "a loader without a path, and no firmware that says which");
	if (os->nvram && os->varstore)
		return fail(FAULT_DETAIL, "variables of the firmware are either in <nvram> or in <varstore>");
	if (os->firmware && !is_chosen(os) && (os->loader.path || os->loader.readonly || os->loader.type))
		return fail(FAULT_DETAIL, "path, readonly and type of a loader that is chosen by firmware='%s' are said all or not at all",
			    words_name(&os_firmware_words, os->firmware));
	return 0;
}

const struct type vm_os_type = {
	.name = "os", .size = sizeof(struct vm_os), .rows = vm_os_rows, .read_rest = vm_os_read_rest,
	.check = vm_os_check,
};
