/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sheepdog - pools that are a cluster of Sheepdog, by dog
 *
 * What dog makes is there at once and whole, so nothing is on record. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "backend.h"
#include "base/process.h"
#include "server.h"
#include "tool.h"

enum { USUAL_PORT = 7000 };

/* "dog OBJECT VERB [WORD [WORD]] -a HOST -p PORT". */
static int
dog(const struct pool_def *pool, char **ret_output, const char *object, const char *verb,
    const char *word, const char *other)
{
	const struct pool_host *host = pool->source.hosts.item;
	auto_free char *port = text_format("%" PRId64, host->port.given && host->port.value ? host->port.value
											     : (int64_t)USUAL_PORT);
	auto_strings struct strings argv = { 0 };
	const char *words[] = { "dog", object, verb, word, other };

	for (unsigned i = 0; i < COUNT(words); i++)
		if (words[i])
			strings_add(&argv, words[i]);
	strings_add(&argv, "-a");
	strings_add(&argv, host->name);
	strings_add(&argv, "-p");
	strings_add(&argv, port);
	return process_run(argv.item, ret_output);
}

static int
not_understood(const char *text)
{
	return fail(FAULT_FAILED, "what dog says is not understood: %s", quote(text));
}

/* ---- pools ---- */

/* The last line: "Total 15245667872 117571104 0% 20972341". */
static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_free char *text = NULL;
	const char *total;

	if (dog(pool, &text, "node", "info", "-r", NULL) < 0)
		return -1;
	total = strstr(text, "Total ");
	if (!total || sscanf(total, "Total %" SCNu64 " %" SCNu64, &ret_usage->capacity, &ret_usage->allocation) != 2 ||
	    ret_usage->allocation > ret_usage->capacity)
		return not_understood(text);
	ret_usage->available = ret_usage->capacity - ret_usage->allocation;
	return 0;
}

/* ---- volumes ---- */

/* A line of the list: "= fish 0 8388608 4194304 0 1336557216 7c2b26"; a blank in a name is behind a
 * backslash, snapshots begin with "s".  The name, or NULL; caller frees. */
static char *
read_line(const char *line, uint64_t *ret_size, uint64_t *ret_used)
{
	auto_text struct text name = { 0 };
	const char *at = line + 2;

	if ((*line != '=' && *line != 'c') || line[1] != ' ')
		return NULL;
	for (; *at && *at != ' '; at++) {
		at += *at == '\\' && at[1];
		text_add_char(&name, *at);
	}
	return sscanf(at, " %*u %" SCNu64 " %" SCNu64, ret_size, ret_used) == 2 ? text_take(&name) : NULL;
}

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	auto_free char *text = NULL;
	struct strings found = { 0 };
	const char *at;
	uint64_t size, used;

	if (dog(pool, &text, "vdi", "list", "-r", NULL) < 0)
		return -1;
	at = text;
	for (char *line, *name; (line = tool_line(&at)); free(line))
		if ((name = read_line(line, &size, &used)))
			strings_take(&found, name);
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

static struct volume_def *
describe(const struct pool_def *pool, const char *name, uint64_t size, uint64_t used)
{
	struct volume_def *def = model_new(&volume_def_type);

	def->type = VOLUME_NETWORK;
	def->name = xstrdup(name);
	def->key = text_format("%s/%s", pool->source.name, name);
	def->target.path = xstrdup(name);
	def->target.format = VOLUME_FORMAT_RAW;
	def->capacity = NUMBER_OF((int64_t)size);
	def->allocation = def->physical = NUMBER_OF((int64_t)used);
	return def;
}

/* A name that dog would take for an option is none. */
static bool
could_be_volume(const char *name)
{
	return *name && *name != '-';
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_free char *text = NULL;
	const char *at;
	uint64_t size, used;

	if (could_be_volume(name) && dog(pool, &text, "vdi", "list", name, "-r") < 0)
		return NULL;
	at = text ? text : "";
	for (char *line; (line = tool_line(&at)); free(line)) {
		auto_free char *found = read_line(line, &size, &used);

		if (found && text_same(found, name) && size <= INT64_MAX && used <= INT64_MAX)
			return free(line), describe(pool, name, size, used);
	}
	return fail(FAULT_MISSING, "no such storage volume"), NULL;
}

static int
create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
       const struct volume_def *from, __attribute__((unused)) volume_progress *progress)
{
	auto_free char *size = text_format("%" PRId64, def->capacity.value);

	if (!could_be_volume(def->name))
		return fail(FAULT_XML, "%s is no name of a storage volume", quote(def->name));
	if (from || how & VOLUME_REFLINK || def->backing || def->target.encryption)
		return fail(FAULT_UNSUPPORTED, "a volume of Sheepdog is made empty here, and stands alone");
	return dog(pool, NULL, "vdi", "create", def->name, size);
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	return dog(pool, NULL, "vdi", "delete", def->name, NULL);
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity,
       __attribute__((unused)) enum volume_how how)
{
	auto_free char *size = text_format("%" PRIu64, capacity);

	return dog(pool, NULL, "vdi", "resize", def->name, size);
}

const struct backend backend_sheepdog = {
	.tool = "dog",
	.pool = { .usage = usage },
	.volume = {
		.names = names, .name_of = server_name_in_key, .look = look, .create = create, .remove = delete,
		.resize = resize,
	},
};
