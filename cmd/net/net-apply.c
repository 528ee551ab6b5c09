/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-apply - make a network match a document, while guests stay connected */
#include <sys/mman.h>

#include "base/file.h"
#include "base/process.h"
#include "command/command.h"
#include "command/net_item.h"

static bool show_diff, exit_code, differs;

static const struct option_row options[] = {
	OPT_FLAG(0, "diff",      &show_diff, "print what changes, as a unified diff"),
	OPT_FLAG(0, "exit-code", &exit_code, "end with status 3 when something changed"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_MANY, NULL),
	ROWS_END
};

/* A document as a file that diff(1) can open. */
static int
as_file(const char *text)
{
	auto_close int fd = memfd_create("network", MFD_CLOEXEC);

	return fd < 0 || write_all(fd, text, strlen(text)) < 0 ? fail_errno("write a document") : steal_fd(fd);
}

static int
print_diff(const char *before, const char *after)
{
	auto_close int old_fd = as_file(before), new_fd = as_file(after);
	auto_free char *old_path = text_format("/proc/%d/fd/%d", (int)getpid(), old_fd);
	auto_free char *new_path = text_format("/proc/%d/fd/%d", (int)getpid(), new_fd);
	char *argv[] = { "sh", "-c", "diff -u --label before --label after \"$1\" \"$2\"; test $? -eq 1", "diff",
			 old_path, new_path, NULL };
	auto_free char *output = NULL;

	if (old_fd < 0 || new_fd < 0 || process_run(argv, &output) < 0)
		return -1;
	answer("%s", output);
	return 0;
}

/* What somebody has taken from a running network meanwhile (rules, dnsmasq) comes back. */
static int
restore(struct network *network, bool config)
{
	return config || asked.dry_run ? 0 : network_repair(network);
}

/* One of the two definitions. */
static int
apply_to(struct network *network, const struct network_def *wanted, bool config)
{
	auto_document(network_def) struct network_def *def = network_def_copy(wanted);
	auto_free char *before = network_xml(network, config);
	auto_free char *after = NULL;
	struct network_def *now = config ? network_config(network) : network_live(network);

	if (!before || !now || (!config && network_settle(network, def) < 0))
		return -1;
	if (!def->mac)
		def->mac = xstrdup(now->mac);
	if (!config)
		network_count_users(network, def);
	after = network_def_text(def, config ? VIEW_CONFIG : VIEW_STATUS);
	if (text_same(before, after))
		return restore(network, config);
	differs = true;
	if (show_diff && print_diff(before, after) < 0)
		return -1;
	return config ? network_store_def(network, def) : network_become(network, def);
}

static int
apply(const char *file)
{
	auto_free char *xml = input_read(file, NULL);
	auto_document(network_def) struct network_def *def =
		xml ? network_prepare(xml, input_name(file), net_define_asked()) : NULL;
	auto_network struct network *network = def ? network_open(def->name, NETWORK_TO_CHANGE) : NULL;
	bool live, config;

	if (!network || asked_states(network->active, network->stored, true, &live, &config) < 0)
		return -1;
	if (live && apply_to(network, def, false) < 0)
		return -1;
	return config ? apply_to(network, def, true) : 0;
}

static int
finish(void)
{
	return exit_code && differs ? fail(FAULT_NO, "something changed") : 0;
}

const struct command command = {
	.name      = "net-apply",
	.summary   = "make a network match a document by the smallest change; guests stay connected",
	.example   = "net-dumpxml lab | sed 's/\\.200/.220/' | net-apply --live --diff -",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(NO) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = apply,
	.finish    = finish,
};
