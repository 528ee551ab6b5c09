/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_stock - filters that are there from the first time on */
#include <fcntl.h>

#include "base/file.h"
#include "driver/nwfilter_inside.h"

/* What was undefined once does not come back: the mark is made last. */
static const char mark[] = ".stocked";

/* A filter that the administrator has is his. */
static int
store_one(const char *folder, const char *xml)
{
	auto_document(nwfilter_def) struct nwfilter_def *def =
		nwfilter_def_parse(xml, strlen(xml), "stock filter", VIEW_CONFIG, READ_STRICT);

	if (!def)
		return -1;
	if (store_has(PLACE_ETC, folder, def->name))
		return 0;
	nwfilter_def_complete(def);
	return nwfilter_store(folder, def);
}

static int
store_all(const struct service *service)
{
	auto_close int lock = store_lock(service->folder, mark);
	auto_close int dir = lock < 0 ? -1 : place_open(PLACE_ETC, service->folder, true);

	if (dir < 0)
		return -1;
	if (file_exists(dir, mark))
		return 0;
	for (const char *const *xml = service->driver->nwfilter->stock; *xml; xml++)
		if (store_one(service->folder, *xml) < 0)
			return -1;
	return file_replace(dir, mark, "", 0, 0600);
}

const struct service *
nwfilter_service(void)
{
	const struct service *service = service_for(NOUN_NWFILTER);
	auto_free char *path = service ? place_file(PLACE_ETC, "%s/%s", service->folder, mark) : NULL;

	if (!service || !service->driver->nwfilter->stock || file_exists(AT_FDCWD, path))
		return service;
	if (store_all(service) == 0)
		return service;
	if (fail_fault() != FAULT_DENIED)
		return NULL;
	fail_forget();           /* who may only look sees what is there */
	return service;
}
