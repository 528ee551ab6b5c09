/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk - disks, CD-ROM drives, floppies */
#include "model/disk.h"

#include "base/fail.h"
#include "model/storage_rows.h"

ENUM_WORDS(disk_device, DISK_DEVICE);
ENUM_WORDS(disk_model, DISK_MODEL);
ENUM_WORDS(histogram_kind, HISTOGRAM_KIND);
ENUM_WORDS(disk_bus, DISK_BUS);
ENUM_WORDS(disk_cache, DISK_CACHE);
ENUM_WORDS(disk_error_policy, DISK_ERROR_POLICY);
ENUM_WORDS(disk_io, DISK_IO);
ENUM_WORDS(disk_discard, DISK_DISCARD);
ENUM_WORDS(disk_zeroes, DISK_ZEROES);
ENUM_WORDS(disk_tray, DISK_TRAY);
ENUM_WORDS(disk_snapshot, DISK_SNAPSHOT);
ENUM_WORDS(disk_sgio, DISK_SGIO);
ENUM_WORDS(disk_trans, DISK_TRANS);
ENUM_WORDS(mirror_job, MIRROR_JOB);
ENUM_WORDS(mirror_ready, MIRROR_READY);

#define T struct disk_mirror
static const struct row disk_mirror_rows[] = {
	ENUM  (T, source.type,    "@type", storage_kind,         0, "where the copy lives"),
	STRING(T, file,           "@file",                       0, "the copy, in the old spelling"),
	STRING(T, format,         "@format",                     0, "its format, in the old spelling"),
	ENUM  (T, job,            "@job", mirror_job,            0, "what is going on"),
	ENUM  (T, ready,          "@ready", mirror_ready,        0, "the copy has caught up"),
	ENUM  (T, source.format,  "format/@type", storage_format, 0, "format of the copy"),
	METADATA_CACHE_ROW(T, source., "format/"),
	STORAGE_ROWS(T, source.),
	GROUP (T, source.backing, "backingStore", storage_source, 0, "what the copy is an overlay of"),
	ROWS_END
};
#undef T

/* Without a type it is of a libvirt before 1.2.6: a copy to a file, named by attributes.  Later ones
 * up to 11 print both; there the attributes only repeat what the elements say. */
static int
read_old_mirror(struct disk_mirror *mirror)
{
	int format = mirror->format ? words_find(&storage_format_words, mirror->format) : FORMAT_NONE;

	if (!mirror->file)
		return fail(FAULT_XML, "missing attribute 'file' of 'mirror'");
	if (mirror->job != MIRROR_JOB_NONE && mirror->job != MIRROR_JOB_COPY)
		return fail(FAULT_XML, "a 'mirror' without a type is of a copy");
	if (format < 0)
		return fail(FAULT_XML, "%s is no format of 'mirror'", quote(mirror->format));
	storage_source_clear(&mirror->source, STORAGE_FILE);
	mirror->source.file = steal(mirror->file);
	mirror->source.format = (enum storage_format)format;
	return 0;
}

static int
disk_mirror_read_rest(void *object, const xmlNode *at)
{
	struct disk_mirror *mirror = object;

	if (mirror->source.type && !xml_child(at, "source"))
		return fail(FAULT_XML, "missing element 'source' of 'mirror'");
	if (!mirror->source.type && read_old_mirror(mirror) < 0)
		return -1;
	free(mirror->file);
	free(mirror->format);
	mirror->file = mirror->format = NULL;
	if (mirror->job == MIRROR_JOB_NONE)
		mirror->job = MIRROR_JOB_COPY;
	if (mirror->ready == MIRROR_READY_NONE)
		mirror->ready = MIRROR_NOT_READY;
	return 0;
}

const struct type disk_mirror_type = {
	.name = "mirror", .size = sizeof(struct disk_mirror), .rows = disk_mirror_rows,
	.read_rest = disk_mirror_read_rest,
};

#define T struct disk_transient
static const struct row disk_transient_rows[] = {
	YESNO(T, share_backing, "@shareBacking", 0, "others may use the image meanwhile", QUIET("no")),
	ROWS_END
};
#undef T
const struct type disk_transient_type = {
	.name = "transient", .size = sizeof(struct disk_transient), .rows = disk_transient_rows,
};

