/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_reap - what killed programs left of networks, by the records of what they were at */
#include "driver/network_inside.h"

#include <fcntl.h>

#include "base/file.h"

static int
reap(const struct service *service, const char *name)
{
	struct object object = { .service = service, .name = xstrdup(name),
				 .lock = store_try_lock(service->folder, name) };
	auto_network struct network *network = NULL;

	if (object.lock < 0) {
		object_done(&object);
		if (fail_fault() != FAULT_BUSY)
			return -1;
		fail_forget();           /* it is being done */
		return 0;
	}
	network = network_look(&object, NETWORK_TO_CHANGE);
	return network ? 0 : -1;
}

/* One that cannot be removed does not keep the others. */
int
network_reap(void)
{
	const struct service *service = network_service();
	auto_free char *folder = service ? place_file(PLACE_RUN, "%s", service->folder) : NULL;
	auto_strings struct strings names = { 0 };
	struct failure first = { 0 };

	if (!service || dir_names(AT_FDCWD, folder, ".undo", &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n && !vm_is_dry_run(); i++) {
		if (!store_name_fits(names.item[i]) || reap(service, names.item[i]) == 0)
			continue;
		fail_within("network %s", quote(names.item[i]));
		if (first.fault)
			fail_forget();
		else
			first = fail_aside();
	}
	return fail_again(&first);
}
