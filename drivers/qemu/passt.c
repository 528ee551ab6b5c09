/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* passt - the program behind a card whose frames go through the host's own sockets */
#include "passt.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "helper.h"
#include "network.h"
#include "state/place.h"

#define PASST "/usr/bin/passt"

static char *
stem_of(const char *vm_name, const struct nic *nic)
{
	return text_format("%s.%s", vm_name, nic->info.alias);
}

int
passt_plan(const char *vm_name, const struct nic *nic, struct json_object *undo)
{
	auto_free char *stem = stem_of(vm_name, nic);

	if (!nic_has_passt(nic))
		return 0;
	if (access(PASST, X_OK) < 0)
		return fail(FAULT_UNSUPPORTED, "interface %s: %s is not installed", nic->mac.address, PASST);
	helper_note(undo, stem);
	return 0;
}

static void
add_range(struct text *out, const struct port_range *range)
{
	text_addf(out, "%s%u", range->exclude == YES ? "~" : "", range->start);
	if (range->end)
		text_addf(out, "-%u", range->end);
	if (range->to)
		text_addf(out, ":%u", range->to);
	if (range->to && range->end)
		text_addf(out, "-%u", range->to + range->end - range->start);
}

/* ADDRESS%DEVICE/PORTS, where passt says "all" for no ports at all. */
static void
add_forward(struct strings *argv, const struct port_forward *forward)
{
	auto_text struct text out = { 0 };

	if (forward->address)
		text_add(&out, forward->address);
	if (forward->dev)
		text_addf(&out, "%%%s", forward->dev);
	if (forward->address || forward->dev)
		text_add_char(&out, '/');
	list_each(range, &forward->ranges) {
		if (range != forward->ranges.item)
			text_add_char(&out, ',');
		add_range(&out, range);
	}
	if (!forward->ranges.n)
		text_add(&out, "all");
	strings_addf(argv, "--%s-ports", forward->proto);
	strings_add(argv, text_get(&out));
}

static void
add_option(struct strings *argv, const char *option, const char *value)
{
	if (!value)
		return;
	strings_add(argv, option);
	strings_add(argv, value);
}

/* Its command line, but for what connects it. */
static void
passt_args(const struct nic *nic, struct strings *ret_argv)
{
	auto_free char *mtu = nic->mtu ? text_format("%u", nic->mtu) : NULL;

	strings_add(ret_argv, PASST);
	strings_add(ret_argv, "--one-off");
	add_option(ret_argv, "--mac-addr", nic->mac.address);
	add_option(ret_argv, "--mtu", mtu);
	add_option(ret_argv, "--interface", nic->source.dev);
	add_option(ret_argv, "--log-file", nic->backend.log_file);
	list_each(ip, &nic->ips) {
		auto_free char *prefix = ip->prefix.given ? text_format("%u", (unsigned)ip->prefix.value) : NULL;

		add_option(ret_argv, "--address", ip->address);
		add_option(ret_argv, "--netmask", prefix);
	}
	list_each(route, &nic->routes)
		if (!route->address)
			add_option(ret_argv, "--gateway", route->gateway);
	list_each(forward, &nic->port_forwards)
		add_forward(ret_argv, forward);
}

bool
passt_same(const struct nic *a, const struct nic *b)
{
	auto_strings struct strings first = { 0 }, second = { 0 };

	if (!nic_has_passt(a) || !nic_has_passt(b))
		return nic_has_passt(a) == nic_has_passt(b);
	passt_args(a, &first);
	passt_args(b, &second);
	for (unsigned i = 0; i < first.n && first.n == second.n; i++)
		if (!text_same(first.item[i], second.item[i]))
			return false;
	return first.n == second.n;
}

/* In the foreground: what a fork leaves behind would have no life lock.  Root would become nobody. */
static void
connect_args(const struct launch *launch, const char *stem, int fd, struct strings *argv)
{
	auto_free char *sign = place_file(PLACE_RUN, GUEST_FOLDER "/%s", stem);
	auto_free char *number = text_format("%d", fd);

	strings_add(argv, "--foreground");
	add_option(argv, "--fd", number);
	add_option(argv, "--pid", sign);
	if (!launch->user.given && geteuid() == 0)
		add_option(argv, "--runas", "0:0");
}

int
passt_open(const struct launch *launch, const struct nic *nic)
{
	auto_free char *stem = stem_of(launch->vm->name, nic), *user = emulator_user_text(&launch->user);
	auto_strings struct strings argv = { 0 };
	auto_close int emulators = -1, passts = -1, sign = -1;
	int ends[2];

	if (launch_make_output(nic->backend.log_file, &launch->user) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return fail_errno("make a socket");
	emulators = ends[0], passts = ends[1];
	sign = helper_make_sign(stem, &launch->user);
	if (sign < 0)
		return -1;
	passt_args(nic, &argv);
	connect_args(launch, stem, passts, &argv);
	if (helper_start_until(&(struct helper) {
		.stem = stem, .user = user, .socket = passts, .log = launch->log, .cgroups = launch->cgroups, .argv = argv.item,
	}, sign) < 0)
		return fail_within("interface %s", nic->mac.address);
	return steal_fd(emulators);
}

void
passt_stop(const char *vm_name, const struct nic *nic)
{
	auto_free char *stem = stem_of(vm_name, nic);

	helper_stop(stem);
}