/* Limits: S is the struct disk_iotune in T with the dot behind it, P the path in front. */
#define TUNE_(T, S, P, m, h) U64(T, S m, P #m, LIVE, h)
#define IOTUNE_RATES(T, S, P) \
	TUNE_(T, S, P, total_bytes_sec,              "bytes per second"), \
	TUNE_(T, S, P, read_bytes_sec,               "bytes read per second"), \
	TUNE_(T, S, P, write_bytes_sec,              "bytes written per second"), \
	TUNE_(T, S, P, total_iops_sec,               "requests per second"), \
	TUNE_(T, S, P, read_iops_sec,                "reads per second"), \
	TUNE_(T, S, P, write_iops_sec,               "writes per second"), \
	TUNE_(T, S, P, total_bytes_sec_max,          "burst of bytes"), \
	TUNE_(T, S, P, read_bytes_sec_max,           "burst of bytes read"), \
	TUNE_(T, S, P, write_bytes_sec_max,          "burst of bytes written"), \
	TUNE_(T, S, P, total_iops_sec_max,           "burst of requests"), \
	TUNE_(T, S, P, read_iops_sec_max,            "burst of reads"), \
	TUNE_(T, S, P, write_iops_sec_max,           "burst of writes"), \
	TUNE_(T, S, P, size_iops_sec,                "bytes that count as one request")
#define IOTUNE_LENGTHS(T, S, P) \
	TUNE_(T, S, P, total_bytes_sec_max_length,   "seconds of a burst of bytes"), \
	TUNE_(T, S, P, read_bytes_sec_max_length,    "seconds of a burst of bytes read"), \
	TUNE_(T, S, P, write_bytes_sec_max_length,   "seconds of a burst of bytes written"), \
	TUNE_(T, S, P, total_iops_sec_max_length,    "seconds of a burst of requests"), \
	TUNE_(T, S, P, read_iops_sec_max_length,     "seconds of a burst of reads"), \
	TUNE_(T, S, P, write_iops_sec_max_length,    "seconds of a burst of writes")

#define T struct disk_iotune
static const struct row throttle_group_rows[] = {
	IOTUNE_RATES(T, , ""),
	IOTUNE_LENGTHS(T, , ""),
	STRING(T, group_name, "group_name", LIVE | REQUIRED, "name that disks give"),
	ROWS_END
};
#undef T
const struct type disk_iotune_type = {
	.name = "throttlegroup", .size = sizeof(struct disk_iotune), .rows = throttle_group_rows,
};

#define T struct throttle_filter
static const struct row throttle_filter_rows[] = {
	STRING(T, group, "@group", LIVE | REQUIRED, "throttle group"),
	ROWS_END
};
#undef T
static const struct type throttle_filter_type = {
	.name = "throttlefilter", .size = sizeof(struct throttle_filter), .rows = throttle_filter_rows,
};

#define T struct statistic
static const struct row statistic_rows[] = {
	UINT(T, interval, "@interval", REQUIRED, "seconds of an interval that is counted"),
	ROWS_END
};
#undef T
static const struct type statistic_type = {
	.name = "statistic", .size = sizeof(struct statistic), .rows = statistic_rows,
};

#define T struct histogram_bin
static const struct row histogram_bin_rows[] = {
	NUMBER(T, start, "@start", REQUIRED, "nanoseconds"),
	ROWS_END
};
#undef T
static const struct type histogram_bin_type = {
	.name = "bin", .size = sizeof(struct histogram_bin), .rows = histogram_bin_rows,
};

#define T struct histogram
static const struct row histogram_rows[] = {
	ENUM(T, type, "@type", histogram_kind, UNSUPPORTED, "requests that are counted"),
	LIST(T, bins, "bin", histogram_bin,    REQUIRED,    "classes of them"),
	ROWS_END
};
#undef T

static int
histogram_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct histogram *histogram = object;

	list_each(bin, &histogram->bins)
		if (bin > histogram->bins.item && bin->start.value <= bin[-1].start.value)
			return fail(FAULT_CONFIG, "latency-histogram: each bin starts behind the one before");
	return 0;
}

