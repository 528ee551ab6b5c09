/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sound - sound cards, and where their sound goes on the host */
#ifndef MODEL_SOUND_H
#define MODEL_SOUND_H

#include "model/device_info.h"

#define SOUND_MODEL(X)                  \
	X(SOUND_MODEL_NONE, NULL)       \
	X(SOUND_SB16,       "sb16")     \
	X(SOUND_ES1370,     "es1370")   \
	X(SOUND_PCSPK,      "pcspk")    \
	X(SOUND_AC97,       "ac97")     \
	X(SOUND_ICH6,       "ich6")     \
	X(SOUND_ICH9,       "ich9")     \
	X(SOUND_USB,        "usb")      \
	X(SOUND_ICH7,       "ich7")     \
	X(SOUND_VIRTIO,     "virtio")
ENUM_TYPE(sound_model, SOUND_MODEL);

#define CODEC_KIND(X)                   \
	X(CODEC_NONE,   NULL)           \
	X(CODEC_DUPLEX, "duplex")       \
	X(CODEC_MICRO,  "micro")        \
	X(CODEC_OUTPUT, "output")
ENUM_TYPE(codec_kind, CODEC_KIND);

struct codec { enum codec_kind type; };
LIST_OF(codec);

struct sound {
	enum sound_model model;
	unsigned audio_id;
	enum tri multichannel;              /* USB */
	unsigned streams;                   /* VIRTIO */
	struct codec_list codecs;
	struct virtio_options driver;
	struct device_info info;
};
LIST_OF(sound);

#define AUDIO_KIND(X)                       \
	X(AUDIO_KIND_NONE,  NULL)           \
	X(AUDIO_NONE,       "none")         \
	X(AUDIO_ALSA,       "alsa")         \
	X(AUDIO_COREAUDIO,  "coreaudio")    \
	X(AUDIO_JACK,       "jack")         \
	X(AUDIO_OSS,        "oss")          \
	X(AUDIO_PULSEAUDIO, "pulseaudio")   \
	X(AUDIO_SDL,        "sdl")          \
	X(AUDIO_SPICE,      "spice")        \
	X(AUDIO_FILE,       "file")         \
	X(AUDIO_DBUS,       "dbus")         \
	X(AUDIO_PIPEWIRE,   "pipewire")
ENUM_TYPE(audio_kind, AUDIO_KIND);

#define AUDIO_FORMAT(X)                 \
	X(AUDIO_FORMAT_NONE, NULL)      \
	X(AUDIO_U8,          "u8")      \
	X(AUDIO_S8,          "s8")      \
	X(AUDIO_U16,         "u16")     \
	X(AUDIO_S16,         "s16")     \
	X(AUDIO_U32,         "u32")     \
	X(AUDIO_S32,         "s32")     \
	X(AUDIO_F32,         "f32")
ENUM_TYPE(audio_format, AUDIO_FORMAT);

#define SDL_AUDIO_DRIVER(X)             \
	X(SDL_AUDIO_NONE,       NULL)   \
	X(SDL_AUDIO_ESD,        "esd")  \
	X(SDL_AUDIO_ALSA,       "alsa") \
	X(SDL_AUDIO_ARTS,       "arts") \
	X(SDL_AUDIO_PULSEAUDIO, "pulseaudio")
ENUM_TYPE(sdl_audio_driver, SDL_AUDIO_DRIVER);

struct audio_stream {
	enum tri mixing_engine, fixed_settings;
	unsigned voices, buffer_length;
	char *dev;                          /* ALSA, OSS, COREAUDIO ... */
	unsigned buffer_count;
	enum tri try_poll;
	char *name, *stream_name;           /* PULSEAUDIO, PIPEWIRE */
	unsigned latency;
	char *server_name, *client_name, *connect_ports;    /* JACK */
	enum tri exact_name;
	struct { unsigned frequency, channels; enum audio_format format; } settings;
};

struct audio {
	unsigned id;
	enum audio_kind type;
	unsigned timer_period;
	enum tri try_mmap, exclusive;       /* OSS */
	struct number dsp_policy;
	char *server_name;                  /* PULSEAUDIO */
	enum sdl_audio_driver driver;       /* SDL */
	char *path;                         /* FILE */
	char *runtime_dir;                  /* PIPEWIRE */
	struct audio_stream input, output;
};
LIST_OF(audio);

extern const struct type sound_type, codec_type, audio_type, audio_stream_type;

#endif
