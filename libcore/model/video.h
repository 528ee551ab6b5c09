/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* video - graphics adapters */
#ifndef MODEL_VIDEO_H
#define MODEL_VIDEO_H

#include "model/device_info.h"

#define VIDEO_MODEL(X)                  \
	X(VIDEO_MODEL_NONE, NULL)       \
	X(VIDEO_VGA,        "vga")      \
	X(VIDEO_CIRRUS,     "cirrus")   \
	X(VIDEO_VMVGA,      "vmvga")    \
	X(VIDEO_XEN,        "xen")      \
	X(VIDEO_VBOX,       "vbox")     \
	X(VIDEO_QXL,        "qxl")      \
	X(VIDEO_PARALLELS,  "parallels")\
	X(VIDEO_VIRTIO,     "virtio")   \
	X(VIDEO_GOP,        "gop")      \
	X(VIDEO_NONE,       "none")     \
	X(VIDEO_BOCHS,      "bochs")    \
	X(VIDEO_RAMFB,      "ramfb")
ENUM_TYPE(video_model, VIDEO_MODEL);

#define VIDEO_BACKEND(X)                    \
	X(VIDEO_BACKEND_NONE,  NULL)        \
	X(VIDEO_QEMU,          "qemu")      \
	X(VIDEO_VHOST_USER,    "vhostuser")
ENUM_TYPE(video_backend, VIDEO_BACKEND);

#define VIDEO_VGACONF(X)                \
	X(VGACONF_NONE, NULL)           \
	X(VGACONF_IO,   "io")           \
	X(VGACONF_ON,   "on")           \
	X(VGACONF_OFF,  "off")
ENUM_TYPE(video_vgaconf, VIDEO_VGACONF);

#define VIDEO_DEVICE(X)                                 \
	X(VIDEO_DEVICE_NONE,      NULL)                 \
	X(VIDEO_VIRTIO_VGA,       "virtio-vga")         \
	X(VIDEO_VIRTIO_VGA_GL,    "virtio-vga-gl")      \
	X(VIDEO_VIRTIO_GPU,       "virtio-gpu")         \
	X(VIDEO_VIRTIO_GPU_GL,    "virtio-gpu-gl")      \
	X(VIDEO_VHOST_USER_VGA,   "vhost-user-vga")     \
	X(VIDEO_VHOST_USER_GPU,   "vhost-user-gpu")
ENUM_TYPE(video_device, VIDEO_DEVICE);

struct video {
	struct {
		enum video_backend name;
		enum video_vgaconf vgaconf;
		struct virtio_options virtio;
	} driver;
	enum video_model model;
	enum video_device device;                    /* VIRTIO */
	unsigned ram, vram, vram64, vgamem;          /* KiB */
	unsigned heads;
	enum tri primary, blob, edid;
	struct { enum tri accel3d, accel2d; char *rendernode; } acceleration;
	struct { unsigned x, y; } resolution;
	struct device_info info;
};
LIST_OF(video);

extern const struct type video_type;

#endif
