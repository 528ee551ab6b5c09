/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu - QEMU and KVM on this host */
#include "agent.h"
#include "backup.h"
#include "block.h"
#include "checkpoint.h"
#include "complete.h"
#include "device.h"
#include "devices.h"
#include "driver/driver.h"
#include "exact_cpu.h"
#include "files.h"
#include "guest.h"
#include "hostinfo.h"
#include "memory.h"
#include "native.h"
#include "nic.h"
#include "power.h"
#include "probe.h"
#include "snapshot.h"
#include "start.h"
#include "validate.h"

static const char *const paths[] = { "/system", "/session", "/embed" };

/* The trees are those of the path already; here it is only checked. */
static int
qemu_open(struct host *host)
{
	for (unsigned i = 0; i < COUNT(paths); i++)
		if (text_same(host->uri.path, paths[i])) {
			host->folder = xstrdup(GUEST_FOLDER);
			return 0;
		}
	return fail(FAULT_USAGE, "%s: the paths are /system, /session and /embed?root=DIRECTORY",
		    quote(host->uri.text));
}

static const struct vm_ops vm_ops = {
	.complete       = qemu_complete,
	.validate       = qemu_validate,
	.probe          = qemu_probe,
	.settle         = qemu_settle,
	.start          = qemu_start,
	.destroy        = qemu_destroy,
	.shutdown       = qemu_shutdown,
	.reboot         = qemu_reboot,
	.reset          = qemu_reset,
	.suspend        = qemu_suspend,
	.resume         = qemu_resume,
	.freeze         = qemu_freeze,
	.ask_agent      = qemu_ask_agent,
	.thaw           = qemu_thaw,
	.save_memory    = qemu_save_memory,
	.exact_cpu      = qemu_exact_cpu,
	.dump_memory    = qemu_dump_memory,
	.work           = qemu_work,
	.cancel_work    = qemu_cancel_work,
	.reap           = qemu_reap,
	.usage          = qemu_usage,
	.console        = qemu_console,
	.screenshot     = qemu_screenshot,
	.send_keys      = qemu_send_keys,
	.monitor        = qemu_monitor,
	.to_native      = qemu_to_native,
	.log_file       = qemu_log_file,
	.renamed        = qemu_renamed,
	.check_undefine = qemu_check_undefine,
	.undefined      = qemu_undefined,
};

static const struct host_ops host_ops = {
	.capabilities    = qemu_capabilities,
	.vm_capabilities = qemu_vm_capabilities,
	.version         = qemu_version,
};

DRIVER(
	.name     = "qemu",
	.summary  = "QEMU and KVM",
	.open     = qemu_open,
	.local    = true,
	.vm       = &vm_ops,
	.snapshot = &qemu_snapshot_ops,
	.checkpoint = &qemu_checkpoint_ops,
	.block    = &qemu_block_ops,
	.backup   = &qemu_backup_ops,
	.nic      = &qemu_nic_ops,
	.device   = &qemu_device_ops,
	.host     = &host_ops,
);
