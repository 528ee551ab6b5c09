/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_direct_unit - a unit of an iSCSI target, told what to do in SCSI's words */
#include "iscsi_direct_unit.h"

#include <endian.h>

#include "base/fail.h"

enum {
	INQUIRY = 0x12, UNMAP = 0x42, READ16 = 0x88, WRITE16 = 0x8a, SYNCHRONIZE_CACHE16 = 0x91,
	SERVICE_ACTION_IN16 = 0x9e, READ_CAPACITY16 = 0x10, REPORT_LUNS = 0xa0,
};
enum { TYPE_DISK = 0 };

static void
put32(unsigned char *at, uint32_t number)
{
	number = htobe32(number);
	memcpy(at, &number, sizeof number);
}

static void
put64(unsigned char *at, uint64_t number)
{
	number = htobe64(number);
	memcpy(at, &number, sizeof number);
}

static uint32_t
get32(const unsigned char *at)
{
	uint32_t number;

	memcpy(&number, at, sizeof number);
	return be32toh(number);
}

static uint64_t
get64(const unsigned char *at)
{
	return (uint64_t)get32(at) << 32 | get32(at + 4);
}

/* ---- which there are ---- */

/* 1: a disk, 0: something else. */
static int
is_disk(struct iscsi_session *session, unsigned lun)
{
	unsigned char about[36] = { 0 };
	struct iscsi_order order = {
		.what = "ask what it is", .lun = lun, .cdb = { INQUIRY, [4] = sizeof about }, .length = 6,
		.data = about, .size = sizeof about,
	};

	/* The upper bits are zero when there is a device. */
	return iscsi_session_order(session, &order) < 0 ? -1 : about[0] == TYPE_DISK;
}

/* Behind a head of 8 bytes the number of each in 8 bytes, written in one of several ways: the two
 * that have one level. */
static int
add_disks(struct iscsi_session *session, const unsigned char *list, size_t size, struct iscsi_luns *luns)
{
	enum { HEAD = 8, EACH = 8 };

	if (size >= HEAD && get32(list) < size - HEAD)
		size = get32(list) + HEAD;
	luns->item = xcalloc(size / EACH + 1, sizeof *luns->item);
	for (const unsigned char *at = list + HEAD; at + EACH <= list + size; at += EACH) {
		unsigned lun = (unsigned)(*at & 0x3f) << 8 | at[1];
		int disk = *at >> 6 <= 1 ? is_disk(session, lun) : 0;

		if (disk < 0)
			return -1;
		if (disk)
			luns->item[luns->n++] = lun;
	}
	return 0;
}

int
iscsi_unit_list(struct iscsi_session *session, struct iscsi_luns *ret_luns)
{
	enum { ROOM = 16 << 10 };
	auto_free unsigned char *list = xcalloc(1, ROOM);
	auto_luns struct iscsi_luns luns = { 0 };
	struct iscsi_order order = {
		.what = "list its units", .cdb = { REPORT_LUNS }, .length = 12, .data = list, .size = ROOM,
	};
	int64_t got;

	put32(order.cdb + 6, ROOM);
	got = iscsi_session_order(session, &order);
	if (got < 0 || add_disks(session, list, (size_t)got, &luns) < 0)
		return -1;
	*ret_luns = luns;
	luns.item = NULL;
	return 0;
}

int
iscsi_unit_measure(struct iscsi_session *session, unsigned lun, struct iscsi_unit *ret_unit)
{
	enum { DROPS_TO_ZEROS = 0xc0 };  /* LBPME and LBPRZ */
	unsigned char about[32] = { 0 };
	struct iscsi_order order = {
		.what = "measure it", .lun = lun, .cdb = { SERVICE_ACTION_IN16, READ_CAPACITY16 }, .length = 16,
		.data = about, .size = sizeof about,
	};
	uint64_t last;
	uint32_t size;

	put32(order.cdb + 10, sizeof about);
	if (iscsi_session_order(session, &order) < 0)
		return -1;
	last = get64(about);
	size = get32(about + 8);
	if (!size || size > ISCSI_MOST_AT_ONCE || last >= INT64_MAX / size)
		return fail(FAULT_FAILED, "unit %u: its size makes no sense", lun);
	*ret_unit = (struct iscsi_unit) {
		.lun = lun, .blocks = last + 1, .block_size = size,
		.drops = (about[14] & DROPS_TO_ZEROS) == DROPS_TO_ZEROS,
	};
	return 0;
}

/* ---- what is in them ---- */

int
iscsi_unit_move(struct iscsi_session *session, const struct iscsi_unit *unit, enum iscsi_direction direction,
		void *data, uint64_t block, uint32_t n)
{
	bool reads = direction == ISCSI_READS;
	struct iscsi_order order = {
		.what = reads ? "read" : "write", .lun = unit->lun, .cdb = { reads ? READ16 : WRITE16 }, .length = 16,
		.direction = direction, .data = data, .size = n * unit->block_size,
	};
	int64_t size;

	put64(order.cdb + 2, block);
	put32(order.cdb + 10, n);
	size = iscsi_session_order(session, &order);
	if (size >= 0 && reads && size != order.size)
		return fail(FAULT_FAILED, "unit %u: it gave less than was asked for", unit->lun);
	return size < 0 ? -1 : 0;
}

static int
drop_some(struct iscsi_session *session, unsigned lun, uint64_t block, uint32_t n)
{
	unsigned char list[24] = { 0, sizeof list - 2, 0, sizeof list - 8 };
	struct iscsi_order order = {
		.what = "give back blocks", .lun = lun, .cdb = { UNMAP, [8] = sizeof list }, .length = 10,
		.direction = ISCSI_WRITES, .data = list, .size = sizeof list,
	};

	put64(list + 8, block);
	put32(list + 16, n);
	return iscsi_session_order(session, &order) < 0 ? -1 : 0;
}

int
iscsi_unit_drop(struct iscsi_session *session, const struct iscsi_unit *unit, uint64_t block, uint64_t n)
{
	enum { MOST = 64 << 10 };

	for (uint32_t part; n; n -= part, block += part) {
		part = n < MOST ? (uint32_t)n : MOST;
		if (drop_some(session, unit->lun, block, part) < 0)
			return -1;
	}
	return 0;
}

int
iscsi_unit_sync(struct iscsi_session *session, const struct iscsi_unit *unit)
{
	struct iscsi_order order = {
		.what = "sync", .lun = unit->lun, .cdb = { SYNCHRONIZE_CACHE16 }, .length = 16,
	};

	return iscsi_session_order(session, &order) < 0 ? -1 : 0;
}
