/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk - disks, CD-ROM drives, floppies */
#ifndef MODEL_DISK_H
#define MODEL_DISK_H

#include "model/storage_source.h"

#define DISK_DEVICE(X)                      \
	X(DISK_DEVICE_NONE, NULL)           \
	X(DISK_DISK,        "disk")         \
	X(DISK_CDROM,       "cdrom")        \
	X(DISK_FLOPPY,      "floppy")       \
	X(DISK_LUN,         "lun")
ENUM_TYPE(disk_device, DISK_DEVICE);

/* Those of virtio have the values that virtio_model gives them. */
#define DISK_MODEL(X)                                             \
	X(DISK_MODEL_NONE,              NULL)                     \
	X(DISK_VIRTIO,                  "virtio")                 \
	X(DISK_VIRTIO_TRANSITIONAL,     "virtio-transitional")    \
	X(DISK_VIRTIO_NON_TRANSITIONAL, "virtio-non-transitional") \
	X(DISK_USB_STORAGE,             "usb-storage")            \
	X(DISK_USB_BOT,                 "usb-bot")
ENUM_TYPE(disk_model, DISK_MODEL);

#define DISK_BUS(X)                         \
	X(DISK_BUS_NONE,   NULL)            \
	X(DISK_BUS_IDE,    "ide")           \
	X(DISK_BUS_FDC,    "fdc")           \
	X(DISK_BUS_SCSI,   "scsi")          \
	X(DISK_BUS_VIRTIO, "virtio")        \
	X(DISK_BUS_XEN,    "xen")           \
	X(DISK_BUS_USB,    "usb")           \
	X(DISK_BUS_UML,    "uml")           \
	X(DISK_BUS_SATA,   "sata")          \
	X(DISK_BUS_SD,     "sd")            \
	X(DISK_BUS_NVME,   "nvme")
ENUM_TYPE(disk_bus, DISK_BUS);

#define DISK_CACHE(X)                              \
	X(DISK_CACHE_NONE_SAID,    NULL)           \
	X(DISK_CACHE_DEFAULT,      "default")      \
	X(DISK_CACHE_NONE,         "none")         \
	X(DISK_CACHE_WRITETHROUGH, "writethrough") \
	X(DISK_CACHE_WRITEBACK,    "writeback")    \
	X(DISK_CACHE_DIRECTSYNC,   "directsync")   \
	X(DISK_CACHE_UNSAFE,       "unsafe")
ENUM_TYPE(disk_cache, DISK_CACHE);

#define DISK_ERROR_POLICY(X)                \
	X(DISK_ERROR_NONE,     NULL)        \
	X(DISK_ERROR_STOP,     "stop")      \
	X(DISK_ERROR_REPORT,   "report")    \
	X(DISK_ERROR_IGNORE,   "ignore")    \
	X(DISK_ERROR_ENOSPACE, "enospace")
ENUM_TYPE(disk_error_policy, DISK_ERROR_POLICY);

#define DISK_IO(X)                          \
	X(DISK_IO_NONE,     NULL)           \
	X(DISK_IO_NATIVE,   "native")       \
	X(DISK_IO_THREADS,  "threads")      \
	X(DISK_IO_IO_URING, "io_uring")
ENUM_TYPE(disk_io, DISK_IO);

#define DISK_DISCARD(X)                     \
	X(DISK_DISCARD_NONE,   NULL)        \
	X(DISK_DISCARD_UNMAP,  "unmap")     \
	X(DISK_DISCARD_IGNORE, "ignore")
ENUM_TYPE(disk_discard, DISK_DISCARD);

#define DISK_ZEROES(X)                      \
	X(DISK_ZEROES_NONE,  NULL)          \
	X(DISK_ZEROES_OFF,   "off")         \
	X(DISK_ZEROES_ON,    "on")          \
	X(DISK_ZEROES_UNMAP, "unmap")
ENUM_TYPE(disk_zeroes, DISK_ZEROES);

#define DISK_TRAY(X)                        \
	X(DISK_TRAY_NONE,   NULL)           \
	X(DISK_TRAY_CLOSED, "closed")       \
	X(DISK_TRAY_OPEN,   "open")
ENUM_TYPE(disk_tray, DISK_TRAY);

#define DISK_SNAPSHOT(X)                           \
	X(DISK_SNAPSHOT_NONE_SAID, NULL)           \
	X(DISK_SNAPSHOT_NO,        "no")           \
	X(DISK_SNAPSHOT_INTERNAL,  "internal")     \
	X(DISK_SNAPSHOT_EXTERNAL,  "external")     \
	X(DISK_SNAPSHOT_MANUAL,    "manual")
ENUM_TYPE(disk_snapshot, DISK_SNAPSHOT);

#define DISK_SGIO(X)                        \
	X(DISK_SGIO_NONE,       NULL)       \
	X(DISK_SGIO_FILTERED,   "filtered") \
	X(DISK_SGIO_UNFILTERED, "unfiltered")
ENUM_TYPE(disk_sgio, DISK_SGIO);

#define DISK_TRANS(X)                       \
	X(DISK_TRANS_NONE_SAID, NULL)       \
	X(DISK_TRANS_NONE,      "none")     \
	X(DISK_TRANS_AUTO,      "auto")     \
	X(DISK_TRANS_LBA,       "lba")
