/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter - simulated packet filters: what the files say is in force */
#include "driver/nwfilter.h"
#include "test.h"

static int
change(__attribute__((unused)) const struct nwfilter_change *what)
{
	return 0;
}

const struct nwfilter_ops test_nwfilter_ops = {
	.change = change,
};
