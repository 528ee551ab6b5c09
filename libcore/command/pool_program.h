/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_program - what several pool- and vol- programs do alike */
#ifndef COMMAND_POOL_PROGRAM_H
#define COMMAND_POOL_PROGRAM_H

#include "command/command.h"
#include "command/table.h"
#include "driver/pool.h"

/* The item of each is a struct pool. */
int pool_cell_name(void *item, struct cell *cell);
int pool_cell_uuid(void *item, struct cell *cell);
int pool_cell_state(void *item, struct cell *cell);
int pool_cell_running(void *item, struct cell *cell);    /* virsh's words of pool-info */
int pool_cell_autostart(void *item, struct cell *cell);
int pool_cell_persistent(void *item, struct cell *cell);
int pool_cell_type(void *item, struct cell *cell);
int pool_cell_path(void *item, struct cell *cell);
int pool_cell_capacity(void *item, struct cell *cell);   /* nothing while it is inactive */
int pool_cell_allocation(void *item, struct cell *cell);
int pool_cell_available(void *item, struct cell *cell);

/* The item of each is a struct volume. */
int volume_cell_name(void *item, struct cell *cell);
int volume_cell_path(void *item, struct cell *cell);
int volume_cell_pool(void *item, struct cell *cell);
int volume_cell_type(void *item, struct cell *cell);
int volume_cell_format(void *item, struct cell *cell);
int volume_cell_capacity(void *item, struct cell *cell);
int volume_cell_allocation(void *item, struct cell *cell);
int volume_cell_physical(void *item, struct cell *cell);
int volume_cell_backing(void *item, struct cell *cell);
int volume_cell_torn(void *item, struct cell *cell);

/* Lists as trees: the volumes as they become rows, then those that are overlays go below what they are
 * overlays of.  What is on a loop, or deeper than an image can be, stays on top. */
struct volume_twig { char *path, *backing; int parent; };
LIST_OF(volume_twig);
struct volume_tree { struct volume_twig_list twigs; };
int volume_tree_add(struct volume_tree *tree, struct volume *volume);
void volume_tree_hang(struct volume_tree *tree);
void volume_tree_done(struct volume_tree *tree);

/* What most of them take, and how most of them fail. */
#define POOL_ARGUMENT(kind, how) ARG("POOL", "pool", kind, how, NULL, "name or UUID of the storage pool")
#define POOL_OVERWRITE_OPTIONS(build) \
	OPT_FLAG(0, "overwrite",    &(build).overwrite,    "make it whatever is there"), \
	OPT_FLAG(0, "no-overwrite", &(build).no_overwrite, "make it only where nothing is")
#define POOL_BUILD_OPTIONS(build_) \
	OPT_FLAG(0, "build", &(build_).build, "make the storage first"), POOL_OVERWRITE_OPTIONS(build_)
#define VOLUME_ARGUMENT(how, into) \
	ARG("VOL", "vol", VALUE_TEXT, how, into, "POOL/VOL, key or path of the volume; with --pool its name")
#define VOLUME_POOL_OPTION(into) \
	OPT_VALUE(0, "pool", VALUE_POOL_ACTIVE, into, "POOL", "storage pool that it is in")
#define VOLUME_PREALLOCATE_OPTION(into) \
	OPT_FLAG(0, "prealloc-metadata", into, "allocate the tables of a qcow2 image")
#define VOLUME_REFLINK_OPTION(into) \
	OPT_FLAG(0, "reflink", into, "share blocks with the original, or fail")
#define POOL_CHANGE_FAULTS                                                                      \
	(CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(SCHEMA) |       \
	 CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY) | CAN(TIMEOUT))
#define VOLUME_FAULTS                                                                           \
	(CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(USAGE) |        \
	 CAN(UNSUPPORTED) | CAN(DENIED) | CAN(TIMEOUT))

/* --validate and --strict of {in}. */
enum pool_define_how pool_define_asked(void);
enum volume_how volume_asked(void);

/* --build, --overwrite and --no-overwrite. */
struct pool_build_options { bool build, overwrite, no_overwrite; };
int pool_build_asked(const struct pool_build_options *options, enum pool_build *ret_how);

