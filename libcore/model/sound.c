/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sound - sound cards, and where their sound goes on the host */
#include "model/sound.h"

ENUM_WORDS(sound_model, SOUND_MODEL);
ENUM_WORDS(codec_kind, CODEC_KIND);
ENUM_WORDS(audio_kind, AUDIO_KIND);
ENUM_WORDS(audio_format, AUDIO_FORMAT);
ENUM_WORDS(sdl_audio_driver, SDL_AUDIO_DRIVER);

#define T struct codec
static const struct row codec_rows[] = {
	ENUM(T, type, "@type", codec_kind, ABI | REQUIRED | UNSUPPORTED | UNTOLD, "what the codec offers"),
	ROWS_END
};
#undef T
const struct type codec_type = {
	.name = "codec", .size = sizeof(struct codec), .rows = codec_rows,
};

#define T struct sound
#define HDA ONLY_IF_ANY(T, model, ONE(SOUND_ICH6) | ONE(SOUND_ICH9))
static const struct row sound_rows[] = {
	ENUM(T, model,    "@model", sound_model, ABI | REQUIRED, "device the guest sees"),
	YESNO(T, multichannel, "@multichannel",  ABI, "six channels of a USB card", ONLY_IF(T, model, SOUND_USB)),
	UINT(T, streams,  "@streams",            ABI, "streams of a virtio card", ONLY_IF(T, model, SOUND_VIRTIO), DEFAULT("2")),
	LIST(T, codecs,   "codec", codec,        ABI, "codecs of an HDA card", HDA),
	UINT(T, audio_id, "audio/@id",           NEEDED,   "where the sound goes"),
	PART(T, info,     ".", device_info,      0,   "place and name"),
	VIRTIO_ROWS(T, driver),
	ROWS_END
};
#undef HDA
#undef T
const struct type sound_type = {
	.name = "sound", .size = sizeof(struct sound), .rows = sound_rows,
};

#define T struct audio_stream
static const struct row audio_stream_rows[] = {
	YESNO (T, mixing_engine,      "@mixingEngine",      0, "the emulator mixes"),
	YESNO (T, fixed_settings,     "@fixedSettings",     0, "the guest does not choose the format"),
	UINT  (T, voices,             "@voices",            0, "voices"),
	UINT  (T, buffer_length,      "@bufferLength",      0, "microseconds of buffer"),
	STRING(T, dev,                "@dev",               0, "device of the host"),
	UINT  (T, buffer_count,       "@bufferCount",       0, "buffers"),
	YESNO (T, try_poll,           "@tryPoll",           0, "poll the device"),
	STRING(T, name,               "@name",              0, "sink or source"),
	STRING(T, stream_name,        "@streamName",        0, "name of the stream"),
	UINT  (T, latency,            "@latency",           0, "wanted latency in microseconds"),
	STRING(T, server_name,        "@serverName",        0, "JACK server"),
	STRING(T, client_name,        "@clientName",        0, "name for the JACK server"),
	STRING(T, connect_ports,      "@connectPorts",      0, "ports to connect, a pattern"),
	YESNO (T, exact_name,         "@exactName",         0, "insist on the name"),
	UINT  (T, settings.frequency, "settings/@frequency", 0, "samples per second"),
	UINT  (T, settings.channels,  "settings/@channels", 0, "channels"),
	ENUM  (T, settings.format,    "settings/@format", audio_format, 0, "sample format"),
	ROWS_END
};
#undef T
const struct type audio_stream_type = {
	.name = "stream", .size = sizeof(struct audio_stream), .rows = audio_stream_rows,
};

#define T struct audio
static const struct row audio_rows[] = {
	UINT  (T, id,           "@id",                    REQUIRED, "number sound cards name"),
	ENUM  (T, type,         "@type", audio_kind,      REQUIRED, "sound system of the host"),
	UINT  (T, timer_period, "@timerPeriod",           0, "microseconds between two looks"),
	YESNO (T, try_mmap,     "@tryMMap",               0, "map the device", ONLY_IF(T, type, AUDIO_OSS)),
	YESNO (T, exclusive,    "@exclusive",             0, "nobody else may use the device", ONLY_IF(T, type, AUDIO_OSS)),
	NUMBER(T, dsp_policy,   "@dspPolicy",             0, "timing policy", ONLY_IF(T, type, AUDIO_OSS)),
	STRING(T, server_name,  "@serverName",            0, "server", ONLY_IF(T, type, AUDIO_PULSEAUDIO)),
	ENUM  (T, driver,       "@driver", sdl_audio_driver, 0, "SDL's driver", ONLY_IF(T, type, AUDIO_SDL)),
	STRING(T, path,         "@path",                  0, "file that gets the sound", ONLY_IF(T, type, AUDIO_FILE)),
	STRING(T, runtime_dir,  "@runtimeDir",            0, "directory of its socket", ONLY_IF(T, type, AUDIO_PIPEWIRE)),
	PART  (T, input,        "input", audio_stream,    0, "recording"),
	PART  (T, output,       "output", audio_stream,   0, "playback"),
	ROWS_END
};
#undef T
const struct type audio_type = {
	.name = "audio", .size = sizeof(struct audio), .rows = audio_rows,
};
