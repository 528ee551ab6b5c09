/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_parts - what a device is to the emulator: the options that the command line of a guest
 * with it has more than that of the same guest without it */
#include "device.h"

#include <time.h>

#include "base/clock.h"
#include "base/fail.h"

enum { LETTING_GO_MS = 1000 };

static struct json_object *
same_object(const char *value)
{
	return json_parse(value, strlen(value), "option");
}

/* Options that can be given while it runs, and the object that is the argument of the command. */
static const struct {
	const char *flag, *add, *remove, *id;
	struct json_object *(*object)(const char *value);
} options[] = {
	{ "-object",   "object-add",   "object-del",     "id",        same_object },
	{ "-blockdev", "blockdev-add", "blockdev-del",   "node-name", same_object },
	{ "-chardev",  "chardev-add",  "chardev-remove", "id",        chardev_object },
	{ "-netdev",   "netdev_add",   "netdev_del",     "id",        same_object },
	{ "-device",   "device_add",   NULL,             "id",        same_object },
};

void
parts_done(struct part_list *parts)
{
	list_each(part, parts) {
		free(part->flag);
		free(part->value);
	}
	free(parts->item);
	*parts = (struct part_list){ 0 };
}

static void
divide(const struct strings *argv, struct part_list *ret_parts)
{
	for (unsigned i = 1; i < argv->n; i++) {
		struct part *part = list_add(ret_parts);

		part->flag = xstrdup(argv->item[i]);
		if (i + 1 < argv->n && argv->item[i + 1][0] != '-')
			part->value = xstrdup(argv->item[++i]);
	}
}

static bool
has(const struct part_list *parts, const struct part *wanted)
{
	list_each(part, parts)
		if (text_same(part->flag, wanted->flag) && text_same(part->value, wanted->value))
			return true;
	return false;
}

void
parts_more(const struct strings *argv, const struct strings *other, struct part_list *ret_parts)
{
	auto_parts struct part_list all = { 0 }, others = { 0 };

	divide(argv, &all);
	divide(other, &others);
	list_each(part, &all) {
		if (has(&others, part))
			continue;
		*list_add(ret_parts) = *part;
		*part = (struct part){ 0 };
	}
}

static int
option_of(const struct part *part)
{
	for (unsigned i = 0; i < COUNT(options); i++)
		if (text_same(part->flag, options[i].flag) && part->value)
			return (int)i;
	return -1;
}

static struct json_object *
object_of(const struct part *part)
{
	return options[option_of(part)].object(part->value);
}

int
parts_check(const struct part_list *parts)
{
	list_each(part, parts) {
		auto_json struct json_object *object = option_of(part) < 0 ? NULL : object_of(part);

		if (option_of(part) < 0)
			return fail(FAULT_UNSUPPORTED, "this needs '%s %s', which cannot be given to a guest that runs",
				    part->flag, part->value ? part->value : "");
		if (!object)
			return -1;
	}
	return 0;
}

int
parts_add(struct qmp *qmp, const struct part_list *parts)
{
	list_each(part, parts) {
		struct json_object *object = object_of(part);

		if (!object || qmp_do(qmp, options[option_of(part)].add, object) < 0)
			return -1;
	}
	return 0;
}

/* A device that has gone lets go of what was behind it only a moment later. */
static bool
is_in_use(void)
{
	return fail_fault() == FAULT_FAILED && (strstr(fail_story(), "in use") || strstr(fail_story(), "busy"));
}

static int
remove_one(struct qmp *qmp, const char *command, const char *key, const char *id)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	int64_t end = clock_ms() + LETTING_GO_MS;

	for (;;) {
		struct json_object *arguments = json_object_new_object();

		json_object_object_add(arguments, key, json_object_new_string(id));
		if (qmp_do(qmp, command, arguments) == 0)
			return 0;
		if (!is_in_use() || clock_ms() >= end)
			break;
		fail_forget();
		nanosleep(&pause, NULL);
	}
	if (fail_fault() != FAULT_FAILED)
		return -1;
	fail_forget();           /* it is not there, or another device uses it, too */
	return 0;
}

int
parts_remove(struct qmp *qmp, const struct part_list *parts)
{
	for (unsigned i = parts->n; i-- > 0;) {
		int option = option_of(&parts->item[i]);
		const char *key = option < 0 ? NULL : options[option].id;
		auto_json struct json_object *object = key ? object_of(&parts->item[i]) : NULL;
		const char *id = json_string(object, key ? key : "");

		if (id && options[option].remove && remove_one(qmp, options[option].remove, key, id) < 0)
			return -1;
	}
	return 0;
}
