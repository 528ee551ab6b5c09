/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file - whole files and directories, replaced atomically */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/text.h"

/* Close when the block is left; -1 is nothing there. */
static inline void
file_close_at(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define auto_close __attribute__((cleanup(file_close_at)))
#define steal_fd(fd) ({ int stolen_ = (fd); (fd) = -1; stolen_; })

/* All functions fail with fail_errno() and name the path.  `dir` may be
 * AT_FDCWD.  Nothing follows a symbolic link in the last component unless said. */

/* The whole file (or "-" as standard input when dir is AT_FDCWD), NUL-terminated;
 * at most `limit` bytes, more is FAULT_XML.  Follows links.  Caller frees. */
enum { FILE_LIMIT = 32 << 20 };
char *file_read(int dir, const char *path, size_t limit, size_t *ret_size);

/* As file_read(), but a file that does not exist is NULL without a failure:
 * ask fail_fault(). */
char *file_read_if_any(int dir, const char *path, size_t limit, size_t *ret_size);

/* Put new contents under name: a reader sees the old file or the new one, also
 * after a power cut.  The caller holds the object's lock, so a draft left by a
 * killed program (".NAME.new") is written over.  The directory is synced. */
int file_replace(int dir, const char *name, const void *data, size_t size, mode_t mode);

/* The same with the owner and the mode of another file: of who shares it with other programs. */
struct stat;
int file_replace_like(int dir, const char *name, const void *data, size_t size, const struct stat *like);

/* The same without fsync: for files under $RUN and $CACHE, which a power cut
 * takes away anyhow. */
int file_replace_volatile(int dir, const char *name, const void *data, size_t size, mode_t mode);

/* The same for what can be found out again: for a moment there is none.  (ext4 writes a file at
 * once that is renamed over another one, which costs more than the rest.) */
int file_replace_cached(int dir, const char *name, const void *data, size_t size, mode_t mode);

/* Write over a file in place, or make one: the cheapest of all, for what its reader can tell whole
 * from torn. */
int file_overwrite(int dir, const char *name, const void *data, size_t size, mode_t mode);

/* A new file, whatever was left behind by its name: that may have another mode, or be a link to
 * somebody's file.  how: O_RDWR or O_WRONLY.  Descriptor or -1. */
int file_create_draft(int dir, const char *draft, int how, mode_t mode);

/* The draft takes the place of a file in the same directory, durably.  One that is not there has
 * done so already. */
int file_put_in_place(const char *draft, const char *path);

/* Make link NAME point to TARGET, replacing what was there atomically.  Not
 * synced: file_sync_dir() when it must outlive a power cut. */
int file_replace_link(int dir, const char *name, const char *target);

/* Rename within dir, then sync it.  An existing `to` is a failure (EEXIST). */
int file_rename(int dir, const char *from, const char *to);

/* Remove and sync the directory; a missing file is fine. */
int file_remove(int dir, const char *name);
/* One that does not outlive the host's next boot. */
int file_remove_volatile(int dir, const char *name);

/* Open a file that is written in place (a lock, a log), made when it is missing: no link,
 * neither symbolic nor with a second name, by which somebody could have us write elsewhere.
 * how: O_RDWR or O_WRONLY, and O_APPEND.  Descriptor or -1. */
int file_open_in_place(int dir, const char *name, int how, mode_t mode);

/* Append a line, with a single write() where it takes all; one that was cut short is ended first. */
int file_append(int dir, const char *name, const void *data, size_t size, mode_t mode);
/* Append a whole line to a log of ours.  One that has grown long is put aside first, as NAME.old:
 * of what a guest can cause without end two pieces are kept. */
int file_append_log(int dir, const char *name, const char *line);

/* The draft of a program that was killed while it replaced the file; nothing-there is fine.  The caller holds
 * the object's lock. */
int file_remove_draft(int dir, const char *name);

bool file_exists(int dir, const char *name);
int file_sync_dir(int dir);

/* The same for the directory that this is in, or was. */
int file_sync_parent(const char *path);

/* Everything in buffer, however many writes it takes; EINTR is retried.  On
 * failure errno is kept, so that the caller can name the file instead. */
int write_all(int fd, const void *data, size_t size);

/* Open a directory below dir step by step ("qemu/snapshot"), O_NOFOLLOW at each
 * step and never upwards.  With mode != 0 missing steps are made with that mode.
 * An absolute path is a root that the administrator chose: opened as it is,
 * through links.  -1 on failure. */
int dir_open(int dir, const char *path, mode_t mode);

/* mkdir -p, with exactly that mode, whatever the umask; those above it without write permission for others. */
int dir_make(const char *path, mode_t mode);
/* One directory with exactly that mode, whatever the umask; fine when it is there.  -1 with
 * errno, no failure told. */
int dir_make_one(int dir, const char *name, mode_t mode);

/* Names in a directory, sorted by bytes, without those that begin with a dot;
 * with `suffix` only names that end so, and without the suffix.  A directory
 * that does not exist is empty. */
int dir_names(int dir, const char *path, const char *suffix, struct strings *ret_names);

/* Names in an open directory, read from where it stands, sorted: hidden ones, "." and ".." too, as far as
 * wanted() takes them.  path is for the failure. */
struct dirent;
typedef bool dir_wanted(int dir, const struct dirent *entry);
int dir_choose(int dir, const char *path, dir_wanted *wanted, struct strings *ret_names);
/* The same where another library reads the directory: next() does as readdir(3).  wanted() gets dir -1. */
typedef struct dirent *dir_next(void *stream);
int dir_choose_from(void *stream, dir_next *next, const char *path, dir_wanted *wanted, struct strings *ret_names);

/* Remove a directory tree; nothing-there is fine. */
int dir_remove(int dir, const char *path);

#endif
