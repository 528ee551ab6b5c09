/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_state - places, objects by name, UUID and number, locks */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "state/store.h"

#define UUID_A "6695eb01-f6a4-8304-79aa-97f2502e193a"
#define UUID_B "6695eb01-f6a4-8304-79aa-97f2502e193b"

static void
use_this_directory(void)
{
	auto_free char *here = getcwd(NULL, 0);

	place_use_root(here);
}

static char *
object_xml(const char *name, const char *uuid)
{
	return text_format("<thing><name>%s</name><uuid>%s</uuid></thing>\n", name, uuid);
}

static int
write_object(enum place place, const char *name, const char *uuid)
{
	auto_free char *xml = object_xml(name, uuid);

	return store_write(place, "things", name, uuid, xml);
}

static int
run_shell(const char *command)
{
	int status = system(command);

	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* --- places */

static void
test_places(void)
{
	place_use_root(NULL);
	unsetenv("VIRTUTILS_ROOT");
	place_use_session(false);
	CHECK_TEXT(place_path(PLACE_ETC), "/etc/virtutils");
	CHECK_TEXT(place_path(PLACE_LOG), "/var/log/virtutils");

	setenv("HOME", "/home/eve", true);
	setenv("XDG_CONFIG_HOME", "/home/eve/cfg", true);
	setenv("XDG_CACHE_HOME", "relative is ignored", true);
	unsetenv("XDG_DATA_HOME");
	place_use_session(true);
	CHECK(place_is_session());
	CHECK_TEXT(place_path(PLACE_ETC), "/home/eve/cfg/virtutils");
	CHECK_TEXT(place_path(PLACE_CACHE), "/home/eve/.cache/virtutils");
	CHECK_TEXT(place_path(PLACE_VAR), "/home/eve/.local/share/virtutils");

	setenv("VIRTUTILS_ROOT", "/x/", true);
	setenv("VIRTUTILS_RUN", "/y/", true);
	place_use_session(false);
	CHECK_TEXT(place_path(PLACE_ETC), "/x//etc");
	CHECK_TEXT(place_path(PLACE_RUN), "/y");
	place_use_root("/z");
	CHECK_TEXT(place_path(PLACE_RUN), "/z/run");
	unsetenv("VIRTUTILS_ROOT");
	unsetenv("VIRTUTILS_RUN");
}

static void
test_place_open(void)
{
	auto_close int made = -1;
	struct stat st;

	use_this_directory();
	CHECK(place_open(PLACE_ETC, "a/b", false) < 0);
	CHECK(errno == ENOENT);
	CHECK(fail_fault() == FAULT_NONE);
	made = place_open(PLACE_ETC, "a/b", true);
	CHECK(made >= 0 && stat("etc/a/b", &st) == 0 && S_ISDIR(st.st_mode));
	CHECK(symlink("b", "etc/a/link") == 0);
	CHECK(place_open(PLACE_ETC, "a/link", true) < 0);
	CHECK(fail_fault() == FAULT_SYSTEM);
	fail_forget();
}

/* --- names */

static void
test_names(void)
{
	static const struct {
		const char *name, *story;
	} bad[] = {
		{ "", "name '' is empty" },
		{ ".hidden", "name '.hidden' begins with a dot" },
		{ "..", "name '..' begins with a dot" },
		{ "a/b", "name 'a/b' holds a slash" },
		{ "web.events", "name 'web.events' ends in '.events'" },
		{ "a\nb", "name 'a\\nb' holds a control character or is not UTF-8" },
		{ "\xff", "name '\\377' holds a control character or is not UTF-8" },
	};
	char name[256];

	for (unsigned i = 0; i < COUNT(bad); i++)
		CHECK_FAILS(store_name_check(bad[i].name), FAULT_XML, bad[i].story);
	CHECK(store_name_check("web 1 'ü' *?\\") == 0);
	memset(name, 'n', sizeof name);
	name[244] = '\0';
	CHECK(store_name_check(name) == 0);
	name[244] = 'n';
	name[245] = '\0';
	CHECK(!store_name_fits(name));
	CHECK(fail_fault() == FAULT_NONE);
}

/* --- objects */

static void
test_objects(void)
{
	auto_strings struct strings names = { 0 };
	auto_free char *xml = NULL;
	auto_free char *missing = NULL;
	struct stat st;

	use_this_directory();
	missing = text_format("open %s/things/b.xml: No such file or directory", place_path(PLACE_ETC));
	CHECK_NULL(store_read(PLACE_ETC, "things", "b"), FAULT_MISSING, missing);
	CHECK(write_object(PLACE_ETC, "b", UUID_B) == 0);
	CHECK(write_object(PLACE_ETC, "a", UUID_A) == 0);
	CHECK(stat("etc/things/a.xml", &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK(store_has(PLACE_ETC, "things", "a") && !store_has(PLACE_RUN, "things", "a"));
	xml = store_read(PLACE_ETC, "things", "a");
	CHECK_TEXT(xml, "<thing><name>a</name><uuid>" UUID_A "</uuid></thing>\n");
	CHECK(store_names(PLACE_ETC, "things", &names) == 0 && names.n == 2);
	CHECK_TEXT(names.item[0], "a");
	CHECK_TEXT(names.item[1], "b");
	CHECK(store_remove(PLACE_ETC, "things", "a", UUID_A) == 0);
	CHECK(store_remove(PLACE_ETC, "things", "a", UUID_A) == 0);
	CHECK(!store_has(PLACE_ETC, "things", "a"));
	CHECK(access("etc/things/by-uuid/" UUID_A, F_OK) < 0);
}

static void
test_autostart(void)
{
	use_this_directory();
	CHECK(write_object(PLACE_ETC, "a", UUID_A) == 0);
	CHECK(!store_autostart("things", "a"));
	CHECK(store_set_autostart("things", "a", false) == 0);
	CHECK(store_set_autostart("things", "a", true) == 0);
	CHECK(store_autostart("things", "a"));
	CHECK(store_rename("things", "a", "b", UUID_A) == 0);
	CHECK(store_autostart("things", "b") && !store_autostart("things", "a"));

	/* A removal that was killed half-way must not mark the next object of that name. */
	CHECK(unlink("etc/things/b.xml") == 0);
	CHECK(write_object(PLACE_ETC, "b", UUID_A) == 0);
	CHECK(!store_autostart("things", "b"));
}

/* --- UUIDs */

static void
check_found(const char *uuid, const char *name)
{
	auto_free char *found = store_find_uuid("things", uuid);

	CHECK_TEXT(found, name);
	CHECK(fail_fault() == FAULT_NONE);
	fail_forget();
}

static void
test_uuid_index(void)
{
	use_this_directory();
	check_found(UUID_A, NULL);
	CHECK(write_object(PLACE_ETC, "a", UUID_A) == 0);
	CHECK(write_object(PLACE_RUN, "live", UUID_B) == 0);
	check_found(UUID_A, "a");
	check_found(UUID_B, "live");

	/* The index is lost, and made again. */
	CHECK(run_shell("rm -r etc/things/by-uuid") == 0);
	check_found(UUID_A, "a");
	CHECK(access("etc/things/by-uuid/" UUID_A, F_OK) == 0);

	/* The object got another name behind our back. */
	CHECK(rename("etc/things/a.xml", "etc/things/c.xml") == 0);
	check_found(UUID_A, "c");

	/* The link points at what is another object now. */
	CHECK(write_object(PLACE_ETC, "d", UUID_A) == 0);
	CHECK(run_shell("sed -i s/" UUID_A "/" UUID_B "/ etc/things/d.xml") == 0);
	check_found(UUID_A, "c");
	check_found(UUID_B, "d");
}

static void
test_hostile_index(void)
{
	use_this_directory();
	CHECK(write_object(PLACE_ETC, "a", UUID_A) == 0);
	CHECK(unlink("etc/things/by-uuid/" UUID_A) == 0);
	CHECK(symlink("../../../../etc/passwd", "etc/things/by-uuid/" UUID_A) == 0);
	check_found(UUID_A, "a");
	CHECK(run_shell("echo '<thing' >etc/things/broken.xml") == 0);
	check_found(UUID_B, NULL);
}

/* --- numbers */

static void
test_ids(void)
{
	auto_free char *name = NULL;
	auto_free char *gone = NULL;

	use_this_directory();
	CHECK(store_next_id("things") == 1);
	CHECK(store_next_id("things") == 2);
	CHECK(write_object(PLACE_RUN, "a", UUID_A) == 0);
	CHECK(store_set_id("things", 7, "a") == 0);
	name = store_find_id("things", 7);
	CHECK_TEXT(name, "a");
	CHECK(run_shell("echo torn >run/things/next-id") == 0);
	CHECK(store_next_id("things") == 8);
	CHECK(fail_fault() == FAULT_NONE);
	store_clear_id("things", 7);
	gone = store_find_id("things", 7);
	CHECK_TEXT(gone, NULL);
}

/* --- locks */

/* A process that holds the lock of "web" until its standard input is closed. */
static pid_t
holder(int *ret_door)
{
	int door[2], ready[2];
	char byte;
	pid_t pid;

	if (pipe(door) < 0 || pipe(ready) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		close(door[1]);
		_exit(store_lock("things", "web") < 0 || write(ready[1], "r", 1) != 1 ||
		      read(door[0], &byte, 1) < 0);
	}
	close(door[0]);
	close(ready[1]);
	CHECK(read(ready[0], &byte, 1) == 1);
	close(ready[0]);
	*ret_door = door[1];
	return pid;
}

static void
test_locks(void)
{
	int door = -1, status = -1;
	pid_t pid;

	use_this_directory();
	pid = holder(&door);
	CHECK(pid > 0);
	store_lock_timeout(0);
	CHECK(store_lock("things", "web") < 0);
	CHECK(fail_fault() == FAULT_BUSY);
	CHECK(strstr(fail_story(), "busy: test_state (pid ") != NULL);
	fail_forget();
	auto_close int other = store_lock("things", "other");
	CHECK(other >= 0);
	close(door);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	auto_close int lock = store_lock("things", "web");
	CHECK(lock >= 0);
	store_lock_timeout(-1);
}

static void
test_lock_timeout(void)
{
	int door = -1;
	pid_t pid;

	use_this_directory();
	setenv("VIRTUTILS_LOCK_TIMEOUT", "soon", true);
	CHECK(store_lock("things", "web") < 0);
	CHECK(fail_fault() == FAULT_USAGE && text_starts(fail_story(), "VIRTUTILS_LOCK_TIMEOUT: "));
	fail_forget();
	setenv("VIRTUTILS_LOCK_TIMEOUT", "0", true);
	pid = holder(&door);
	CHECK(store_lock("things", "web") < 0);
	CHECK(fail_fault() == FAULT_BUSY);
	fail_forget();

	/* A lock dies with its holder, however that ends. */
	CHECK(kill(pid, SIGKILL) == 0 && waitpid(pid, NULL, 0) == pid);
	auto_close int lock = store_lock("things", "web");
	CHECK(lock >= 0);
	close(door);
	unsetenv("VIRTUTILS_LOCK_TIMEOUT");
}

TESTS(
	TEST("the five trees follow user, environment and root", test_places),
	TEST("directories are made when wanted", test_place_open),
	TEST("names that are none are refused", test_names),
	TEST("objects are written, read, listed and removed", test_objects),
	TEST("autostart marks follow the object", test_autostart),
	TEST("an object is found by UUID whatever happened to the index", test_uuid_index),
	TEST("a hostile index and a broken object do no harm", test_hostile_index),
	TEST("numbers count on", test_ids),
	TEST("a lock excludes others, who are told", test_locks),
	TEST("waiting for a lock ends, and so does a lock", test_lock_timeout),
)