/* The first bin, from 0, need not be said. */
static int
histogram_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct histogram_bin_list *bins = &((struct histogram *)object)->bins;

	if (!bins->n || !bins->item[0].start.value)
		return 0;
	list_add(bins);
	memmove(bins->item + 1, bins->item, (bins->n - 1) * sizeof *bins->item);
	bins->item[0].start = NUMBER_OF(0);
	return 0;
}

static const struct type histogram_type = {
	.name = "latency-histogram", .size = sizeof(struct histogram), .rows = histogram_rows,
	.read_rest = histogram_read_rest, .check = histogram_check,
};

#define T struct disk
static const struct row disk_rows[] = {
	ENUM  (T, source.type,          "@type", storage_kind, LIVE,       "where the image lives", DEFAULT("file")),
	ENUM  (T, device,               "@device", disk_device, ABI,       "how the guest sees it", DEFAULT("disk")),
	ENUM  (T, model,                "@model", disk_model, ABI,         "variant of a virtio or USB disk"),
	YESNO (T, rawio,                "@rawio",                   0,     "raw SCSI commands of the guest are allowed"),
	ENUM  (T, sgio,                 "@sgio", disk_sgio,         0,     "SCSI commands of the guest are filtered"),
	ENUM  (T, snapshot,             "@snapshot", disk_snapshot, LIVE,  "how a snapshot of the machine treats the disk"),
	STRING(T, driver.name,          "driver/@name",             0,     "what opens the image"),
	ENUM  (T, source.format,        "driver/@type", storage_format, LIVE | UNSUPPORTED, "image format"),
	ENUM  (T, driver.cache,         "driver/@cache", disk_cache, LIVE, "use of the host's page cache", QUIET("default")),
	ENUM  (T, driver.error_policy,  "driver/@error_policy", disk_error_policy, LIVE, "after an error"),
	ENUM  (T, driver.rerror_policy, "driver/@rerror_policy", disk_error_policy, LIVE, "after an error when reading"),
	ENUM  (T, driver.io,            "driver/@io", disk_io,      0,     "asynchronous I/O of the host"),
	ONOFF (T, driver.ioeventfd,     "driver/@ioeventfd",        ABI,   "requests handled by a thread of their own"),
	ONOFF (T, driver.event_idx,     "driver/@event_idx",        ABI,   "fewer interrupts"),
	ONOFF (T, driver.copy_on_read,  "driver/@copy_on_read",     0,     "copy what is read into the image"),
	ENUM  (T, driver.discard,       "driver/@discard", disk_discard, 0, "discarded blocks are freed"),
	UINT  (T, driver.iothread,      "driver/@iothread",         0,     "I/O thread that serves the disk"),
	ENUM  (T, driver.detect_zeroes, "driver/@detect_zeroes", disk_zeroes, 0, "written zeroes make holes"),
	ONOFF (T, driver.discard_no_unref, "driver/@discard_no_unref", 0,  "discarded clusters of qcow2 keep their place"),
	UINT  (T, driver.queues,        "driver/@queues",           ABI,   "virtqueues"),
	UINT  (T, driver.queue_size,    "driver/@queue_size",       ABI,   "length of a virtqueue"),
	VIRTIO_ROWS(T, driver.virtio),
	METADATA_CACHE_ROW(T, source., "driver/"),
	LIST  (T, driver.iothreads,     "driver/iothreads/iothread", iothread_queues, 0, "I/O threads that serve it, and which queues"),
	LIST  (T, driver.statistics,    "driver/statistics/statistic", statistic, 0, "intervals that are counted"),
	LIST  (T, driver.histograms,    "driver/statistics/latency-histogram", histogram, 0, "how long requests take"),
	GROUP (T, auth,                 "auth", storage_auth,       LIVE,  "user of the server"),
	STORAGE_ROWS(T, source.),
	GROUP (T, source.backing,       "backingStore", storage_source, LIVE, "what the image is an overlay of"),
	STRING(T, backenddomain,        "backenddomain/@name",      0,     "Xen: machine that serves the disk"),
	UINT  (T, geometry.cyls,        "geometry/@cyls",           ABI,   "cylinders"),
	UINT  (T, geometry.heads,       "geometry/@heads",          ABI,   "heads"),
	UINT  (T, geometry.secs,        "geometry/@secs",           ABI,   "sectors of a track"),
	ENUM  (T, geometry.trans,       "geometry/@trans", disk_trans, ABI, "BIOS translation"),
	UINT  (T, blockio.logical_block_size,  "blockio/@logical_block_size",  ABI, "smallest unit of I/O"),
	UINT  (T, blockio.physical_block_size, "blockio/@physical_block_size", ABI, "best unit of I/O"),
	NUMBER(T, blockio.discard_granularity, "blockio/@discard_granularity", ABI, "smallest unit that is freed"),
	GROUP (T, mirror,               "mirror", disk_mirror,      STATUS, "copy or active commit under way"),
	STRING(T, target.dev,           "target/@dev",   ABI | REQUIRED,   "name of the disk, a hint to the guest"),
	ENUM  (T, target.bus,           "target/@bus", disk_bus,    ABI,   "bus it hangs from"),
	ENUM  (T, target.tray,          "target/@tray", disk_tray,  LIVE,  "tray of a drive", QUIET("closed")),
	ONOFF (T, target.removable,     "target/@removable",        ABI,   "USB: the guest may eject it"),
	UINT  (T, target.rotation_rate, "target/@rotation_rate",    ABI,   "turns per minute, 1 for solid state"),
	ONOFF (T, target.dpofua,        "target/@dpofua",           ABI,   "SCSI: writes may pass the cache"),
	IOTUNE_RATES(T, iotune., "iotune/"),
	STRING(T, iotune.group_name,    "iotune/group_name",        LIVE,  "disks that share the limits"),
	IOTUNE_LENGTHS(T, iotune., "iotune/"),
	LIST  (T, throttle_filters,     "throttlefilters/throttlefilter", throttle_filter, LIVE, "groups whose limits it has"),
	FLAG  (T, readonly,             "readonly",                 ABI,   "the guest may not write"),
	FLAG  (T, shareable,            "shareable",                LIVE,  "other machines may use it too"),
	GROUP (T, transient,            "transient", disk_transient, LIVE, "what the guest writes is forgotten"),
	STRING(T, serial,               "serial",                   ABI,   "serial number the guest sees"),
	STRING(T, wwn,                  "wwn",                      ABI,   "world wide name the guest sees"),
	STRING(T, vendor,               "vendor",                   ABI,   "vendor the guest sees"),
	STRING(T, product,              "product",                  ABI,   "product the guest sees"),
	GROUP (T, encryption,           "encryption", storage_encryption, LIVE, "encryption of the image"),
	PART  (T, info,                 ".", device_info,           0,     "place and name"),
	ROWS_END
};
#undef T

