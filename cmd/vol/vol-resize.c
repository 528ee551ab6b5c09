/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-resize - change the capacity of a storage volume that no virtual machine uses */
#include "command/pool_program.h"

static const char *pool_name;
static const char *vol, *size;
static bool allocate, delta, shrink;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	OPT_FLAG(0, "allocate", &allocate, "give the new room its blocks at once"),
	OPT_FLAG(0, "delta", &delta, "the capacity is a difference"),
	OPT_FLAG(0, "shrink", &shrink, "it may become smaller"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_ONE, &vol),
	ARG("CAPACITY", "capacity", VALUE_TEXT, ARG_ONE, &size, "new size; a bare number is bytes"),
	ROWS_END
};

/* With --delta the size is what is added, or with --shrink taken away. */
static int
wanted(uint64_t now, uint64_t *ret_capacity)
{
	uint64_t number;

	if (text_to_size(*size == '-' ? size + 1 : size, 1, &number) < 0)
		return -1;
	if (!delta && *size == '-')
		return fail(FAULT_USAGE, "a capacity is not negative without --delta");
	if (!delta)
		return *ret_capacity = number, 0;
	if (shrink || *size == '-' ? number > now : number > UINT64_MAX - now)
		return fail(FAULT_OVERFLOW, "capacity is out of range");
	*ret_capacity = shrink || *size == '-' ? now - number : now + number;
	return 0;
}

static int
resize(void)
{
	auto_volume struct volume *volume = volume_open(pool_name, vol);
	const struct volume_def *def = volume ? volume_def(volume) : NULL;
	uint64_t capacity = 0;

	if (!def || wanted((uint64_t)def->capacity.value, &capacity) < 0 ||
	    volume_resize(volume, capacity, (allocate ? VOLUME_ALLOCATE : 0) | (shrink ? VOLUME_SHRINK : 0)) < 0)
		return -1;
	say("resized");
	return 0;
}

const struct command command = {
	.name      = "vol-resize",
	.summary   = "change the capacity of a storage volume that no virtual machine uses",
	.virsh     = "vol-resize",
	.example   = "vol-resize images/web1.qcow2 20G",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = VOLUME_FAULTS | CAN(OVERFLOW),
	.run       = resize,
};
