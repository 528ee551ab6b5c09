/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test - the simulated hypervisor: what its files share
 *
 * A guest is nothing but its files.  The word in NAME.state is the truth about it:
 * it is alive unless that says "shut off". */
#ifndef TEST_H
#define TEST_H

#include "driver/vm.h"

extern const struct vm_ops test_vm_ops;
extern const struct host_ops test_host_ops;
extern const struct nic_ops test_nic_ops;
extern const struct device_ops test_device_ops;
extern const struct network_ops test_network_ops;
extern const struct pool_ops test_pool_ops;
extern const struct volume_ops test_volume_ops;
extern const struct nodedev_ops test_nodedev_ops;
extern const struct nwfilter_ops test_nwfilter_ops;
extern const struct interface_ops test_interface_ops;

/* The run state changes: to NAME.state and into the handle. */
int test_become(struct vm *vm, enum vm_state state, enum vm_reason reason);

/* Objects that are there from the first time on: libvirt's familiar guest, or what a
 * <node> document describes. */
int test_load_default(void);
int test_load_networks(void);
int test_load_pools(void);
int test_load_node(const char *folder, const char *path);
int test_load_devices(void);
int test_load_interfaces(void);
/* The <device> elements of a <node> document. */
int test_load_node_devices(const char *path);

/* $LOG/FOLDER/NAME.log: what the guest is told to do.  Caller frees. */
char *test_log_file(struct vm *vm);
int test_log_start(struct vm *vm);
int test_log(struct vm *vm, const char *format, ...) __attribute__((format(printf, 2, 3)));

int test_save_memory(struct vm *vm, int fd);
int test_dump_memory(struct vm *vm, int fd, const char *format);
int test_work(struct vm *vm, bool dump, struct vm_work *ret_work);
int test_cancel_work(struct vm *vm, bool dump);
/* Could what is read there be its memory? */
int test_load_memory(int fd);

/* The console of a guest that says its name and echoes what is typed. */
int test_console(struct vm *vm, const char *devname, int *ret_fd);

/* The screen: bars whose order depends on the name. */
int test_screenshot(struct vm *vm, unsigned screen, const char *format, int fd);

int test_send_keys(struct vm *vm, const char *const *keys, unsigned n, unsigned holdtime_ms);

#endif
