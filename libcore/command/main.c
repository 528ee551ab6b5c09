/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* main - the entry of every program; linked into each, everything else is shared */
#include "command/command.h"

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
