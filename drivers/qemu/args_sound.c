/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_sound - where sound goes on the host, and the cards in front */
#include "args_inside.h"

/* ---- audio backends ---- */

static const struct { enum audio_kind type; const char *driver; } audio_drivers[] = {
	{ AUDIO_NONE,       "none" },
	{ AUDIO_ALSA,       "alsa" },
	{ AUDIO_COREAUDIO,  "coreaudio" },
	{ AUDIO_JACK,       "jack" },
	{ AUDIO_OSS,        "oss" },
	{ AUDIO_PULSEAUDIO, "pa" },
	{ AUDIO_SDL,        "sdl" },
	{ AUDIO_SPICE,      "spice" },
	{ AUDIO_FILE,       "wav" },
	{ AUDIO_DBUS,       "dbus" },
};

static struct json_object *
audio_stream(const struct audio_stream *s)
{
	struct json_object *o = json_object_new_object();

	prop_tri(o, "mixing-engine", s->mixing_engine);
	prop_tri(o, "fixed-settings", s->fixed_settings);
	prop_count(o, "voices", s->voices);
	prop_count(o, "buffer-length", s->buffer_length);
	prop_string(o, "dev", s->dev);
	prop_count(o, "buffer-count", s->buffer_count);
	prop_tri(o, "try-poll", s->try_poll);
	prop_string(o, "name", s->name);
	prop_string(o, "stream-name", s->stream_name);
	prop_count(o, "latency", s->latency);
	prop_string(o, "server-name", s->server_name);
	prop_string(o, "client-name", s->client_name);
	prop_string(o, "connect-ports", s->connect_ports);
	prop_tri(o, "exact-name", s->exact_name);
	prop_count(o, "frequency", s->settings.frequency);
	prop_count(o, "channels", s->settings.channels);
	if (s->settings.format)
		prop_string(o, "format", words_name(&audio_format_words, s->settings.format));
	if (json_object_object_length(o))
		return o;
	json_object_put(o);
	return NULL;
}

static void
add_stream(struct json_object *backend, const char *key, const struct audio_stream *s)
{
	struct json_object *stream = audio_stream(s);

	if (stream)
		prop_add(backend, key, stream);
}

static int
add_audio(struct args *a, const struct audio *audio)
{
	auto_free char *id = text_format("audio%u", audio->id);
	struct json_object *backend;
	const char *driver = NULL;

	for (unsigned i = 0; i < COUNT(audio_drivers); i++)
		if (audio_drivers[i].type == audio->type)
			driver = audio_drivers[i].driver;
	if (!driver)
		return fail(FAULT_CONFIG, "audio %u has no type", audio->id);
	backend = json_build("s:id", id, "s:driver", driver, NULL);
	prop_count(backend, "timer-period", audio->timer_period);
	add_stream(backend, "in", &audio->input);
	add_stream(backend, "out", &audio->output);
	prop_tri(backend, "try-mmap", audio->try_mmap);
	prop_tri(backend, "exclusive", audio->exclusive);
	prop_given(backend, "dsp-policy", audio->dsp_policy);
	prop_string(backend, "server", audio->server_name);
	prop_string(backend, "path", audio->path);
	args_json(a, "-audiodev", backend);
	return 0;
}

char *
audio_name(const struct vm_def *def, unsigned id)
{
	if (!id && def->devices.audios.n)
		id = def->devices.audios.item[0].id;
	return id ? text_format("audio%u", id) : NULL;
}

int
args_audios(struct args *a)
{
	list_each(audio, &a->def->devices.audios)
		if (add_audio(a, audio) < 0)
			return -1;
	return 0;
}

/* ---- sound cards ---- */

static const struct { enum sound_model model; const char *driver; bool codecs; } sound_drivers[] = {
	{ SOUND_ES1370, "ES1370",         false },
	{ SOUND_AC97,   "AC97",           false },
	{ SOUND_SB16,   "sb16",           false },
	{ SOUND_USB,    "usb-audio",      false },
	{ SOUND_ICH6,   "intel-hda",      true },
	{ SOUND_ICH9,   "ich9-intel-hda", true },
};

static int
add_codec(struct args *a, const struct sound *sound, unsigned number, enum codec_kind type, const char *audio)
{
	static const char *const drivers[] = {
		[CODEC_NONE] = "hda-duplex", [CODEC_DUPLEX] = "hda-duplex",
		[CODEC_MICRO] = "hda-micro", [CODEC_OUTPUT] = "hda-output",
	};
	auto_free char *id = text_format("%s-codec%u", sound->info.alias, number);
	auto_free char *bus = text_format("%s.0", sound->info.alias);
	struct json_object *device = json_build("s:driver", drivers[type], "s:id", id, "s:bus", bus,
						"i:cad", (int64_t)number, "s?:audiodev", audio, NULL);

	args_json(a, "-device", device);
	return 0;
}

static int
add_codecs(struct args *a, const struct sound *sound, const char *audio)
{
	unsigned number = 0;

	list_each(codec, &sound->codecs)
		add_codec(a, sound, number++, codec->type, audio);
	return number ? 0 : add_codec(a, sound, 0, CODEC_DUPLEX, audio);
}

static int
add_sound(struct args *a, const struct sound *sound)
{
	auto_free char *audio = audio_name(a->def, sound->audio_id);
	unsigned i = 0;
	auto_json struct json_object *device = NULL;

	/* The speaker is part of the board: see args_machine(). */
	if (sound->model == SOUND_PCSPK)
		return 0;
	while (i < COUNT(sound_drivers) && sound_drivers[i].model != sound->model)
		i++;
	if (i == COUNT(sound_drivers))
		return fail(FAULT_UNSUPPORTED, "sound '%s': model '%s' is not supported", sound->info.alias,
			    words_name(&sound_model_words, sound->model));
	device = json_build("s:driver", sound_drivers[i].driver, "s:id", sound->info.alias, NULL);
	if (!sound_drivers[i].codecs)
		prop_string(device, "audiodev", audio);
	prop_tri(device, "multi", sound->multichannel);
	if (device_address(a, device, &sound->info) < 0 || args_device(a, steal(device), &sound->info) < 0)
		return -1;
	return sound_drivers[i].codecs ? add_codecs(a, sound, audio) : 0;
}

int
args_sounds(struct args *a)
{
	list_each(sound, &a->def->devices.sounds)
		if (add_sound(a, sound) < 0)
			return -1;
	return 0;
}
