/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* change - devices are made, removed, given to drivers and reset */
#ifndef NODEDEV_CHANGE_H
#define NODEDEV_CHANGE_H

#include "driver/nodedev.h"

int mdev_make(const struct nodedev_def *def, const char *parent_path);
int mdev_remove(const char *path);
int mdev_set(const char *path, const struct mdev_attribute_list *attributes);

/* The name of the adapter that came is for the caller to free. */
int vport_make(const struct nodedev_def *def, char **ret_name);
int vport_remove(const char *path);

/* driver NULL: the host's own. */
int pci_bind(const char *path, const char *driver);
int pci_reset(const char *path);

#endif
