/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hostinfo - what emulators are there, and what each can run */
#include "hostinfo.h"

#include <sys/utsname.h>

#include "base/fail.h"
#include "caps.h"

/* Architectures QEMU knows, in libvirt's order; of the x86 ones what a guest may switch. */
static const struct {
	const char *name;
	unsigned word_size;
	bool pae;
	bool acpi;
} archs[] = {
	{ "alpha",   64 }, { "armv6l",  32 }, { "armv7l", 32 }, { "aarch64", 64 },
	{ "i686",    32, .pae = true, .acpi = true },
	{ "loongarch64", 64 },
	{ "m68k",    32 }, { "mips",    32 }, { "mipsel",  32 }, { "mips64", 64 }, { "mips64el", 64 },
	{ "ppc",     32 }, { "ppc64",   64 }, { "ppc64le", 64 }, { "riscv32", 32 }, { "riscv64", 64 },
	{ "s390x",   64 }, { "sh4",     64 }, { "sparc",   32 }, { "sparc64", 64 },
	{ "x86_64",  64, .acpi = true },
};

const char *
hostinfo_arch(void)
{
	static struct utsname host;

	if (!*host.machine)
		uname(&host);
	return host.machine;
}

static void
add_machine(struct text *out, const struct qemu_machine *machine, const char *name)
{
	text_addf(out, "      <machine");
	if (name != machine->name)
		text_addf(out, " canonical='%s'", machine->name);
	text_addf(out, " maxCpus='%u'%s>%s</machine>\n", machine->max_cpus,
		  machine->deprecated ? " deprecated='yes'" : "", name);
}

/* The default first, as libvirt has it; "none" is no machine for a guest. */
static void
add_machines(struct text *out, const struct qemu_caps *caps)
{
	const struct qemu_machine *first = qemu_caps_machine(caps, NULL);

	for (unsigned pass = 0; pass < 2; pass++)
		list_each(machine, &caps->machines) {
			if ((machine == first) != (pass == 0) || text_same(machine->name, "none"))
				continue;
			add_machine(out, machine, machine->name);
			if (machine->alias)
				add_machine(out, machine, machine->alias);
		}
}

static void
add_guest(struct text *out, unsigned row, const struct qemu_caps *caps)
{
	text_addf(out, "  <guest>\n    <os_type>hvm</os_type>\n    <arch name='%s'>\n"
		  "      <wordsize>%u</wordsize>\n      <emulator>", archs[row].name, archs[row].word_size);
	text_add_xml(out, caps->binary, false);
	text_add(out, "</emulator>\n");
	add_machines(out, caps);
	text_add(out, "      <domain type='qemu'/>\n");
	if (caps->kvm)
		text_add(out, "      <domain type='kvm'/>\n");
	text_add(out, "    </arch>\n    <features>\n");
	if (archs[row].pae)
		text_add(out, "      <pae/>\n      <nonpae/>\n");
	if (archs[row].acpi)
		text_add(out, "      <acpi default='on' toggle='yes'/>\n"
			      "      <apic default='on' toggle='no'/>\n");
	text_add(out, "      <cpuselection/>\n      <deviceboot/>\n"
		      "      <disksnapshot default='on' toggle='no'/>\n    </features>\n  </guest>\n\n");
}

int
qemu_capabilities(struct text *out)
{
	text_add(out, "<capabilities>\n\n  <host>\n");
	hostinfo_host(out);
	text_add(out, "  </host>\n\n");
	for (unsigned i = 0; i < COUNT(archs); i++) {
		auto_free char *binary = qemu_binary(archs[i].name);
		const struct qemu_caps *caps = binary ? qemu_caps(binary) : NULL;

		if (caps)
			add_guest(out, i, caps);
		else
			fail_forget();   /* then there are no such guests here */
	}
	text_add(out, "</capabilities>\n");
	return 0;
}

int
qemu_version(char **ret_hypervisor, unsigned long *ret_version)
{
	auto_free char *binary = qemu_binary(hostinfo_arch());
	const struct qemu_caps *caps = binary ? qemu_caps(binary) : NULL;

	if (!caps)
		return -1;
	*ret_hypervisor = xstrdup("QEMU");
	*ret_version = caps->version;
	return 0;
}
