/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hook - programs of the administrator's that are told what happens, as libvirt's are */
#include "driver/hook.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "state/place.h"

static void
take(char *owned, struct strings *programs)
{
	auto_free char *path = owned;

	if (access(path, X_OK) == 0)
		strings_add(programs, path);
}

void
hook_find(const char *subject, struct strings *ret_programs)
{
	auto_free char *folder = place_file(PLACE_ETC, "hooks/%s.d", subject);
	auto_strings struct strings names = { 0 };

	take(place_file(PLACE_ETC, "hooks/%s", subject), ret_programs);
	if (dir_names(AT_FDCWD, folder, NULL, &names) < 0)
		fail_forget();           /* one that cannot be read has none for us */
	for (unsigned i = 0; i < names.n; i++)
		take(text_format("%s/%s", folder, names.item[i]), ret_programs);
}

int
hook_run(const struct strings *programs, const char *name, const char *operation, const char *when,
	 const char *document)
{
	for (unsigned i = 0; i < programs->n; i++) {
		char *argv[] = { programs->item[i], (char *)name, (char *)operation, (char *)when, "-", NULL };

		if (process_feed(argv, document) < 0)
			return fail_within("hook");
	}
	return 0;
}
