/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_record - what iscsiadm keeps of the targets that it found
 *
 *	DATABASE/nodes/TARGET/ADDRESS,PORT,GROUP/INTERFACE
 *
 * are lines of "name = value", from "# BEGIN RECORD" to "# END RECORD". */
#include "iscsi_record.h"

#include <fcntl.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/text.h"

/* Where distributions have it. */
static const char *const databases[] = { "/etc/iscsi/nodes", "/var/lib/iscsi/nodes" };

static const char prefix[] = "node.session.auth.";
static const char *const members[] = { "authmethod", "username", "password" };

static bool
says_user(const char *line)
{
	for (unsigned i = 0; i < COUNT(members); i++) {
		size_t length = strlen(members[i]);

		if (text_starts(line, prefix) && strncmp(line + strlen(prefix), members[i], length) == 0 &&
		    strchr(" =", line[strlen(prefix) + length]))
			return true;
	}
	return false;
}

/* The lines about the user stand behind the first; those that were there go. */
static void
write_record(const char *old, const char *user, const struct bytes *password, struct text *out)
{
	const char *const values[] = { "CHAP", user, password->data };

	for (const char *line = old; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (!says_user(line))
			text_addf(out, "%.*s\n", (int)strcspn(line, "\n"), line);
		for (unsigned i = 0; line == old && i < COUNT(members); i++)
			text_addf(out, "%s%s = %s\n", prefix, members[i], values[i]);
	}
}

static int
set_in(const char *folder, const char *file, const char *user, const struct bytes *password)
{
	auto_close int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	auto_text struct text new = { 0 };
	char *old = NULL;
	int result = -1;

	if (dir < 0)
		return fail_errno("open %s", folder);
	old = file_read_if_any(dir, file, FILE_LIMIT, NULL);
	if (old) {
		write_record(old, user, password, &new);
		result = file_replace(dir, file, text_get(&new), new.length, 0600);
		explicit_bzero(old, strlen(old));
		explicit_bzero(new.data, new.length);
	}
	free(old);
	return result;
}

/* A target has a record for each address and interface.  How many were written. */
static int
set_in_all(const char *folder, const char *user, const struct bytes *password)
{
	auto_strings struct strings addresses = { 0 };
	int n = 0;

	if (dir_names(AT_FDCWD, folder, NULL, &addresses) < 0)
		return -1;
	for (unsigned i = 0; i < addresses.n; i++) {
		auto_free char *address = text_format("%s/%s", folder, addresses.item[i]);
		auto_strings struct strings files = { 0 };

		if (dir_names(AT_FDCWD, address, NULL, &files) < 0)
			return -1;
		for (unsigned j = 0; j < files.n; j++, n++)
			if (set_in(address, files.item[j], user, password) < 0)
				return -1;
	}
	return n;
}

int
iscsi_record_set_user(const char *target, const char *user, const struct bytes *password)
{
	int n = 0;

	if (strlen(password->data) != password->size || strpbrk(password->data, "\r\n") || strpbrk(user, "\r\n"))
		return fail(FAULT_CONFIG, "a user's name and password for iSCSI are one line each");
	if (strchr(target, '/'))
		return fail(FAULT_CONFIG, "%s is no name of an iSCSI target", quote(target));
	for (unsigned i = 0; i < COUNT(databases) && n >= 0; i++) {
		auto_free char *folder = text_format("%s/%s", databases[i], target);
		int more = set_in_all(folder, user, password);

		n = more < 0 ? -1 : n + more;
	}
	return n ? (n < 0 ? -1 : 0) : fail(FAULT_MISSING, "the server has no target %s", target);
}
