/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* emulator_user - who emulators run as */
#include "handover.h"

#include <ctype.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "state/place.h"

/* Users that distributions make for this, the most fitting first. */
static const char *const usual_users[] = { "virtutils-qemu", "libvirt-qemu", "qemu", "nobody" };

/* "1001" or "+1001", as libvirt's file has it. */
static bool
as_number(const char *text, unsigned *ret_number)
{
	const char *digits = text + (*text == '+');
	char *end;

	if (!isdigit((unsigned char)*digits))
		return false;
	*ret_number = (unsigned)strtoul(digits, &end, 10);
	return !*end;
}

/* The value of `key = "value"`, the last one winning.  Caller frees; NULL: not there. */
static char *
setting(const char *text, const char *key)
{
	char *value = NULL;

	for (const char *line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *at = line + strspn(line, " \t");
		size_t length;

		if (!text_starts(at, key))
			continue;
		at += strlen(key);
		at += strspn(at, " \t");
		if (*at++ != '=')
			continue;
		at += strspn(at, " \t");
		at += *at == '"';
		length = strcspn(at, "\" \t\r\n#");
		free(value);
		value = xstrndup(at, length);
	}
	return value;
}

static int
read_settings(char **ret_user, char **ret_group)
{
	auto_free char *path = place_file(PLACE_ETC, "qemu.conf");
	auto_free char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	if (!text && fail_fault())
		return -1;
	*ret_user = text ? setting(text, "user") : NULL;
	*ret_group = text ? setting(text, "group") : NULL;
	return 0;
}

/* In the host's own file: asking all that the name service knows costs as much as a query. */
static const struct passwd *
find_local(const char *name)
{
	FILE *file = fopen("/etc/passwd", "re");
	const struct passwd *entry = NULL;

	while (file && (entry = fgetpwent(file)) && !text_same(entry->pw_name, name))
		;
	if (file)
		fclose(file);
	return entry;
}

/* An account that a distribution makes is in the host's own file, as are its groups. */
static const struct passwd *
find_usual(bool *ret_local)
{
	const struct passwd *entry = NULL;

	for (unsigned i = 0; !entry && i < COUNT(usual_users); i++)
		entry = find_local(usual_users[i]);
	*ret_local = entry != NULL;
	for (unsigned i = 0; !entry && i < COUNT(usual_users); i++)
		entry = getpwnam(usual_users[i]);
	return entry;
}

static const struct passwd *
find_user(const char *said, bool *ret_local)
{
	unsigned number;

	if (!said)
		return find_usual(ret_local);
	*ret_local = false;
	return as_number(said, &number) ? getpwuid(number) : getpwnam(said);
}

static int
find_group(const char *said, gid_t *ret_gid)
{
	const struct group *entry;
	unsigned number;

	if (as_number(said, &number)) {
		*ret_gid = number;
		return 0;
	}
	entry = getgrnam(said);
	if (!entry)
		return fail(FAULT_FAILED, "there is no group %s to run emulators as", quote(said));
	*ret_gid = entry->gr_gid;
	return 0;
}

/* Its own group, then the others it is in. */
static void
fill_groups(struct emulator_user *user, const char *name, gid_t gid)
{
	int n = 32;

	for (;;) {
		int room = n;

		user->groups = xrealloc(user->groups, (size_t)room, sizeof *user->groups);
		if (getgrouplist(name, gid, user->groups, &n) >= 0)
			break;
		n = n > room ? n : room * 2;
	}
	user->n = (unsigned)n;
}

static bool
is_member(const struct group *group, const char *name)
{
	for (char *const *member = group->gr_mem; *member; member++)
		if (text_same(*member, name))
			return true;
	return false;
}

static void
add_group(struct emulator_user *user, gid_t gid)
{
	user->groups = xrealloc(user->groups, user->n + 1, sizeof *user->groups);
	user->groups[user->n++] = gid;
}

/* The same from the host's own file. */
static void
fill_local_groups(struct emulator_user *user, const char *name, gid_t gid)
{
	FILE *file = fopen("/etc/group", "re");
	const struct group *group;

	add_group(user, gid);
	while (file && (group = fgetgrent(file)))
		if (group->gr_gid != gid && is_member(group, name))
			add_group(user, group->gr_gid);
	if (file)
		fclose(file);
}

/* "USER:GROUP" of a guest's own, NULL when it leaves that to us. */
static const char *
label_of(const struct vm_def *def)
{
	if (def)
		list_each(label, &def->seclabels)
			if (label->type == SECLABEL_STATIC && text_same(label->model, "dac"))
				return label->label;
	return NULL;
}

/* A number needs no account. */
static int
number_of_label(const char *said, const char *group, struct emulator_user *user)
{
	gid_t gid;

	if (!as_number(said, &user->uid) || find_group(group, &gid) < 0)
		return fail(FAULT_FAILED, "there is no user %s to run emulators as", quote(said));
	add_group(user, gid);
	return 0;
}

static int
read_label(const char *label, char **ret_user, char **ret_group)
{
	const char *colon = strchr(label, ':');

	if (!colon || colon == label || !colon[1])
		return fail(FAULT_CONFIG, "seclabel: %s is not USER:GROUP", quote(label));
	*ret_user = xstrndup(label, (size_t)(colon - label));
	*ret_group = xstrdup(colon + 1);
	return 0;
}

int
emulator_user(const struct vm_def *def, struct emulator_user *ret_user)
{
	const char *label = label_of(def);
	auto_free char *said = NULL, *group = NULL;
	struct emulator_user user = { .given = true };
	const struct passwd *entry;
	bool local;
	gid_t gid;

	*ret_user = (struct emulator_user){ 0 };
	if (place_is_session() || geteuid() != 0)
		return label ? fail(FAULT_UNSUPPORTED, "seclabel: model 'dac' needs privileges") : 0;
	if ((label ? read_label(label, &said, &group) : read_settings(&said, &group)) < 0)
		return -1;
	entry = find_user(said, &local);
	if (!entry && label) {
		if (number_of_label(said, group, &user) < 0)
			return -1;
		*ret_user = user;
		return 0;
	}
	if (!entry)
		return fail(FAULT_FAILED, "there is no user %s to run emulators as",
			    quote(said ? said : usual_users[0]));
	gid = entry->pw_gid;
	if (group && find_group(group, &gid) < 0)
		return -1;
	user.uid = entry->pw_uid;
	(local ? fill_local_groups : fill_groups)(&user, entry->pw_name, gid);
	*ret_user = user;
	return 0;
}

void
emulator_user_done(struct emulator_user *user)
{
	free(user->groups);
	*user = (struct emulator_user){ 0 };
}

char *
emulator_user_text(const struct emulator_user *user)
{
	auto_text struct text text = { 0 };

	if (!user->given)
		return NULL;
	text_addf(&text, "%u", (unsigned)user->uid);
	for (unsigned i = 0; i < user->n; i++)
		text_addf(&text, "%c%u", i ? ',' : ':', (unsigned)user->groups[i]);
	return text_take(&text);
}
