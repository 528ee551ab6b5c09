/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_binding - a packet filter at work on a guest's interface: <filterbinding> */
#include "model/nwfilter_binding.h"

#define T struct nwfilter_binding_def
static const struct row nwfilter_binding_def_rows[] = {
	STRING(T, owner.name, "owner/name",              REQUIRED, "virtual machine"),
	UUID  (T, owner.uuid, "owner/uuid",              REQUIRED, "its UUID"),
	STRING(T, portdev,    "portdev/@name",           REQUIRED, "the guest's interface on the host"),
	STRING(T, linkdev,    "linkdev/@name",           0,        "interface it is on"),
	MAC   (T, mac,        "mac/@address",            REQUIRED, "MAC address of the guest"),
	GROUP (T, filter,     "filterref", nwfilter_ref, REQUIRED, "filter and values of its variables"),
	ROWS_END
};
#undef T
const struct type nwfilter_binding_def_type = {
	.name = "filterbinding", .size = sizeof(struct nwfilter_binding_def),
	.rows = nwfilter_binding_def_rows,
};
