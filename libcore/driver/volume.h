/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume - what storage pools hold: what programs do with volumes and what drivers supply
 *
 * A volume being made is a draft that no list shows until it is whole; the draft of a killed
 * program is removed by the next that makes or refreshes.  What is written into a volume that is
 * there already (upload, wipe, resize) is marked as torn until it is done, see volume_is_torn(). */
#ifndef DRIVER_VOLUME_H
#define DRIVER_VOLUME_H

#include "driver/object.h"
#include "model/volume.h"

struct pool;

struct volume {
	struct pool *pool;
	bool owns_pool;
	const struct volume_ops *ops;
	char *name;
	struct volume_def *def;          /* use volume_def() */
};

/* pool_name NULL: POOL/VOL, a key or a path, looked for in all active pools.  FAULT_MISSING. */
struct volume *volume_open(const char *pool_name, const char *word);
void volume_close(struct volume *volume);
static inline void volume_close_at(struct volume **volume) { volume_close(*volume); }
#define auto_volume __attribute__((cleanup(volume_close_at)))

/* The same in an active pool without looking whether it is there.  The pool stays the caller's. */
struct volume *volume_at(struct pool *pool, const char *name);

/* All that can be found out about it, once.  Borrowed; NULL after a failure (FAULT_MISSING). */
const struct volume_def *volume_def(struct volume *volume);
char *volume_path(struct volume *volume);        /* caller frees */
char *volume_xml(struct volume *volume);         /* caller frees */

/* Sorted names of an active pool's volumes. */
int volume_names(struct pool *pool, struct strings *ret_names);

enum volume_how {
	VOLUME_PREALLOCATE = 1 << 0,     /* metadata of qcow2 */
	VOLUME_REFLINK     = 1 << 1,     /* share blocks, or fail */
	VOLUME_VALIDATE    = 1 << 2,
	VOLUME_STRICT      = 1 << 3,
	VOLUME_ALLOCATE    = 1 << 4,     /* resize: the new room too */
	VOLUME_SHRINK      = 1 << 5,
	VOLUME_FORCE       = 1 << 6,     /* although a guest uses it */
	VOLUME_SNAPSHOTS   = 1 << 7,     /* delete: its snapshots too */
};
/* How far a transfer has come; total 0: not known.  False to stop it. */
typedef bool volume_progress(uint64_t done, uint64_t total);

bool volume_exists(struct pool *pool, const char *name);
/* FAULT_STATE when there is one of that name.  from: with its contents.  from, progress and
 * ret_def may be NULL; caller frees. */
int volume_create(struct pool *pool, const char *xml, const char *whence, enum volume_how how,
		  struct volume *from, volume_progress *progress, struct volume_def **ret_def);
/* The document that volume_create() gets for a copy under another name.  Caller frees. */
char *volume_copy_xml(struct volume *volume, const char *name);
int volume_delete(struct volume *volume, enum volume_how how);
int volume_resize(struct volume *volume, uint64_t capacity, enum volume_how how);

/* Part of a volume; length 0: to its end. */
struct volume_part { uint64_t offset, length; };
/* sparse: runs of zeros are holes in what is written.  A download begins where fd stands, and fd stands
 * behind it when it is whole.  anew: what fd holds is cut off, once nothing is left to refuse. */
int volume_upload(struct volume *volume, int fd, struct volume_part part, bool sparse, volume_progress *progress);
int volume_download(struct volume *volume, int fd, bool anew, struct volume_part part, bool sparse,
		    volume_progress *progress);

/* Contents that no descriptor of this host reaches.  What keeps them begins with this. */
struct volume_contents {
	const struct volume_contents_ops *ops;
	uint64_t size;
};
struct volume_contents_ops {
	/* All of it; never beyond the end, except where it can be made longer. */
	int (*read)(struct volume_contents *contents, void *data, size_t size, uint64_t at);
	int (*write)(struct volume_contents *contents, const void *data, size_t size, uint64_t at);
	/* Zeros from now on, without room of their own.  Missing, or -1 with errno and no failure: not these. */
	int (*drop)(struct volume_contents *contents, uint64_t size, uint64_t at);
	/* As lseek(2) with SEEK_DATA and SEEK_HOLE.  Missing: where there are holes is not known. */
	off_t (*seek)(struct volume_contents *contents, off_t at, int whence);
	/* Missing: its size stays. */
	int (*lengthen)(struct volume_contents *contents, uint64_t size);
	int (*sync)(struct volume_contents *contents);
	void (*close)(struct volume_contents *contents);
};

/* Where contents are read from or written to. */
struct volume_end {
	int fd;                          /* -1: contents */
	struct volume_contents *contents;
	bool seeks, is_file;
};
struct volume_end volume_end_of(int fd);
struct volume_end volume_end_with(struct volume_contents *contents);

/* For drivers: all of one into another that is empty, holes kept. */
int volume_copy(struct volume_end from, struct volume_end to, volume_progress *progress);

extern const char *const volume_wipe_words[];    /* algorithms */
int volume_wipe(struct volume *volume, const char *algorithm, volume_progress *progress);

/* Was writing into it cut short, or is it going on? */
bool volume_is_torn(struct volume *volume);

/* Who names a path, or POOL/VOLUME: looked up once for all. */
struct volume_user { char *path, *by; };
LIST_OF(volume_user);
/* Guests, also when what they name is an overlay of it. */
int volume_users(struct volume_user_list *ret_users);
/* Overlays in any active pool. */
int volume_overlays(struct volume_user_list *ret_users);
void volume_users_done(struct volume_user_list *users);
/* Borrowed; NULL when none does. */
const char *volume_user(const struct volume_user_list *users, const char *pool, const struct volume_def *def);

/* For hypervisor drivers: a source of type volume becomes the file, device or server it stands for.
 * Other sources stay. */
int volume_resolve(struct storage_source *source);
/* The disks of a guest that is about to start. */
struct vm_def;
int volume_resolve_disks(struct vm_def *def);

struct volume_ops {
	int (*names)(const struct pool_def *pool, struct strings *ret_names);
	/* Where that one is, when it can be told without looking: NULL otherwise.  Caller frees. */
	char *(*path)(const struct pool_def *pool, const char *name);
	/* Which one has that key, or path, if it is here: NULL otherwise.  Missing: the path tells.  Caller frees. */
	char *(*name_of)(const struct pool_def *pool, const char *key);
	/* FAULT_MISSING.  Caller frees. */
	struct volume_def *(*look)(const struct pool_def *pool, const char *name);
	/* from: its contents too. */
	int (*create)(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
		      const struct volume_def *from, volume_progress *progress);
	int (*remove)(const struct pool_def *pool, const struct volume_def *def);
	/* Missing: it has none but those inside, which go with it. */
	int (*remove_snapshots)(const struct pool_def *pool, const struct volume_def *def);
	int (*resize)(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity, enum volume_how how);
	/* Its contents: a file or device.  -1 after a failure. */
	int (*open)(const struct pool_def *pool, const struct volume_def *def, bool to_write);
	/* The same where no descriptor reaches them. */
	struct volume_contents *(*connect)(const struct pool_def *pool, const struct volume_def *def, bool to_write);
	/* On record while its contents are being changed. */
	int (*set_torn)(const struct pool_def *pool, const char *name, bool torn);
	bool (*is_torn)(const struct pool_def *pool, const char *name);
};

#endif
