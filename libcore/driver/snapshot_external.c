/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_external - snapshots in files of their own: overlays over the disks
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/snapshot_external.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/block_inside.h"
#include "driver/snapshot_images.h"
#include "driver/snapshot_inside.h"
#include "driver/snapshot_memory.h"
#include "driver/vm_freeze.h"
#include "driver/vm_inside.h"
#include "driver/volume.h"

/* Is there a disk that gets an overlay? */
static bool
snapshot_has_overlays(const struct snapshot_def *def)
{
	list_each(part, &def->disks)
		if (part->snapshot == DISK_SNAPSHOT_EXTERNAL)
			return true;
	return false;
}

bool
snapshot_has_manual(const struct snapshot_def *def)
{
	list_each(part, &def->disks)
		if (part->snapshot == DISK_SNAPSHOT_MANUAL)
			return true;
	return false;
}

/* Does a guest have to stand still for it? */
static bool
needs_rest(const struct snapshot_def *def)
{
	return snapshot_has_memory(def) || snapshot_has_manual(def);
}

/* The next part with an overlay, after `part` or from the beginning. */
static struct snapshot_disk *
next_overlay(const struct snapshot_def *def, struct snapshot_disk *part)
{
	part = part ? part + 1 : def->disks.item;
	while (part && part < def->disks.item + def->disks.n)
		if (part->snapshot == DISK_SNAPSHOT_EXTERNAL)
			return part;
		else
			part++;
	return NULL;
}
#define each_overlay(part, def) \
	(struct snapshot_disk *part = next_overlay(def, NULL); part; part = next_overlay(def, part))

/* --- names, 1.6 --- */

/* "/vm/a.qcow2" and "s1" make "/vm/a.s1". */
static char *
overlay_name(const char *path, const char *snapshot)
{
	const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');

	return text_format("%.*s.%s", dot && (!slash || dot > slash) ? (int)(dot - path) : (int)strlen(path),
			   path, snapshot);
}

