/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* driver - test: a simulated hypervisor for learning and for the tests of scripts
 *
 * test:///default has libvirt's familiar guest, test:///FILE what a <node> document of
 * libvirt's test driver describes.  Both remember what is done to them. */
#include <fcntl.h>
#include <inttypes.h>

#include "base/file.h"
#include "backup.h"
#include "block.h"
#include "checkpoint.h"
#include "snapshot.h"
#include "state/store.h"
#include "test.h"

static bool
is_default(const struct host *host)
{
	return text_same(host->uri.path, "/default");
}

static int
test_open(struct host *host)
{
	const char *path = host->uri.path;

	if (!*path || text_same(path, "/"))
		return fail(FAULT_USAGE, "say test:///default or test:///FILE");
	host->folder = is_default(host) ? xstrdup("test") : text_format("test-%016" PRIx64, text_hash(path));
	return 0;
}

static int
load(const struct host *host)
{
	if (!is_default(host))
		return test_load_node_devices(host->uri.path) < 0 ? -1 : test_load_node(host->folder, host->uri.path);
	return test_load_networks() < 0 || test_load_devices() < 0 || test_load_interfaces() < 0 ||
	       test_load_pools() < 0 ? -1 : test_load_default();
}

/* Undefined guests do not come back: what was loaded once is not loaded again.  The
 * mark is made last, and loading may be done twice. */
static const char mark[] = ".loaded";

static int
load_once(const struct host *host)
{
	auto_close int lock = store_lock(host->folder, mark);
	auto_close int dir = lock < 0 ? -1 : place_open(PLACE_ETC, host->folder, true);

	if (dir < 0)
		return -1;
	if (file_exists(dir, mark))
		return 0;
	return load(host) < 0 ? -1 : file_replace(dir, mark, "", 0, 0600);
}

/* A dry run shows what would be done with the guests that are there, so they must be. */
static int
test_first_use(struct host *host)
{
	auto_free char *path = place_file(PLACE_ETC, "%s/%s", host->folder, mark);
	vm_teller *teller;
	int done;

	if (file_exists(AT_FDCWD, path))
		return 0;
	teller = vm_dry_run(NULL);
	done = load_once(host);
	vm_dry_run(teller);
	return done;
}

DRIVER(
	.name      = "test",
	.summary   = "simulated guests whose state is files",
	.open      = test_open,
	.first_use = test_first_use,
	.vm        = &test_vm_ops,
	.snapshot  = &test_snapshot_ops,
	.checkpoint = &test_checkpoint_ops,
	.block     = &test_block_ops,
	.backup    = &test_backup_ops,
	.host      = &test_host_ops,
	.nic       = &test_nic_ops,
	.device    = &test_device_ops,
	.network   = &test_network_ops,
	.nodedev   = &test_nodedev_ops,
	.nwfilter  = &test_nwfilter_ops,
	.pool      = &test_pool_ops,
	.volume    = &test_volume_ops,
	.interfaces = &test_interface_ops,
);
