/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface - network interfaces of the host: what programs do with them and what drivers supply
 *
 * What is stored is the host's own network configuration, in the files and the language of whoever
 * configures it; what is live is the kernel's.  All changes are made under one lock. */
#ifndef DRIVER_INTERFACE_H
#define DRIVER_INTERFACE_H

#include "driver/object.h"
#include "model/interface.h"

struct interface {
	char *name;
	const struct service *service;   /* borrowed */
	bool stored, there, active;      /* there: the kernel has it; active: it is up */
	int lock;                        /* -1 unless OBJECT_TO_CHANGE */
	struct interface_def *live, *config;     /* use interface_def() */
};

/* By its name.  NULL after FAULT_MISSING. */
struct interface *interface_open(const char *name, enum object_how how);
void interface_close(struct interface *interface);
static inline void interface_close_at(struct interface **interface) { interface_close(*interface); }
#define auto_interface __attribute__((cleanup(interface_close_at)))

/* What there is, unless `config` or it is not there; the stored definition.  Borrowed. */
struct interface_def *interface_def(struct interface *interface, bool config);

/* Sorted names of those (OBJECT_ACTIVE ...) that match a pattern, if one is said. */
int interface_names(unsigned filter, const char *pattern, struct strings *ret_names);

enum interface_define_how { INTERFACE_VALIDATE = 1 << 0, INTERFACE_STRICT = 1 << 1 };
/* The caller frees the name; if_was: refuse unless that is the stored document now. */
int interface_define(const char *xml, const char *whence, enum interface_define_how how,
		     const char *if_was, char **ret_name);
int interface_undefine(struct interface *interface);
int interface_start(struct interface *interface);
int interface_stop(struct interface *interface);

/* Put an interface into a new bridge that has its addresses; and undo that. */
struct interface_bridging { const char *bridge, *delay; bool no_stp, no_start; };
int interface_bridge(const char *name, const struct interface_bridging *how);
int interface_unbridge(const char *bridge, bool no_start);

/* A copy of the host's network configuration is kept until the changes since are accepted or
 * undone.  FAULT_STATE: there is one already, there is none. */
int interface_begin(void);
int interface_commit(void);
int interface_rollback(void);
/* In a process of its own that outlives us: roll back when that time is over and nobody has
 * accepted or undone the changes. */
int interface_rollback_after(int64_t ms);

struct interface_ops {
	/* What is there: names of those that are in no other, any of them, and what it is like (NULL
	 * after FAULT_MISSING; caller frees). */
	int (*list)(const struct service *service, struct strings *ret_names);
	bool (*is_there)(const struct service *service, const char *name);
	struct interface_def *(*describe)(const struct service *service, const char *name);
	bool (*is_up)(const struct service *service, const char *name);
	/* What is stored.  read: NULL without a failure when it is not. */
	int (*list_stored)(const struct service *service, struct strings *ret_names);
	struct interface_def *(*read)(const struct service *service, const char *name);
	int (*write)(const struct service *service, const struct interface_def *def);
	int (*remove)(const struct service *service, const char *name);
	/* Up, as the definition says; down, and gone if it is not a card. */
	int (*start)(const struct service *service, const struct interface_def *def);
	int (*stop)(const struct service *service, const struct interface_def *def);
	/* Files and directories that the stored configuration is in. */
	int (*places)(const struct service *service, struct strings *ret_paths);
};

#endif
