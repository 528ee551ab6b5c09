/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* video - graphics adapters */
#include "model/video.h"

#include "base/fail.h"

ENUM_WORDS(video_model, VIDEO_MODEL);
ENUM_WORDS(video_backend, VIDEO_BACKEND);
ENUM_WORDS(video_vgaconf, VIDEO_VGACONF);
ENUM_WORDS(video_device, VIDEO_DEVICE);

#define T struct video
static const struct row video_rows[] = {
	VIRTIO_ROWS(T, driver.virtio),
	ENUM  (T, driver.vgaconf,          "driver/@vgaconf", video_vgaconf, ABI, "bhyve: VGA I/O ports"),
	ENUM  (T, driver.name,             "driver/@name", video_backend, ABI, "who draws"),
	ENUM  (T, model,                   "model/@type", video_model,    ABI | UNSUPPORTED, "device the guest sees"),
	ENUM  (T, device,                  "model/@device", video_device, ABI, "which variant of it", ONLY_IF(T, model, VIDEO_VIRTIO)),
	UINT  (T, ram,                     "model/@ram",                  ABI, "memory of the first bar, KiB"),
	UINT  (T, vram,                    "model/@vram",                 ABI, "memory, KiB"),
	UINT  (T, vram64,                  "model/@vram64",               ABI, "memory above 4 GiB, KiB"),
	UINT  (T, vgamem,                  "model/@vgamem",               ABI, "memory of the VGA mode, KiB"),
	UINT  (T, heads,                   "model/@heads",                ABI, "screens"),
	YESNO (T, primary,                 "model/@primary",              ABI, "the firmware uses it", ONLY_IF_ANY(T, model, ~ONE(VIDEO_NONE))),
	ONOFF (T, blob,                    "model/@blob",                 ABI, "the guest's memory is shown as it is", ONLY_IF(T, model, VIDEO_VIRTIO)),
	ONOFF (T, edid,                    "model/@edid",                 ABI, "the monitor says what it can"),
	YESNO (T, acceleration.accel3d,    "model/acceleration/@accel3d", ABI, "3D acceleration"),
	YESNO (T, acceleration.accel2d,    "model/acceleration/@accel2d", ABI, "2D acceleration"),
	STRING(T, acceleration.rendernode, "model/acceleration/@rendernode", 0, "graphics card of the host"),
	UINT  (T, resolution.x,            "model/resolution/@x",         ABI | NEEDED, "width at start"),
	UINT  (T, resolution.y,            "model/resolution/@y",         ABI | NEEDED, "height at start"),
	PART  (T, info,                    ".", device_info,              0,   "place and name"),
	ROWS_END
};
#undef T

static int
video_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct video *video = object;

	if (video->model != VIDEO_QXL && (video->ram || video->vram64 || video->vgamem))
		return fail(FAULT_CONFIG, "ram, vram64 and vgamem are for a qxl video device");
	return 0;
}

const struct type video_type = {
	.name = "video", .size = sizeof(struct video), .rows = video_rows, .check = video_check,
};
