/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* remote - -c with a host that ssh reaches
 *
 * A URI DRIVER+ssh://HOST/PATH runs the same tool with the same arguments on
 * that host with -c DRIVER:///PATH; streams and exit status are passed through.
 * A document is sent along as standard input, so there can be one. */
#include "command/inside.h"

#include <errno.h>
#include <fcntl.h>
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

/* The document that is read: its file (NULL: none), and the option that named it if one did. */
struct document {
	const char *file;
	char *option;
};

/* arguments_take() has sorted the words by rows. */
static int
find_document(const struct command *cmd, const struct line *line, struct document *ret_document)
{
	for (unsigned i = 0; cmd->bundles & XML_IN && i < arguments_count(cmd); i++) {
		const struct strings *words = &line->by_option[i];

		if (cmd->arguments[i].kind != VALUE_FILE || !words->n)
			continue;
		if (ret_document->file || words->n > 1)
			return fail(FAULT_UNSUPPORTED, "several files cannot be sent to another host");
		ret_document->file = words->item[0];
		ret_document->option = text_format("--%s=%s", cmd->arguments[i].long_name, words->item[0]);
	}
	return 0;
}

/* Make the document our standard input, which ssh hands on. */
static int
send_document(const char *file)
{
	int fd;

	if (strcmp(file, "-") == 0)
		return 0;
	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
		return fail_errno("open %s", file);
	close(fd);
	return 0;
}

/* The command line as it was understood, for the shell over there. */
static char *
remote_line(const struct command *cmd, const struct line *line, const char *uri,
	    const struct document *document)
{
	auto_text struct text text = { 0 };
	bool by_option = document->option && strings_have(&line->options, document->option);

	add_word(&text, cmd->name);
	for (unsigned i = 0; i < line->options.n; i++)
		if (!text_starts(line->options.item[i], "--connect=") &&
		    !text_same(line->options.item[i], document->option))
			add_word(&text, line->options.item[i]);
	if (by_option)
		text_addf(&text, " %.*s-", (int)(strchr(document->option, '=') - document->option) + 1, document->option);
	add_word(&text, "-c");
	add_word(&text, uri);
	add_word(&text, "--");
	for (const char **word = line->words; *word; word++)
		add_word(&text, !by_option && text_same(*word, document->file) ? "-" : *word);
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

static int
run_there(const struct command *cmd, const struct line *line, const struct uri *uri)
{
	auto_free char *here = local_uri(uri);
	auto_free char *script = NULL, *option = NULL;
	struct document document = { 0 };

	if (!uri->host || !*uri->host || *uri->host == '-')
		return fail(FAULT_USAGE, "URI %s names no host", quote(host_uri()));
	if (find_document(cmd, line, &document) < 0)
		return -1;
	option = document.option;
	if (document.file && send_document(document.file) < 0)
		return -1;
	script = remote_line(cmd, line, here, &document);
	return run_ssh(uri, script);
}

int
remote_run(const struct command *cmd, const struct line *line)
{
	struct uri uri = { 0 };
	int result = uri_parse(host_uri(), &uri);

	if (result == 0)
		result = run_there(cmd, line, &uri);
	uri_done(&uri);
	return result < 0 ? message_failure() : 0;
}
