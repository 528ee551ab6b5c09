/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blockcopy - mirror a disk of a running virtual machine to a new place */
#include "command/block_program.h"
#include "command/command.h"
#include "command/job.h"

static const char *disk, *dest, *xml, *format, *bandwidth;
static bool shallow, reuse, device, pivot, finish, bytes, transient, sync_writes, zeroed, print_xml_only, async;
static uint64_t granularity, buffer;
static char *document;

static const struct option_row options[] = {
	OPT_VALUE(0, "xml", VALUE_FILE, &xml, "FILE",       "<disk> element that describes the destination"),
	OPT_VALUE(0, "format", VALUE_TEXT, &format, "WORD", "format of the destination; else that of the source"),
	OPT_FLAG (0, "shallow",            &shallow,        "only the top image; the copy shares the rest of the chain"),
	OPT_FLAG (0, "reuse-external",     &reuse,          "the destination exists already"),
	OPT_FLAG (0, "blockdev",           &device,         "the destination is a block device"),
	OPT_FLAG (0, "pivot",              &pivot,          "wait until the copy is ready, then use it as the disk"),
	OPT_FLAG (0, "finish",             &finish,         "wait until the copy is ready, then end it"),
	OPT_VALUE(0, "granularity", VALUE_BYTES, &granularity, "SIZE", "size of the blocks whose changes are noted, a power of two"),
	OPT_VALUE(0, "buf-size", VALUE_BYTES, &buffer, "SIZE", "most data in flight"),
	OPT_VALUE(0, "bandwidth", VALUE_TEXT, &bandwidth, "RATE", "limit in MiB a second"),
	OPT_FLAG (0, "bytes",              &bytes,          "the limit is a size a second, a bare number is bytes"),
	OPT_FLAG (0, "transient-job",      &transient,      "fine that the job ends with the running guest"),
	OPT_FLAG (0, "synchronous-writes", &sync_writes,    "what the guest writes goes to both sides at once"),
	OPT_FLAG (0, "target-zeroed",      &zeroed,         "the destination reads as zeroes"),
	OPT_FLAG (0, "print-xml",          &print_xml_only, "print the destination's <disk> instead, and do nothing"),
	OPT_FLAG (0, "async",              &async,          "an end that was asked for is not waited for"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL,   "name, UUID or number of the virtual machine"),
	ARG("PATH", "path",   VALUE_TEXT, ARG_ONE,      &disk,  "disk: its target or source"),
	ARG("DEST", "dest",   VALUE_FILE, ARG_OPTIONAL, &dest,  "where the copy goes"),
	ROWS_END
};

static unsigned
how(void)
{
	return (shallow ? BLOCK_SHALLOW : 0) | (reuse ? BLOCK_REUSE : 0) | (device ? BLOCK_DEVICE : 0) |
	       (transient ? BLOCK_TRANSIENT : 0) | (sync_writes ? BLOCK_SYNC_WRITES : 0) | (zeroed ? BLOCK_ZEROED : 0);
}

static int
run(void)
{
	if (pivot && finish)
		return fail(FAULT_USAGE, "either --pivot or --finish");
	if (xml && (dest || format || device))
		return fail(FAULT_USAGE, "--xml says all of the destination: no DEST, --format or --blockdev with it");
	if (xml && !(document = input_read(xml, NULL)))
		return -1;
	return job_begin();
}

static int
print(const struct block_copy *copy)
{
	auto_free char *printed = block_copy_xml(copy);

	if (printed)
		answer("%s", printed);
	return printed ? 0 : -1;
}

static int
begin(const char *name, const struct block_copy *copy, uint64_t *ret_started)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm || block_copy(vm, disk, copy) < 0)
		return -1;
	*ret_started = vm_is_dry_run() ? 0 : block_job_begun(vm, disk);
	return 0;
}

static int
copy_one(const char *name)
{
	struct block_copy copy = {
		.dest = dest, .format = format, .xml = document, .whence = xml ? input_name(xml) : NULL,
		.granularity = granularity, .buffer = buffer, .how = how(),
	};
	struct block_wait wait = {
		.vm = name, .disk = disk, .async = async,
		.until = pivot ? BLOCK_THEN_PIVOT : finish ? BLOCK_THEN_FINISH : BLOCK_UNTIL_READY,
	};

	if (print_xml_only)
		return print(&copy);
	if (block_bandwidth(bandwidth, bytes, &copy.bandwidth) < 0 || begin(name, &copy, &wait.started) < 0)
		return -1;
	if (!wait.started)
		return 0;
	say("copy of %s started", disk);
	return job_wanted(pivot || finish) ? block_wait(&wait) : 0;
}

const struct command command = {
	.name      = "vm-blockcopy",
	.summary   = "mirror a disk of a running virtual machine to a new place",
	.virsh     = "blockcopy",
	.example   = "vm-blockcopy web vda /fast/web.qcow2 --transient-job --pivot --verbose",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) |
		     CAN(BLOCK_JOB) | CAN(TIMEOUT) | CAN(ARGUMENT) | CAN(SYSTEM) | CAN(DENIED) | CAN(CONFIG) | CAN(XML),
	.run       = run,
	.each      = copy_one,
};
