/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_display - displays and video adapters */
#include "args_inside.h"

/* ---- displays ---- */

static const struct listen *
first_listen(const struct graphics *g)
{
	static const struct listen none;

	return g->listens.n ? g->listens.item : &none;
}

static void
add_host_port(struct text *out, const char *address, int64_t port)
{
	text_addf(out, address && strchr(address, ':') ? "[%s]:%lld" : "%s:%lld", address ? address : "",
		  (long long)port);
}

enum { VNC_PORTS = 5900 };

/* The socket it listens on; one without a path is in the directory of this run. */
static void
add_socket(const struct args *a, const struct listen *listen, const char *name, struct text *out)
{
	auto_free char *path = listen->socket ? xstrdup(listen->socket)
					      : text_format("%s/%s", a->how->dir, name);

	option_text(out, path);
}

static void
vnc_place(const struct args *a, const struct graphics *g, struct text *out)
{
	const struct listen *listen = first_listen(g);

	switch (listen->type) {
	case LISTEN_SOCKET:
		text_add(out, "vnc=unix:");
		add_socket(a, listen, "vnc.sock", out);
		break;
	case LISTEN_NONE:
		text_add(out, "none");
		break;
	default:
		add_host_port(out, listen->address ? listen->address : "127.0.0.1",
			      g->port.given && g->port.value >= VNC_PORTS ? g->port.value - VNC_PORTS : 0);
		if (g->websocket.given && g->websocket.value > 0)
			text_addf(out, ",websocket=%lld", (long long)g->websocket.value);
	}
}

/* The password itself is set over QMP once the guest is made. */
static int
add_vnc(struct args *a, const struct graphics *g)
{
	auto_free char *audio = audio_name(a->def, g->audio_id);
	const struct tls_place *tls = &a->how->tls->of[TLS_VNC];
	auto_text struct text out = { 0 };

	vnc_place(a, g, &out);
	if (tls->on) {
		args_json(a, "-object", tls_object(tls, "vnc-tls-creds0", true));
		option(&out, "tls-creds", "vnc-tls-creds0");
	}
	if (g->share_policy)
		option(&out, "share", words_name(&share_policy_words, g->share_policy));
	if (g->passwd)
		option(&out, "password", "on");
	option_onoff(&out, "power-control", g->power_control);
	option(&out, "audiodev", audio);
	args_add(a, "-vnc", text_get(&out));
	if (g->keymap)
		args_add(a, "-k", g->keymap);
	return 0;
}

static bool
spice_has_tls(const struct graphics *g)
{
	return g->tls_port.given && g->tls_port.value > 0;
}

static void
spice_place(const struct args *a, const struct graphics *g, struct text *out)
{
	const struct listen *listen = first_listen(g);

	switch (listen->type) {
	case LISTEN_SOCKET:
		text_add(out, "unix,addr=");
		add_socket(a, listen, "spice.sock", out);
		break;
	case LISTEN_NONE:
		text_add(out, "port=0");
		break;
	default:
		text_addf(out, "port=%lld", (long long)(g->port.value > 0 ? g->port.value : 0));
		if (spice_has_tls(g))
			text_addf(out, ",tls-port=%lld", (long long)g->tls_port.value);
		option(out, "addr", listen->address ? listen->address : "127.0.0.1");
	}
}

/* One channel, or "default": all that are not named. */
static int
spice_channel(const struct graphics *g, const char *channel, enum spice_mode mode, struct text *out)
{
	if (mode == SPICE_SECURE && !spice_has_tls(g))
		return fail(FAULT_CONFIG, "graphics 'spice': channel '%s' is to be secure, but there is no tlsPort", channel);
	if (mode == SPICE_INSECURE && spice_has_tls(g) && g->port.value <= 0)
		return fail(FAULT_CONFIG, "graphics 'spice': channel '%s' is to be insecure, but there is no port", channel);
	if (mode == SPICE_SECURE)
		option(out, "tls-channel", channel);
	if (mode == SPICE_INSECURE)
		option(out, "plaintext-channel", channel);
	return 0;
}

