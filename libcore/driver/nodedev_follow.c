/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_follow - what happens to devices of the host, as it happens
 *
 * The driver tells what comes and goes.  Names need what only a device that is there can
 * say, so those of all devices are kept; what is stored is seen by its files. */
#include <limits.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/time.h>

#include "base/clock.h"
#include "base/file.h"
#include "driver/nodedev_inside.h"

enum { DRIVER, FILES, SOURCES };

struct nodedev_follow {
	const struct service *service;
	struct pollfd source[SOURCES];
	struct nodedev_brief_list known;
	struct strings stored;
	struct strings events;           /* JSON lines, not yet told */
	unsigned told;
};

void
nodedev_follow_close(struct nodedev_follow *follow)
{
	if (!follow)
		return;
	for (unsigned i = 0; i < SOURCES; i++)
		file_close_at(&follow->source[i].fd);
	nodedev_briefs_done(&follow->known);
	strings_done(&follow->stored);
	strings_done(&follow->events);
	free(follow);
}

static int
watch_files(struct nodedev_follow *follow)
{
	const char *folder = follow->service->folder;
	auto_free char *path = place_file(PLACE_ETC, "%s", folder);
	auto_close int dir = place_open(PLACE_ETC, folder, true);
	int fd = dir < 0 ? -1 : inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	if (dir < 0)
		return -1;
	if (fd < 0 || inotify_add_watch(fd, path, IN_DELETE | IN_MOVED_TO | IN_ONLYDIR) < 0)
		return fail_errno("watch %s", path);
	follow->source[FILES] = (struct pollfd) { .fd = fd, .events = POLLIN };
	return store_names(PLACE_ETC, folder, &follow->stored);
}

/* Watching begins before what is there is looked at: nothing is lost in between. */
static int
begin(struct nodedev_follow *follow)
{
	const struct nodedev_ops *ops = follow->service->driver->nodedev;

	if (!ops->watch)
		return driver_cannot("device", "watch");
	follow->source[DRIVER] = (struct pollfd) { .fd = ops->watch(follow->service), .events = POLLIN };
	if (follow->source[DRIVER].fd < 0 || watch_files(follow) < 0)
		return -1;
	return ops->scan(follow->service, NULL, &follow->known);
}

struct nodedev_follow *
nodedev_follow_open(void)
{
	const struct service *service = service_for(NOUN_NODEDEV);
	auto_nodedev_follow struct nodedev_follow *follow = service ? xcalloc(1, sizeof *follow) : NULL;

	if (!follow)
		return NULL;
	*follow = (struct nodedev_follow) { .service = service, .source = { { .fd = -1 }, { .fd = -1 } } };
	return begin(follow) < 0 ? NULL : steal(follow);
}

/* ---- events ---- */

static void
add_event(struct nodedev_follow *follow, const char *name, const char *event, const char *detail)
{
	auto_json struct json_object *rest = json_build("s:nodedev", name, "s:event", event, "s?:detail", detail, NULL);
	struct timeval now;

	gettimeofday(&now, NULL);
	strings_addf(&follow->events, "{\"time\":%lld.%06lld,%s", (long long)now.tv_sec, (long long)now.tv_usec,
		     json_line(rest) + 1);
}

static struct nodedev_brief *
find_in(const struct nodedev_brief_list *list, const char *name_or_path)
{
	list_each(brief, list)
		if (text_same(brief->name, name_or_path) || text_same(brief->path, name_or_path))
			return brief;
	return NULL;
}

static void
forget(struct nodedev_follow *follow, const char *name_or_path)
{
	struct nodedev_brief *brief = find_in(&follow->known, name_or_path);

	if (!brief)
		return;
	add_event(follow, brief->name, "lifecycle", "deleted");
	nodedev_brief_done(brief);
	*brief = follow->known.item[--follow->known.n];
}

/* Takes what is in the brief. */
static void
take(struct nodedev_follow *follow, struct nodedev_brief *brief, bool changed)
{
	const struct nodedev_brief *known = find_in(&follow->known, brief->name);

	if (known && changed)
		add_event(follow, known->name, "update", NULL);
	if (known) {
		nodedev_brief_done(brief);
		return;
	}
	add_event(follow, brief->name, "lifecycle", "created");
	*list_add(&follow->known) = *brief;
}

/* The driver was told of more than it could keep: what there is tells what happened.  All that it did keep
 * is older, and told already. */
static int
look_again(struct nodedev_follow *follow)
{
	struct nodedev_brief_list now = { 0 };
	int result = follow->service->driver->nodedev->scan(follow->service, NULL, &now);

	for (unsigned i = follow->known.n; result == 0 && i--;)
		if (!find_in(&now, follow->known.item[i].name))
			forget(follow, follow->known.item[i].name);
	list_each(brief, &now)
		if (result == 0)
			take(follow, brief, false);
		else
			nodedev_brief_done(brief);
	free(now.item);
	return result;
}

static int
read_driver(struct nodedev_follow *follow)
{
	const struct nodedev_ops *ops = follow->service->driver->nodedev;
	struct nodedev_change change = { 0 };
	bool lost = false;
	int got;

	while ((got = ops->next(follow->service, follow->source[DRIVER].fd, &change)) > 0) {
		if (change.gone)
			forget(follow, change.gone);
		if (change.here.name)
			take(follow, &change.here, change.changed);
		free(change.gone);
		change = (struct nodedev_change) { 0 };
		lost |= got == NODEDEV_LOST;
	}
	return got == 0 && lost ? look_again(follow) : got;
}

static void
tell_missing(struct nodedev_follow *follow, const struct strings *those, const struct strings *in,
	     const char *detail)
{
	for (unsigned i = 0; i < those->n; i++)
		if (!strings_have(in, those->item[i]))
			add_event(follow, those->item[i], "lifecycle", detail);
}

static int
read_files(struct nodedev_follow *follow)
{
	char events[sizeof(struct inotify_event) + NAME_MAX + 1];
	auto_strings struct strings now = { 0 };
	struct strings before = follow->stored;

	while (read(follow->source[FILES].fd, events, sizeof events) > 0)
		;
	if (store_names(PLACE_ETC, follow->service->folder, &now) < 0)
		return -1;
	tell_missing(follow, &now, &before, "defined");
	tell_missing(follow, &before, &now, "undefined");
	follow->stored = now;
	now = before;
	return 0;
}

/* 1 when something has come, 0 when time was up, -1. */
static int
wait_for(struct nodedev_follow *follow, int64_t end)
{
	int ready = clock_poll(follow->source, SOURCES, end);

	if (ready <= 0)
		return ready < 0 ? fail_errno("wait for devices") : 0;
	if (follow->source[DRIVER].revents && read_driver(follow) < 0)
		return -1;
	if (follow->source[FILES].revents && read_files(follow) < 0)
		return -1;
	return 1;
}

int
nodedev_follow_next(struct nodedev_follow *follow, int64_t timeout_ms, struct json_object **ret_event)
{
	int64_t end = clock_deadline(timeout_ms);

	while (follow->told == follow->events.n) {
		int come = wait_for(follow, end);

		if (come <= 0)
			return come;
	}
	*ret_event = json_tokener_parse(follow->events.item[follow->told++]);
	return 1;
}
