/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory_image - the memory of a guest in a file: libvirt's save image (spec/snapshots.md 1.9)
 *
 * A header, the guest's definition with room to grow, and the hypervisor's stream, which may
 * have gone through one of the usual programs for compression. */
#ifndef DRIVER_MEMORY_IMAGE_H
#define DRIVER_MEMORY_IMAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/model.h"

/* Their numbers are those of the header. */
#define MEMORY_FORMAT(X)             \
	X(MEMORY_RAW,    "raw")      \
	X(MEMORY_GZIP,   "gzip")     \
	X(MEMORY_BZIP2,  "bzip2")    \
	X(MEMORY_XZ,     "xz")       \
	X(MEMORY_LZOP,   "lzop")     \
	X(MEMORY_ZSTD,   "zstd")     \
	X(MEMORY_SPARSE, "sparse")
ENUM_TYPE(memory_format, MEMORY_FORMAT);

/* What stands in front of the stream. */
struct memory_image {
	bool run;                        /* the guest is to run on when it is back */
	enum memory_format format;
	char *xml, *cookie;              /* <domain>; libvirt's <cookie>, NULL for none */
	uint32_t room;                   /* bytes for both behind the header; 0: chosen when written */
};
void memory_image_done(struct memory_image *image);
#define auto_memory_image __attribute__((cleanup(memory_image_done)))

/* Read up to the stream, where fd (a file, or a pipe) stands afterwards.  FAULT_XML when it is no
 * such image, or half of one. */
int memory_image_read(int fd, const char *whence, struct memory_image *ret_image);

/* Write up to the stream.  Until memory_image_end() the header says that it is half of one; whole:
 * fd is a pipe, where nothing can be said afterwards, and which holds little.  The room it took is
 * in image->room. */
int memory_image_begin(int fd, struct memory_image *image, bool whole);
/* The stream is complete and on disk, and the header says so. */
int memory_image_end(int fd);

/* The stream as the hypervisor has it, on its way to or from a file that stands where the stream
 * begins.  With a format other than raw a program works in between. */
struct memory_stream {
	int fd;                          /* for the hypervisor; -1 when closed */
	int verdict;                     /* tells how the program ended; -1: there is none */
	pid_t group;                     /* of its processes, ours to end; 0: another's */
	const char *program;
};
#define NO_MEMORY_STREAM { .fd = -1, .verdict = -1 }
int memory_stream_out(int file, enum memory_format format, struct memory_stream *ret_stream);
int memory_stream_in(int file, enum memory_format format, struct memory_stream *ret_stream);
/* The hypervisor has written, or read, all there is.  Has the program done its part, too? */
bool memory_stream_over(struct memory_stream *stream);
/* Wait for that: 0, or -1 when it gave up. */
int memory_stream_end(struct memory_stream *stream);
/* Nobody needs it any more: the program is ended. */
void memory_stream_done(struct memory_stream *stream);
#define auto_memory_stream __attribute__((cleanup(memory_stream_done)))

#endif
