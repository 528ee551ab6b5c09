/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_driver_block - chains of images, and what has become of a job */
#include "unit.h"

#include "driver/block_inside.h"

/* The table of spec/snapshots.md 6.9. */
enum { NOT_THERE = -1 };

static const struct {
	enum block_job_kind kind;
	enum block_job_state state;
	int phase;
	const char *error;
	bool switched, told_to_end;
	enum block_verdict verdict;
} cases[] = {
	/* still running */
	{ BLOCK_JOB_COPY,   BLOCK_JOB_NEW,      BLOCK_GOES_ON,    .verdict = BLOCK_RUNS },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_RUNNING,  BLOCK_GOES_ON,    .verdict = BLOCK_RUNS },
	{ BLOCK_JOB_COMMIT, BLOCK_JOB_RUNNING,  BLOCK_IS_PENDING, .verdict = BLOCK_RUNS },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_ABORTING, BLOCK_GOES_ON,    .told_to_end = true, .verdict = BLOCK_RUNS },
	/* ready */
	{ BLOCK_JOB_COPY,   BLOCK_JOB_NEW,      BLOCK_IS_READY,   .verdict = BLOCK_READY },
	{ BLOCK_JOB_ACTIVE_COMMIT, BLOCK_JOB_RUNNING, BLOCK_IS_READY, .verdict = BLOCK_READY },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_PIVOTING, BLOCK_IS_READY,   .told_to_end = true, .verdict = BLOCK_RUNS },
	/* killed before the order to end was given */
	{ BLOCK_JOB_COPY,   BLOCK_JOB_PIVOTING, BLOCK_IS_READY,   .verdict = BLOCK_READY },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_ABORTING, BLOCK_IS_READY,   .verdict = BLOCK_READY },
	/* the command that starts it never ran */
	{ BLOCK_JOB_COPY,   BLOCK_JOB_NEW,      NOT_THERE,        .verdict = BLOCK_NEVER_BEGUN },
	{ BLOCK_JOB_PULL,   BLOCK_JOB_NEW,      NOT_THERE,        .verdict = BLOCK_NEVER_BEGUN },
	/* one phase, over */
	{ BLOCK_JOB_PULL,   BLOCK_JOB_RUNNING,  BLOCK_IS_OVER,    .verdict = BLOCK_MERGED },
	{ BLOCK_JOB_COMMIT, BLOCK_JOB_NEW,      BLOCK_IS_OVER,    .verdict = BLOCK_MERGED },
	{ BLOCK_JOB_COMMIT, BLOCK_JOB_RUNNING,  BLOCK_IS_OVER,    "no space", .verdict = BLOCK_FAILED },
	/* two phases, over: the node in use is the truth */
	{ BLOCK_JOB_COPY,   BLOCK_JOB_PIVOTING, BLOCK_IS_OVER,    .switched = true, .verdict = BLOCK_PIVOTED },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_PIVOTING, BLOCK_IS_OVER,    .verdict = BLOCK_ABORTED },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_ABORTING, BLOCK_IS_OVER,    .switched = true, .verdict = BLOCK_PIVOTED },
	{ BLOCK_JOB_ACTIVE_COMMIT, BLOCK_JOB_READY, BLOCK_IS_OVER, .switched = true, .verdict = BLOCK_PIVOTED },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_ABORTING, BLOCK_IS_OVER,    .verdict = BLOCK_ABORTED },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_ABORTING, BLOCK_IS_OVER,    "cancelled", .told_to_end = true, .verdict = BLOCK_ABORTED },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_READY,    BLOCK_IS_OVER,    "no space", .verdict = BLOCK_FAILED },
	/* gone */
	{ BLOCK_JOB_COPY,   BLOCK_JOB_READY,    NOT_THERE,        .switched = true, .verdict = BLOCK_PIVOTED },
	{ BLOCK_JOB_COPY,   BLOCK_JOB_READY,    NOT_THERE,        .verdict = BLOCK_ABORTED },
	{ BLOCK_JOB_COMMIT, BLOCK_JOB_RUNNING,  NOT_THERE,        .verdict = BLOCK_ABORTED },
	/* killed while it was being concluded */
	{ BLOCK_JOB_COPY,   BLOCK_JOB_COMPLETED, NOT_THERE,       .verdict = BLOCK_HALF_CONCLUDED },
	{ BLOCK_JOB_COMMIT, BLOCK_JOB_FAILED,   BLOCK_IS_OVER,    "no space", .verdict = BLOCK_HALF_CONCLUDED },
};

