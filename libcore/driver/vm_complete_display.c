/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete_display - displays: where they listen, and what they show */
#include "driver/vm_complete.h"

#include "base/fail.h"

/* ---- ports and listeners ---- */

static bool
listens(const struct graphics *graphics)
{
	return graphics->type == GRAPHICS_VNC || graphics->type == GRAPHICS_SPICE || graphics->type == GRAPHICS_RDP;
}

/* The attributes of <graphics> and its first <listen> say the same twice. */
static int
settle_listen(struct graphics *graphics)
{
	struct listen *first;

	if (!graphics->listens.n)
		list_add(&graphics->listens)->type = LISTEN_ADDRESS;
	first = graphics->listens.item;
	if (graphics->socket && first->type == LISTEN_ADDRESS) {
		model_done(&listen_type, first);
		first->type = LISTEN_SOCKET;
	}
	if (graphics->listen && first->address && strcmp(graphics->listen, first->address))
		return fail(FAULT_CONFIG, "listen address %s of graphics differs from that of <listen>, %s",
			    graphics->listen, first->address);
	if (graphics->socket && (first->type != LISTEN_SOCKET ||
				 (first->socket && strcmp(graphics->socket, first->socket))))
		return fail(FAULT_CONFIG, "socket %s of graphics differs from that of <listen>", graphics->socket);
	if (graphics->listen && first->type == LISTEN_ADDRESS && !first->address)
		first->address = xstrdup(graphics->listen);
	if (graphics->socket && !first->socket)
		first->socket = xstrdup(graphics->socket);
	free(graphics->listen);
	free(graphics->socket);
	graphics->listen = xstrdup(first->type == LISTEN_ADDRESS ? first->address : NULL);
	graphics->socket = xstrdup(graphics->type == GRAPHICS_VNC ? first->socket : NULL);
	return 0;
}

/* SPICE without any port listens nowhere. */
static void
settle_spice(struct graphics *graphics)
{
	struct listen *first = graphics->listens.item;
	bool chosen = graphics->port.value == -1 && graphics->tls_port.value == -1;

	if (chosen)
		graphics->autoport = YES;
	if (graphics->autoport != YES)
		graphics->autoport = NO;
	if (graphics->autoport == YES || !graphics->port.value)
		graphics->port.given = false;
	if (graphics->autoport == YES || !graphics->tls_port.value)
		graphics->tls_port.given = false;
	if (first->type == LISTEN_ADDRESS && graphics->autoport == NO && !graphics->port.given &&
	    !graphics->tls_port.given) {
		model_done(&listen_type, first);
		first->type = LISTEN_NONE;
	}
}

static void
settle_vnc(struct graphics *graphics)
{
	bool chosen = !graphics->port.given || graphics->port.value == -1;

	if (graphics->autoport == UNSAID)
		graphics->autoport = chosen ? YES : NO;
	if (graphics->autoport == YES)
		graphics->port = NUMBER_OF(-1);
	else if (chosen || !graphics->port.value)
		graphics->port.given = false;
}

/* RDP that does not say a port chooses one. */
static void
settle_rdp(struct graphics *graphics)
{
	bool chosen = graphics->autoport == YES || !graphics->port.given || graphics->port.value == -1;

	graphics->autoport = chosen ? YES : UNSAID;
	graphics->port.given = chosen || graphics->port.value;
	if (chosen)
		graphics->port.value = 0;
}

static void
settle_ports(struct graphics *graphics)
{
	enum listen_kind kind = graphics->listens.item[0].type;

	if (kind == LISTEN_ADDRESS || kind == LISTEN_NETWORK) {
		if (graphics->type == GRAPHICS_SPICE)
			settle_spice(graphics);
		else if (graphics->type == GRAPHICS_RDP)
			settle_rdp(graphics);
		else
			settle_vnc(graphics);
		kind = graphics->listens.item[0].type;
	}
	if (kind == LISTEN_ADDRESS || kind == LISTEN_NETWORK)
		return;
	graphics->port.given = graphics->tls_port.given = graphics->websocket.given = false;
	graphics->autoport = UNSAID;
	free(graphics->listen);
	graphics->listen = NULL;
}

int
complete_graphics(struct vm_def *def)
{
	list_each(graphics, &def->devices.graphics) {
		if (!listens(graphics))
			continue;
		if (settle_listen(graphics) < 0)
			return -1;
		settle_ports(graphics);
	}
	return 0;
}

/* ---- video ---- */

/* What a machine of that hypervisor shows; NONE leaves it to the driver. */
static enum video_model
default_video(const struct vm_def *def)
{
	switch (def->type) {
	case VM_TEST:
	case VM_XEN:
		if (!vm_is_hvm(def) && def->os.type != OS_EXE)
			return VIDEO_XEN;
		return vm_is_ppc64(def) ? VIDEO_VGA : VIDEO_CIRRUS;
	case VM_VBOX:
		return VIDEO_VBOX;
	case VM_VMWARE:
		return VIDEO_VMVGA;
	case VM_BHYVE:
		return VIDEO_GOP;
	default:
		return VIDEO_MODEL_NONE;
	}
}

static unsigned
default_vram(const struct vm_def *def, enum video_model model)
{
	switch (model) {
	case VIDEO_VGA:
	case VIDEO_CIRRUS:
	case VIDEO_VMVGA:
	case VIDEO_BOCHS:
		return def->type == VM_VBOX ? 8192 : def->type == VM_VMWARE ? 4096 : 16384;
	case VIDEO_XEN:
		return 4096;
	case VIDEO_QXL:
		return 65536;
	default:
		return 0;
	}
}

static unsigned
power_of_two(unsigned n)
{
	return n < 2 ? n : 1U << (32 - __builtin_clz(n - 1));
}

/* Memory is mapped as a whole, so its sizes are powers of two. */
static void
settle_memory(struct video *video)
{
	if (video->ram <= 1U << 31)
		video->ram = power_of_two(video->ram);
	if (video->vram <= 1U << 31)
		video->vram = power_of_two(video->vram);
}

static void
complete_video(const struct vm_def *def, struct video *video)
{
	if (video->model == VIDEO_MODEL_NONE)
		video->model = default_video(def);
	if (video->model == VIDEO_NONE)
		video->heads = 0;
	if (video->model == VIDEO_MODEL_NONE || video->model == VIDEO_NONE)
		return;
	if (video->model == VIDEO_QXL && !video->ram)
		video->ram = default_vram(def, VIDEO_QXL);
	if (!video->vram)
		video->vram = default_vram(def, video->model);
	settle_memory(video);
	if (!video->heads)
		video->heads = 1;
}

/* Exactly one is the primary one, and it is first. */
static int
choose_primary(struct video_list *videos)
{
	struct video *primary = NULL;

	list_each(video, videos) {
		if (video->primary == YES && primary)
			return fail(FAULT_CONFIG, "only one video device is the primary one");
		if (video->primary == YES)
			primary = video;
		if (video->model == VIDEO_NONE && videos->n > 1)
			return fail(FAULT_CONFIG, "a 'none' video device is the only one");
	}
	if (!primary)
		videos->item[0].primary = YES;
	else if (primary != videos->item) {
		struct video moved = *primary;

		memmove(&videos->item[1], videos->item, (primary - videos->item) * sizeof moved);
		videos->item[0] = moved;
	}
	return 0;
}

int
complete_videos(struct vm_def *def)
{
	struct video_list *videos = &def->devices.videos;

	if (!videos->n && def->devices.graphics.n)
		list_add(videos);
	list_each(video, videos)
		complete_video(def, video);
	return videos->n ? choose_primary(videos) : 0;
}
