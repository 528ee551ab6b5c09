/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* remote - -c with a host that ssh reaches
 *
 * A URI DRIVER+ssh://HOST/PATH runs the same tool with the same arguments on
 * that host with -c DRIVER:///PATH; streams and exit status are passed through. */
#include "command/inside.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "driver/driver.h"

bool
remote_wanted(const struct command *cmd)
{
	return !cmd->here && strstr(host_uri(), "+ssh://");
}

/* -c DRIVER:///PATH, as the host over there sees it. */
static char *
local_uri(const struct uri *uri)
{
	return text_format("%s://%s%s%s", uri->driver, uri->path ? uri->path : "",
			   uri->query ? "?" : "", uri->query ? uri->query : "");
}

static void
add_word(struct text *line, const char *word)
{
	auto_free char *quoted = text_shell(word);

	text_addf(line, "%s%s", line->length ? " " : "", quoted);
}

/* The command line as it was understood, for the shell over there. */
static char *
remote_line(const struct command *cmd, const struct line *line, const char *uri)
{
	auto_text struct text text = { 0 };

	add_word(&text, cmd->name);
	for (unsigned i = 0; i < line->options.n; i++)
		if (!text_starts(line->options.item[i], "--connect="))
			add_word(&text, line->options.item[i]);
	add_word(&text, "-c");
	add_word(&text, uri);
	add_word(&text, "--");
	for (const char **word = line->words; *word; word++)
		add_word(&text, *word);
	return text_take(&text);
}

static int
run_ssh(const struct uri *uri, const char *script)
{
	auto_free char *destination = uri->user ? text_format("%s@%s", uri->user, uri->host) : xstrdup(uri->host);
	auto_strings struct strings words = { 0 };

	strings_add(&words, "ssh");
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		strings_add(&words, "-t");
	if (uri->port)
		strings_addf(&words, "-p%u", uri->port);
	strings_add(&words, "--");
	strings_add(&words, destination);
	strings_add(&words, script);
	fflush(stdout);
	execvp("ssh", words.item);
	return fail_errno("run ssh");
}

int
remote_run(const struct command *cmd, const struct line *line)
{
	struct uri uri = { 0 };
	int result = uri_parse(host_uri(), &uri);

	if (result == 0 && (!uri.host || !*uri.host || *uri.host == '-'))
		result = fail(FAULT_USAGE, "URI %s names no host", quote(host_uri()));
	if (result == 0) {
		auto_free char *here = local_uri(&uri);
		auto_free char *script = remote_line(cmd, line, here);

		result = run_ssh(&uri, script);
	}
	uri_done(&uri);
	return result < 0 ? message_failure() : 0;
}