static void
test_judge(void)
{
	for (unsigned i = 0; i < COUNT(cases); i++) {
		struct block_job job = {
			.kind = cases[i].kind, .state = cases[i].state, .told_to_end = cases[i].told_to_end,
		};
		struct block_seen seen = { .error = (char *)cases[i].error };

		if (cases[i].phase != NOT_THERE)
			seen.phase = (enum block_phase)cases[i].phase;
		CHECK(block_judge(&job, cases[i].phase == NOT_THERE ? NULL : &seen, cases[i].switched) ==
		      cases[i].verdict);
	}
}

/* c <- b <- a, numbered 3, 2, 1 from the top. */
static struct disk *
disk_with_chain(void)
{
	static const char xml[] =
		"<disk type='file'><driver type='qcow2'/><source file='/a' index='1'/>"
		"<backingStore type='file' index='2'><format type='qcow2'/><source file='/b'/>"
		"<backingStore type='file' index='3'><format type='raw'/><source file='/c'/><backingStore/>"
		"</backingStore></backingStore><target dev='vda' bus='virtio'/></disk>";

	return model_parse(&disk_type, xml, strlen(xml), "disk.xml", VIEW_STATUS, READ_SILENT);
}

static void
test_find(void)
{
	struct disk *disk = disk_with_chain();
	struct storage_source *a = &disk->source, *b = a->backing, *c = b->backing;

	CHECK(block_chain_find(disk, "vda") == a);
	CHECK(block_chain_find(disk, "/b") == b);
	CHECK(block_chain_find(disk, "vda[3]") == c);
	CHECK(!block_chain_find(disk, "vda[4]") && !block_chain_find(disk, "vdb[3]") && !block_chain_find(disk, "vda[3"));
	CHECK(!block_chain_find(disk, "vda[3]x") && !block_chain_find(disk, "/d") && !block_chain_find(disk, ""));
	CHECK(block_chain_node(a, "libvirt-2-format") == b);
	CHECK(!block_chain_node(a, "libvirt-2-storage") && !block_chain_node(a, "libvirt-2-format2"));
	CHECK(block_chain_above(a, c) == b && !block_chain_above(a, a));
	CHECK(block_has_backing(b) && !block_has_backing(c));
	model_free(&disk_type, disk);
}

static void
test_cut(void)
{
	struct disk *disk = disk_with_chain();
	struct storage_source *c = disk->source.backing->backing;
	struct storage_source *cut = block_chain_cut(&disk->source.backing, c);

	CHECK(cut && cut->index == 2 && !cut->backing && disk->source.backing == c);
	CHECK(!block_chain_cut(&disk->source.backing, c));
	model_free(&storage_source_type, cut);
	model_free(&disk_type, disk);
}

static void
test_relative(void)
{
	struct storage_source above = { .type = STORAGE_FILE, .file = (char *)"/usr/share/x" };
	struct storage_source base = { .type = STORAGE_FILE, .file = (char *)"/usr/share" };
	struct storage_source server = { .type = STORAGE_NETWORK };
	auto_free char *name = block_relative(&above, &base);

	CHECK_TEXT(name, "../share");
	free(name);
	above.file = (char *)"/usr/x";
	CHECK_TEXT(name = block_relative(&above, &base), "share");
	free(name);
	above.file = (char *)"/etc/ssl/x";
	CHECK_TEXT(name = block_relative(&above, &base), "../../usr/share");
	CHECK(!block_relative(&above, &server) && fail_fault() == FAULT_STATE);
	fail_forget();
}

TESTS(
	TEST("what has become of a job", test_judge),
	TEST("images are found by path, number and node", test_find),
	TEST("a part of a chain is taken out", test_cut),
	TEST("a backing file is named relative to its overlay", test_relative),
)
