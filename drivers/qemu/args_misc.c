/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_misc - inputs, shared directories, watchdogs, balloons, random numbers and other devices */
#include "args_inside.h"

/* Put the address in and give it to QEMU; takes the device over. */
static int
finish(struct args *a, struct json_object *device, const struct device_info *info)
{
	auto_json struct json_object *owned = device;

	if (device_address(a, owned, info) < 0)
		return -1;
	return args_device(a, steal(owned), info);
}

/* ---- inputs ---- */

static const struct { enum input_kind type; const char *usb, *virtio; } input_drivers[] = {
	{ INPUT_MOUSE,       "usb-mouse",  "virtio-mouse" },
	{ INPUT_TABLET,      "usb-tablet", "virtio-tablet" },
	{ INPUT_KEYBOARD,    "usb-kbd",    "virtio-keyboard" },
	{ INPUT_PASSTHROUGH, NULL,         "virtio-input-host" },
};

static int
add_evdev(struct args *a, const struct input *input)
{
	struct json_object *object = json_build("s:qom-type", "input-linux", "s:id", input->info.alias,
						"s?:evdev", input->evdev, NULL);

	prop_tri(object, "repeat", input->repeat);
	if (input->grab)
		prop_bool(object, "grab_all", true);
	if (input->grab_toggle)
		prop_string(object, "grab-toggle", words_name(&grab_toggle_words, input->grab_toggle));
	args_json(a, "-object", object);
	return 0;
}

static int
add_input(struct args *a, const struct input *input)
{
	const char *usb = NULL, *virtio = NULL;
	auto_free char *driver = NULL;
	struct json_object *device;

	if (input->type == INPUT_EVDEV)
		return add_evdev(a, input);
	if (input->bus == INPUT_BUS_PS2)
		return 0;
	for (unsigned i = 0; i < COUNT(input_drivers); i++)
		if (input_drivers[i].type == input->type) {
			usb = input_drivers[i].usb;
			virtio = input_drivers[i].virtio;
		}
	if (input->bus == INPUT_BUS_USB && usb)
		driver = xstrdup(usb);
	if (input->bus == INPUT_BUS_VIRTIO && virtio)
		driver = virtio_driver(virtio, input->model, &input->info);
	if (!driver)
		return fail(FAULT_UNSUPPORTED, "input '%s': bus '%s' is not supported", input->info.alias,
			    words_name(&input_bus_words, input->bus));
	device = json_build("s:driver", driver, "s:id", input->info.alias, "s?:evdev", input->evdev, NULL);
	virtio_props(device, &input->driver);
	return finish(a, device, &input->info);
}

int
args_inputs(struct args *a)
{
	list_each(input, &a->def->devices.inputs)
		if (add_input(a, input) < 0)
			return -1;
	return 0;
}

/* ---- shared directories ---- */

/* Served by a process of its own, which reads the guest's memory. */
static int
add_virtiofs(struct args *a, const struct filesystem *fs)
{
	auto_free char *own = a->how->helpers ? text_format("%s%s", a->how->helpers, fs->info.alias)
					      : text_format("%s/%s-fs.sock", a->how->dir, fs->info.alias);
	auto_free char *driver = virtio_driver("vhost-user-fs", fs->model, &fs->info);
	struct chardev_source source = {
		.type = CHARDEV_UNIX, .mode = CHARDEV_CONNECT,
		.path = fs->source.socket ? fs->source.socket : own,
	};
	auto_free char *chardev = vhost_user_chardev(a, &source, fs->info.alias);
	struct json_object *device;

	if (!chardev)
		return -1;
	device = json_build("s:driver", driver, "s:id", fs->info.alias, "s:chardev", chardev, NULL);
	prop_count(device, "queue-size", fs->driver.queue);
	prop_string(device, "tag", fs->target);
	prop_count(device, "bootindex", fs->info.boot_order);
	virtio_props(device, &fs->driver.virtio);
	return finish(a, device, &fs->info);
}