static int
by_kind(const void *a, const void *b)
{
	return (int)((const struct histogram *)a)->type - (int)((const struct histogram *)b)->type;
}

/* Old spellings, and what only repeats a default. */
static int
disk_read_rest(void *object, const xmlNode *at)
{
	struct disk *disk = object;
	bool empty = storage_source_local(&disk->source) && storage_source_empty(&disk->source);

	/* An empty drive is one of files, whatever was in it. */
	if (!xml_child(at, "source") || (empty && !disk->source.startup_policy))
		storage_source_clear(&disk->source, STORAGE_FILE);
	if (disk->source.type == STORAGE_NVME)
		pci_address_settle(&disk->source.nvme.pci);
	if (disk->source.format == FORMAT_AIO)
		disk->source.format = FORMAT_RAW;
	list_sort(&disk->driver.histograms, by_kind);
	if (disk->device == DISK_CDROM)
		disk->readonly = true;
	if (!disk->geometry.cyls || !disk->geometry.heads || !disk->geometry.secs)
		memset(&disk->geometry, 0, sizeof disk->geometry);
	if (disk->readonly && disk->snapshot == DISK_SNAPSHOT_NO)
		disk->snapshot = DISK_SNAPSHOT_NONE_SAID;
	return 0;
}

static int
place_fail(const struct disk *disk, const char *message)
{
	return fail(FAULT_CONFIG, "disk '%s': %s", disk->target.dev, message);
}

