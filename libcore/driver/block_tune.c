/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_tune - how fast a guest may use a disk */
#include "driver/block_tune.h"

#include "driver/block_inside.h"
#include "driver/vm_inside.h"

#define PLACE(member, option, key, help) { offsetof(struct disk_iotune, member), option },
static const struct {
	size_t offset;
	const char *name;
} limits[] = { BLOCK_LIMITS(PLACE) };
#undef PLACE

/* The first of three: for everything, for reads, for writes.  total and one of the others exclude
 * each other, and what is said of one replaces what there was of all three. */
enum { TRIPLES = 6, RATES = 2 };

static uint64_t *
value(struct disk_iotune *tune, unsigned limit)
{
	return (uint64_t *)((char *)tune + limits[limit].offset);
}

static void
take(struct disk_iotune *tune, const struct block_tuned *tuned)
{
	for (unsigned triple = 0; triple < TRIPLES * 3; triple += 3) {
		const struct number *said = &tuned->limit[triple];

		for (unsigned i = 0; (said[0].given || said[1].given || said[2].given) && i < 3; i++)
			*value(tune, triple + i) = said[i].given ? (uint64_t)said[i].value : 0;
	}
	if (tuned->limit[BLOCK_LIMIT_size_iops_sec].given)
		tune->size_iops_sec = (uint64_t)tuned->limit[BLOCK_LIMIT_size_iops_sec].value;
	if (tuned->group) {
		free(tune->group_name);
		tune->group_name = *tuned->group ? xstrdup(tuned->group) : NULL;
	}
}

/* A burst is of something that has a rate, and a length of something that has a burst. */
static int
check(struct disk_iotune *tune)
{
	for (unsigned i = 0; i < TRIPLES * 3; i++) {
		unsigned below = i - RATES * 3;

		if (i % 3 == 0 && *value(tune, i) && (*value(tune, i + 1) || *value(tune, i + 2)))
			return fail(FAULT_ARGUMENT, "%s excludes %s and %s", limits[i].name, limits[i + 1].name,
				    limits[i + 2].name);
		if (i < RATES * 3 || !*value(tune, i))
			continue;
		if (!*value(tune, below))
			return fail(FAULT_CONFIG, "%s needs %s", limits[i].name, limits[below].name);
		if (i < 2 * RATES * 3 && *value(tune, i) <= *value(tune, below))
			return fail(FAULT_CONFIG, "%s is not more than %s", limits[i].name, limits[below].name);
	}
	return 0;
}

static struct disk *
disk_in(struct vm *vm, const char *name, bool config)
{
	struct vm_live *live = config ? NULL : vm_must_be_active(vm) < 0 ? NULL : vm_live(vm);
	struct vm_def *def = config ? vm_config(vm) : live ? live->def : NULL;

	if (!def)
		return NULL;
	list_each(disk, &def->devices.disks)
		if (block_chain_find(disk, name))
			return disk;
	return fail(FAULT_NO_DISK, "no disk %s", quote(name)), NULL;
}

const struct disk_iotune *
block_limits(struct vm *vm, const char *name, bool config)
{
	struct disk *disk = disk_in(vm, name, config);

	return disk ? &disk->iotune : NULL;
}

static int
change(struct disk *disk, const struct block_tuned *tuned)
{
	if (!disk)
		return -1;
	take(&disk->iotune, tuned);
	return check(&disk->iotune);
}

/* Both are checked before either is changed. */
int
block_tune(struct vm *vm, const char *name, const struct block_tuned *tuned, bool live, bool config)
{
	struct disk *now = live ? disk_in(vm, name, false) : NULL;
	struct disk *stored = config ? disk_in(vm, name, true) : NULL;

	if ((live && change(now, tuned) < 0) || (config && change(stored, tuned) < 0))
		return -1;
	if (vm_told("change the limits of disk %s of %s%s%s", name, vm->name, live ? ", live" : "",
		    config ? ", stored" : ""))
		return 0;
	if (live && (DRIVER_CALL(block, tune, vm, now) < 0 || vm_save_live(vm) < 0))
		return -1;
	return config ? vm_save_config(vm) : 0;
}