static int
add_filesystem(struct args *a, const struct filesystem *fs)
{
	static const char *const models[] = {
		[FS_ACCESS_NONE] = "passthrough", [FS_PASSTHROUGH] = "passthrough",
		[FS_MAPPED] = "mapped", [FS_SQUASH] = "none",
	};
	auto_free char *id = text_format("fsdev-%s", fs->info.alias);
	auto_free char *driver = virtio_driver("virtio-9p", fs->model, &fs->info);
	auto_text struct text out = { 0 };
	struct json_object *device;

	if (fs->type && fs->type != FS_MOUNT)
		return fail(FAULT_UNSUPPORTED, "filesystem '%s': type '%s' is not supported", fs->target,
			    words_name(&fs_kind_words, fs->type));
	if (fs->driver.type == FS_VIRTIOFS)
		return add_virtiofs(a, fs);
	text_addf(&out, "local,security_model=%s", models[fs->accessmode]);
	if (fs->multidevs)
		option(&out, "multidevs", words_name(&fs_multidevs_words, fs->multidevs));
	if (fs->fmode.given)
		text_addf(&out, ",fmode=%04llo", (long long)fs->fmode.value);
	if (fs->dmode.given)
		text_addf(&out, ",dmode=%04llo", (long long)fs->dmode.value);
	if (fs->driver.wrpolicy)
		option(&out, "writeout", words_name(&fs_wrpolicy_words, fs->driver.wrpolicy));
	option(&out, "id", id);
	option(&out, "path", fs->source.dir);
	if (fs->readonly)
		text_add(&out, ",readonly=on");
	args_add(a, "-fsdev", text_get(&out));
	device = json_build("s:driver", driver, "s:id", fs->info.alias, "s:fsdev", id, "s:mount_tag", fs->target, NULL);
	virtio_props(device, &fs->driver.virtio);
	return finish(a, device, &fs->info);
}

int
args_filesystems(struct args *a)
{
	list_each(fs, &a->def->devices.filesystems)
		if (add_filesystem(a, fs) < 0)
			return -1;
	return 0;
}

/* ---- TPM: the emulator is a process of its own, or somebody else's, reached by a socket ---- */

int
args_tpms(struct args *a)
{
	list_each(tpm, &a->def->devices.tpms) {
		const char *model = tpm->model ? words_name(&tpm_model_words, tpm->model) : "tpm-tis";
		auto_free char *id = text_format("tpm-%s", tpm->info.alias);
		auto_text struct text out = { 0 };

		if (tpm->backend == TPM_PASSTHROUGH)
			return fail(FAULT_UNSUPPORTED, "tpm: backend '%s' is not supported",
				    words_name(&tpm_backend_words, tpm->backend));
		if (tpm->backend == TPM_EMULATOR && tpm->source.path)
			return fail(FAULT_UNSUPPORTED, "tpm: a source of backend 'emulator' is not supported");
		text_add(&out, "socket,id=chrtpm");
		option(&out, "path", tpm->backend == TPM_EXTERNAL ? tpm->source.path : a->how->tpm_socket);
		if (text_same(tpm->source.mode, "bind"))
			text_add(&out, ",server=on,wait=off");
		args_add(a, "-chardev", text_get(&out));
		args_addf(a, "-tpmdev", "emulator,id=%s,chardev=chrtpm", id);
		if (finish(a, json_build("s:driver", model, "s:tpmdev", id, "s:id", tpm->info.alias, NULL),
			   &tpm->info) < 0)
			return -1;
	}
	return 0;
}

/* ---- watchdog ---- */

static const char *
watchdog_action(enum watchdog_action action)
{
	/* A dump is made by us, while the guest stands still. */
	if (action == WATCHDOG_DUMP)
		return "pause";
	return words_name(&watchdog_action_words, action ? action : WATCHDOG_RESET);
}

int
args_watchdogs(struct args *a)
{
	list_each(watchdog, &a->def->devices.watchdogs) {
		/* This one is part of the Q35 board. */
		if (watchdog->model != WATCHDOG_ITCO &&
		    finish(a, json_build("s:driver", words_name(&watchdog_model_words, watchdog->model),
					 "s:id", watchdog->info.alias, NULL), &watchdog->info) < 0)
			return -1;
		args_add(a, "-watchdog-action", watchdog_action(watchdog->action));
	}
	return 0;
}

