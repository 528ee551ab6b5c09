/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* config_inside - what the files behind config.h share
 *
 * Most devices are items of a list, and an item is fields: "mac=00:16:3e:1:2:3,bridge=br0". */
#ifndef CONFIG_INSIDE_H
#define CONFIG_INSIDE_H

#include "base/fail.h"
#include "base/settings.h"
#include "config.h"

struct reader {
	struct settings settings;
	enum xen_format format;
	bool hvm;
	struct vm_def *def;
};

/* Left as it is when nothing is said. */
int get_number(const struct reader *r, const char *key, int64_t *ret);
int get_truth(const struct reader *r, const char *key, bool *ret);
const char *get(const struct reader *r, const char *key);
bool said(const struct reader *r, const char *key);
/* "FILE:LINE: KEY what"; item may be NULL: the whole setting. */
int refuse(const struct reader *r, const char *key, const struct setting *item, const char *what);
/* Call for each item of a list, or for the only text. */
int each_item(struct reader *r, const char *key,
	      int (*call)(struct reader *r, const char *key, const struct setting *item));

/* The value of a field, without blanks around; NULL when it is not there.  Caller frees. */
char *field(const char *item, const char *name);
/* The next field of an item, NULL at the end.  Caller frees. */
char *next_field(const char **at);

struct writer {
	const struct vm_def *def;
	enum xen_format format;
	bool hvm;
	struct text *out;
};

void put(const struct writer *w, const char *key, const char *value);
void put_number(const struct writer *w, const char *key, int64_t value);
/* Nothing when there is no item. */
void put_list(const struct writer *w, const char *key, const struct strings *items);

/* A guest that sees a PC. */
bool is_hvm(const struct vm_def *def);
/* A feature of the processor that lets a guest be a host itself. */
bool is_virtualisation(const char *feature);

/* The parts of a file, each in the file of its subject. */
typedef int read_part(struct reader *r);
typedef int write_part(struct writer *w);
read_part read_identity, read_memory, read_processors, read_features, read_clock, read_lifecycle,
	read_boot, read_nested, read_numa, read_disks, read_nics, read_emulator, read_display, read_spice, read_pci,
	read_ports, read_sound, read_inputs, read_usb, read_usb_controllers, read_channels,
	read_cpuid, read_xenbus, read_arguments;
write_part write_identity, write_memory, write_processors, write_features, write_clock, write_lifecycle,
	write_boot, write_nested, write_numa, write_disks, write_nics, write_emulator, write_display, write_spice,
	write_pci, write_ports, write_sound, write_inputs, write_usb, write_usb_controllers,
	write_channels, write_cpuid, write_xenbus, write_arguments;

#endif
