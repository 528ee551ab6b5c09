/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args - the command line of a guest, from its definition */
#include "args_inside.h"
#include "reservations.h"

void
args_secret(struct args *a, char *id)
{
	auto_free char *file = text_format("%s/%s", a->how->dir, id);

	list_each(secret, &a->how->secrets)
		if (text_same(secret->id, id)) {
			free(file);
			file = text_format("/proc/self/fd/%d", secret->fd);
		}
	args_json(a, "-object", json_build("s:qom-type", "secret", "s:id", id, "s:format", "raw", "s:file", file, NULL));
	free(id);
}

/* ---- what only libvirt's own command line has ---- */

static void
add_environment(struct args *a)
{
	static const struct { const char *name, *below; } homes[] = {
		{ "HOME",            "" },
		{ "XDG_DATA_HOME",   "/.local/share" },
		{ "XDG_CACHE_HOME",  "/.cache" },
		{ "XDG_CONFIG_HOME", "/.config" },
	};

	strings_add(a->out, "LC_ALL=C");
	for (unsigned i = 0; i < COUNT(homes); i++)
		strings_addf(a->out, "%s=%s%s", homes[i].name, a->how->dir, homes[i].below);
	qemu_environment(a->def, a->out);
}

static void
add_master_key(struct args *a)
{
	auto_free char *file = text_format("%s/master-key.aes", a->how->dir);

	args_json(a, "-object", json_build("s:qom-type", "secret", "s:id", "masterKey0", "s:format", "raw",
					   "s:file", file, NULL));
}

/* ---- monitors ---- */

static void
add_native_monitor(struct args *a)
{
	auto_text struct text out = { 0 };

	text_add(&out, "socket,id=charmonitor,path=");
	option_text(&out, a->how->dir);
	text_add(&out, "/monitor.sock,server=on,wait=off");
	args_add(a, "-chardev", text_get(&out));
	args_add(a, "-mon", "chardev=charmonitor,id=monitor,mode=control");
}

static void
add_socket_monitor(struct args *a, const char *id, int fd)
{
	args_addf(a, "-chardev", "socket,id=char%s,fd=%d,server=on,wait=off", id, fd);
	args_addf(a, "-mon", "chardev=char%s,id=%s,mode=control", id, id);
}

static int
add_monitors(struct args *a)
{
	args_add(a, "-no-user-config", NULL);
	args_add(a, "-nodefaults", NULL);
	if (a->how->native) {
		add_native_monitor(a);
	} else {
		add_socket_monitor(a, "monitor", a->how->monitor_fd);
		add_socket_monitor(a, "events", a->how->events_fd);
	}
	return 0;
}

/* ---- the pieces in between ---- */

static void
add_reservations_helper(struct args *a)
{
	auto_free char *path = a->how->helpers ? text_format("%s" RESERVATIONS_HELPER, a->how->helpers)
					       : text_format("%s/" RESERVATIONS_HELPER ".sock", a->how->dir);

	args_json(a, "-object", json_build("s:qom-type", "pr-manager-helper", "s:id", RESERVATIONS_HELPER,
					   "s:path", path, NULL));
}

/* What the emulator does when something deprecated is used: its input, its output. */
static void
add_deprecation(struct args *a)
{
	static const struct { const char *output, *input; } behaviours[deprecation_count] = {
		[DEPRECATION_OMIT]   = { "hide", NULL },
		[DEPRECATION_REJECT] = { "hide", "reject" },
		[DEPRECATION_CRASH]  = { "hide", "crash" },
	};
	const char *output = behaviours[a->def->qemu.deprecation].output, *input = behaviours[a->def->qemu.deprecation].input;

	if (output)
		args_json(a, "-compat", json_build("s:deprecated-output", output, "s?:deprecated-input", input, NULL));
}

static int
add_name(struct args *a)
{
	auto_text struct text out = { 0 };

	if (a->how->native)
		add_environment(a);
	strings_add(a->out, a->def->devices.emulator);
	text_add(&out, "guest=");
	option_text(&out, a->def->name);
	text_add(&out, ",debug-threads=on");
	args_add(a, "-name", text_get(&out));
	add_deprecation(a);
	args_add(a, "-S", NULL);
	if (a->how->native)
		add_master_key(a);
	if (reservations_managed(a->def))
		add_reservations_helper(a);
	return 0;
}

static int
add_loader(struct args *a)
{
	const struct vm_os *os = &a->def->os;

	if (os->loader.secure == YES)
		args_add(a, "-global", "driver=cfi.pflash01,property=secure,value=on");
	if (os->loader.path && os->loader.type != LOADER_PFLASH)
		args_add(a, "-bios", os->loader.path);
	return 0;
}