/* {poolsrc}: rows for the tables of a program, what they fill, and the document that makes.
 * Caller frees. */
struct pool_said {
	const char *name, *type, *host, *path, *dev, *source_name, *target, *format;
	const char *initiator, *protocol, *auth_type, *user, *secret_usage, *secret_uuid;
	const char *adapter, *wwnn, *wwpn, *parent, *parent_wwnn, *parent_wwpn, *fabric;
};
extern struct pool_said pool_said;
char *pool_source_document(void);
/* The <source> of a server that is asked for sources.  Caller frees. */
char *pool_server_document(const char *host, const char *port, const char *initiator);
#define POOL_SOURCE_OPTIONS \
	OPT_VALUE(0, "source-initiator", VALUE_TEXT, &pool_said.initiator, "IQN", "iSCSI name of this host"), \
	OPT_VALUE(0, "source-protocol-ver", VALUE_TEXT, &pool_said.protocol, "VER", "version of NFS"), \
	OPT_VALUE(0, "auth-type", VALUE_TEXT, &pool_said.auth_type, "TYPE", "chap or ceph"), \
	OPT_VALUE(0, "auth-username", VALUE_TEXT, &pool_said.user, "USER", "user on the server"), \
	OPT_VALUE(0, "secret-usage", VALUE_TEXT, &pool_said.secret_usage, "V", "secret with the password, by what it is for"), \
	OPT_VALUE(0, "secret-uuid", VALUE_TEXT, &pool_said.secret_uuid, "UUID", "secret with the password"), \
	OPT_VALUE(0, "adapter-name", VALUE_TEXT, &pool_said.adapter, "NAME", "SCSI adapter"), \
	OPT_VALUE(0, "adapter-wwnn", VALUE_TEXT, &pool_said.wwnn, "WWNN", "node name of the virtual port"), \
	OPT_VALUE(0, "adapter-wwpn", VALUE_TEXT, &pool_said.wwpn, "WWPN", "port name of the virtual port"), \
	OPT_VALUE(0, "adapter-parent", VALUE_TEXT, &pool_said.parent, "NAME", "adapter it is a virtual port of"), \
	OPT_VALUE(0, "adapter-parent-wwnn", VALUE_TEXT, &pool_said.parent_wwnn, "WWNN", "that adapter's node name"), \
	OPT_VALUE(0, "adapter-parent-wwpn", VALUE_TEXT, &pool_said.parent_wwpn, "WWPN", "that adapter's port name"), \
	OPT_VALUE(0, "adapter-parent-fabric-wwn", VALUE_TEXT, &pool_said.fabric, "WWN", "any adapter on this fabric")
#define POOL_SOURCE_ARGUMENTS \
	ARG("NAME", "name", VALUE_TEXT, ARG_ONE, &pool_said.name, "name of the pool"), \
	ARG("TYPE", "type", VALUE_TEXT, ARG_ONE, &pool_said.type, "type: dir, fs, netfs, logical ..."), \
	ARG("SOURCE-HOST", "source-host", VALUE_TEXT, ARG_OPTIONAL, &pool_said.host, "server"), \
	ARG("SOURCE-PATH", "source-path", VALUE_TEXT, ARG_OPTIONAL, &pool_said.path, "directory on the server"), \
	ARG("SOURCE-DEV", "source-dev", VALUE_TEXT, ARG_OPTIONAL, &pool_said.dev, "device"), \
	ARG("SOURCE-NAME", "source-name", VALUE_TEXT, ARG_OPTIONAL, &pool_said.source_name, "name of the group, pool or cluster"), \
	ARG("TARGET", "target", VALUE_TEXT, ARG_OPTIONAL, &pool_said.target, "where volumes appear"), \
	ARG("SOURCE-FORMAT", "source-format", VALUE_TEXT, ARG_OPTIONAL, &pool_said.format, "format of the source")

/* A bar for what is copied, as {job} asks. */
void volume_progress_begin(const char *what, const char *target);
bool volume_progress_show(uint64_t done, uint64_t total);
void volume_progress_end(void);

#endif
