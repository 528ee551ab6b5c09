/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* targets - run(), each() for every target in turn, finish(), and their common status */
#include "command/inside.h"

#include <string.h>

#include "command/objects.h"

static const struct command *running;
static struct tally tally;

void
tally_add(struct tally *t, int status)
{
	if (running && running->compares) {
		t->status = status > t->status ? status : t->status;
		return;
	}
	if (!status) {
		t->done++;
		return;
	}
	if (t->failed++ && t->status != status)
		t->status = fault_status(FAULT_PARTLY);
	else
		t->status = status;
}

int
tally_status(const struct tally *t)
{
	return t->done && t->failed ? fault_status(FAULT_PARTLY) : t->status;
}

/* A function of the program, and what it said: 0 or the exit status. */
static int
status_of(int result, unsigned warnings_before)
{
	if (result >= 0 && asked.strict && warn_count() > warnings_before)
		return fault_status(FAULT_XML);
	return result < 0 ? message_failure() : 0;
}

static int
call(int (*function)(void))
{
	unsigned warnings = warn_count();

	message_target(NULL);
	return status_of(function(), warnings);
}

/* What diff would say. */
static int
verdict(int status)
{
	if (!status || !running->compares)
		return status;
	return status == fault_status(FAULT_XML) ? fault_status(FAULT_FAILED) : fault_status(FAULT_USAGE);
}

/* What nobody named may go while it is looked at. */
static int
each(const char *name)
{
	const struct objects *objects = objects_of(running->arguments[0].kind);
	int result = running->each(name);

	if (result == 0 || asked.named || !objects || fail_fault() != objects->missing)
		return result;
	fail_forget();
	return 0;
}

int
targets_each(const char *name)
{
	unsigned warnings = warn_count();
	int status;

	message_target(value_is_file(running->arguments[0].kind) ? input_name(name) : name);
	input_next_target(name);
	status = verdict(status_of(each(name), warnings));
	message_target(NULL);
	return status;
}

static bool
go_on(int status)
{
	tally_add(&tally, status);
	return !status || !asked.fail_fast;
}

static bool
visit_here(const char *name)
{
	return go_on(targets_each(name));
}

static bool
visit_apart(const char *name)
{
	return workers_start(name, go_on);
}

static bool
missing(const char *word)
{
	int status;

	message_target(word);
	status = message_failure();
	message_target(NULL);
	return go_on(status);
}

/* A result that finish() puts together is made in one process, as are documents, which get a common root;
 * so is one of targets that share a document on standard input. */
static bool
may_work_apart(const struct command *cmd, const struct line *line)
{
	if (asked.parallel < 2 || cmd->finish || cmd->bundles & XML_OUT)
		return false;
	for (const char **word = line->words; *word; word++)
		if (strcmp(*word, "-") == 0 && word != line->words)
			return false;
	return true;
}

static void
visit_all(const struct objects *objects, const struct visitor *visitor)
{
	auto_strings struct strings names = { 0 };

	if (objects_names(objects, true, NULL, &names) < 0)
		visitor->missing(NULL);
	for (unsigned i = 0; i < names.n; i++)
		if (!visitor->visit(names.item[i]))
			return;
}

static int
run_each(const struct command *cmd, const struct line *line, const struct strings *targets)
{
	bool apart = may_work_apart(cmd, line);
	const struct visitor visitor = { .visit = apart ? visit_apart : visit_here, .missing = missing };

	running = cmd;
	if (cmd->arguments[0].count == ARG_ALL && !asked.named)
		visit_all(objects_of(cmd->arguments[0].kind), &visitor);
	else
		names_visit(cmd, targets, &visitor);
	if (apart)
		workers_finish(go_on);
	return tally_status(&tally);
}

int
targets_run(const struct command *cmd, const struct line *line, const struct strings *targets)
{
	int status = cmd->run ? call(cmd->run) : 0;

	if (status || !cmd->each)
		return status;
	status = run_each(cmd, line, targets);
	if (cmd->finish) {
		int last = call(cmd->finish);

		status = status ? status : last;
	}
	return status;
}
