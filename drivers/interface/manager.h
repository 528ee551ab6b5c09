/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* manager - who configures the network of this host, and in which language
 *
 * Files are the host's own; with one root for all our trees they are below its folder host, and
 * the host's are never touched. */
#ifndef INTERFACE_MANAGER_H
#define INTERFACE_MANAGER_H

#include "driver/interface.h"

struct manager {
	const char *name;
	const char *running;             /* is there while it is at work */
	const char *configured;          /* is there where it is set up */
	/* Those that its files describe by name. */
	int (*list)(struct strings *ret_names);
	/* NULL, without a failure, when there is none of that name; unknown may be NULL: names of
	 * settings that are not in the document. */
	struct interface_def *(*read)(const char *name, struct strings *unknown);
	/* What was there of that name, and of those that are in it, is replaced. */
	int (*write)(const struct interface_def *def);
	int (*remove)(const char *name);
	const char *const *places;       /* its files and folders, NULL at the end */
	const char *reload[4];           /* what makes one that is at work read them */
};
extern const struct manager ifupdown, networkd, keyfile;

/* NULL after a failure: there is none we know. */
const struct manager *manager_here(void);

/* "/x/host/etc/network" of "/etc/network".  Caller frees. */
char *manager_path(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Replace one of its files.  One that is there keeps its owner, and whom it was hidden from: it may hold
 * passphrases beside what we write. */
int manager_write(const char *path, const struct text *contents, mode_t mode);

/* ---- what languages have in common ---- */

/* How a value of the document is spelt. */
struct spelling {
	const char *path;                /* in the document: "bond/miimon/@freq" */
	const char *section;             /* NULL where there are none */
	const char *key;
	const char *words;               /* "on=yes,off=no": where theirs are other words */
	const char *unit;                /* behind a number */
	uint64_t types;                  /* of interfaces that have it: ONE(INTERFACE_BRIDGE) ... */
};
#define SPELLING_END { 0 }

/* Call back for each value that the definition has. */
void spelling_each(const struct spelling *rows, const struct interface_def *def,
		   void (*call)(const struct spelling *row, const char *value, void *context), void *context);
/* Take in one; false: no row has that key.  A value that makes no sense is told of and left. */
bool spelling_take(const struct spelling *rows, struct interface_def *def, const char *section,
		   const char *key, const char *value);

/* The protocol of a family, made when there is none. */
struct interface_protocol *protocol_of(struct interface_def *def, const char *family);
const struct interface_protocol *protocol_if(const struct interface_def *def, const char *family);
/* "192.168.0.5/24", as many bits as there usually are when none are said.  Caller frees. */
char *address_text(const struct interface_protocol *protocol, const struct interface_address *address);
void address_add(struct interface_protocol *protocol, const char *text);
struct interface_dhcp *dhcp_of(struct interface_protocol *protocol);
/* What is in a bridge or bond; NULL for others. */
struct interface_def_list *ports_of(struct interface_def *def);
/* Interfaces may be in interfaces that are in interfaces; what files say may be a ring. */
enum { DEEPEST_PORT = 3 };
/* Is it in there?  def may be NULL. */
bool has_port(const struct interface_def *def, const char *name);

/* Settings that go with the old definition are told of. */
void manager_tell_lost(const struct manager *manager, const char *name);

#endif