ENUM_TYPE(disk_trans, DISK_TRANS);

#define MIRROR_JOB(X)                              \
	X(MIRROR_JOB_NONE,          NULL)          \
	X(MIRROR_JOB_COPY,          "copy")        \
	X(MIRROR_JOB_ACTIVE_COMMIT, "active-commit")
ENUM_TYPE(mirror_job, MIRROR_JOB);

#define MIRROR_READY(X)                     \
	X(MIRROR_NOT_READY,   NULL)         \
	X(MIRROR_READY_YES,   "yes")        \
	X(MIRROR_READY_ABORT, "abort")      \
	X(MIRROR_READY_PIVOT, "pivot")      \
	X(MIRROR_READY_NONE,  "none")
ENUM_TYPE(mirror_ready, MIRROR_READY);

/* A running copy or active commit. */
struct disk_mirror {
	enum mirror_job job;
	enum mirror_ready ready;
	char *file, *format;                /* old spelling: read into source, never printed */
	struct storage_source source;
};

/* All rates per second; _max are bursts, _max_length how long a burst may last. */
struct disk_iotune {
	uint64_t total_bytes_sec, read_bytes_sec, write_bytes_sec;
	uint64_t total_iops_sec, read_iops_sec, write_iops_sec;
	uint64_t total_bytes_sec_max, read_bytes_sec_max, write_bytes_sec_max;
	uint64_t total_iops_sec_max, read_iops_sec_max, write_iops_sec_max;
	uint64_t size_iops_sec;
	char *group_name;
	uint64_t total_bytes_sec_max_length, read_bytes_sec_max_length, write_bytes_sec_max_length;
	uint64_t total_iops_sec_max_length, read_iops_sec_max_length, write_iops_sec_max_length;
};
LIST_OF(disk_iotune);

struct throttle_filter { char *group; };     /* of <throttlegroups> */
LIST_OF(throttle_filter);

struct statistic { unsigned interval; };
LIST_OF(statistic);
struct histogram_bin { struct number start; };
LIST_OF(histogram_bin);
#define HISTOGRAM_KIND(X)                   \
	X(HISTOGRAM_ALL,   NULL)            \
	X(HISTOGRAM_READ,  "read")          \
	X(HISTOGRAM_WRITE, "write")         \
	X(HISTOGRAM_ZONE,  "zone")          \
	X(HISTOGRAM_FLUSH, "flush")
ENUM_TYPE(histogram_kind, HISTOGRAM_KIND);
/* How many requests took how long: the first bin is from 0. */
struct histogram { enum histogram_kind type; struct histogram_bin_list bins; };
LIST_OF(histogram);

struct disk {
	enum disk_device device;
	enum disk_model model;
	enum tri rawio;
	enum disk_sgio sgio;
	enum disk_snapshot snapshot;
	struct {
		char *name;
		enum disk_cache cache;
		enum disk_error_policy error_policy, rerror_policy;
		enum disk_io io;
		enum tri ioeventfd, event_idx, copy_on_read;
		enum disk_discard discard;
		unsigned iothread;
		enum disk_zeroes detect_zeroes;
		unsigned queues, queue_size;
		enum tri discard_no_unref;
		struct virtio_options virtio;
		struct iothread_queues_list iothreads;
		struct statistic_list statistics;
		struct histogram_list histograms;
	} driver;                            /* its @type is source.format */
	struct storage_auth *auth;           /* said outside <source>; see disk_auth() */
	struct storage_source source;        /* source.type is disk's @type */
	char *backenddomain;
	struct { unsigned cyls, heads, secs; enum disk_trans trans; } geometry;
	struct { unsigned logical_block_size, physical_block_size; struct number discard_granularity; } blockio;
	struct disk_mirror *mirror;          /* STATUS */
	struct {
		char *dev;                   /* "vda": the name of the disk everywhere */
		enum disk_bus bus;
		enum disk_tray tray;
		unsigned rotation_rate;
		enum tri dpofua;
		enum tri removable;
	} target;
	struct disk_iotune iotune;
	struct throttle_filter_list throttle_filters;
	bool readonly, shareable;
	struct disk_transient { enum tri share_backing; } *transient;
	char *serial, *wwn, *vendor, *product;
	struct storage_encryption *encryption;   /* said outside <source>; see disk_encryption() */
	struct device_info info;
};
LIST_OF(disk);

extern const struct type disk_type, disk_iotune_type, disk_mirror_type, disk_transient_type;

/* Where it is said, inside <source> or beside; NULL when nowhere. */
const struct storage_auth *disk_auth(const struct disk *disk);
const struct storage_encryption *disk_encryption(const struct disk *disk);

/* The model of one on the virtio bus. */
static inline enum virtio_model
disk_virtio_model(const struct disk *disk)
{
	return (enum virtio_model)disk->model;
}

/* Position that a target name stands for: "vda" is 0, "vdb" 1, "sdaa" 26, "nvme0n1" 0; -1 when
 * it is not such a name. */
int disk_name_index(const char *name);
/* The other way: "vd" and 1 are "vdb".  Caller frees. */
char *disk_name(const char *prefix, unsigned index);

#endif
