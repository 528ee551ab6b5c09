/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* edit - change a document in an editor, or by --set */
#include "command/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/xml.h"

/* XPATH=VALUE is divided at the first = outside of brackets and quotes. */
static const char *
find_equals(const char *text)
{
	char quoted = 0;
	int depth = 0;

	for (; *text; text++) {
		if (quoted)
			quoted = *text == quoted ? 0 : quoted;
		else if (*text == '\'' || *text == '"')
			quoted = *text;
		else if (*text == '[')
			depth++;
		else if (*text == ']')
			depth--;
		else if (*text == '=' && depth == 0)
			return text;
	}
	return NULL;
}

static int
set_all(const char *document, accept_edited *accept, const void *what)
{
	auto_free char *text = xstrdup(document);

	for (unsigned i = 0; i < asked.set.n; i++) {
		const char *set = asked.set.item[i], *equals = find_equals(set);
		auto_free char *path = equals ? xstrndup(set, (size_t)(equals - set)) : NULL;
		struct text edited = { 0 };

		if (!path)
			return fail(FAULT_USAGE, "--set %s has no =VALUE", quote(set));
		if (xml_assign(text, path, equals + 1, &edited) < 0) {
			text_done(&edited);
			return fail_within("--set %s", path);
		}
		free(text);
		text = text_take(&edited);
	}
	return strcmp(text, document) == 0 ? 0 : accept(text, what);
}

static const char *
editor(void)
{
	const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");

	if (visual && *visual)
		return visual;
	return plain && *plain ? plain : NULL;
}

static bool
at_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* Keys of the editor's while it runs: at the terminal they reach us, too, and would end us under it. */
static const int keys[] = { SIGINT, SIGQUIT };

static void
leave_keys(void (*ret_before[])(int))
{
	for (unsigned i = 0; i < COUNT(keys); i++)
		ret_before[i] = signal(keys[i], SIG_IGN);
}

static void
take_keys(void (*const before[])(int))
{
	for (unsigned i = 0; i < COUNT(keys); i++)
		signal(keys[i], before[i]);
}

/* The editor may be a command with options: the shell divides it, the file is one word.  The shell stays, too. */
static int
run_editor(const char *path)
{
	auto_free char *script = text_format("trap : INT QUIT; %s \"$1\"", editor() ? editor() : "vi");
	void (*before[COUNT(keys)])(int);
	pid_t pid, ended;
	int status = 0;

	fflush(stdout);
	leave_keys(before);
	pid = fork();
	if (pid == 0) {
		take_keys(before);
		signal(SIGPIPE, SIG_DFL);
		execl("/bin/sh", "sh", "-c", script, "sh", path, (char *)NULL);
		_exit(127);
	}
	do
		ended = pid < 0 ? -1 : waitpid(pid, &status, 0);
	while (pid > 0 && ended < 0 && errno == EINTR);
	take_keys(before);
	if (ended < 0)
		return fail_errno("run the editor");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return fail(FAULT_FAILED, "editor '%s' did not end well, nothing is changed",
			    editor() ? editor() : "vi");
	return 0;
}

static char *
draft_write(const char *document, const char *suffix)
{
	const char *directory = getenv("TMPDIR");
	auto_free char *path = text_format("%s/virtutils.XXXXXX%s", directory && *directory ? directory : "/tmp", suffix);
	auto_close int fd = mkostemps(path, (int)strlen(suffix), O_CLOEXEC);

	if (fd < 0)
		return fail_errno("create %s", path), NULL;
	if (write_all(fd, document, strlen(document)) < 0) {
		unlink(path);
		return fail_within("write %s", path), NULL;
	}
	return steal(path);
}

/* After a refusal: does the person want to go on editing? */
static bool
ask_again(void)
{
	char answer_line[16];

	if (!at_terminal())
		return false;
	message_failure();
	fprintf(stderr, "%s: edit it again? [Y/n] ", program->name);
	return fgets(answer_line, sizeof answer_line, stdin) && *answer_line != 'n' && *answer_line != 'N';
}

static int
edit_draft(const char *path, const char *document, accept_edited *accept, const void *what)
{
	for (;;) {
		auto_free char *edited = NULL;

		if (run_editor(path) < 0)
			return -1;
		edited = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
		if (!edited)
			return -1;
		if (strcmp(edited, document) == 0 || accept(edited, what) == 0)
			return 0;
		if (!ask_again())
			return fail_fault() ? -1 : fail(FAULT_FAILED, "nothing is changed");
	}
}

int
edit_xml(const char *document, const char *suffix, accept_edited *accept, const void *what)
{
	auto_free char *path = NULL;
	int result;

	if (asked.set.n)
		return set_all(document, accept, what);
	if (!editor() && !at_terminal())
		return fail(FAULT_USAGE, "no terminal to edit on, and neither --set nor $EDITOR says how");
	path = draft_write(document, suffix);
	if (!path)
		return -1;
	result = edit_draft(path, document, accept, what);
	/* What a person wrote is not thrown away because it was refused. */
	if (result < 0)
		fail_hint("your edit is kept in %s", path);
	else
		unlink(path);
	return result;
}