/* ---- balloon ---- */

int
args_memballoon(struct args *a)
{
	const struct memballoon *balloon = a->def->devices.memballoon;
	enum virtio_model model = VIRTIO_MODEL_VIRTIO;
	auto_free char *driver = NULL;
	struct json_object *device;

	if (!balloon || balloon->model == MEMBALLOON_NONE)
		return 0;
	if (balloon->model == MEMBALLOON_XEN)
		return fail(FAULT_UNSUPPORTED, "memballoon: model 'xen' is not supported");
	if (balloon->model == MEMBALLOON_VIRTIO_TRANSITIONAL)
		model = VIRTIO_MODEL_TRANSITIONAL;
	if (balloon->model == MEMBALLOON_VIRTIO_NON_TRANSITIONAL)
		model = VIRTIO_MODEL_NON_TRANSITIONAL;
	driver = virtio_driver("virtio-balloon", model, &balloon->info);
	device = json_build("s:driver", driver, "s:id", balloon->info.alias, NULL);
	prop_tri(device, "deflate-on-oom", balloon->autodeflate);
	prop_tri(device, "free-page-reporting", balloon->free_page_reporting);
	virtio_props(device, &balloon->driver);
	return finish(a, device, &balloon->info);
}

/* ---- random numbers ---- */

static int
add_rng_backend(struct args *a, const struct rng *rng, const char *id)
{
	auto_free char *chardev = text_format("char%s", rng->info.alias);

	switch (rng->backend) {
	case RNG_EGD:
		if (args_chardev(a, &rng->source, rng->info.alias) < 0)
			return -1;
		args_json(a, "-object", json_build("s:qom-type", "rng-egd", "s:id", id, "s:chardev", chardev, NULL));
		return 0;
	case RNG_BUILTIN:
		args_json(a, "-object", json_build("s:qom-type", "rng-builtin", "s:id", id, NULL));
		return 0;
	default:
		args_json(a, "-object", json_build("s:qom-type", "rng-random", "s:id", id, "s:filename",
						   rng->path ? rng->path : "/dev/urandom", NULL));
		return 0;
	}
}

int
args_rngs(struct args *a)
{
	list_each(rng, &a->def->devices.rngs) {
		enum { SECOND = 1000 };
		auto_free char *id = text_format("obj%s", rng->info.alias);
		auto_free char *driver = virtio_driver("virtio-rng", rng->model, &rng->info);
		struct json_object *device;

		if (add_rng_backend(a, rng, id) < 0)
			return -1;
		device = json_build("s:driver", driver, "s:rng", id, "s:id", rng->info.alias, NULL);
		prop_count(device, "max-bytes", rng->rate_bytes);
		if (rng->rate_bytes)
			prop_number(device, "period", rng->rate_period ? rng->rate_period : SECOND);
		virtio_props(device, &rng->driver);
		if (finish(a, device, &rng->info) < 0)
			return -1;
	}
	return 0;
}

/* ---- panic devices ---- */

int
args_panics(struct args *a)
{
	list_each(panic, &a->def->devices.panics) {
		struct json_object *device;

		/* A feature of the processor: see args_cpu(). */
		if (panic->model == PANIC_HYPERV)
			continue;
		if (panic->model == PANIC_PVPANIC) {
			if (finish(a, json_build("s:driver", "pvpanic-pci", "s:id", panic->info.alias, NULL), &panic->info) < 0)
				return -1;
			continue;
		}
		if (panic->model && panic->model != PANIC_ISA)
			return fail(FAULT_UNSUPPORTED, "panic: model '%s' is not supported",
				    words_name(&panic_model_words, panic->model));
		device = device_new("pvpanic");
		if (panic->info.address.type == ADDRESS_ISA)
			prop_given(device, "ioport", panic->info.address.isa.iobase);
		args_json(a, "-device", device);
	}
	return 0;
}