static int
spice_security(const struct args *a, const struct graphics *g, struct text *out)
{
	const struct tls_place *tls = &a->how->tls->of[TLS_SPICE];

	if (spice_has_tls(g) && !tls->on)
		return fail(FAULT_STATE, "graphics 'spice': a tlsPort needs spice_tls = 1 in qemu.conf");
	if (spice_has_tls(g))
		option(out, "x509-dir", tls->directory);
	if (spice_channel(g, "default", g->default_mode, out) < 0)
		return -1;
	list_each(channel, &g->channels)
		if (spice_channel(g, words_name(&spice_channel_name_words, channel->name), channel->mode, out) < 0)
			return -1;
	return 0;
}

static void
spice_quality(const struct graphics *g, struct text *out)
{
	option(out, "image-compression", g->image ? words_name(&image_compression_words, g->image) : NULL);
	option(out, "jpeg-wan-compression", g->jpeg ? words_name(&wan_compression_words, g->jpeg) : NULL);
	option(out, "zlib-glz-wan-compression", g->zlib ? words_name(&wan_compression_words, g->zlib) : NULL);
	option_onoff(out, "playback-compression", g->playback);
	option(out, "streaming-video", g->streaming ? words_name(&streaming_mode_words, g->streaming) : NULL);
}

static int
add_spice(struct args *a, const struct graphics *g)
{
	auto_text struct text out = { 0 };

	spice_place(a, g, &out);
	if (g->mouse)
		option(&out, "agent-mouse", g->mouse == MOUSE_CLIENT ? "on" : "off");
	if (!g->passwd)
		option(&out, "disable-ticketing", "on");
	if (spice_security(a, g, &out) < 0)
		return -1;
	spice_quality(g, &out);
	if (g->clipboard == NO)
		option(&out, "disable-copy-paste", "on");
	if (g->filetransfer == NO)
		option(&out, "disable-agent-file-xfer", "on");
	if (g->gl.enable == YES) {
		option(&out, "gl", "on");
		option(&out, "rendernode", g->gl.rendernode);
	}
	option(&out, "seamless-migration", "on");
	args_add(a, "-spice", text_get(&out));
	if (g->keymap)
		args_add(a, "-k", g->keymap);
	return 0;
}

static int
add_sdl(struct args *a, const struct graphics *g)
{
	if (g->fullscreen == YES)
		args_add(a, "-full-screen", NULL);
	args_add(a, "-display", g->gl.enable == YES ? "sdl,gl=on" : "sdl");
	return 0;
}

static int
add_egl(struct args *a, const struct graphics *g)
{
	auto_text struct text out = { 0 };

	text_add(&out, "egl-headless");
	option(&out, "rendernode", g->gl.rendernode);
	args_add(a, "-display", text_get(&out));
	return 0;
}

static int
add_dbus(struct args *a, const struct graphics *g)
{
	auto_free char *audio = g->audio_id ? audio_name(a->def, g->audio_id) : NULL;
	auto_text struct text out = { 0 };

	text_add(&out, "dbus");
	option_onoff(&out, "p2p", g->p2p == YES ? YES : UNSAID);
	if (g->p2p != YES)
		option(&out, "addr", g->dbus_address);
	option_onoff(&out, "gl", g->gl.enable);
	option(&out, "rendernode", g->gl.rendernode);
	option(&out, "audiodev", audio);
	args_add(a, "-display", text_get(&out));
	return 0;
}

static int
add_graphics(struct args *a, const struct graphics *g)
{
	static int (*const kinds[graphics_kind_count])(struct args *, const struct graphics *) = {
		[GRAPHICS_VNC]          = add_vnc,
		[GRAPHICS_SPICE]        = add_spice,
		[GRAPHICS_SDL]          = add_sdl,
		[GRAPHICS_EGL_HEADLESS] = add_egl,
		[GRAPHICS_DBUS]         = add_dbus,
	};

	return kinds[g->type] ? kinds[g->type](a, g)
			      : fail(FAULT_UNSUPPORTED, "graphics '%s' is not supported",
				     words_name(&graphics_kind_words, g->type));
}

/* ---- video ---- */

