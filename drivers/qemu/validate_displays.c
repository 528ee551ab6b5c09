/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_displays - graphics, video adapters and sound that QEMU cannot have */
#include "base/rule.h"
#include "machine.h"
#include "validate.h"

/* What a VNC password can have. */
enum { PASSWORD_LONGEST = 8 };

static int
check_graphics(const struct vm_def *def)
{
	list_each(graphics, &def->devices.graphics)
		if (RULES_HOLD("graphics", words_name(&graphics_kind_words, graphics->type),
			{ graphics->type == GRAPHICS_RDP || graphics->type == GRAPHICS_DESKTOP, FAULT_CONFIG, "QEMU does not have it" },
			{ graphics->type == GRAPHICS_VNC && graphics->passwd && strlen(graphics->passwd) > PASSWORD_LONGEST,
			  FAULT_CONFIG, "its password has more than 8 letters" }) < 0)
			return -1;
	return 0;
}

/* What each model has. */
enum { SECOND = 1 << 0, HEADS = 1 << 1, RESOLUTION = 1 << 2, ACCEL_3D = 1 << 3, MEMORY = 1 << 4,
       EDID = 1 << 5 };
static const struct { enum video_model model; unsigned can; } videos[] = {
	{ VIDEO_VGA,    RESOLUTION | MEMORY | EDID },
	{ VIDEO_CIRRUS, 0 },
	{ VIDEO_VMVGA,  MEMORY },
	{ VIDEO_QXL,    SECOND | HEADS | RESOLUTION },
	{ VIDEO_VIRTIO, SECOND | HEADS | RESOLUTION | ACCEL_3D | EDID },
	{ VIDEO_NONE,   SECOND },
	{ VIDEO_BOCHS,  RESOLUTION | EDID },
	{ VIDEO_RAMFB,  RESOLUTION },
};

/* KiB; what a number of bytes of 32 bits can say. */
enum { MEMORY_LEAST = 1024, MEMORY_MOST = 4194303 };

/* A variant that is said is the one that the rest of the adapter asks for. */
static int
check_variant(const struct video *video)
{
	enum { VGA = ONE(VIDEO_VIRTIO_VGA) | ONE(VIDEO_VIRTIO_VGA_GL) | ONE(VIDEO_VHOST_USER_VGA),
	       GL = ONE(VIDEO_VIRTIO_VGA_GL) | ONE(VIDEO_VIRTIO_GPU_GL),
	       VHOST_USER = ONE(VIDEO_VHOST_USER_VGA) | ONE(VIDEO_VHOST_USER_GPU) };
	unsigned device = ONE(video->device);
	bool served = video->driver.name == VIDEO_VHOST_USER, drawn = video->acceleration.accel3d == YES && !served;

	return !video->device ? 0 : RULES_HOLD("video", words_name(&video_device_words, video->device),
		{ video->primary != YES && device & VGA, FAULT_CONFIG, "it can only be the first one" },
		{ drawn == !(device & GL), FAULT_CONFIG, "accel3d goes with the variants that have it" },
		{ served == !(device & VHOST_USER), FAULT_CONFIG, "driver 'vhostuser' goes with its own variants" });
}

static int
check_video(const struct video *video, unsigned can)
{
	return RULES_HOLD("video", words_name(&video_model_words, video->model),
		{ video->primary != YES && !(can & SECOND), FAULT_CONFIG, "it can only be the first one" },
		{ video->heads > 1 && !(can & HEADS), FAULT_CONFIG, "it has one head" },
		{ video->resolution.x && !(can & RESOLUTION), FAULT_XML, "it has no resolution" },
		{ video->acceleration.accel3d == YES && !(can & ACCEL_3D), FAULT_CONFIG, "it has no 3D acceleration" },
		{ video->edid && !(can & EDID), FAULT_CONFIG, "it has no EDID" },
		{ video->acceleration.accel2d == YES, FAULT_CONFIG, "it has no 2D acceleration" },
		{ video->vram && video->vram < MEMORY_LEAST && can & MEMORY, FAULT_CONFIG, "vram is at least 1024 KiB" },
		{ video->vgamem && video->vgamem < MEMORY_LEAST, FAULT_CONFIG, "vgamem is at least 1024 KiB" },
		{ video->vgamem & (video->vgamem - 1), FAULT_CONFIG, "vgamem is a power of two" },
		{ video->model == VIDEO_QXL && (video->ram > MEMORY_MOST || video->vram > MEMORY_MOST), FAULT_OVERFLOW, "it has less than 4 GiB" });
}

static int
check_videos(const struct vm_def *def)
{
	list_each(video, &def->devices.videos) {
		const char *model = words_name(&video_model_words, video->model);
		unsigned i = 0;

		while (i < COUNT(videos) && videos[i].model != video->model)
			i++;
		if (i == COUNT(videos))
			return fail(FAULT_CONFIG, "QEMU has no video adapter of model '%s'", model);
		if (check_video(video, videos[i].can) < 0 || check_variant(video) < 0)
			return -1;
	}
	return 0;
}

static int
check_sounds(const struct vm_def *def)
{
	bool spice = false;

	list_each(graphics, &def->devices.graphics)
		spice |= graphics->type == GRAPHICS_SPICE;
	list_each(audio, &def->devices.audios)
		if (audio->type == AUDIO_SPICE && !spice)
			return fail(FAULT_CONFIG, "audio of type 'spice' needs graphics of that type");
	list_each(sound, &def->devices.sounds)
		if (sound->model == SOUND_ICH7)
			return fail(FAULT_CONFIG, "QEMU has no sound of model 'ich7'");
	return 0;
}

int
validate_displays(const struct vm_def *def)
{
	return check_graphics(def) < 0 || check_videos(def) < 0 ? -1 : check_sounds(def);
}
