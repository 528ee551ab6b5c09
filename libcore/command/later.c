/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* later - options of the command table whose machinery is not there yet */
#include "command/later.h"

#include "base/fail.h"

int
later_refuse(const struct later *rows)
{
	for (const struct later *row = rows; row->option; row++)
		if ((row->flag && *row->flag) || (row->value && *row->value))
			return fail(FAULT_OPTION, "--%s needs %s, which this version does not have",
				    row->option, row->needs);
	return 0;
}
