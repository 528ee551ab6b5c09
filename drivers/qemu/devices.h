/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* devices - consoles, screens, keyboards and monitors of a running guest */
#ifndef QEMU_DEVICES_H
#define QEMU_DEVICES_H

#include "driver/vm.h"

int qemu_console(struct vm *vm, const char *devname, int *ret_fd);
int qemu_screenshot(struct vm *vm, unsigned screen, const char *format, int fd);
int qemu_send_keys(struct vm *vm, const char *const *keys, unsigned n, unsigned holdtime_ms);
int qemu_monitor(struct vm *vm, const char *command, bool hmp, char **ret_reply);

#endif
