/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter_binding - a packet filter at work on a guest's interface: <filterbinding> */
#ifndef MODEL_NWFILTER_BINDING_H
#define MODEL_NWFILTER_BINDING_H

#include "model/nwfilter.h"

struct nwfilter_binding_def {
	struct { char *name, *uuid; } owner;
	char *portdev;                      /* the guest's interface on the host */
	char *linkdev;                      /* what it is on, for macvtap */
	char *mac;
	struct nwfilter_ref *filter;
};
DOCUMENT(nwfilter_binding_def);

#endif
