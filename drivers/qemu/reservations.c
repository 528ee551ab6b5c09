/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reservations - qemu-pr-helper, the privileged program that passes on SCSI persistent reservations */
#include "reservations.h"

#include <unistd.h>

#include "alias.h"
#include "base/fail.h"
#include "base/file.h"
#include "helper.h"

#define PR_HELPER "/usr/bin/qemu-pr-helper"

char *
reservations_id(const struct storage_source *source)
{
	auto_free char *node = qemu_storage_node(source);

	if (source->reservations.managed == YES)
		return xstrdup(RESERVATIONS_HELPER);
	return source->reservations.source_path ? text_format("pr-helper-%s", node) : NULL;
}

bool
reservations_managed(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		for (const struct storage_source *s = &disk->source; s; s = s->backing)
			if (s->reservations.managed == YES)
				return true;
	return false;
}

int
reservations_plan(const struct vm_def *def, struct json_object *undo)
{
	auto_free char *stem = text_format("%s." RESERVATIONS_HELPER, def->name);

	if (!reservations_managed(def))
		return 0;
	if (access(PR_HELPER, X_OK) < 0)
		return fail(FAULT_UNSUPPORTED, "reservations: %s is not installed", PR_HELPER);
	helper_note(undo, stem);
	return 0;
}

int
reservations_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log)
{
	auto_free char *stem = text_format("%s." RESERVATIONS_HELPER, def->name);
	auto_close int socket = -1;

	if (!reservations_managed(def))
		return 0;
	socket = helper_listen(stem, user);
	return socket < 0 ? -1 : helper_start(&(struct helper) {
		.stem = stem, .socket = socket, .activated = true, .log = log, .cgroups = cgroups,
		.argv = (char *[]) { (char *)PR_HELPER, NULL },
	});
}