static int
name_one(const struct snapshot_def *def, const struct disk *disk, struct snapshot_disk *part)
{
	const char *path = storage_source_path(&disk->source);
	struct stat st;

	if (!part->source.type)
		part->source.type = STORAGE_FILE;
	if (storage_source_path(&part->source))
		return 0;
	if (part->source.type != STORAGE_FILE)
		return fail(FAULT_CONFIG, "disk %s: only the name of a file can be made up", quote(part->name));
	if (disk->source.type != STORAGE_FILE || !path || stat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return fail(FAULT_CONFIG, "disk %s: a name can be made up only from that of a file", quote(part->name));
	part->source.file = overlay_name(path, def->name);
	return 0;
}

int
snapshot_name_overlays(struct snapshot_def *def, const struct vm_def *guest)
{
	for each_overlay(part, def)
		if (name_one(def, vm_def_disk(guest, part->name), part) < 0)
			return -1;
	return 0;
}

int
snapshot_plan_overlays(struct snapshot_def *def, const struct vm_def *guest)
{
	if (snapshot_name_overlays(def, guest) < 0)
		return -1;
	for each_overlay(part, def) {
		if (!part->source.format)
			part->source.format = FORMAT_QCOW2;
		list_before(other, part, &def->disks)
			if (text_same(storage_source_path(&other->source), storage_source_path(&part->source)))
				return fail(FAULT_CONFIG, "disks %s and %s would share the overlay %s", other->name,
					    part->name, storage_source_path(&part->source));
	}
	return 0;
}

/* --- checks, 2.4 --- */

static int
check_absent(const struct storage_source *image, unsigned how)
{
	const char *path = storage_source_path(image);

	if (how & SNAPSHOT_REUSE)
		return fail_errno("overlay %s", path);
	return image->type == STORAGE_BLOCK ? fail(FAULT_UNSUPPORTED, "there is no block device %s", quote(path)) : 0;
}

static int
check_file(const struct storage_source *image, unsigned how)
{
	const char *path = storage_source_path(image);
	struct stat st;

	if (*path != '/')
		return fail(FAULT_CONFIG, "overlay %s is not an absolute path", quote(path));
	if (stat(path, &st) < 0)
		return errno == ENOENT ? check_absent(image, how) : fail_errno("overlay %s", path);
	if (image->type == STORAGE_BLOCK ? !S_ISBLK(st.st_mode) : !S_ISREG(st.st_mode))
		return fail(FAULT_CONFIG, "overlay %s is of another kind than was said", quote(path));
	if (image->type == STORAGE_FILE && st.st_size && !(how & SNAPSHOT_REUSE))
		return fail(FAULT_CONFIG, "overlay %s is there already, and not empty", quote(path));
	return 0;
}

static int
check_stranger(const struct vm_def *guest, const struct storage_source *image)
{
	list_each(disk, &guest->devices.disks)
		for (const struct storage_source *s = &disk->source; s && s->type; s = s->backing)
			if (block_same_place(s, image))
				return fail(FAULT_CONFIG, "overlay %s is an image of disk %s",
					    quote(storage_source_path(image)), disk->target.dev);
	return 0;
}

int
snapshot_check_overlays(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	const struct vm_def *guest = vm_def(vm);

	if (!guest)
		return -1;
	for each_overlay(part, def) {
		if (!storage_source_local(&part->source))
			return fail(FAULT_UNSUPPORTED, "disk %s: an overlay that is not a file of this host", quote(part->name));
		if (check_file(&part->source, how) < 0 || check_stranger(guest, &part->source) < 0)
			return fail_within("disk %s", quote(part->name));
	}
	return 0;
}

/* --- the note, 2.10 A --- */

static struct json_object *
note_overlays(const struct snapshot_def *def, unsigned how)
{
	struct json_object *overlays = json_object_new_array();

	for each_overlay(part, def) {
		struct stat st;
		bool made = !(how & SNAPSHOT_REUSE) && part->source.type == STORAGE_FILE &&
			    lstat(part->source.file, &st) < 0 && errno == ENOENT;

		json_object_array_add(overlays, json_build("s:disk", part->name, "i:index",
				      (int64_t)part->source.index, "b:made", made, NULL));
	}
	return overlays;
}

static struct json_object *
note_of(struct json_object *overlays, const char *disk)
{
	for (size_t i = 0; i < json_length(overlays); i++) {
		struct json_object *one = json_object_array_get_idx(overlays, i);

		if (text_same(json_string(one, "disk"), disk))
			return one;
	}
	return NULL;
}

/* --- making them --- */

static int
make_one(struct vm *vm, const struct disk *disk, struct storage_source *image, unsigned how)
{
	if (vm->active)
		return DRIVER_CALL(block, make, vm, disk, image, &disk->source,
				   BLOCK_OVERLAY | (how & SNAPSHOT_REUSE ? BLOCK_REUSE : 0));
	return how & SNAPSHOT_REUSE ? 0 : DRIVER_CALL(snapshot, overlay, disk, image);
}

static int
take_back(struct vm *vm, const struct snapshot_def *def, struct json_object *overlays)
{
	int status = 0;

	for each_overlay(part, def) {
		const struct disk *disk = vm_def_disk(vm_def(vm), part->name);

		if (vm->active && DRIVER_CALL(block, close, vm, disk, &part->source) < 0)
			status = -1;
		else if (json_boolean(note_of(overlays, part->name), "made") &&
			 DRIVER_CALL(block, remove, &part->source) < 0)
			status = -1;
	}
	return status;
}

/* The failure is the one to tell, not what comes of cleaning up after it. */
static int
undo(struct vm *vm, const struct snapshot_def *def, const struct moment_note *note)
{
	struct failure why = fail_aside();

	if (take_back(vm, def, note->overlays) == 0 && snapshot_images_clean(vm, &note->doomed) == 0 &&
	    snapshot_let_go(vm, note) == 0)             /* else the next program tries again */
		moment_note_clear(&snapshot_moments, vm->name);
	return fail_again(&why);
}

static int
make_overlays(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	for each_overlay(part, def)
		if (make_one(vm, vm_def_disk(vm_def(vm), part->name), &part->source, how) < 0)
			return fail_within("disk %s", quote(part->name));
	return 0;
}

static int
layer(struct vm *vm, const struct snapshot_def *def, struct json_object *survey, unsigned how)
{
	int done;

	if (how & SNAPSHOT_QUIESCE && vm_freeze(vm) < 0)
		return -1;
	done = DRIVER_CALL(snapshot, layer, vm, def, survey);
	if (how & SNAPSHOT_QUIESCE)
		vm_thaw(vm);
	return done;
}

/* The memory comes first: until the overlays are in use, nothing has come of it. */
static int
make_all(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	auto_json struct json_object *survey = NULL;

	if (!vm->active)
		return make_overlays(vm, def, how);
	if (DRIVER_CALL(snapshot, survey, vm, &survey) < 0)
		return -1;
	if (needs_rest(def) && vm->state == VM_RUNNING && !(how & SNAPSHOT_LIVE) && snapshot_hold(vm) < 0)
		return -1;
	if ((snapshot_has_memory(def) && snapshot_memory_save(vm, def, how) < 0) ||
	    make_overlays(vm, def, how) < 0)
		return -1;
	return snapshot_has_overlays(def) ? layer(vm, def, survey, how) : 0;
}

/* --- the definitions, 2.6 and 2.8 --- */

/* A stored disk follows when it was the same image.  What is below is told by its place. */
static int
put_over_stored(struct vm *vm, const struct snapshot_disk *part, const struct storage_source *base)
{
	struct disk *stored = vm_def_disk(vm->config, part->name);

	if (!stored || (base && !block_same_place(&stored->source, base)))
		return 0;
	if (volume_resolve(&stored->source) < 0)
		return -1;
	block_source_lay(&stored->source, &part->source);
	stored->source.index = 0;
	return 0;
}

/* Which are there already are left as they are, so this may be repeated. */
static int
write_definitions(struct vm *vm, const struct snapshot_def *def)
{
	struct vm_live *live = vm->active ? vm_live(vm) : NULL;

	if ((vm->active && !live) || (vm->stored && !vm_config(vm)))
		return -1;
	for each_overlay(part, def) {
		struct disk *disk = live ? vm_def_disk(live->def, part->name) : NULL;
		const struct disk *stored = vm->stored ? vm_def_disk(vm->config, part->name) : NULL;
		const struct storage_source *base = NULL;

		if (disk && !block_same_place(&disk->source, &part->source))
			block_source_lay(&disk->source, &part->source);
		if (disk)
			base = disk->source.backing;
		if (stored && !block_same_place(&stored->source, &part->source) &&
		    put_over_stored(vm, part, base) < 0)
			return -1;
	}
	if (live && vm_save_live(vm) < 0)
		return -1;
	return vm->stored ? vm_save_config(vm) : 0;
}

/* A disk is the user's to keep now.  A guest whose memory was written while it ran stands still, and
 * is to be known to. */
static int
leave_standing(struct vm *vm)
{
	return vm->active && vm->state == VM_RUNNING ? snapshot_hold(vm) : 0;
}

int
snapshot_put_overlays(struct vm *vm, struct snapshot_def *def, unsigned how)
{
	auto_json struct json_object *overlays = NULL;
	auto_strings struct strings doomed = { 0 };
	auto_free char *document = NULL;
	struct moment_note note;

	for each_overlay(part, def)
		part->source.index = vm->active ? vm_next_node(vm) : 0;
	overlays = note_overlays(def, how);
	document = snapshot_def_text(def, VIEW_FILE | VIEW_SECRET);
	if (snapshot_has_memory(def) && access(def->memory.file, F_OK) < 0)
		strings_add(&doomed, def->memory.file);
	note = (struct moment_note){
		.operation = MOMENT_CREATING, .name = def->name, .how = how, .overlays = overlays, .document = document,
		.resume = needs_rest(def) && vm->state == VM_RUNNING, .doomed = doomed,
	};
	if ((vm->active && vm_save_live(vm) < 0) ||
	    moment_note_write(&snapshot_moments, vm->name, &note) < 0)
		return -1;
	if (make_all(vm, def, how) < 0)
		return undo(vm, def, &note);
	if (write_definitions(vm, def) < 0)
		return -1;
	if (how & SNAPSHOT_HALT)
		return 0;
	return snapshot_has_manual(def) ? leave_standing(vm) : snapshot_let_go(vm, &note);
}

/* --- repair --- */

static bool
node_is(const struct block_view *view, const char *target, const struct storage_source *image)
{
	auto_free char *name = block_node_name(image);

	list_each(disk, &view->disks)
		if (text_same(disk->target, target))
			return text_same(disk->node, name);
	return false;
}

/* Do the disks of an active guest write to them?  All do or none. */
static int
are_in_use(struct vm *vm, const struct snapshot_def *def)
{
	auto_block_view struct block_view view = { 0 };

	if (!vm_live(vm) || DRIVER_CALL(block, view, vm, &view) < 0)
		return -1;
	for each_overlay(part, def)
		if (!node_is(&view, part->name, &part->source))
			return 0;
	return 1;
}

/* The guest has ended since: nobody knows whether it wrote to them, and one to which nobody wrote
 * has the contents of what it stands on.  So whole ones are kept. */
static int
are_whole(const struct snapshot_def *def)
{
	for each_overlay(part, def) {
		enum storage_format format = FORMAT_NONE;
		uint64_t size;

		if (DRIVER_CALL(block, inspect, &part->source, &format, &size) < 0 ||
		    format != part->source.format) {
			fail_forget();    /* it was never finished, so it was never in use */
			return 0;
		}
	}
	return 1;
}

/* The memory is written before an overlay is in use. */
static int
has_come_far(struct vm *vm, const struct snapshot_def *def)
{
	if (snapshot_has_memory(def) && vm->active && snapshot_memory_settle(vm) < 0)
		return -1;
	if (snapshot_has_memory(def) && !snapshot_memory_is_whole(def))
		return 0;
	return vm->active ? are_in_use(vm, def) : are_whole(def);
}

int
snapshot_settle_overlays(struct vm *vm, const struct moment_note *note, struct snapshot_def **ret_def)
{
	auto_snapshot_def struct snapshot_def *def =
		snapshot_def_parse(note->document, strlen(note->document), "the note of a snapshot",
				   VIEW_FILE | VIEW_SECRET, READ_UNCHECKED);
	int taken;

	if (!def)
		return -1;
	for each_overlay(part, def)
		part->source.index = (unsigned)json_number(note_of(note->overlays, part->name), "index", 0);
	taken = has_come_far(vm, def);
	if (taken > 0 && write_definitions(vm, def) < 0)
		return -1;
	if (taken == 0 && (take_back(vm, def, note->overlays) < 0 || snapshot_images_clean(vm, &note->doomed) < 0))
		return -1;
	if (taken > 0)
		*ret_def = steal(def);
	return taken;
}