/* ---- memory shared between guests ---- */

static int
add_shmem_plain(struct args *a, const struct shmem *shmem, struct json_object *device)
{
	auto_free char *id = text_format("shmmem-%s", shmem->info.alias);
	auto_free char *path = text_format("/dev/shm/%s", shmem->name);

	args_json(a, "-object", json_build("s:qom-type", "memory-backend-file", "s:id", id, "s:mem-path", path,
					   "i:size", shmem->size.value, "b:share", 1, NULL));
	prop_string(device, "memdev", id);
	if (shmem->role)
		prop_string(device, "master", shmem->role == SHMEM_MASTER ? "on" : "off");
	return finish(a, device, &shmem->info);
}

static int
add_shmem_doorbell(struct args *a, const struct shmem *shmem, struct json_object *device)
{
	auto_free char *chardev = text_format("char%s", shmem->info.alias);
	auto_free char *path = shmem->server && shmem->server->path ? xstrdup(shmem->server->path)
			       : text_format("/var/lib/libvirt/shmem-%s-sock", shmem->name);
	struct chardev_source source = { .type = CHARDEV_UNIX, .mode = CHARDEV_CONNECT, .path = path };

	prop_string(device, "chardev", chardev);
	if (shmem->msi) {
		prop_count(device, "vectors", shmem->msi->vectors);
		prop_tri(device, "ioeventfd", shmem->msi->ioeventfd);
	}
	if (finish(a, device, &shmem->info) < 0)
		return -1;
	return args_chardev(a, &source, shmem->info.alias);
}

int
args_shmems(struct args *a)
{
	list_each(shmem, &a->def->devices.shmems) {
		bool doorbell = shmem->model == SHMEM_IVSHMEM_DOORBELL;
		struct json_object *device;

		if (shmem->model != SHMEM_IVSHMEM_PLAIN && !doorbell)
			return fail(FAULT_UNSUPPORTED, "shmem '%s': model 'ivshmem' is not supported by this emulator",
				    shmem->name);
		device = json_build("s:driver", words_name(&shmem_model_words, shmem->model),
				    "s:id", shmem->info.alias, NULL);
		if ((doorbell ? add_shmem_doorbell : add_shmem_plain)(a, shmem, device) < 0)
			return -1;
	}
	return 0;
}

/* ---- accelerators for ciphers ---- */

static int
add_crypto(struct args *a, const struct crypto *crypto)
{
	auto_free char *id = text_format("obj%s", crypto->info.alias);
	auto_free char *backend = text_format("cryptodev-backend-%s", crypto->backend ? crypto->backend : "builtin");
	auto_free char *driver = virtio_driver("virtio-crypto", VIRTIO_MODEL_VIRTIO, &crypto->info);
	struct json_object *object = json_build("s:qom-type", backend, "s:id", id, NULL), *device;

	prop_count(object, "queues", crypto->queues);
	args_json(a, "-object", object);
	device = json_build("s:driver", driver, "s:cryptodev", id, "s:id", crypto->info.alias, NULL);
	virtio_props(device, &crypto->driver);
	return finish(a, device, &crypto->info);
}

int
args_cryptos(struct args *a)
{
	list_each(crypto, &a->def->devices.cryptos)
		if (add_crypto(a, crypto) < 0)
			return -1;
	return 0;
}

/* ---- vsock ---- */

int
args_vsock(struct args *a)
{
	const struct vsock *vsock = a->def->devices.vsock;
	auto_free char *driver = NULL, *fd = NULL;
	struct json_object *device;

	if (!vsock)
		return 0;
	driver = virtio_driver("vhost-vsock", vsock->model, &vsock->info);
	fd = text_format("%d", a->how->vsock_fd);
	device = json_build("s:driver", driver, "s:id", vsock->info.alias, "i:guest-cid", (int64_t)vsock->cid,
			    "s:vhostfd", fd, NULL);
	virtio_props(device, &vsock->driver);
	return finish(a, device, &vsock->info);
}
