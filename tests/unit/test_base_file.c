/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_base_file - files and directories */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* What a file holds, for comparing; NULL when it cannot be read. */
static const char *
contents(const char *path)
{
	static char *text;

	free(text);
	text = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	return text;
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

static void
test_read(void)
{
	size_t size = 0;
	auto_free char *text = NULL;

	CHECK(file_replace(AT_FDCWD, "a", "x\0y\n", 4, 0644) == 0);
	text = file_read(AT_FDCWD, "a", 4, &size);
	CHECK(text && size == 4 && memcmp(text, "x\0y\n", 5) == 0);
	CHECK_NULL(file_read(AT_FDCWD, "a", 3, &size), FAULT_XML, "a: larger than 3 bytes");
	CHECK_NULL(file_read(AT_FDCWD, "b", 3, &size), FAULT_SYSTEM, "open b: No such file or directory");
	CHECK_NULL(file_read(AT_FDCWD, ".", 3, &size), FAULT_SYSTEM, "read .: Is a directory");
}

static void
test_read_if_any(void)
{
	fail(FAULT_STATE, "an old story");
	CHECK(!file_read_if_any(AT_FDCWD, "b", 10, NULL));
	CHECK(fail_fault() == FAULT_NONE);
	CHECK_NULL(file_read_if_any(AT_FDCWD, ".", 10, NULL), FAULT_SYSTEM, "read .: Is a directory");
	CHECK(file_replace(AT_FDCWD, "b", "1", 1, 0644) == 0);
	CHECK_NULL(file_read_if_any(AT_FDCWD, "b/c", 10, NULL), FAULT_SYSTEM,
		   "open b/c: Not a directory");
}

/* Files of /proc say they are empty, and a device never ends. */
static void
test_read_unsized(void)
{
	size_t size = 0;
	auto_free char *limits = file_read(AT_FDCWD, "/proc/self/limits", FILE_LIMIT, &size);

	CHECK(limits && size > 500 && strlen(limits) == size);
	CHECK_NULL(file_read(AT_FDCWD, "/dev/zero", 100000, &size), FAULT_XML,
		   "/dev/zero: larger than 100000 bytes");
}

/* "-" is standard input, which here comes through a pipe byte by byte. */
static void
test_read_stdin(void)
{
	int ends[2], old = dup(STDIN_FILENO);
	auto_free char *text = NULL;
	size_t size = 0;
	pid_t pid;

	CHECK(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		for (unsigned i = 0; i < 10000; i++)
			if (write(ends[1], "x", 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	text = file_read(AT_FDCWD, "-", FILE_LIMIT, &size);
	dup2(old, STDIN_FILENO);
	close(old);
	close(ends[0]);
	CHECK(text && size == 10000 && strspn(text, "x") == 10000);
	CHECK(waitpid(pid, NULL, 0) == pid);
}

static void
test_replace(void)
{
	CHECK(file_replace(AT_FDCWD, "a", "old", 3, 0600) == 0);
	CHECK(mode_of("a") == 0600);
	CHECK(file_replace(AT_FDCWD, "a", "newer", 5, 0644) == 0);
	CHECK_TEXT(contents("a"), "newer");
	CHECK(mode_of("a") == 0644);
	CHECK(file_replace_volatile(AT_FDCWD, "a", "", 0, 0644) == 0);
	CHECK_TEXT(contents("a"), "");
	CHECK(file_replace_cached(AT_FDCWD, "a", "again", 5, 0600) == 0);
	CHECK_TEXT(contents("a"), "again");
	CHECK(!file_exists(AT_FDCWD, ".a.new"));
}

static void
test_overwrite(void)
{
	CHECK(file_overwrite(AT_FDCWD, "over", "longer", 6, 0600) == 0);
	CHECK(mode_of("over") == 0600);
	CHECK(file_overwrite(AT_FDCWD, "over", "short", 5, 0600) == 0);
	CHECK_TEXT(contents("over"), "short");
	CHECK(symlink("over", "link") == 0);
	CHECK(file_overwrite(AT_FDCWD, "link", "else", 4, 0600) < 0);
	CHECK_TEXT(contents("over"), "short");
	CHECK(file_overwrite(AT_FDCWD, "none/over", "", 0, 0600) < 0 && fail_errno_value() == ENOENT);
}

static void
test_replace_elsewhere(void)
{
	auto_close int dir = dir_open(AT_FDCWD, "x/y", 0700);
	auto_free char *path = text_format("/proc/self/fd/%d/b", dir);

	CHECK(dir >= 0);
	CHECK(file_replace(dir, "a", "1", 1, 0600) == 0);
	CHECK_TEXT(contents("x/y/a"), "1");
	CHECK(file_replace(AT_FDCWD, "x/y/a", "2", 1, 0600) == 0);
	CHECK_TEXT(contents("x/y/a"), "2");
	CHECK(file_replace(AT_FDCWD, path, "3", 1, 0600) == 0);
	CHECK_TEXT(contents("x/y/b"), "3");
	CHECK_FAILS(file_replace(AT_FDCWD, "x/z/a", "4", 1, 0600), FAULT_SYSTEM,
		    "open x/z/: No such file or directory");
}

/* A draft of a killed program may have any mode, or be a trap. */
static void
test_old_draft(void)
{
	CHECK(file_replace(AT_FDCWD, "victim", "safe", 4, 0600) == 0);
	CHECK(symlink("victim", ".a.new") == 0);
	CHECK(file_replace(AT_FDCWD, "a", "1", 1, 0600) == 0);
	CHECK_TEXT(contents("victim"), "safe");
	CHECK_TEXT(contents("a"), "1");
	CHECK(close(open(".a.new", O_CREAT | O_WRONLY, 0666)) == 0);
	CHECK(file_replace(AT_FDCWD, "a", "2", 1, 0600) == 0);
	CHECK(mode_of("a") == 0600);
}

/* Replacing a link replaces the link, not what it points to. */
static void
test_replace_of_link(void)
{
	CHECK(file_replace(AT_FDCWD, "victim", "safe", 4, 0600) == 0);
	CHECK(symlink("victim", "a") == 0);
	CHECK(file_replace(AT_FDCWD, "a", "1", 1, 0600) == 0);
	CHECK_TEXT(contents("victim"), "safe");
	CHECK_TEXT(contents("a"), "1");
}

/* The old file stays and no draft is left when there is no room for the new. */
static void
test_replace_without_room(void)
{
	struct rlimit old, small;

	CHECK(file_replace(AT_FDCWD, "a", "old", 3, 0600) == 0);
	CHECK(getrlimit(RLIMIT_FSIZE, &old) == 0);
	small = (struct rlimit){ .rlim_cur = 10, .rlim_max = old.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
	CHECK_FAILS(file_replace(AT_FDCWD, "a", "much too long", 13, 0600), FAULT_SYSTEM,
		    "replace a: File too large");
	CHECK(setrlimit(RLIMIT_FSIZE, &old) == 0);
	signal(SIGXFSZ, SIG_DFL);
	CHECK_TEXT(contents("a"), "old");
	CHECK(!file_exists(AT_FDCWD, ".a.new"));
}

static void
test_hostile_names(void)
{
	char name[301];

	memset(name, 'n', 300);
	name[300] = '\0';
	CHECK(file_replace(AT_FDCWD, name, "1", 1, 0600) < 0);
	CHECK(fail_errno_value() == ENAMETOOLONG);
	CHECK(file_append(AT_FDCWD, name, "1", 1, 0600) < 0);
	CHECK(fail_errno_value() == ENAMETOOLONG);
	CHECK(!file_exists(AT_FDCWD, name));
	CHECK_FAILS(file_replace(AT_FDCWD, ".", "1", 1, 0600), FAULT_SYSTEM,
		    "replace .: Device or resource busy");
}

static void
test_replace_link(void)
{
	char target[16] = "";

	CHECK(file_replace_link(AT_FDCWD, "link", "one") == 0);
	CHECK(symlink("left over", ".link.new") == 0);
	CHECK(file_replace_link(AT_FDCWD, "link", "two") == 0);
	CHECK(readlink("link", target, sizeof target - 1) == 3);
	CHECK_TEXT(target, "two");
	CHECK(!file_exists(AT_FDCWD, ".link.new"));
}

static void
test_rename(void)
{
	auto_close int dir = dir_open(AT_FDCWD, "x", 0700);

	CHECK(file_replace(dir, "a", "1", 1, 0600) == 0);
	CHECK(file_replace(dir, "b", "2", 1, 0600) == 0);
	CHECK_FAILS(file_rename(dir, "a", "b"), FAULT_SYSTEM, "rename a to b: File exists");
	CHECK_TEXT(contents("x/b"), "2");
	CHECK(file_rename(dir, "a", "c") == 0);
	CHECK_TEXT(contents("x/c"), "1");
	CHECK_FAILS(file_rename(dir, "a", "d"), FAULT_SYSTEM,
		    "rename a to d: No such file or directory");
}

static void
test_remove(void)
{
	CHECK(file_replace(AT_FDCWD, "a", "1", 1, 0600) == 0);
	CHECK(file_remove(AT_FDCWD, "a") == 0);
	CHECK(!file_exists(AT_FDCWD, "a"));
	CHECK(file_remove(AT_FDCWD, "a") == 0);
	CHECK(mkdir("dir", 0700) == 0);
	CHECK_FAILS(file_remove(AT_FDCWD, "dir"), FAULT_SYSTEM, "remove dir: Is a directory");
}

static void
test_append(void)
{
	CHECK(file_append(AT_FDCWD, "log", "one\n", 4, 0600) == 0);
	CHECK(file_append(AT_FDCWD, "log", "tw", 2, 0600) == 0);
	CHECK(file_append(AT_FDCWD, "log", "two\n", 4, 0600) == 0);
	CHECK_TEXT(contents("log"), "one\ntw\ntwo\n");
	CHECK(symlink("log", "link") == 0);
	CHECK_FAILS(file_append(AT_FDCWD, "link", "3", 1, 0600), FAULT_SYSTEM,
		    "open link: Too many levels of symbolic links");
}

static void
ignore(int number)
{
	(void)number;
}

/* A slow reader and signals make write() short; everything arrives all the same. */
static void
test_write_all(void)
{
	enum { SIZE = 1 << 20 };
	auto_free char *data = xmalloc(SIZE);
	int ends[2], status = -1;
	pid_t pid;

	memset(data, 'w', SIZE);
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = ignore }, NULL);
	CHECK(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		char buffer[5000];
		size_t total = 0;
		ssize_t n;

		close(ends[1]);
		while ((n = read(ends[0], buffer, sizeof buffer)) > 0) {
			total += (size_t)n;
			kill(getppid(), SIGUSR1);
		}
		_exit(total != SIZE);
	}
	close(ends[0]);
	CHECK(write_all(ends[1], data, SIZE) == 0);
	close(ends[1]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	CHECK(status == 0);
	signal(SIGUSR1, SIG_DFL);
	CHECK_FAILS(write_all(-1, "x", 1), FAULT_SYSTEM, "write: Bad file descriptor");
}

static void
test_unreadable(void)
{
	uid_t user = geteuid();

	CHECK(file_replace(AT_FDCWD, "secret", "1", 1, 0) == 0);
	/* root may read everything, so for a moment we are somebody else. */
	CHECK(chmod(".", 0755) == 0);
	if (user == 0)
		CHECK(seteuid(65534) == 0);
	CHECK_NULL(file_read(AT_FDCWD, "secret", 10, NULL), FAULT_DENIED,
		   "open secret: Permission denied");
	if (user == 0) {
		CHECK_FAILS(file_replace(AT_FDCWD, "other", "1", 1, 0600), FAULT_DENIED,
			    "create other: Permission denied");
		CHECK(seteuid(user) == 0);
	}
}

static void
test_dir_open(void)
{
	auto_close int none = dir_open(AT_FDCWD, "a/b", 0);
	auto_close int made = -1, again = -1, absolute = -1;
	auto_free char *here = getcwd(NULL, 0);
	auto_free char *path = text_format("%s/c/d", here);

	CHECK(none < 0);
	CHECK_TEXT(fail_story(), "open a/b: No such file or directory");
	made = dir_open(AT_FDCWD, "a//b/", 0750);
	again = dir_open(AT_FDCWD, "a/b", 0);
	absolute = dir_open(AT_FDCWD, path, 0700);
	CHECK(made >= 0 && again >= 0 && absolute >= 0);
	CHECK(mode_of("a/b") == 0750 && mode_of("c/d") == 0700);
	CHECK(symlink("b", "a/link") == 0);
	CHECK_FAILS(dir_open(AT_FDCWD, "a/link", 0), FAULT_SYSTEM, "open a/link: Not a directory");
	CHECK_FAILS(dir_open(AT_FDCWD, "a/link/x", 0700), FAULT_SYSTEM,
		    "open a/link/x: Not a directory");
	CHECK_FAILS(dir_open(AT_FDCWD, "a/../..", 0), FAULT_ARGUMENT, "path 'a/../..' leads upwards");
	CHECK_FAILS(dir_open(AT_FDCWD, "", 0), FAULT_ARGUMENT, "empty path of a directory");
}

static void
test_dir_make(void)
{
	CHECK(dir_make("p/q/r", 0700) == 0 && dir_make("p/q/r/", 0700) == 0);
	CHECK(mode_of("p/q/r") == 0700);
	CHECK(file_replace(AT_FDCWD, "file", "", 0, 0600) == 0);
	CHECK_FAILS(dir_make("file/x", 0700), FAULT_SYSTEM,
		    "make directory file: File exists");
	CHECK_FAILS(dir_make("file", 0700), FAULT_SYSTEM, "make directory file: File exists");
}

static void
test_dir_names(void)
{
	static const char *const files[] = { "b.xml", "a.xml", "B.xml", ".c.xml.new", "c.txt", ".xml" };
	auto_strings struct strings names = { 0 }, all = { 0 }, none = { 0 };

	CHECK(mkdir("d", 0700) == 0);
	for (unsigned i = 0; i < COUNT(files); i++) {
		auto_free char *path = text_format("d/%s", files[i]);

		CHECK(file_replace(AT_FDCWD, path, "", 0, 0600) == 0);
	}
	CHECK(dir_names(AT_FDCWD, "d", ".xml", &names) == 0 && names.n == 3);
	CHECK_TEXT(names.item[0], "B");
	CHECK_TEXT(names.item[1], "a");
	CHECK_TEXT(names.item[2], "b");
	CHECK(!names.item[3]);
	CHECK(dir_names(AT_FDCWD, "d", NULL, &all) == 0 && all.n == 4);
	CHECK(dir_names(AT_FDCWD, "e", NULL, &none) == 0 && none.n == 0);
	CHECK_FAILS(dir_names(AT_FDCWD, "d/a.xml", NULL, &none), FAULT_SYSTEM,
		    "list d/a.xml: Not a directory");
}

static struct dirent entry_a = { .d_name = "a" };

/* A directory of one entry: error says how it ends behind it, as an errno. */
struct one_entry { bool given; int error; };

static struct dirent *
next_one(void *stream)
{
	struct one_entry *one = stream;

	if (one->given) {
		errno = one->error;
		return NULL;
	}
	one->given = true;
	return &entry_a;
}

static bool
is_no_directory(int dir, const struct dirent *entry)
{
	struct stat st;

	return dir < 0 || (fstatat(dir, entry->d_name, &st, 0) == 0 && !S_ISDIR(st.st_mode));
}

static void
test_dir_choose(void)
{
	auto_strings struct strings names = { 0 }, again = { 0 }, one = { 0 }, none = { 0 };
	auto_close int dir = -1;

	CHECK(mkdir("c", 0700) == 0 && mkdir("c/folder", 0700) == 0 && symlink("c", "to-c") == 0);
	CHECK(file_replace(AT_FDCWD, "c/b", "", 0, 0600) == 0 && file_replace(AT_FDCWD, "c/.a", "", 0, 0600) == 0);
	dir = open("to-c", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK(dir_choose(dir, "to-c", is_no_directory, &names) == 0 && names.n == 2);
	CHECK_TEXT(names.item[0], ".a");
	CHECK_TEXT(names.item[1], "b");
	CHECK(fcntl(dir, F_GETFD) >= 0);         /* the caller's still */
	CHECK(dir_choose_from(&(struct one_entry) { .error = 0 }, next_one, "d", is_no_directory, &one) == 0 && one.n == 1);
	CHECK_FAILS(dir_choose_from(&(struct one_entry) { .error = EIO }, next_one, "d", is_no_directory, &none),
		    FAULT_SYSTEM, "list d: Input/output error");
	CHECK(!none.n);
	CHECK_FAILS(dir_choose(-1, "nowhere", is_no_directory, &again), FAULT_SYSTEM, "list nowhere: Bad file descriptor");
}

static void
test_dir_remove(void)
{
	CHECK(dir_make("d/e/f", 0700) == 0 && dir_make("keep", 0700) == 0);
	CHECK(file_replace(AT_FDCWD, "keep/file", "1", 1, 0600) == 0);
	CHECK(file_replace(AT_FDCWD, "d/e/.hidden", "1", 1, 0600) == 0);
	CHECK(symlink("../../keep", "d/e/link") == 0);
	CHECK(dir_remove(AT_FDCWD, "d") == 0);
	CHECK(!file_exists(AT_FDCWD, "d"));
	CHECK_TEXT(contents("keep/file"), "1");
	CHECK(dir_remove(AT_FDCWD, "d") == 0);
	CHECK(dir_remove(AT_FDCWD, "keep/file") == 0 && !file_exists(AT_FDCWD, "keep/file"));
}

TESTS(
	TEST("a file is read whole and up to a limit", test_read),
	TEST("a file that may be missing", test_read_if_any),
	TEST("files without a size are read", test_read_unsized),
	TEST("- is standard input", test_read_stdin),
	TEST("contents are replaced", test_replace),
	TEST("contents are written over in place", test_overwrite),
	TEST("contents are replaced in other directories", test_replace_elsewhere),
	TEST("an old draft does no harm", test_old_draft),
	TEST("a link is replaced, not followed", test_replace_of_link),
	TEST("a failed replacement leaves the old file and no draft", test_replace_without_room),
	TEST("names that cannot be are refused", test_hostile_names),
	TEST("links are replaced", test_replace_link),
	TEST("renaming replaces nothing", test_rename),
	TEST("removing", test_remove),
	TEST("appending", test_append),
	TEST("short and interrupted writes are completed", test_write_all),
	TEST("an unreadable file is a matter of permission", test_unreadable),
	TEST("directories are opened step by step", test_dir_open),
	TEST("directories are made with their parents", test_dir_make),
	TEST("names in a directory are sorted and cut", test_dir_names),
	TEST("names are chosen, hidden ones too, and a failure to read is one", test_dir_choose),
	TEST("trees are removed without following links", test_dir_remove),
)