static int
add_locking(struct args *a)
{
	args_addf(a, "-overcommit", "mem-lock=%s", a->def->memory_backing.locked ? "on" : "off");
	return 0;
}

static int
add_identity(struct args *a)
{
	args_add(a, "-uuid", a->def->uuid);
	if (a->def->genid)
		args_json(a, "-device", json_build("s:driver", "vmgenid", "s:guid", a->def->genid->uuid,
						   "s:id", "vmgenid0", NULL));
	return 0;
}

static int
add_no_display(struct args *a)
{
	if (!a->def->devices.graphics.n)
		args_add(a, "-display", "none");
	return 0;
}

/* Whose memory is encrypted, and by whose leave it starts. */
static int
add_launch_security(struct args *a)
{
	const struct launch_security *security = a->def->launch_security;
	auto_free char *certificate = text_format("%s/" SEV_CERTIFICATE, a->how->dir);
	auto_free char *session = text_format("%s/" SEV_SESSION, a->how->dir);
	struct json_object *object;

	if (!security)
		return 0;
	object = json_build("s:qom-type", "sev-guest", "s:id", "lsec0", NULL);
	prop_given(object, "cbitpos", security->cbitpos);
	prop_given(object, "reduced-phys-bits", security->reduced_phys_bits);
	prop_given(object, "policy", security->policy);
	prop_string(object, "dh-cert-file", security->dh_cert ? certificate : NULL);
	prop_string(object, "session-file", security->session ? session : NULL);
	prop_tri(object, "kernel-hashes", security->kernel_hashes);
	args_json(a, "-object", object);
	return 0;
}

static int
add_vmcoreinfo(struct args *a)
{
	if (a->def->features.vmcoreinfo == YES)
		args_json(a, "-device", device_new("vmcoreinfo"));
	return 0;
}

/* What the definition passes through, then what keeps the emulator in its place. */
static int
add_passed_and_sandbox(struct args *a)
{
	list_each(arg, &a->def->qemu.args)
		strings_add(a->out, arg->value);
	args_add(a, "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
	return 0;
}

/* A guest's memory is given back by a process of its own, after the emulator has ended. */
static void
add_async_teardown(struct args *a)
{
	enum { HAS_RUN_WITH = 8001000 };

	if (a->def->features.async_teardown == UNSAID)
		return;
	if (a->how->caps->version >= HAS_RUN_WITH)
		args_addf(a, "-run-with", "async-teardown=%s", a->def->features.async_teardown == YES ? "on" : "off");
	else if (a->def->features.async_teardown == YES)
		args_add(a, "-async-teardown", NULL);
}

static int
add_last(struct args *a)
{
	add_async_teardown(a);
	if (a->how->incoming)
		args_add(a, "-incoming", a->how->incoming);
	args_add(a, "-msg", "timestamp=on");
	return 0;
}

/* In libvirt's order. */
static int (*const parts[])(struct args *) = {
	args_refuse, add_name, args_firmware_nodes, args_machine, args_cpu, add_loader, args_memory,
	add_locking, args_numa, add_identity, args_smbios, add_no_display, add_monitors,
	args_clock_and_power, args_boot, args_controllers, args_memory_devices, args_disks,
	args_filesystems, args_nics, args_chardevs, args_tpms, args_inputs, args_audios, args_graphics,
	args_sounds, args_watchdogs, args_redirdevs, args_hostdevs, args_memballoon, args_rngs, add_vmcoreinfo, add_launch_security,
	add_passed_and_sandbox, args_panics, args_shmems, args_vsock, args_cryptos, add_last,
};

void
qemu_environment(const struct vm_def *def, struct strings *out)
{
	if (def->clock.offset == CLOCK_TIMEZONE && def->clock.timezone)
		strings_addf(out, "TZ=%s", def->clock.timezone);
	list_each(graphics, &def->devices.graphics) {
		if (graphics->type == GRAPHICS_SDL && graphics->xauth)
			strings_addf(out, "XAUTHORITY=%s", graphics->xauth);
		if (graphics->type == GRAPHICS_SDL && graphics->display)
			strings_addf(out, "DISPLAY=%s", graphics->display);
	}
	list_each(env, &def->qemu.envs)
		strings_addf(out, "%s=%s", env->name, env->value ? env->value : "");
}

int
qemu_args(const struct vm_def *def, const struct qemu_args_how *how, struct strings *ret_argv)
{
	struct strings argv = { 0 };
	struct args a = { .def = def, .how = how, .machine = machine_of(def), .out = &argv };

	for (unsigned i = 0; i < COUNT(parts); i++)
		if (parts[i](&a) < 0) {
			strings_done(&argv);
			return -1;
		}
	*ret_argv = argv;
	return 0;
}
