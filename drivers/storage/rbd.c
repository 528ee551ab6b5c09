/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rbd - pools that are a pool of a Ceph cluster, by rbd and ceph
 *
 * The tools carry the library with them; its key reaches them as a file in memory. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/process.h"
#include "driver/secret.h"
#include "marks.h"
#include "qemu_img.h"
#include "tool.h"

/* ---- the tools ---- */

/* "host,host:port".  Caller frees. */
static char *
monitors_of(const struct pool_source *source)
{
	struct text list = { 0 };

	list_each(host, &source->hosts) {
		text_addf(&list, strchr(host->name, ':') ? "%s[%s]" : "%s%s", list.length ? "," : "", host->name);
		if (host->port.given && host->port.value)
			text_addf(&list, ":%" PRId64, host->port.value);
	}
	return text_take(&list);
}

/* The key of the user as the tools want it: base64, in a file.  -1 without a failure when nobody is
 * said. */
static int
open_key(const struct pool_auth *auth)
{
	auto_bytes struct bytes value = { 0 }, text = { 0 };

	if (!auth)
		return -1;
	if (secret_resolve(&auth->secret, SECRET_CEPH, &value) < 0)
		return -1;
	base64_encode(&value, &text);
	return secret_file(&text);
}

/* The words end with a null pointer. */
static int
run(const struct pool_def *pool, char **ret_output, const char *const *words)
{
	const struct pool_auth *auth = pool->source.auth;
	auto_free char *monitors = monitors_of(&pool->source);
	auto_close int key = open_key(auth);
	auto_strings struct strings argv = { 0 };

	if (auth && key < 0)
		return -1;
	for (; *words; words++)
		strings_add(&argv, *words);
	strings_add(&argv, "-m");
	strings_add(&argv, monitors);
	if (auth) {
		strings_add(&argv, "--id");
		strings_add(&argv, auth->username);
		strings_add(&argv, "--keyfile");
		strings_addf(&argv, "/proc/self/fd/%d", key);
	}
	return process_run(argv.item, ret_output);
}
#define RUN(pool, ret_output, ...) run(pool, ret_output, (const char *const[]) { __VA_ARGS__, NULL })

/* What one said as JSON; caller puts it. */
static struct json_object *
ask(const struct pool_def *pool, const char *const *words)
{
	auto_free char *text = NULL;

	return run(pool, &text, words) < 0 ? NULL : json_parse(text, strlen(text), words[0]);
}
#define ASK(pool, ...) ask(pool, (const char *const[]) { __VA_ARGS__, "--format", "json", NULL })

/* ---- pools ---- */

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_json struct json_object *df = ASK(pool, "ceph", "df");
	struct json_object *stats = json_member(df, "stats"), *pools = json_member(df, "pools");

	if (!df)
		return -1;
	ret_usage->capacity = (uint64_t)json_number(stats, "total_bytes", 0);
	ret_usage->available = (uint64_t)json_number(stats, "total_avail_bytes", 0);
	for (size_t i = 0; pools && i < json_object_array_length(pools); i++) {
		struct json_object *one = json_object_array_get_idx(pools, i);

		if (text_same(json_string(one, "name"), pool->source.name))
			ret_usage->allocation = (uint64_t)json_number(json_member(one, "stats"), "bytes_used", 0);
	}
	return 0;
}

/* ---- volumes ---- */

/* "pool/name"; caller frees. */
static char *
spec_of(const struct pool_def *pool, const char *name)
{
	return text_format("%s/%s", pool->source.name, name);
}

/* "@" is what a snapshot has behind the name. */
static bool
could_be_volume(const char *name)
{
	return *name && !strpbrk(name, "/@");
}

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	auto_json struct json_object *list = ASK(pool, "rbd", "ls", pool->source.name);
	auto_strings struct strings all = { 0 };
	struct strings found = { 0 };

	if (!list)
		return -1;
	json_to_strings(list, &all);
	for (unsigned i = 0; i < all.n; i++)
		if (could_be_volume(all.item[i]) && !marks_are_of_draft(pool, all.item[i]))
			strings_add(&found, all.item[i]);
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