/* The first adapter speaks VGA where there is such a variant. */
static const struct {
	enum video_model model;
	const char *primary, *other, *primary_3d, *other_3d;
} video_drivers[] = {
	{ VIDEO_VGA,    "VGA",           "secondary-vga",  NULL, NULL },
	{ VIDEO_CIRRUS, "cirrus-vga",    NULL,             NULL, NULL },
	{ VIDEO_VMVGA,  "vmware-svga",   NULL,             NULL, NULL },
	{ VIDEO_QXL,    "qxl-vga",       "qxl",            NULL, NULL },
	{ VIDEO_VIRTIO, "virtio-vga",    "virtio-gpu-pci", "virtio-vga-gl", "virtio-gpu-gl-pci" },
	{ VIDEO_BOCHS,  "bochs-display", "bochs-display",  NULL, NULL },
	{ VIDEO_RAMFB,  "ramfb",         NULL,             NULL, NULL },
};

/* Where the definition says itself which it is. */
static const char *const video_devices[] = {
	[VIDEO_VIRTIO_VGA] = "virtio-vga",     [VIDEO_VIRTIO_VGA_GL] = "virtio-vga-gl",
	[VIDEO_VIRTIO_GPU] = "virtio-gpu-pci", [VIDEO_VIRTIO_GPU_GL] = "virtio-gpu-gl-pci",
};

static const char *
video_driver(const struct video *video)
{
	bool first = video->primary == YES, accelerated = video->acceleration.accel3d == YES;

	if (video->device)
		return video->device < COUNT(video_devices) ? video_devices[video->device] : NULL;
	for (unsigned i = 0; i < COUNT(video_drivers); i++) {
		if (video_drivers[i].model != video->model)
			continue;
		if (accelerated && video_drivers[i].primary_3d)
			return first ? video_drivers[i].primary_3d : video_drivers[i].other_3d;
		return first ? video_drivers[i].primary : video_drivers[i].other;
	}
	return NULL;
}

static void
video_memory(const struct video *video, struct json_object *device)
{
	enum { KIB = 1024 };

	switch (video->model) {
	case VIDEO_QXL:
		prop_number(device, "ram_size", (int64_t)video->ram * KIB);
		prop_number(device, "vram_size", (int64_t)video->vram * KIB);
		prop_number(device, "vram64_size_mb", video->vram64 / KIB);
		prop_number(device, "vgamem_mb", video->vgamem / KIB);
		break;
	case VIDEO_VGA:
	case VIDEO_VMVGA:
		prop_count(device, "vgamem_mb", video->vram / KIB);
		break;
	case VIDEO_BOCHS:
		prop_count(device, "vgamem", (uint64_t)video->vram * KIB);
		break;
	default:
		break;
	}
}

static int
add_video(struct args *a, const struct video *video)
{
	const char *driver = video_driver(video);
	auto_json struct json_object *device = NULL;

	if (video->model == VIDEO_NONE)
		return 0;
	if (!driver || video->driver.name == VIDEO_VHOST_USER)
		return fail(FAULT_UNSUPPORTED, "video '%s': model '%s' is not supported here", video->info.alias,
			    words_name(&video_model_words, video->model));
	device = json_build("s:driver", driver, "s:id", video->info.alias, NULL);
	if (video->model == VIDEO_VIRTIO || video->model == VIDEO_QXL)
		prop_count(device, "max_outputs", video->heads);
	prop_tri(device, "blob", video->blob);
	prop_tri(device, "edid", video->edid);
	video_memory(video, device);
	prop_count(device, "xres", video->resolution.x);
	prop_count(device, "yres", video->resolution.y);
	if (video->model == VIDEO_VIRTIO)
		virtio_props(device, &video->driver.virtio);
	if (device_address(a, device, &video->info) < 0)
		return -1;
	return args_device(a, steal(device), &video->info);
}

int
args_graphics(struct args *a)
{
	const struct vm_devices *d = &a->def->devices;

	list_each(graphics, &d->graphics)
		if (add_graphics(a, graphics) < 0)
			return -1;
	list_each(video, &d->videos)
		if (add_video(a, video) < 0)
			return -1;
	return 0;
}
