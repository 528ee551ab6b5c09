/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter - packet filters, and bindings of them to the ports of guests
 *
 * A filter is $ETC/FOLDER/NAME.xml, a binding $RUN/FOLDER/bindings/PORT.xml.  All changes are
 * made under one lock, because a filter concerns every binding that refers to it.  While one
 * is under way $RUN/FOLDER/changing is there: a program that finds it makes the driver's rules
 * what the files say. */
#ifndef DRIVER_NWFILTER_H
#define DRIVER_NWFILTER_H

#include "driver/driver.h"
#include "driver/nwfilter_instance.h"

/* ---- filters ---- */

/* Names, sorted; filter is not used.  Patterns as in fnmatch(3), NULL for all. */
int nwfilter_names(unsigned filter, const char *pattern, struct strings *ret_names);
/* By name or UUID.  NULL after FAULT_MISSING. */
struct nwfilter_def *nwfilter_def(const char *word);

enum nwfilter_define_how {
	NWFILTER_VALIDATE = 1 << 0, NWFILTER_IF_CHANGED = 1 << 1, NWFILTER_STRICT = 1 << 2,
};
/* Store a definition and put it in force where it is used: there too, or not at all.
 * ret_name and ret_changed may be NULL; if_was: refuse unless that is the stored document now. */
int nwfilter_define(const char *xml, const char *whence, enum nwfilter_define_how how,
		    const char *if_was, char **ret_name, bool *ret_changed);
/* FAULT_STATE when it is in use. */
int nwfilter_undefine(const char *word);
/* The ports whose binding refers to the filter, itself or through others. */
int nwfilter_users(const char *name, struct strings *ret_ports);

/* ---- bindings ---- */

int nwfilter_binding_names(unsigned filter, const char *pattern, struct strings *ret_ports);
struct nwfilter_binding_def *nwfilter_binding(const char *port);
enum nwfilter_bind_how {
	NWFILTER_REPLACE = 1 << 0,       /* one that the port has gives way; where that fails, a guest's own stays */
};
int nwfilter_bind(const struct nwfilter_binding_def *def, enum nwfilter_bind_how how);
int nwfilter_unbind(const char *port);
/* All that a guest has. */
int nwfilter_unbind_owner(const char *uuid);

/* ---- what drivers supply ---- */

/* Ports whose rules become those of an instance, and ports that shall have none. */
struct nwfilter_change {
	struct nwfilter_instance_list apply;
	struct strings remove;
};

struct nwfilter_ops {
	/* Documents that are filters from the first time on; NULL ends them.  May be missing. */
	const char *const *stock;
	/* All of it, or nothing. */
	int (*change)(const struct nwfilter_change *change);
	/* Is there such a port?  Missing: always. */
	bool (*has_port)(const char *port);
	/* Ports that have rules, whoever knows of them.  Missing: those that have bindings. */
	int (*ports)(struct strings *ret_ports);
};

#endif
