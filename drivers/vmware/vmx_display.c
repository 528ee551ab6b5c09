/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_display - the screen, VNC and shared folders in a .vmx file */
#include "vmx_inside.h"

enum { KiB = 1024 };

/* ---- screen ---- */

static int
read_video(struct vmx_reader *r)
{
	int64_t vram = 4 << 20;
	struct video *video;

	if (vmx_get_number(r, "svga.vramSize", &vram) < 0)
		return -1;
	if (vram <= 0 || vram > UINT32_MAX)
		return vmx_refuse(r, "svga.vramSize", "is no size of a screen");
	video = list_add(&r->def->devices.videos);
	model_init(&video_type, video);
	video->model = VIDEO_VMVGA;
	video->vram = (unsigned)((vram + KiB - 1) / KiB);
	return 0;
}

int
vmx_write_video(struct vmx_writer *w)
{
	const struct video_list *videos = &w->def->devices.videos;

	if (!videos->n)
		return 0;
	if (videos->n > 1 || videos->item->model != VIDEO_VMVGA || videos->item->heads > 1)
		return fail(FAULT_CONFIG, "VMware has one video device, of model 'vmvga' and with one head");
	/* VMware wants at least so much and a multiple of it. */
	vmx_put_number(w, "svga.vramSize", (int64_t)(videos->item->vram + 63) / 64 * 64 * KiB);
	return 0;
}

/* ---- VNC ---- */

static int
read_vnc(struct vmx_reader *r)
{
	bool enabled = false;
	int64_t port = -1;
	struct graphics *graphics;

	vmx_device(r, "RemoteDisplay.vnc.");
	if (vmx_get_truth(r, "enabled", &enabled) < 0)
		return -1;
	if (!enabled)
		return 0;
	if (vmx_get_number(r, "port", &port) < 0)
		return -1;
	graphics = list_add(&r->def->devices.graphics);
	model_init(&graphics_type, graphics);
	graphics->type = GRAPHICS_VNC;
	graphics->port = NUMBER_OF(port);
	graphics->autoport = port < 0 ? YES : NO;
	graphics->listen = xstrdup(vmx_get(r, "ip"));
	graphics->keymap = xstrdup(vmx_get(r, "keymap"));
	graphics->passwd = xstrdup(vmx_get(r, "password"));
	return 0;
}

int
vmx_read_display(struct vmx_reader *r)
{
	return read_video(r) < 0 ? -1 : read_vnc(r);
}

static int
put_graphics(const struct vmx_writer *w, const struct graphics *graphics)
{
	if (graphics->type != GRAPHICS_VNC)
		return fail(FAULT_CONFIG, "VMware shows no screen by '%s'", words_name(&graphics_kind_words, graphics->type));
	vmx_put(w, "enabled", "true");
	if (graphics->autoport != YES && graphics->port.given)
		vmx_put_number(w, "port", graphics->port.value);
	if (graphics->listen)
		vmx_put(w, "ip", graphics->listen);
	if (graphics->keymap)
		vmx_put(w, "keymap", graphics->keymap);
	if (graphics->passwd)
		vmx_put(w, "password", graphics->passwd);
	return 0;
}

int
vmx_write_vnc(struct vmx_writer *w)
{
	const struct graphics_list *graphics = &w->def->devices.graphics;

	vmx_put_device(w, "RemoteDisplay.vnc.");
	if (graphics->n > 1)
		return fail(FAULT_CONFIG, "VMware shows a screen once");
	return graphics->n ? put_graphics(w, graphics->item) : 0;
}

/* ---- shared folders ---- */

static int
read_folder(struct vmx_reader *r, int64_t i)
{
	struct filesystem *filesystem;
	bool present = false, enabled = false, write = false;

	vmx_device(r, "sharedFolder%lld.", (long long)i);
	if (vmx_get_truth(r, "present", &present) < 0 || vmx_get_truth(r, "enabled", &enabled) < 0 ||
	    vmx_get_truth(r, "writeAccess", &write) < 0)
		return -1;
	if (!present || !enabled)
		return 0;
	if (!vmx_need(r, "hostPath") || !vmx_need(r, "guestName"))
		return -1;
	filesystem = list_add(&r->def->devices.filesystems);
	model_init(&filesystem_type, filesystem);
	filesystem->type = FS_MOUNT;
	filesystem->source.dir = xstrdup(vmx_get(r, "hostPath"));
	filesystem->target = xstrdup(vmx_get(r, "guestName"));
	filesystem->readonly = !write;
	return 0;
}

int
vmx_read_folders(struct vmx_reader *r)
{
	enum { FOLDERS = 1024 };
	bool disabled = true;
	int64_t count = 0;

	if (vmx_get_truth(r, "isolation.tools.hgfs.disable", &disabled) < 0 ||
	    vmx_get_number(r, "sharedFolder.maxNum", &count) < 0)
		return -1;
	if (count > FOLDERS)
		return vmx_refuse(r, "sharedFolder.maxNum", "is too many");
	for (int64_t i = 0; !disabled && i < count; i++)
		if (read_folder(r, i) < 0)
			return -1;
	return 0;
}

int
vmx_write_folders(struct vmx_writer *w)
{
	const struct filesystem_list *list = &w->def->devices.filesystems;
	unsigned i = 0;

	if (!list->n)
		return 0;
	vmx_put(w, "isolation.tools.hgfs.disable", "false");
	vmx_put_number(w, "sharedFolder.maxNum", list->n);
	list_each(filesystem, list) {
		if (filesystem->type != FS_MOUNT || !filesystem->source.dir)
			return fail(FAULT_CONFIG, "VMware shares only directories of type 'mount'");
		vmx_put_device(w, "sharedFolder%u.", i++);
		vmx_put(w, "present", "true");
		vmx_put(w, "enabled", "true");
		vmx_put(w, "readAccess", "true");
		vmx_put(w, "writeAccess", filesystem->readonly ? "false" : "true");
		vmx_put(w, "hostPath", filesystem->source.dir);
		vmx_put(w, "guestName", filesystem->target);
	}
	return 0;
}
