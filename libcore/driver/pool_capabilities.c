/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_capabilities - which kinds of storage pools can be had: <storagepoolCapabilities> */
#include "driver/pool.h"

/* One of <poolOptions> and <volOptions>: the formats of the bits, by their words. */
static void
add_formats(struct text *out, const char *element, const char *name, uint64_t formats,
	    const struct words *words, int usual)
{
	if (!formats)
		return;
	text_addf(out, "    <%s>\n      <defaultFormat type='%s'/>\n      <enum name='%s'>\n",
		  element, words_name(words, usual), name);
	for (int i = 0; i < 64; i++)
		if (formats >> i & 1)
			text_addf(out, "        <value>%s</value>\n", words_name(words, i));
	text_addf(out, "      </enum>\n    </%s>\n", element);
}

static void
add_kind(struct text *out, enum pool_kind kind, bool available)
{
	enum pool_format usual;
	enum volume_format usual_volume;
	uint64_t formats = pool_kind_formats(kind, &usual), volumes = volume_kind_formats(kind, &usual_volume);

	text_addf(out, "  <pool type='%s' supported='%s'>\n", words_name(&pool_kind_words, kind),
		  available ? "yes" : "no");
	add_formats(out, "poolOptions", "sourceFormatType", formats, &pool_format_words, usual);
	add_formats(out, "volOptions", "targetFormatType", volumes, &volume_format_words, usual_volume);
	text_add(out, "  </pool>\n");
}

int
pool_capabilities(struct text *out)
{
	const struct service *service = service_for(NOUN_POOL);

	if (!service)
		return -1;
	if (!service->driver->pool->is_available)
		return driver_cannot("pool", "capabilities");
	text_add(out, "<storagepoolCapabilities>\n");
	for (enum pool_kind kind = POOL_NONE + 1; kind < pool_kind_count; kind++)
		add_kind(out, kind, service->driver->pool->is_available(kind));
	text_add(out, "</storagepoolCapabilities>\n");
	return 0;
}
