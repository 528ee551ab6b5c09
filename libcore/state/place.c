/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* place - the five trees where everything is kept */
#include "state/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

static const struct {
	const char *below_root;      /* under VIRTUTILS_ROOT */
	const char *variable;        /* moves this one alone */
	const char *system;
	const char *xdg, *below_home;        /* the session's, and its default */
	mode_t mode;
} places[PLACE_COUNT] = {
	[PLACE_ETC]   = { "etc",   "VIRTUTILS_ETC", "/etc/virtutils",
			  "XDG_CONFIG_HOME", ".config", 0755 },
	[PLACE_RUN]   = { "run",   "VIRTUTILS_RUN", "/run/virtutils",
			  "XDG_RUNTIME_DIR", NULL, 0711 },
	[PLACE_VAR]   = { "var",   NULL, "/var/lib/virtutils",
			  "XDG_DATA_HOME", ".local/share", 0711 },
	[PLACE_CACHE] = { "cache", NULL, "/var/cache/virtutils",
			  "XDG_CACHE_HOME", ".cache", 0700 },
	[PLACE_LOG]   = { "log",   NULL, "/var/log/virtutils",
			  "XDG_STATE_HOME", ".local/state", 0700 },
};

static struct {
	enum { SESSION_UNSAID, SESSION_NO, SESSION_YES } session;
	char *root;
	char *path[PLACE_COUNT];     /* made on first use */
} chosen;

static void
forget_paths(void)
{
	for (unsigned i = 0; i < PLACE_COUNT; i++) {
		free(chosen.path[i]);
		chosen.path[i] = NULL;
	}
}

void
place_use_session(bool session)
{
	forget_paths();
	chosen.session = session ? SESSION_YES : SESSION_NO;
}

bool
place_is_session(void)
{
	if (chosen.session == SESSION_UNSAID)
		return geteuid() != 0;
	return chosen.session == SESSION_YES;
}

void
place_use_root(const char *root)
{
	forget_paths();
	free(chosen.root);
	chosen.root = xstrdup(root);
}

/* What the environment says, when it says something we may believe. */
static const char *
environment(const char *variable)
{
	const char *value = variable ? secure_getenv(variable) : NULL;

	return value && *value == '/' ? value : NULL;
}

static char *session_path(enum place place);

/* Where nobody logged in (cron, containers), the user has no directory under /run. */
static char *
runtime_path(void)
{
	auto_free char *usual = text_format("/run/user/%u", (unsigned)geteuid());
	auto_free char *cache = NULL;

	if (access(usual, F_OK) == 0)
		return text_format("%s/virtutils", usual);
	cache = session_path(PLACE_CACHE);
	return text_format("%s/run", cache);
}

static char *
session_path(enum place place)
{
	const char *xdg = environment(places[place].xdg);
	const char *home = environment("HOME");

	if (xdg)
		return text_format("%s/virtutils", xdg);
	if (place == PLACE_RUN)
		return runtime_path();
	return text_format("%s/%s/virtutils", home ? home : "/", places[place].below_home);
}

/* Slashes at the end would double in every path made from it. */
static char *
without_slash(char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		path[--length] = '\0';
	return path;
}

const char *
place_root(void)
{
	return chosen.root ? chosen.root : environment("VIRTUTILS_ROOT");
}

static char *
path_make(enum place place)
{
	const char *root = place_root();
	const char *alone = environment(places[place].variable);

	if (chosen.root || (root && !alone))
		return text_format("%s/%s", root, places[place].below_root);
	if (alone)
		return xstrdup(alone);
	return place_is_session() ? session_path(place) : xstrdup(places[place].system);
}

const char *
place_path(enum place place)
{
	if (!chosen.path[place])
		chosen.path[place] = without_slash(path_make(place));
	return chosen.path[place];
}

char *
place_file(enum place place, const char *format, ...)
{
	struct text path = { 0 };
	va_list arguments;

	text_add(&path, place_path(place));
	text_add_char(&path, '/');
	va_start(arguments, format);
	text_addv(&path, format, arguments);
	va_end(arguments);
	return text_take(&path);
}

/* What is above belongs to all of them, so that a place with more secrets than another
 * does not lock emulators, which run as users of their own, out of the other. */
static int
place_make(enum place place)
{
	const char *path = place_path(place);
	auto_free char *above = xstrndup(path, (size_t)(strrchr(path, '/') - path));

	if (*above && dir_make(above, 0711) < 0)
		return -1;
	return dir_make(path, places[place].mode);
}

/* One step is one system call.  Of several none may be a link of somebody's.  -1 with errno, and no failure told. */
static int
open_there(enum place place, const char *path, const char *below)
{
	auto_close int top = -1;
	int fd;

	if (!strchr(below, '/'))
		return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	top = open(place_path(place), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return -1;
	fd = dir_open(top, below, 0);
	if (fd < 0) {
		int reason = fail_errno_value();

		fail_forget();
		errno = reason ? reason : EINVAL;
	}
	return fd;
}

/* Most times it is there already. */
int
place_open(enum place place, const char *below, bool make)
{
	auto_free char *path = place_file(place, "%s", below);
	auto_close int top = -1;
	int fd = open_there(place, path, below);

	if (fd >= 0 || (errno == ENOENT && !make))
		return fd;
	if (errno != ENOENT)
		return fail_errno("open %s", path);
	if (place_make(place) < 0)
		return -1;
	top = open(place_path(place), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return fail_errno("open %s", place_path(place));
	return dir_open(top, below, places[place].mode);
}
