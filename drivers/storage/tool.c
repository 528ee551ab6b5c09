/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tool - the programs that some backends are made of */
#include "tool.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/process.h"

int
tool_run(char **ret_output, const char *tool, ...)
{
	auto_strings struct strings argv = { 0 };
	va_list words;

	strings_add(&argv, tool);
	va_start(words, tool);
	for (const char *word; (word = va_arg(words, const char *));)
		strings_add(&argv, word);
	va_end(words);
	return process_run(argv.item, ret_output);
}

char *
tool_line(const char **at)
{
	size_t length = strcspn(*at, "\n");
	char *line = **at ? xstrndup(*at, length) : NULL;

	*at += length + ((*at)[length] == '\n');
	return line;
}

char *
tool_maker(void)
{
	return text_format("%d_%" PRIu64, getpid(), process_started(getpid()));
}

bool
tool_maker_lives(const char *maker)
{
	uint64_t started;
	int pid;

	return sscanf(maker, "%d_%" SCNu64, &pid, &started) == 2 && started && process_started(pid) == started;
}
