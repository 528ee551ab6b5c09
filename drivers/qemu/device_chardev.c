/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_chardev - a -chardev option as the argument of chardev-add
 *
 * "socket,id=charchannel0,path=/run/a,,b,server=on,wait=off": commas in values are doubled. */
#include "device.h"

#include <string.h>

#include "base/fail.h"

struct chardev_words {
	char *backend;
	struct json_object *option;      /* all values are text */
};

/* Up to the next single comma, which is passed over. */
static char *
next_word(const char **at)
{
	struct text word = { 0 };

	for (; **at && (**at != ',' || (*at)[1] == ','); ++*at) {
		text_add_char(&word, **at);
		*at += **at == ',';
	}
	*at += **at == ',';
	return text_take(&word);
}

static struct chardev_words
divide(const char *value)
{
	struct chardev_words words = { .option = json_object_new_object() };

	words.backend = next_word(&value);
	while (*value) {
		auto_free char *word = next_word(&value);
		char *equals = word ? strchr(word, '=') : NULL;

		if (!equals)
			continue;
		*equals = '\0';
		json_object_object_add(words.option, word, json_object_new_string(equals + 1));
	}
	return words;
}

/* ---- what the backends are told ---- */

static bool
is_on(struct json_object *option, const char *key)
{
	return text_same(json_string(option, key), "on");
}

static struct json_object *
socket_data(struct json_object *option)
{
	const char *path = json_string(option, "path"), *reconnect = json_string(option, "reconnect");
	struct json_object *address = path ? json_build("s:path", path, NULL) :
		json_build("s:host", json_string(option, "host"), "s:port", json_string(option, "port"), NULL);
	struct json_object *data = json_build(
		"o:addr", json_build("s:type", path ? "unix" : "inet", "o:data", address, NULL),
		"b:server", is_on(option, "server"), NULL);

	if (is_on(option, "server"))
		json_object_object_add(data, "wait", json_object_new_boolean(is_on(option, "wait")));
	else if (reconnect)
		json_object_object_add(data, "reconnect", json_object_new_int64(strtoll(reconnect, NULL, 10)));
	if (is_on(option, "telnet"))
		json_object_object_add(data, "telnet", json_object_new_boolean(true));
	if (json_string(option, "tls-creds"))
		json_object_object_add(data, "tls-creds", json_object_get(json_member(option, "tls-creds")));
	return data;
}

static struct json_object *
file_data(struct json_object *option)
{
	return json_build("s:out", json_string(option, "path"), "b:append", is_on(option, "append"), NULL);
}

static struct json_object *
inet_address(const char *host, const char *port)
{
	return json_build("s:type", "inet", "o:data", json_build("s:host", host ? host : "", "s:port", port ? port : "0", NULL), NULL);
}

static struct json_object *
udp_data(struct json_object *option)
{
	return json_build(
		"o:remote", inet_address(json_string(option, "host"), json_string(option, "port")),
		"o:local", inet_address(json_string(option, "localaddr"), json_string(option, "localport")), NULL);
}

static struct json_object *
spicevmc_data(struct json_object *option)
{
	return json_build("s:type", json_string(option, "name"), NULL);
}

static struct json_object *
no_data(__attribute__((unused)) struct json_object *option)
{
	return json_object_new_object();
}

static const struct {
	const char *backend;
	struct json_object *(*data)(struct json_object *option);
} backends[] = {
	{ "pty", no_data }, { "udp", udp_data }, { "socket", socket_data }, { "file", file_data }, { "spicevmc", spicevmc_data }, { "null", no_data },
};

struct json_object *
chardev_object(const char *value)
{
	struct chardev_words words = divide(value);
	auto_free char *backend = words.backend;
	auto_json struct json_object *option = words.option;
	const char *log = json_string(option, "logfile");

	for (unsigned i = 0; i < COUNT(backends); i++) {
		struct json_object *data;

		if (!text_same(backends[i].backend, backend))
			continue;
		data = backends[i].data(option);
		if (log) {
			json_object_object_add(data, "logfile", json_object_new_string(log));
			json_object_object_add(data, "logappend", json_object_new_boolean(is_on(option, "logappend")));
		}
		return json_build("s:id", json_string(option, "id"), "o:backend",
				  json_build("s:type", backend, "o:data", data, NULL), NULL);
	}
	return fail(FAULT_UNSUPPORTED, "a character device '%s' cannot be plugged into a guest that runs",
		    backend ? backend : ""), NULL;
}
