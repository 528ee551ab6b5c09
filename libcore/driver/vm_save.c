/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_save - the managed save image: memory that the next start resumes from */
#include "driver/vm_save.h"

#include <unistd.h>

#include "driver/vm_inside.h"

char *
vm_save_image(const char *folder, const char *name)
{
	return place_file(PLACE_VAR, "%s/save/%s.save", folder, name);
}

bool
vm_is_saved(const struct vm *vm)
{
	auto_free char *image = vm_save_image(vm_folder(), vm->name);

	return access(image, F_OK) == 0;
}
