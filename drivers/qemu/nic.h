/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic - the network cards of a guest that runs */
#ifndef QEMU_NIC_H
#define QEMU_NIC_H

#include "driver/vm_nic.h"

extern const struct nic_ops qemu_nic_ops;

#endif