static struct volume_def *
describe(const struct pool_def *pool, const char *name, struct json_object *info)
{
	struct volume_def *def = model_new(&volume_def_type);

	def->type = VOLUME_NETWORK;
	def->name = xstrdup(name);
	def->key = spec_of(pool, name);
	def->target.path = spec_of(pool, name);
	def->target.format = VOLUME_FORMAT_RAW;
	def->capacity = def->allocation = NUMBER_OF(json_number(info, "size", 0));
	return def;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_strings struct strings all = { 0 };
	auto_free char *spec = spec_of(pool, name);
	auto_json struct json_object *info = NULL;

	/* What the tool says of a missing image is for people, and its status is that of any failure. */
	if (names(pool, &all) < 0)
		return NULL;
	if (!strings_have(&all, name))
		return fail(FAULT_MISSING, "no such storage volume"), NULL;
	info = ASK(pool, "rbd", "info", spec);
	return info ? describe(pool, name, info) : NULL;
}

static int
unmake(const struct pool_def *pool, const char *name)
{
	auto_free char *spec = spec_of(pool, name);

	return RUN(pool, NULL, "rbd", "rm", "--no-progress", spec);
}

/* A copy that is not whole, or not begun. */
static int
unmake_draft(const struct pool_def *pool, const char *name)
{
	if (unmake(pool, name) < 0)
		fail_forget();           /* it was not there; if it is, the next that makes it is told */
	return 0;
}

static int
clean(const struct pool_def *pool)
{
	return marks_clean(pool, unmake_draft);
}

/* From an image of the cluster, or from a file or device of this host. */
static int
fill(const struct pool_def *pool, const struct volume_def *def, const struct volume_def *from)
{
	auto_free char *spec = spec_of(pool, def->name);
	auto_free char *size = text_format("%" PRId64 "B", def->capacity.value);

	if (!from)
		return RUN(pool, NULL, "rbd", "create", "--size", size, spec);
	if ((from->type == VOLUME_NETWORK ? RUN(pool, NULL, "rbd", "cp", "--no-progress", from->target.path, spec)
					  : RUN(pool, NULL, "rbd", "import", "--no-progress", from->target.path, spec)) < 0)
		return -1;
	return def->capacity.value == from->capacity.value ? 0
		: RUN(pool, NULL, "rbd", "resize", "--no-progress", "--size", size, spec);
}

static int
create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
       const struct volume_def *from, __attribute__((unused)) volume_progress *progress)
{
	struct failure why;
	int result;

	if (!could_be_volume(def->name))
		return fail(FAULT_XML, "%s is no name of a storage volume", quote(def->name));
	if (how & VOLUME_REFLINK || def->backing || def->target.encryption || def->target.format != VOLUME_FORMAT_RAW ||
	    (from && from->type != VOLUME_NETWORK && !qemu_img_is_plain(from)))
		return fail(FAULT_UNSUPPORTED, "a volume of Ceph is raw here, and stands alone");
	if (marks_begin(pool, def->name) < 0)
		return -1;
	result = fill(pool, def, from);
	why = fail_aside();
	/* What cannot even be made empty is somebody else's by now. */
	if (result < 0 && from)
		unmake_draft(pool, def->name);
	if (marks_done(pool, def->name) < 0 && result < 0)
		fail_forget();           /* the next that makes one tries again */
	return result < 0 ? fail_again(&why) : fail_fault() ? -1 : 0;
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	return unmake(pool, def->name);
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	auto_free char *spec = spec_of(pool, def->name);
	auto_free char *size = text_format("%" PRIu64 "B", capacity);

	return RUN(pool, NULL, "rbd", "resize", "--no-progress", "--size", size, spec,
		   how & VOLUME_SHRINK ? "--allow-shrink" : NULL);
}

const struct backend backend_rbd = {
	.tool = "rbd",
	.pool = { .clean = clean, .usage = usage },
	.volume = { .names = names, .look = look, .create = create, .remove = delete, .resize = resize },
};
