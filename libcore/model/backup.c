/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - a backup that is asked for or runs: the <domainbackup> document */
#include "model/backup.h"

#include "base/fail.h"

ENUM_WORDS(backup_mode, BACKUP_MODE);
ENUM_WORDS(backup_disk_mode, BACKUP_DISK_MODE);
ENUM_WORDS(backup_state, BACKUP_STATE);
ENUM_WORDS(backup_transport, BACKUP_TRANSPORT);

#define T struct backup_store
static const struct row backup_store_rows[] = {
	STRING(T, file,       "@file",                           0, "file"),
	STRING(T, dev,        "@dev",                            0, "block device"),
	LIST  (T, seclabels,  "seclabel", source_seclabel,       0, "label of the file"),
	GROUP (T, encryption, "encryption", storage_encryption,  0, "encryption of the file"),
	ROWS_END
};
#undef T

static int
backup_store_check(const void *object, const xmlNode *at)
{
	const struct backup_store *store = object;
	const char *path = store->file ? store->file : store->dev;

	if (!store->file == !store->dev)
		return fail(FAULT_XML, "%s: a store is either a file or a dev", at ? xml_place(at) : "disk");
	if (*path != '/')
		return fail(FAULT_XML, "path %s is not absolute", quote(path));
	return 0;
}

static const struct type backup_store_type = {
	.name = "store", .size = sizeof(struct backup_store), .rows = backup_store_rows,
	.check = backup_store_check,
};

#define T struct backup_disk
static const struct row backup_disk_rows[] = {
	STRING(T, name,         "@name",                       REQUIRED, "target of the disk"),
	YESNO (T, backup,       "@backup",                     0,      "the disk takes part", DEFAULT("yes")),
	ENUM  (T, state,        "@state", backup_state,        FILED,  "how far the copy is"),
	ENUM  (T, type,         "@type", storage_kind,         0,      "file or block"),
	ENUM  (T, mode,         "@backupmode", backup_disk_mode, 0,    "all blocks, or those changed since"),
	STRING(T, incremental,  "@incremental",                0,      "checkpoint that changes are counted from"),
	STRING(T, exportname,   "@exportname",                 0,      "pull: name of the NBD export"),
	STRING(T, exportbitmap, "@exportbitmap",               0,      "pull: name of the bitmap in the export"),
	UINT  (T, index,        "@index",                      STATUS, "number of the store's node"),
	ENUM  (T, format,       "driver/@type", storage_format, 0,     "format of the store"),
	PART  (T, target,       "target", backup_store,        0,      "push: where the copy goes"),
	PART  (T, scratch,      "scratch", backup_store,       0,      "pull: where overwritten blocks are kept"),
	ROWS_END
};
#undef T

static int
backup_disk_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct backup_disk *disk = object;

	if (disk->type && disk->type != STORAGE_FILE && disk->type != STORAGE_BLOCK)
		return fail(FAULT_XML, "disk '%s': a store is a file or a block device, not a %s",
			    disk->name, words_name(&storage_kind_words, disk->type));
	return 0;
}

const struct type backup_disk_type = {
	.name = "disk", .size = sizeof(struct backup_disk), .rows = backup_disk_rows,
	.check = backup_disk_check,
};

#define T struct backup_def
static const struct row backup_def_rows[] = {
	ENUM  (T, mode,             "@mode", backup_mode,                 0, "who moves the data", DEFAULT("push")),
	STRING(T, incremental,      "incremental",                        0, "checkpoint that changes are counted from"),
	ENUM  (T, server.transport, "server/@transport", backup_transport, 0, "pull: how clients connect"),
	YESNO (T, server.tls,       "server/@tls",                        0, "pull: with TLS"),
	STRING(T, server.name,      "server/@name",                       0, "pull: address it listens on"),
	UINT  (T, server.port,      "server/@port",                       0, "pull: port it listens on"),
	STRING(T, server.socket,    "server/@socket",                     0, "pull: socket it listens on"),
	STRING(T, server.fdgroup,   "server/@fdgroup",                    0, "pull: descriptors handed over"),
	LIST  (T, disks,            "disks/disk", backup_disk,            0, "disks"),
	XML   (T, private_data,     "privateData",                        FILED, "kept by the driver"),
	ROWS_END
};
#undef T

static int
backup_def_check(const void *object, const xmlNode *at)
{
	const struct backup_def *def = object;
	bool server = def->server.transport || def->server.name || def->server.port || def->server.socket;

	if (def->mode == BACKUP_PUSH && server)
		return fail(FAULT_XML, "only pull has a server");
	if (def->server.transport == BACKUP_UNIX && !def->server.socket)
		return fail(FAULT_XML, "missing attribute 'socket' of 'server'");
	if (def->server.transport && def->server.transport != BACKUP_UNIX && def->server.socket)
		return fail(FAULT_XML, "transport '%s' has no socket",
			    words_name(&backup_transport_words, def->server.transport));
	if (def->server.transport == BACKUP_FD && !def->server.fdgroup)
		return fail(FAULT_XML, "missing attribute 'fdgroup' of 'server'");
	if (at && xml_child(at, "disks") && !def->disks.n)
		return fail(FAULT_XML, "%s: missing element 'disk' in 'disks'", xml_place(at));
	list_each(disk, &def->disks) {
		const struct backup_store *other = def->mode == BACKUP_PUSH ? &disk->scratch : &disk->target;

		if (other->file || other->dev)
			return fail(FAULT_XML, "disk '%s': %s", disk->name, def->mode == BACKUP_PUSH ?
				    "only pull has scratch files" : "only push has targets");
	}
	return 0;
}

const struct type backup_def_type = {
	.name = "domainbackup", .size = sizeof(struct backup_def), .rows = backup_def_rows,
	.check = backup_def_check,
};
