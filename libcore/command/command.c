/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* command - one call of a program, from its words to its exit status */
#include "command/inside.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "driver/vm.h"
#include "state/store.h"

const struct command *program;
static struct line line;

const struct strings *
command_options(void)
{
	return &line.options;
}

static int
usage_failure(void)
{
	bool wrong_words = fault_status(fail_fault()) == fault_status(FAULT_USAGE);

	if (wrong_words && !fail_advice())
		fail_hint("try '%s --help'", program->name);
	return message_failure();
}

/* What options mean for each other. */
static int
settle(const struct command *cmd)
{
	unsigned bundles = options_bundles(cmd);
	const char *json = getenv("VIRTUTILS_JSON");

	if (settings.current && (asked.live || asked.config || asked.persistent))
		return fail(FAULT_USAGE, "--current excludes --live, --config and --persistent");
	if (asked.wait && asked.no_wait)
		return fail(FAULT_USAGE, "--wait excludes --no-wait");
	if (asked.parallel == 0)
		return fail(FAULT_USAGE, "--parallel: 0 at a time is none");
	if (bundles & JOB && asked.timeout_ms >= 0 && !asked.no_wait)
		asked.wait = true;
	if (bundles & JOB && asked.verbose && !asked.progress)
		asked.progress = "always";
	if (bundles & LIST && asked.quiet)
		asked.no_headings = true;        /* as virsh -q */
	if (bundles & (LIST | INFO | EVENTS) && json && strcmp(json, "1") == 0)
		asked.json = true;
	return 0;
}

static void
prepare(void)
{
	if (asked.dry_run)
		vm_dry_run(output_tell);
	if (settings.lock_timeout_ms >= 0)
		store_lock_timeout(settings.lock_timeout_ms);
	if (settings.connect)
		host_choose(settings.connect);
}

/* A reader of our output that goes away must not tear a half-made change; what the caller has open, a lock
 * or a file of root's, does not go to an emulator or a server that outlives us. */
static int
carry_out(const struct command *cmd, const struct strings *targets)
{
	bool changes = cmd->bundles & CHANGES && !asked.dry_run;
	void (*before)(int) = changes ? signal(SIGPIPE, SIG_IGN) : SIG_DFL;
	int status;

	if (changes)
		close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
	status = targets_run(cmd, &line, targets);
	print_xml_finish();
	if (changes)
		signal(SIGPIPE, before);
	return status;
}

static int
work(const struct command *cmd)
{
	struct strings targets = { 0 };

	if (asked.list_columns && cmd->columns) {
		columns_explain(cmd->columns, stdout);
		return 0;
	}
	if (settle(cmd) < 0 || arguments_take(cmd, &line, &targets) < 0)
		return usage_failure();
	asked.named = targets.n + (settings.names_from != NULL);
	prepare();
	if (fan_out_wanted(cmd))
		return fan_out_run(cmd, &line);
	if (remote_wanted(cmd))
		return remote_run(cmd, &line);
	if (cmd->each && names_are_many(cmd, &targets))
		print_xml_many();
	return carry_out(cmd, &targets);
}

int
command_main(const struct command *cmd, int argc, char **argv)
{
	int status = 0;

	program = cmd;
	output_guard();
	process_dumps(false);
	signal(SIGCHLD, SIG_DFL);
	warn_to(message_warning);
	if (argc > 1 && strcmp(argv[1], "--complete") == 0)
		return output_close(complete(cmd, argc - 2, argv + 2));
	switch (parse(cmd, argc, argv, &line)) {
	case PARSED_BAD:
		status = usage_failure();
		break;
	case PARSED:
		status = work(cmd);
		break;
	case PARSED_DONE:
		break;
	}
	parse_done(&line);
	return output_close(status);
}
