/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* core - fuzz targets of the core: documents, JSON, and what stands on command lines */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/settings.h"
#include "driver/driver.h"
#include "driver/memory_image.h"
#include "driver/metadata.h"
#include "driver/moment_spec.h"
#include "driver/vm_complete.h"
#include "driver/vm_log.h"
#include "fuzz.h"
#include "model/vm_def.h"
#include "model/vm_kinds.h"

/* ---- documents ---- */

static const enum view EVERYTHING = VIEW_SECRET | VIEW_STATUS | VIEW_FILE;

/* What the walks do with an object. */
static void
walk(const struct type *type, const void *object)
{
	auto_free char *text = model_text(type, object, EVERYTHING);
	void *copy = model_copy(type, object);
	auto_json struct json_object *json = model_json(type, object, EVERYTHING);
	void *again = model_parse(type, text, strlen(text), "printed", EVERYTHING, READ_UNCHECKED | READ_SILENT);

	model_compare(type, object, copy, ABI | LIVE);
	model_free(type, model_from_json(type, json));
	model_free(type, copy);
	model_free(type, again);
}

/* What we print of a document, we take, and print the same of that. */
static void
must_come_back(const struct type *type, const void *object)
{
	auto_free char *text = model_text(type, object, EVERYTHING);
	void *again = model_parse(type, text, strlen(text), "printed", EVERYTHING, READ_UNCHECKED | READ_SILENT);
	auto_free char *second = again ? model_text(type, again, EVERYTHING) : NULL;

	if (!text_same(text, second)) {
		fprintf(stderr, "printed:\n%s\nERROR: comes back as:\n%s\n", text, second ? second : fail_story());
		abort();
	}
	model_free(type, again);
}

static void
take_xml(const struct document *document, const char *text, size_t size)
{
	void *object = model_parse(document->type, text, size, "xml", EVERYTHING, 0);

	if (object) {
		walk(document->type, object);
		must_come_back(document->type, object);
	}
	model_free(document->type, object);
	model_free(document->type, model_parse(document->type, text, size, "xml", VIEW_CONFIG, READ_STRICT));
}

static void
take_json(const struct document *document, const char *text, size_t size)
{
	auto_json struct json_object *json = json_parse(text, size, "json");
	void *object = json ? model_from_json(document->type, json) : NULL;

	if (object)
		walk(document->type, object);
	model_free(document->type, object);
}

static void
take_definition(const char *text, size_t size)
{
	struct vm_def *def = model_parse(&vm_def_type, text, size, "xml", VIEW_CONFIG, 0);

	if (def && vm_def_complete(def) == 0)
		walk(&vm_def_type, def);
	model_free(&vm_def_type, def);
}

/* A line of QMP, of an agent, of an event log, of qemu-img. */
static void
take_json_line(const char *text, size_t size)
{
	auto_json struct json_object *json = json_parse(text, size, "json");
	auto_strings struct strings strings = { 0 };

	json_string(json_member(json, "data"), "id");
	json_number(json, "id", -1);
	json_boolean(json, "frontend-open");
	json_to_strings(json, &strings);
}

/* ---- files ---- */

static void
take_memory_image(const char *text, size_t size)
{
	auto_memory_image struct memory_image image = { 0 };
	auto_close int fd = fuzz_file(text, size);

	if (memory_image_read(fd, "image", &image) == 0)
		model_free(&vm_def_type, model_parse(&vm_def_type, image.xml, strlen(image.xml), "image", EVERYTHING,
						     READ_SILENT));
}

static void
take_settings(const char *text, size_t size)
{
	(void)size;
	for (enum settings_style style = SETTINGS_RAW; style <= SETTINGS_ANY_CASE; style++) {
		auto_settings struct settings read = { 0 };
		int64_t number;
		bool truth;

		if (settings_read(text, "settings", style, &read) < 0)
			continue;
		settings_number(&read, "memory", &number);
		settings_truth(&read, "acpi", &truth);
	}
}

static void
take_log(const char *text, size_t size)
{
	static const struct vm_log_part parts[] = {
		{ .boot = 0, .since_us = INT64_MIN, .lines = 3 },
		{ .boot = VM_LOG_EVERY_BOOT, .since_us = 0, .lines = UINT64_MAX },
		{ .boot = -1, .since_us = INT64_MIN, .lines = UINT64_MAX },
	};
	FILE *nowhere = fopen("/dev/null", "w");

	for (unsigned i = 0; i < COUNT(parts); i++) {
		FILE *log = fdopen(fuzz_file(text, size), "r");

		vm_log_copy(log, &parts[i], nowhere);
		fclose(log);
	}
	fclose(nowhere);
}

/* ---- words of command lines ---- */

static void
take_shown(const char *text, size_t size)
{
	auto_text struct text out = { 0 };

	(void)size;
	quote(text);
	text_add_xml(&out, text, true);
	text_add_roff(&out, text);
	text_add_safe(&out, text, " \"");
	free(text_raw(text));
	free(text_shell(text));
	free(text_trimmed(text));
}

static void
take_uri(const char *text, size_t size)
{
	struct uri uri = { 0 };

	(void)size;
	if (uri_parse(text, &uri) < 0)
		return;
	free(uri_query_value(&uri, "root"));
	uri_done(&uri);
}

static void
take_set(const char *text, size_t size)
{
	static unsigned char mask[SET_LIMIT / 8];
	auto_free char *canonical = NULL;
	const struct row row = { 0 };

	(void)size;
	set_read(text, mask);
	if (kind_set.read(&canonical, text, &row, NULL) < 0)
		return;
	set_has(canonical, set_last(canonical));
	set_count(canonical);
}

static void
take_spec(const char *text, size_t size)
{
	auto_strings struct strings disks = { 0 };

	(void)size;
	strings_add(&disks, text);
	free(snapshot_spec(NULL, text, text, &disks));
	free(checkpoint_spec(text, NULL, &disks));
}

const struct target targets[] = {
	{ "xml",          .take_document = take_xml },
	{ "json",         .take_document = take_json },
	{ "definition",   take_definition },
	{ "json-line",    take_json_line },
	{ "memory-image", take_memory_image },
	{ "settings",     take_settings },
	{ "log",          take_log },
	{ "shown",        take_shown },
	{ "uri",          take_uri },
	{ "set",          take_set },
	{ "spec",         take_spec },
	{ 0 },
};
