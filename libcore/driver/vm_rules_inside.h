/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules_inside - the rules of vm_def_check(), each in the file of its subject */
#ifndef DRIVER_VM_RULES_INSIDE_H
#define DRIVER_VM_RULES_INSIDE_H

#include "base/rule.h"
#include "driver/vm_rules.h"

int vm_rules_tuning(const struct vm_def *def);
int vm_rules_cpu(const struct vm_def *def);
int vm_rules_disks(const struct vm_def *def);
int vm_rules_hostdevs(const struct vm_def *def);
int vm_rules_nics(const struct vm_def *def);
int vm_rules_ports(const struct vm_def *def);
int vm_rules_devices(const struct vm_def *def);

/* What only virtio devices have. */
int vm_rules_virtio(const char *what, const char *name, const struct virtio_options *options, bool is_virtio);

#endif
