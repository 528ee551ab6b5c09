/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* caps_probe - ask an emulator binary what it can do */
#include "caps_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/json.h"
#include "base/process.h"
#include "output.h"
#include "qmp.h"

enum { PROBE_MS = 20000, QUIT_MS = 2000 };

struct probe {
	const char *binary;
	pid_t pid;
	int pidfd, errors;           /* errors: what it wrote to standard error */
	struct qmp *qmp;
};

/* The socket keeps its number.  Who asks may be killed, and QEMU does not end when the connection goes. */
static int
start_emulator(struct probe *probe, int socket)
{
	auto_free char *chardev = text_format("socket,id=monitor,fd=%d", socket);
	char *argv[] = {
		(char *)probe->binary, "-S", "-no-user-config", "-nodefaults", "-display", "none",
		"-machine", "none,accel=kvm:tcg", "-chardev", chardev,
		"-mon", "chardev=monitor,mode=control", NULL
	};

	if (fcntl(socket, F_SETFD, 0) < 0)
		return fail_errno("prepare to run %s", probe->binary);
	return process_spawn_bound(argv, (int[3]){ -1, -1, probe->errors }, &probe->pid);
}

static int
probe_start(struct probe *probe)
{
	int ends[2], started;

	probe->errors = memfd_create("errors", MFD_CLOEXEC);
	if (probe->errors < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return fail_errno("prepare to run %s", probe->binary);
	started = start_emulator(probe, ends[1]);
	close(ends[1]);
	if (started < 0) {
		close(ends[0]);
		return -1;
	}
	probe->pidfd = process_open(probe->pid);
	probe->qmp = qmp_attach(ends[0], PROBE_MS);
	return probe->pidfd < 0 || !probe->qmp ? -1 : 0;
}

/* It has been told to quit, or hears the connection go; else it is made to. */
static void
probe_end(struct probe *probe)
{
	bool ended = false;

	qmp_close(probe->qmp);
	if (probe->pidfd >= 0)
		ended = process_wait(probe->pidfd, QUIT_MS) > 0;
	if (probe->pid > 0) {
		if (!ended)
			kill(probe->pid, SIGKILL);
		while (waitpid(probe->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	file_close_at(&probe->pidfd);
	file_close_at(&probe->errors);
}
#define auto_probe __attribute__((cleanup(probe_end)))

/* --- what the answers mean */

#define EACH(item, array)                                                            \
	for (size_t item##_i_ = 0, item##_n_ = array_length(array); item##_i_ < item##_n_; item##_i_++) \
		for (struct json_object *item = json_object_array_get_idx(array, item##_i_); item; item = NULL)

static size_t
array_length(struct json_object *array)
{
	return json_length(array);
}

static int
take_version(struct qemu_caps *caps, struct json_object *answer)
{
	struct json_object *version = json_member(answer, "qemu");

	caps->version = (unsigned)(json_number(version, "major", 0) * 1000000 +
				   json_number(version, "minor", 0) * 1000 +
				   json_number(version, "micro", 0));
	caps->package = xstrdup(json_string(answer, "package"));
	return 0;
}

static int
take_arch(struct qemu_caps *caps, struct json_object *answer)
{
	const char *arch = json_string(answer, "arch");

	if (!arch)
		return fail(FAULT_UNSUPPORTED, "does not tell its architecture");
	caps->arch = xstrdup(text_same(arch, "i386") ? "i686" : arch);
	return 0;
}

/* "qemu64" from "qemu64-x86_64-cpu". */
static char *
cpu_model(const char *type)
{
	const char *end = type && text_ends(type, "-cpu") ? type + strlen(type) - 4 : NULL;

	while (end && end > type && *--end != '-')
		;
	return end && end > type ? xstrndup(type, (size_t)(end - type)) : NULL;
}

static int
take_machines(struct qemu_caps *caps, struct json_object *answer)
{
	EACH(machine, answer)
		*list_add(&caps->machines) = (struct qemu_machine){
			.name = xstrdup(json_string(machine, "name")),
			.alias = xstrdup(json_string(machine, "alias")),
			.cpu = cpu_model(json_string(machine, "default-cpu-type")),
			.max_cpus = (unsigned)json_number(machine, "cpu-max", 1),
			.numa = json_boolean(machine, "numa-mem-supported"),
			.is_default = json_boolean(machine, "is-default"),
			.deprecated = json_boolean(machine, "deprecated"),
			.hotplug_cpus = json_boolean(machine, "hotpluggable-cpus"),
		};
	return 0;
}

static int
take_names(struct qemu_caps *caps, enum qemu_name letter, struct json_object *answer)
{
	auto_strings struct strings names = { 0 };

	EACH(item, answer)
		if (json_string(item, "name"))
			strings_add(&names, json_string(item, "name"));
	strings_sort(&names);
	for (unsigned i = 0; i < names.n; i++)
		qemu_caps_add(caps, letter, names.item[i]);
	return 0;
}

static int
take_types(struct qemu_caps *caps, struct json_object *answer)
{
	return take_names(caps, QEMU_TYPE, answer);
}

static int
take_cpus(struct qemu_caps *caps, struct json_object *answer)
{
	return take_names(caps, QEMU_CPU, answer);
}

static int
take_kvm(struct qemu_caps *caps, struct json_object *answer)
{
	caps->kvm = json_boolean(answer, "enabled");
	return 0;
}

static const struct question {
	const char *command;
	int (*take)(struct qemu_caps *caps, struct json_object *answer);
	bool optional;               /* not every architecture has it */
} questions[] = {
	{ "query-version",         take_version },
	{ "query-target",          take_arch },
	{ "query-machines",        take_machines },
	{ "qom-list-types",        take_types },
	{ "query-kvm",             take_kvm },
	{ "query-cpu-definitions", take_cpus, .optional = true },
};

static int
ask_all(struct qmp *qmp, struct qemu_caps *caps)
{
	for (unsigned i = 0; i < COUNT(questions); i++)
		if (qmp_send(qmp, questions[i].command, NULL) < 0)
			return -1;
	for (unsigned i = 0; i < COUNT(questions); i++) {
		auto_json struct json_object *answer = qmp_reply(qmp);

		if (!answer && questions[i].optional && fail_fault() == FAULT_UNSUPPORTED) {
			fail_forget();       /* then there are no models to choose from */
			continue;
		}
		if (!answer || questions[i].take(caps, answer) < 0)
			return -1;
	}
	return qmp_do(qmp, "quit", NULL);
}

int
caps_probe(struct qemu_caps *caps)
{
	auto_probe struct probe probe = { .binary = caps->binary, .pidfd = -1, .errors = -1 };
	auto_free char *words = NULL;

	if (probe_start(&probe) == 0 && ask_all(probe.qmp, caps) == 0)
		return 0;
	words = output_last_line(probe.errors, 0, caps->binary);
	if (words)
		return fail(FAULT_UNSUPPORTED, "%s is no usable emulator: %s", caps->binary, words);
	fail_as(FAULT_UNSUPPORTED);
	return fail_within("%s is no usable emulator", caps->binary);
}
