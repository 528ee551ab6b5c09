/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_tune - how fast a guest may use a disk */
#ifndef DRIVER_BLOCK_TUNE_H
#define DRIVER_BLOCK_TUNE_H

#include "driver/vm.h"

/* The limits: member of struct disk_iotune, option, key, help; in virsh's order.  The first two
 * rows of three are rates, the next two bursts, the last two how long a burst may last. */
#define BLOCK_LIMITS(X)                                                                                        \
	X(total_bytes_sec,     "total-bytes-sec",     "TOTAL_BYTES_SEC",     "bytes a second")                 \
	X(read_bytes_sec,      "read-bytes-sec",      "READ_BYTES_SEC",      "bytes read a second")            \
	X(write_bytes_sec,     "write-bytes-sec",     "WRITE_BYTES_SEC",     "bytes written a second")         \
	X(total_iops_sec,      "total-iops-sec",      "TOTAL_IOPS_SEC",      "requests a second")              \
	X(read_iops_sec,       "read-iops-sec",       "READ_IOPS_SEC",       "reads a second")                 \
	X(write_iops_sec,      "write-iops-sec",      "WRITE_IOPS_SEC",      "writes a second")                \
	X(total_bytes_sec_max, "total-bytes-sec-max", "TOTAL_BYTES_SEC_MAX", "bytes a second in a burst")      \
	X(read_bytes_sec_max,  "read-bytes-sec-max",  "READ_BYTES_SEC_MAX",  "bytes read a second in a burst") \
	X(write_bytes_sec_max, "write-bytes-sec-max", "WRITE_BYTES_SEC_MAX", "bytes written a second in a burst") \
	X(total_iops_sec_max,  "total-iops-sec-max",  "TOTAL_IOPS_SEC_MAX",  "requests a second in a burst")   \
	X(read_iops_sec_max,   "read-iops-sec-max",   "READ_IOPS_SEC_MAX",   "reads a second in a burst")      \
	X(write_iops_sec_max,  "write-iops-sec-max",  "WRITE_IOPS_SEC_MAX",  "writes a second in a burst")     \
	X(total_bytes_sec_max_length, "total-bytes-sec-max-length", "TOTAL_BYTES_SEC_MAX_LENGTH", "seconds of a burst of bytes") \
	X(read_bytes_sec_max_length,  "read-bytes-sec-max-length",  "READ_BYTES_SEC_MAX_LENGTH",  "seconds of a burst of bytes read") \
	X(write_bytes_sec_max_length, "write-bytes-sec-max-length", "WRITE_BYTES_SEC_MAX_LENGTH", "seconds of a burst of bytes written") \
	X(total_iops_sec_max_length,  "total-iops-sec-max-length",  "TOTAL_IOPS_SEC_MAX_LENGTH",  "seconds of a burst of requests") \
	X(read_iops_sec_max_length,   "read-iops-sec-max-length",   "READ_IOPS_SEC_MAX_LENGTH",   "seconds of a burst of reads") \
	X(write_iops_sec_max_length,  "write-iops-sec-max-length",  "WRITE_IOPS_SEC_MAX_LENGTH",  "seconds of a burst of writes") \
	X(size_iops_sec,       "size-iops-sec",       "SIZE_IOPS_SEC",       "bytes that count as one request")

#define BLOCK_LIMIT_ID_(member, option, key, help) BLOCK_LIMIT_##member,
enum block_limit { BLOCK_LIMITS(BLOCK_LIMIT_ID_) BLOCK_LIMIT_COUNT };
#undef BLOCK_LIMIT_ID_

struct block_tuned {
	struct number limit[BLOCK_LIMIT_COUNT];      /* given: to be set, 0 is no limit */
	const char *group;                           /* NULL: as it is */
};

/* The limits of a disk, live or stored.  Borrowed; NULL after a failure. */
const struct disk_iotune *block_limits(struct vm *vm, const char *disk, bool config);
int block_tune(struct vm *vm, const char *disk, const struct block_tuned *tuned, bool live, bool config);

#endif
