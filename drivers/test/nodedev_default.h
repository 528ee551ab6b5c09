/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_default - the devices of test:///default */
#ifndef TEST_NODEDEV_DEFAULT_H
#define TEST_NODEDEV_DEFAULT_H

extern const char *const nodedev_defaults[];
extern const unsigned nodedev_defaults_count;

#endif
