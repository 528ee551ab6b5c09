/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_changed - what changed on a disk of a guest that is off
 *
 * QEMU's storage daemon does what the emulator would do: it has the chain open to be read, and copies the
 * blocks that the bitmaps tell.  It ends with us, however we end. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "alias.h"
#include "backup.h"
#include "base/file.h"
#include "base/process.h"
#include "block_bitmap.h"
#include "checkpoint.h"

enum { GREETING_MS = 10000, COPY_MS = 24 * 60 * 60 * 1000 };
static const char target_node[] = "target", sum[] = "changed";

/* --- the chain, each image with a node of its own --- */

static struct storage_source *
image_from(struct json_object *image, unsigned index)
{
	struct storage_source *source = xcalloc(1, sizeof *source);
	int format = words_find(&storage_format_words, json_string(image, "format"));

	source->type = STORAGE_FILE;
	source->file = xstrdup(json_string(image, "filename"));
	source->format = format > 0 ? (enum storage_format)format : FORMAT_RAW;
	source->index = index;
	return source;
}

/* Caller frees. */
static struct storage_source *
chain_of(const struct disk *disk)
{
	auto_json struct json_object *images = qemu_off_describe(&disk->source);
	struct storage_source *first = NULL, **link = &first;

	for (size_t i = 0; i < json_length(images); i++) {
		*link = image_from(json_object_array_get_idx(images, i), (unsigned)i + 1);
		link = &(*link)->backing;
	}
	return first;
}

static struct json_object *
node_for(const char *name, const char *format, const char *file, bool writable)
{
	return json_build("s:driver", format, "s:node-name", name, "b:read-only", !writable,
			  "o:file", json_build("s:driver", "file", "s:filename", file, NULL), NULL);
}

/* From the lowest up: each names the one below. */
static void
add_nodes(const struct storage_source *image, struct strings *argv)
{
	auto_free char *name = qemu_format_node(image), *below = image->backing ? qemu_format_node(image->backing) : NULL;
	auto_json struct json_object *node = node_for(name, words_name(&storage_format_words, image->format),
						      image->file, false);

	if (image->backing)
		add_nodes(image->backing, argv);
	if (image->format == FORMAT_QCOW2)
		json_object_object_add(node, "backing", below ? json_object_new_string(below) : NULL);
	strings_add(argv, "--blockdev");
	strings_add(argv, json_line(node));
}

/* --- the daemon --- */

struct daemon {
	struct qmp *qmp;
	pid_t pid;
};

static int
daemon_start(const struct storage_source *chain, const char *to, struct daemon *ret_daemon)
{
	static const char *const command[] = {
		"qemu-storage-daemon", "--chardev", "stdio,id=qmp", "--monitor", "qmp",
	};
	auto_strings struct strings argv = { 0 };
	auto_json struct json_object *target = node_for(target_node, "qcow2", to, true);
	auto_close int ours = -1, theirs = -1;
	int ends[2];

	for (unsigned i = 0; i < COUNT(command); i++)
		strings_add(&argv, command[i]);
	add_nodes(chain, &argv);
	strings_add(&argv, "--blockdev");
	strings_add(&argv, json_line(target));
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return fail_errno("make a pair of sockets");
	ours = ends[0];
	theirs = ends[1];
	if (process_spawn_bound(argv.item, (int[3]){ theirs, theirs, STDERR_FILENO }, &ret_daemon->pid) < 0)
		return -1;
	ret_daemon->qmp = qmp_attach(steal_fd(ours), GREETING_MS);
	return ret_daemon->qmp ? 0 : fail_as(FAULT_UNSUPPORTED);
}

/* The failure so far is the one to tell. */
static void
daemon_end(struct daemon *daemon)
{
	struct failure so_far = fail_aside();

	if (daemon->qmp)
		qmp_do(daemon->qmp, "quit", NULL);
	qmp_close(daemon->qmp);
	while (daemon->pid > 0 && waitpid(daemon->pid, NULL, 0) < 0 && errno == EINTR)
		;
	fail_forget();           /* it has ended, which is all that is wanted */
	fail_again(&so_far);
}

/* --- copying --- */

static int
copy(struct qmp *qmp, const struct disk *as, const char *since)
{
	auto_json struct json_object *nodes = qemu_block_nodes(qmp);
	auto_json struct json_object *chain = nodes ? qemu_bitmap_chain(nodes, as, since) : NULL;
	auto_free char *top = qemu_format_node(&as->source);

	if (!chain)
		return -1;
	if (qmp_do(qmp, "block-dirty-bitmap-add", json_build("s:node", top, "s:name", sum, "b:persistent", false,
							     "b:disabled", true, NULL)) < 0 ||
	    qmp_do(qmp, "block-dirty-bitmap-merge", json_build("s:node", top, "s:target", sum, "o:bitmaps",
							       json_object_get(chain), NULL)) < 0)
		return -1;
	return qmp_job(qmp, "blockdev-backup", json_build(
		"s:device", top, "s:target", target_node, "s:sync", "incremental", "s:bitmap", sum,
		"b:auto-dismiss", false, NULL), "backup", COPY_MS);
}

static int
make_target(const struct disk *disk, const char *to)
{
	enum storage_format format;
	uint64_t bytes;
	auto_free char *size = NULL;

	if (qemu_image_inspect(&disk->source, &format, &bytes) < 0)
		return -1;
	size = text_format("%llu", (unsigned long long)bytes);
	return process_run((char *[]){ "qemu-img", "create", "-q", "-f", "qcow2", (char *)to, size, NULL }, NULL);
}

int
qemu_backup_changed(const struct disk *disk, const char *since, const char *to)
{
	struct storage_source *chain = chain_of(disk);
	struct disk as = *disk;
	struct daemon daemon = { 0 };
	int done = -1;

	if (chain) {
		as.source = *chain;
		if (make_target(disk, to) == 0 && daemon_start(chain, to, &daemon) == 0)
			done = copy(daemon.qmp, &as, since);
		daemon_end(&daemon);
	}
	model_free(&storage_source_type, chain);
	if (done < 0)
		unlink(to);
	return done;
}
