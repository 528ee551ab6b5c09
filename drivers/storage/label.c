/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* label - what SELinux is to make of files, directories and devices */
#include "label.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/xattr.h>

#include "base/fail.h"
#include "base/file.h"

static const char attribute[] = "security.selinux";

enum { WORD_MAX = 16 };

/* Elsewhere labels are only kept for a host where it does. */
static bool
selinux_enforces(void)
{
	auto_free char *word = file_read_if_any(AT_FDCWD, "/sys/fs/selinux/enforce", WORD_MAX, NULL);

	fail_forget();           /* what cannot be read is not there */
	return word && *word == '1';
}

int
label_set(int fd, const char *label)
{
	int error;

	if (fsetxattr(fd, attribute, label, strlen(label) + 1, 0) == 0 || errno == ENOTSUP)
		return 0;
	error = errno;
	if (!selinux_enforces())
		return 0;
	errno = error;
	return fail_errno("set the label %s", quote(label));
}

char *
label_of(const char *path)
{
	ssize_t size = getxattr(path, attribute, NULL, 0);
	auto_free char *label = size > 0 ? xcalloc(1, (size_t)size + 1) : NULL;

	return label && getxattr(path, attribute, label, (size_t)size) == size ? steal(label) : NULL;
}
