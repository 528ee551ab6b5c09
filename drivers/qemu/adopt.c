/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* adopt - a definition takes the place of the one a process was started with */
#include "adopt.h"

#include "alias.h"

static void
replace(char **text, const char *with)
{
	free(*text);
	*text = xstrdup(with);
}

/* The process knows its images by the numbers they had when it opened them, and has found out
 * itself what they stand on. */
static void
adopt_nodes(const struct storage_source *running, struct storage_source *becomes)
{
	for (; running && becomes; running = running->backing, becomes = becomes->backing) {
		becomes->index = running->index;
		if (!becomes->backing && running->backing)
			becomes->backing = model_copy(&storage_source_type, running->backing);
	}
}

static void
adopt_terminal(const struct chardev_source *running, struct chardev_source *becomes)
{
	if (running->type == becomes->type && running->type == CHARDEV_PTY)
		replace(&becomes->path, running->path);
}

static void
adopt_ports(const struct chardev_list *running, struct chardev_list *becomes)
{
	for (unsigned i = 0; i < running->n && i < becomes->n; i++) {
		adopt_terminal(&running->item[i].source, &becomes->item[i].source);
		replace(&becomes->item[i].tty, running->item[i].tty);
	}
}

static void
adopt_channels(const struct channel_list *running, struct channel_list *becomes)
{
	for (unsigned i = 0; i < running->n && i < becomes->n; i++) {
		adopt_terminal(&running->item[i].source, &becomes->item[i].source);
		becomes->item[i].state = running->item[i].state;
	}
}

/* What shows the guest is the host's affair: it stays as the process has it. */
static void
adopt_displays(const struct graphics_list *running, struct graphics_list *becomes)
{
	list_each(old, becomes)
		model_done(&graphics_type, old);
	free(becomes->item);
	*becomes = (struct graphics_list) { 0 };
	list_each(graphics, running) {
		struct graphics *copy = model_copy(&graphics_type, graphics);

		*list_add(becomes) = *copy;
		free(copy);
	}
}

void
qemu_adopt(const struct vm_def *running, struct vm_def *becomes)
{
	const struct vm_devices *from = &running->devices;
	struct vm_devices *to = &becomes->devices;

	becomes->id = running->id;
	list_each(disk, &to->disks) {
		const struct disk *same = vm_def_disk(running, disk->target.dev);

		if (same)
			adopt_nodes(&same->source, &disk->source);
	}
	adopt_ports(&from->serials, &to->serials);
	adopt_ports(&from->parallels, &to->parallels);
	adopt_ports(&from->consoles, &to->consoles);
	adopt_channels(&from->channels, &to->channels);
	adopt_displays(&from->graphics, &to->graphics);
	qemu_name_devices(becomes);
}
