/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net_item - what net-list and net-info show of a network, and what net- programs do alike */
#include "command/net_item.h"

#include "base/text.h"
#include "command/command.h"
#include "state/store.h"

int
net_cell_name(void *item, struct cell *cell)
{
	cell_text(cell, ((struct network *)item)->name);
	return 0;
}

int
net_cell_state(void *item, struct cell *cell)
{
	cell_text(cell, ((struct network *)item)->active ? "active" : "inactive");
	return 0;
}

int
net_cell_active(void *item, struct cell *cell)
{
	cell_yes_no(cell, ((struct network *)item)->active);
	return 0;
}

int
net_cell_autostart(void *item, struct cell *cell)
{
	const struct network *network = item;

	cell_yes_no(cell, store_autostart(network->folder, network->name));
	return 0;
}

int
net_cell_persistent(void *item, struct cell *cell)
{
	cell_yes_no(cell, ((struct network *)item)->stored);
	return 0;
}

/* Cells that show what a member of the definition says. */
#define DEF_CELL(name, value)                                           \
	int                                                             \
	net_cell_##name(void *item, struct cell *cell)                  \
	{                                                               \
		const struct network_def *def = network_def(item);      \
									\
		if (def)                                                \
			cell_text(cell, value);                         \
		return def ? 0 : -1;                                    \
	}

DEF_CELL(uuid,    def->uuid)
DEF_CELL(bridge,  def->bridge.name)
DEF_CELL(title,   def->title)
DEF_CELL(forward, def->forward ? words_name(&network_mode_words, def->forward->mode) : NULL)

int
net_cell_subnet(void *item, struct cell *cell)
{
	const struct network_def *def = network_def(item);
	auto_text struct text subnets = { 0 };

	if (!def)
		return -1;
	list_each(ip, &def->ips)
		text_addf(&subnets, "%s%s/%u", subnets.length ? "," : "", ip->address, network_ip_prefix(ip));
	if (subnets.length)
		cell_text(cell, text_get(&subnets));
	return 0;
}

enum network_define_how
net_define_asked(void)
{
	return (asked.validate ? NETWORK_VALIDATE : 0) | (asked.strict ? NETWORK_STRICT : 0);
}
