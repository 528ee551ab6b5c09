/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sysfs - what the kernel says of its devices */
#include "sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "base/file.h"
#include "state/place.h"

enum { SYSFS_LIMIT = 1 << 20, SHORT_FILE = 4097 };

/* "" is this machine. */
static const char *
host_root(void)
{
	static char *root;

	if (!root) {
		auto_free char *sys = place_root() ? text_format("%s/host/sys", place_root()) : NULL;

		root = sys && file_exists(AT_FDCWD, sys) ? text_format("%s/host", place_root()) : xstrdup("");
	}
	return root;
}

bool
host_is_this(void)
{
	return !*host_root();
}

/* Where a path of the host really is.  Caller frees. */
__attribute__((format(printf, 1, 2)))
static char *
host_file(const char *format, ...)
{
	struct text path = { 0 };
	va_list arguments;

	text_add(&path, host_root());
	va_start(arguments, format);
	text_addv(&path, format, arguments);
	va_end(arguments);
	return text_take(&path);
}

int
sysfs_list(const char *path, struct strings *ret_names)
{
	auto_free char *file = host_file("%s", path);

	if (dir_names(AT_FDCWD, file, NULL, ret_names) == 0)
		return 0;
	if (fail_errno_value() != ENOENT && fail_errno_value() != ENODEV)
		return -1;
	fail_forget();           /* it went just now */
	return 0;
}

void
sysfs_names(const char *path, struct strings *ret_names)
{
	if (sysfs_list(path, ret_names) < 0)
		fail_forget();           /* the device says nothing of that */
}

/* Take "." and ".." out of an absolute path, by its text: links of sysfs lead straight to devices. */
static char *
without_dots(const char *path)
{
	struct text straight = { 0 };

	for (size_t length; *path; path += length) {
		path += strspn(path, "/");
		length = strcspn(path, "/");
		if (length == 2 && strncmp(path, "..", 2) == 0) {
			const char *last = strrchr(text_get(&straight), '/');

			text_cut(&straight, last ? (size_t)(last - straight.data) : 0);
		} else if (length && !(length == 1 && *path == '.')) {
			text_add_char(&straight, '/');
			text_add_bytes(&straight, path, length);
		}
	}
	return straight.length ? text_take(&straight) : NULL;
}

char *
sysfs_real(const char *path)
{
	auto_free char *file = host_file("%s", path);
	auto_text struct text whole = { 0 };
	char target[PATH_MAX];
	ssize_t length = readlink(file, target, sizeof target - 1);

	if (length < 0)
		return errno == EINVAL ? xstrdup(path) : NULL;
	target[length] = '\0';
	if (*target == '/')
		text_add(&whole, text_starts(target, host_root()) ? target + strlen(host_root()) : target);
	else
		text_addf(&whole, "%.*s/%s", (int)(strrchr(path, '/') - path), path, target);
	return without_dots(text_get(&whole));
}

/* Most files are a line, which one read() tells whole.  NULL: this one is more, or (ENOENT) not there. */
static char *
short_bytes(const char *path, size_t *ret_size)
{
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	char bytes[SHORT_FILE + 1];
	ssize_t n = fd < 0 ? -1 : read(fd, bytes, SHORT_FILE);

	if (n < 0 || n == SHORT_FILE)
		return NULL;
	bytes[n] = '\0';
	if (ret_size)
		*ret_size = (size_t)n;
	return xmemdup(bytes, (size_t)n + 1);
}

char *
sysfs_bytes(const char *device, const char *file, size_t *ret_size)
{
	auto_free char *path = host_file("%s/%s", device, file);
	char *bytes;

	errno = 0;
	bytes = short_bytes(path, ret_size);
	if (bytes || errno == ENOENT)
		return bytes;
	bytes = file_read_if_any(AT_FDCWD, path, SYSFS_LIMIT, ret_size);

	if (!bytes)
		fail_forget();           /* many can only be read by root, or while the device is up */
	return bytes;
}

char *
sysfs_text(const char *device, const char *file)
{
	auto_free char *bytes = sysfs_bytes(device, file, NULL);
	auto_free char *text = bytes ? text_trimmed(bytes) : NULL;

	return text && *text ? steal(text) : NULL;
}

struct number
sysfs_number(const char *device, const char *file, int base)
{
	auto_free char *text = sysfs_text(device, file);
	struct number number = { 0 };
	char *end;

	if (!text)
		return number;
	number.value = strtoll(text, &end, base);
	number.given = end != text && !*end;
	return number;
}

char *
sysfs_link(const char *device, const char *link)
{
	auto_free char *path = host_file("%s/%s", device, link);
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof target - 1);
	const char *slash;

	if (length <= 0)
		return NULL;
	target[length] = '\0';
	slash = strrchr(target, '/');
	return xstrdup(slash ? slash + 1 : target);
}

bool
sysfs_has(const char *device, const char *file)
{
	auto_free char *path = host_file("%s/%s", device, file);

	return access(path, F_OK) == 0;
}

size_t
sysfs_size(const char *device, const char *file)
{
	auto_free char *path = host_file("%s/%s", device, file);
	struct stat st;

	return stat(path, &st) == 0 ? (size_t)st.st_size : 0;
}

char *
uevent_value(const char *uevent, const char *key)
{
	size_t length = strlen(key);

	for (const char *line = uevent; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, length) == 0 && line[length] == '=')
			return xstrndup(line + length + 1, strcspn(line + length + 1, "\n"));
	}
	return NULL;
}

int
sysfs_write(const char *device, const char *file, const char *text)
{
	auto_free char *path = host_file("%s/%s", device, file);
	auto_close int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return fail_errno("open %s", path);
	return write_all(fd, text, strlen(text)) < 0 ? fail_errno("write %s to %s", quote(text), path) : 0;
}
