/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host - the host that simulated guests run on, as libvirt's test driver has it */
#include "driver/host_info.h"
#include "test.h"

enum { CELL_PROCESSORS = 8, PAGES = 524288, HYPERVISOR_VERSION = 2 };    /* 0.0.2 */

/* The default host has two nodes; that of a document has none. */
static const struct {
	unsigned memory_kib, page_kib;
} cells[] = { { 2097152, 4 }, { 4194304, 8 } };

static void
add_cell(struct text *out, unsigned cell)
{
	text_addf(out, "        <cell id='%u'>\n", cell);
	text_addf(out, "          <memory unit='KiB'>%u</memory>\n", cells[cell].memory_kib);
	text_addf(out, "          <pages unit='KiB' size='%u'>%d</pages>\n", cells[cell].page_kib, PAGES);
	text_add(out, "          <pages unit='KiB' size='2048'>0</pages>\n"
		      "          <pages unit='KiB' size='1048576'>0</pages>\n");
	text_addf(out, "          <cpus num='%d'>\n", CELL_PROCESSORS);
	for (unsigned i = 0; i < CELL_PROCESSORS; i++) {
		unsigned cpu = cell * CELL_PROCESSORS + i;

		text_addf(out, "            <cpu id='%u' socket_id='%u' die_id='0' core_id='%u' "
			  "siblings='%u'/>\n", cpu, cell, i, cpu);
	}
	text_add(out, "          </cpus>\n"
		      "        </cell>\n");
}

static void
add_guest(struct text *out, const char *os_type)
{
	text_addf(out, "  <guest>\n    <os_type>%s</os_type>\n", os_type);
	text_add(out, "    <arch name='i686'>\n"
		      "      <wordsize>32</wordsize>\n"
		      "      <emulator>/usr/bin/test-hv</emulator>\n"
		      "      <domain type='test'/>\n"
		      "    </arch>\n"
		      "    <features>\n"
		      "      <pae/>\n"
		      "      <nonpae/>\n"
		      "    </features>\n"
		      "  </guest>\n\n");
}

static int
capabilities(struct text *out)
{
	unsigned n = text_same(host_here()->uri.path, "/default") ? COUNT(cells) : 0;

	text_add(out, "<capabilities>\n\n"
		      "  <host>\n"
		      "    <cpu>\n"
		      "      <arch>i686</arch>\n"
		      "      <features>\n"
		      "        <pae/>\n"
		      "        <nonpae/>\n"
		      "      </features>\n"
		      "      <pages unit='KiB' size='4'/>\n"
		      "      <pages unit='KiB' size='8'/>\n"
		      "      <pages unit='KiB' size='2048'/>\n"
		      "      <pages unit='KiB' size='1048576'/>\n"
		      "    </cpu>\n"
		      "    <power_management/>\n"
		      "    <iommu support='no'/>\n"
		      "    <topology>\n");
	text_addf(out, "      <cells num='%u'>\n", n);
	for (unsigned i = 0; i < n; i++)
		add_cell(out, i);
	text_add(out, "      </cells>\n"
		      "    </topology>\n"
		      "    <secmodel>\n"
		      "      <model>testSecurity</model>\n"
		      "      <doi></doi>\n"
		      "    </secmodel>\n"
		      "  </host>\n\n");
	add_guest(out, "hvm");
	add_guest(out, "xen");
	text_add(out, "</capabilities>\n");
	return 0;
}

static int
version(char **ret_hypervisor, unsigned long *ret_version)
{
	*ret_hypervisor = xstrdup("TEST");
	*ret_version = HYPERVISOR_VERSION;
	return 0;
}

static int
info(struct host_info *ret_info)
{
	*ret_info = (struct host_info){
		.model = "i686", .cpus = 16, .mhz = 1400, .cells = 2, .sockets = 2, .cores = 2, .threads = 2,
		.memory = UINT64_C(3145728) << 10,
	};
	return 0;
}

const struct host_ops test_host_ops = {
	.capabilities = capabilities,
	.version      = version,
	.info         = info,
};
