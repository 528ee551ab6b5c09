/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* container - what a container has that its definition does not say, and what it cannot have */
#ifndef CONTAINER_H
#define CONTAINER_H

#include "model/vm_def.h"

/* The program that libvirt's definitions of containers name. */
#define LXC_CONTROLLER "/usr/lib/libvirt/libvirt_lxc"

/* Calls vm_def_complete().  -1 after fail(): FAULT_VALUE when it is no container of this host, FAULT_XML,
 * FAULT_CONFIG. */
int lxc_complete(struct vm_def *def);

#endif