static int
disk_check(const void *object, const xmlNode *at)
{
	const struct disk *disk = object;
	const struct storage_encryption *encryption = disk_encryption(disk);

	if (disk->source.type == STORAGE_NETWORK && !disk->source.net.protocol &&
	    (at ? xml_child(at, "source") != NULL : disk->device != DISK_CDROM && disk->device != DISK_FLOPPY))
		return fail(FAULT_XML, "disk '%s': a network source needs a protocol", disk->target.dev);
	if (disk->source.type == STORAGE_VOLUME && !disk->source.volume.pool != !disk->source.volume.volume)
		return fail(FAULT_XML, "disk '%s': pool and volume are said together", disk->target.dev);
	if (disk->auth && disk->source.auth)
		return place_fail(disk, "<auth> is said twice");
	if (disk->encryption && disk->source.encryption)
		return place_fail(disk, "<encryption> is said twice");
	if (encryption && (encryption->cipher.name || encryption->ivgen.name))
		return place_fail(disk, "<cipher> and <ivgen> are only for new volumes");
	if (disk->sgio == DISK_SGIO_UNFILTERED)
		return place_fail(disk, "unfiltered SCSI commands are no longer supported");
	if (disk->device == DISK_LUN && disk->source.type != STORAGE_BLOCK &&
	    disk->source.type != STORAGE_VOLUME && disk->source.type != STORAGE_NETWORK)
		return place_fail(disk, "a lun needs a block device, a volume or iSCSI");
	list_each(histogram, &disk->driver.histograms)
		if (histogram > disk->driver.histograms.item && histogram->type == histogram[-1].type)
			return place_fail(disk, "a latency-histogram is said twice");
	if (disk->target.tray == DISK_TRAY_OPEN && disk->device != DISK_CDROM && disk->device != DISK_FLOPPY)
		return place_fail(disk, "only the drives of CD-ROMs and floppies have a tray that opens");
	if (disk->device == DISK_LUN && disk->source.format != FORMAT_NONE && disk->source.format != FORMAT_RAW)
		return place_fail(disk, "a lun must be 'raw'");
	return 0;
}

const struct type disk_type = {
	.name = "disk", .size = sizeof(struct disk), .rows = disk_rows,
	.read_rest = disk_read_rest, .check = disk_check,
};

const struct storage_auth *
disk_auth(const struct disk *disk)
{
	return disk->auth ? disk->auth : disk->source.auth;
}

const struct storage_encryption *
disk_encryption(const struct disk *disk)
{
	return disk->encryption ? disk->encryption : disk->source.encryption;
}

/* Of "0n1": namespaces are counted from 1. */
static int
nvme_index(const char *numbers)
{
	unsigned controller, namespace;
	int end = 0;

	if (sscanf(numbers, "%4un%4u%n", &controller, &namespace, &end) != 2 || !namespace)
		return -1;
	if (numbers[end] == 'p')
		end += 1 + strspn(numbers + end + 1, "0123456789");
	return numbers[end] ? -1 : (int)namespace - 1;
}

int
disk_name_index(const char *name)
{
	static const char *const prefixes[] = { "fd", "hd", "vd", "sd", "xvd", "ubd" };
	int index = 0;

	if (name && text_starts(name, "nvme"))
		return nvme_index(name + strlen("nvme"));
	for (unsigned i = 0; name && i < COUNT(prefixes); i++) {
		const char *letter = name + strlen(prefixes[i]);

		if (!text_starts(name, prefixes[i]) || !*letter)
			continue;
		for (; *letter >= 'a' && *letter <= 'z'; letter++)
			if (__builtin_mul_overflow(index, 26, &index) ||
			    __builtin_add_overflow(index, *letter - 'a' + 1, &index))
				return -1;
		return index && strspn(letter, "0123456789") == strlen(letter) ? index - 1 : -1;
	}
	return -1;
}

char *
disk_name(const char *prefix, unsigned index)
{
	enum { MOST = 8 };    /* letters that any index needs */
	char letters[MOST + 1] = "";
	char *first = letters + MOST;

	for (unsigned n = index + 1; n; n = (n - 1) / 26)
		*--first = (char)('a' + (n - 1) % 26);
	return text_format("%s%s", prefix, first);
}
