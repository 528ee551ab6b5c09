/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_direct_contents - the bytes of a unit of an iSCSI target, which takes whole blocks only */
#include <errno.h>
#include <string.h>

#include "iscsi_direct_unit.h"

struct unit_contents {
	struct volume_contents contents;
	struct iscsi_session *session;
	struct iscsi_unit unit;
	char blocks[ISCSI_MOST_AT_ONCE];
};

static int
move(struct unit_contents *c, enum iscsi_direction direction, uint64_t block, uint32_t n)
{
	return iscsi_unit_move(c->session, &c->unit, direction, c->blocks, block, n);
}

/* The blocks that the first of so many bytes are in, as many as are moved at once. */
struct window {
	uint64_t block;
	uint32_t n;
	uint32_t skip, size;     /* where the bytes are in these, and how many */
};

static struct window
window_at(const struct unit_contents *c, size_t size, uint64_t at)
{
	uint32_t each = c->unit.block_size, skip = (uint32_t)(at % each);
	uint32_t most = ISCSI_MOST_AT_ONCE / each * each - skip, part = size < most ? (uint32_t)size : most;

	return (struct window) { .block = at / each, .n = (skip + part + each - 1) / each, .skip = skip, .size = part };
}

static int
read_bytes(struct volume_contents *contents, void *data, size_t size, uint64_t at)
{
	struct unit_contents *c = (struct unit_contents *)contents;

	for (struct window w; size; size -= w.size, at += w.size, data = (char *)data + w.size) {
		w = window_at(c, size, at);
		if (move(c, ISCSI_READS, w.block, w.n) < 0)
			return -1;
		memcpy(data, c->blocks + w.skip, w.size);
	}
	return 0;
}

/* Of blocks that are written only in part, the rest stays. */
static int
write_bytes(struct volume_contents *contents, const void *data, size_t size, uint64_t at)
{
	struct unit_contents *c = (struct unit_contents *)contents;

	for (struct window w; size; size -= w.size, at += w.size, data = (const char *)data + w.size) {
		w = window_at(c, size, at);
		if (w.size != w.n * c->unit.block_size && move(c, ISCSI_READS, w.block, w.n) < 0)
			return -1;
		memcpy(c->blocks + w.skip, data, w.size);
		if (move(c, ISCSI_WRITES, w.block, w.n) < 0)
			return -1;
	}
	return 0;
}

static int
write_zeros(struct volume_contents *contents, uint64_t from, uint64_t to)
{
	auto_free char *zeros = xcalloc(1, to - from + 1);

	return write_bytes(contents, zeros, to - from, from);
}

/* Only whole blocks can be given back: at both ends less than one stays. */
static int
drop(struct volume_contents *contents, uint64_t size, uint64_t at)
{
	struct unit_contents *c = (struct unit_contents *)contents;
	uint64_t each = c->unit.block_size, end = at + size, first = (at + each - 1) / each, last = end / each;

	if (!c->unit.drops)
		return errno = EOPNOTSUPP, -1;
	if (first >= last)
		return write_zeros(contents, at, end);
	return write_zeros(contents, at, first * each) < 0 || write_zeros(contents, last * each, end) < 0 ? -1
		: iscsi_unit_drop(c->session, &c->unit, first, last - first);
}

static int
sync_unit(struct volume_contents *contents)
{
	struct unit_contents *c = (struct unit_contents *)contents;

	return iscsi_unit_sync(c->session, &c->unit);
}

static void
forget(struct volume_contents *contents)
{
	free(contents);
}

static const struct volume_contents_ops unit_contents_ops = {
	.read = read_bytes, .write = write_bytes, .drop = drop, .sync = sync_unit, .close = forget,
};

struct volume_contents *
iscsi_unit_contents(struct iscsi_session *session, const struct iscsi_unit *unit)
{
	struct unit_contents *c = xcalloc(1, sizeof *c);

	c->contents = (struct volume_contents) { .ops = &unit_contents_ops, .size = iscsi_unit_size(unit) };
	c->session = session;
	c->unit = *unit;
	return &c->contents;
}
