/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_shelf - the backups of one guest in a directory
 *
 *	DIR/VM/STAMP/            one backup; STAMP tells when: "20261121T103000.123Z"
 *	             domain.xml  the definition
 *	             vda.qcow2   a disk: whole, or what changed, upon ../STAMP/vda.qcow2 of an older one
 *	             nvram       firmware variables
 *	             backup.json what is there (struct backup_set)
 *	             retired     it is being merged into the next one, and counts no more
 *	DIR/VM/STAMP.partial/    not complete: being taken, or left by a killed program
 *	DIR/VM/.lock
 *
 * Each directory is complete the moment it gets its name, and any of these files is an image that
 * other programs can use. */
#ifndef DRIVER_BACKUP_SHELF_H
#define DRIVER_BACKUP_SHELF_H

#include "driver/backup.h"

struct backup_image {
	char *target;            /* "vda"; its file is TARGET.qcow2 */
	char *since;             /* the stamp of the backup whose image it stands on; NULL: whole */
};
LIST_OF(backup_image);

struct backup_set {
	char *stamp, *vm, *uuid;
	char *checkpoint;        /* from which on changes are recorded; NULL: none */
	bool retired;
	struct backup_image_list images;
};
LIST_OF(backup_set);

struct backup_shelf {
	char *path;              /* DIR/VM */
	int lock;
	struct backup_set_list sets;     /* the oldest first */
	struct strings partial;          /* stamps of what was not completed */
	int64_t latest;                  /* of all stamps there, in microseconds of the epoch */
	bool gap;                        /* there is one that cannot be read: others may stand on it, and it on others */
};
#define BACKUP_SHELF_NONE { .lock = -1 }

/* Locked, as one program at a time changes it.  make: it need not be there. */
int backup_shelf_open(const char *path, bool make, struct backup_shelf *ret_shelf);
void backup_shelf_close(struct backup_shelf *shelf);
#define auto_backup_shelf __attribute__((cleanup(backup_shelf_close)))

/* "DIR/VM/STAMP/FILE".  Caller frees. */
char *backup_set_file(const struct backup_shelf *shelf, const struct backup_set *set, const char *file);
char *backup_image_file(const struct backup_shelf *shelf, const struct backup_set *set, const struct backup_image *image);
struct backup_image *backup_set_image(const struct backup_set *set, const char *target);
void backup_set_done(struct backup_set *set);

/* Write backup.json into a directory. */
int backup_set_save(const char *directory, const struct backup_set *set);

/* The last that counts, or the last that was taken by then (microseconds of the epoch); NULL: none. */
struct backup_set *backup_shelf_last(const struct backup_shelf *shelf);
struct backup_set *backup_shelf_at(const struct backup_shelf *shelf, int64_t us);

/* Is all there that its images stand on? */
bool backup_set_is_whole(const struct backup_shelf *shelf, const struct backup_set *set);

/* Let only so many count: what the others have is merged upwards.  Also finishes what a killed
 * program began.  Where one cannot be read all stay, with a warning. */
int backup_shelf_rotate(struct backup_shelf *shelf, unsigned keep);
/* None is left. */
int backup_shelf_clear(struct backup_shelf *shelf);

/* --- taking one: backup_take.c --- */

enum backup_take_how {
	BACKUP_TAKE_FULL   = 1 << 0,     /* else an increment, when that can be */
	BACKUP_TAKE_VERIFY = 1 << 1,
	BACKUP_TAKE_QUIESCE = 1 << 2,    /* of one that runs: freeze its file systems while it begins */
	BACKUP_TAKE_ALONE   = 1 << 3,    /* it is taken away at once: nothing will stand on it */
};
struct backup_taking {
	struct backup_shelf shelf;
	struct backup_set set;           /* its stamp with ".partial" */
	char *stamp;
	uint64_t started;                /* of the guest's backup that is to be waited for; 0: the copies are made */
};
/* Where they are put that are taken away at once.  Caller frees. */
char *backup_take_aside(void);
/* Begin: the guest is open for a change, and of one that is off the copies are made at once. */
int backup_take(struct vm *vm, const char *directory, unsigned how, struct backup_taking *ret_taking);
/* The copies are made: they count from now on.  keep: how many shall be there afterwards, 0: all.  Adds the
 * files to ret_files. */
int backup_take_keep(struct backup_taking *taking, unsigned how, unsigned keep, struct strings *ret_files);
/* "DIR" and "VM/STAMP" of one that is kept.  Caller frees. */
void backup_take_place(const struct backup_taking *taking, char **ret_directory, char **ret_below);
/* Nothing has come of it; the guest is open for a change. */
void backup_take_drop(struct backup_taking *taking, struct vm *vm);
void backup_taking_done(struct backup_taking *taking);
#define auto_backup_taking __attribute__((cleanup(backup_taking_done)))

/* --- putting one back: backup_restore.c --- */

/* From DIR/VM, or DIR when only one guest is there.  name: what it is called from now on, with disks of its
 * own beside those of the original; NULL: as it was.  at: microseconds of the epoch, -1: the last. */
int backup_restore(const char *directory, const char *name, int64_t at);

#endif
