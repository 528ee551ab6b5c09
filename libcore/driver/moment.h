/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment - points in time of virtual machines: what snapshots and checkpoints have in common
 *
 * Each is a document in a file of its own, $ETC/FOLDER/NOUN/VM/NAME.xml, and names the one it came
 * after; together they are a tree, of which one may be current: the next one comes after it.
 * spec/snapshots.md 4 is the specification. */
#ifndef DRIVER_MOMENT_H
#define DRIVER_MOMENT_H

#include "driver/vm.h"
#include "model/checkpoint.h"
#include "model/snapshot.h"

/* What lists and trees are made of; moment_facts.c keeps it so that nobody parses for it. */
struct moment_facts {
	char *file;                  /* without .xml: as a rule the name */
	char *name, *parent;
	int64_t creation_time;       /* seconds since the epoch */
	enum snapshot_state state;   /* of snapshots, and what follows */
	bool external, active;
};

struct moment {
	struct moment_facts facts;   /* as its file said when the tree was loaded */
	union {                      /* NULL in a brief tree, until moment_read() */
		void *def;
		struct snapshot_def *snapshot;
		struct checkpoint_def *checkpoint;
	};
	struct moment *parent, *first_child, *next_sibling;      /* roots: parent NULL */
	bool adopted;                /* its file still names a parent that is gone: moment_heir.h */
	unsigned walk;               /* while parents are looked for: who came by last */
};

struct moment_tree;

/* What a delete is about to do, for the operations of the kind. */
struct moment_removal {
	const struct moment_tree *tree;
	struct vm *vm;
	unsigned how;                /* enum moment_delete */
	bool begun;                  /* contents are gone: what fails now is done by the next program */
	struct strings doomed;       /* files that nobody may need when it is done */
	struct text told;            /* what else is done, for a dry run */
};

/* In what snapshots and checkpoints differ. */
struct moment_kind {
	const char *noun;            /* "snapshot": of messages and files */
	const struct type *type;     /* of the document */
	size_t name, parent, creation_time;      /* offsets in it: char *, char *, struct number */
	enum fault missing;
	/* What else the facts tell. */
	void (*describe)(const void *def, struct moment_facts *facts);
	/* Write into the files which is current.  Without it, it is the last of a chain that has no
	 * branches. */
	int (*make_current)(const struct moment_tree *tree, const struct moment *moment);
	/* Part of moment_delete(): may it go, and which files go with it; its contents go, unless only
	 * what is known of it shall. */
	int (*check_removal)(struct moment_removal *removal, const struct moment *moment);
	int (*remove)(const struct moment_removal *removal, const struct moment *moment);
	/* The last child of this one goes.  May be left out, as the next. */
	int (*lose_last_child)(const struct moment_tree *tree, const struct moment *moment);
	/* Remove those of the files that nobody needs. */
	int (*clean)(struct vm *vm, const struct strings *doomed);
};
extern const struct moment_kind snapshot_moments, checkpoint_moments;

/* All of a guest, as a tree.  Siblings by creation time, then name. */
struct moment_tree {
	const struct moment_kind *kind;
	char *vm;
	struct moment **item;        /* by name, case-insensitively */
	unsigned n;
	struct moment *first_root, *current;
};
int moment_tree_load(const struct moment_kind *kind, const char *vm, struct moment_tree *ret_tree);
/* The same without the documents: what costs is a look at each file, not reading it. */
int moment_tree_brief(const struct moment_kind *kind, const char *vm, struct moment_tree *ret_tree);
/* The document of one of a brief tree.  Borrowed from it; NULL after a failure. */
void *moment_read(const struct moment_tree *tree, struct moment *moment);
void moment_tree_done(struct moment_tree *tree);
#define auto_moment_tree __attribute__((cleanup(moment_tree_done)))
/* The one of that name, NULL when there is none. */
struct moment *moment_look(const struct moment_tree *tree, const char *name);
struct moment *moment_find(const struct moment_tree *tree, const char *name);    /* FAULT_NO_SNAPSHOT ... */
struct moment *moment_current(const struct moment_tree *tree);                   /* the same */
unsigned moment_descendants(const struct moment *moment);
bool moment_is_below(const struct moment *moment, const struct moment *ancestor);

/* Could this name a file, spec 4.6?  FAULT_DETAIL. */
int moment_name_check(const struct moment_kind *kind, const char *name);
/* A document that is given back: may it have that parent, is its domain this guest's?  Spec 5.1, rules 2
 * to 4 and 6. */
int moment_check_redefinition(const struct moment_tree *tree, struct vm *vm, const void *def,
			      const struct vm_def *domain);

enum moment_delete {
	DELETE_CHILDREN = 1 << 14, DELETE_CHILDREN_ONLY = 1 << 15, DELETE_METADATA = 1 << 16,
	DELETE_AGAIN = 1 << 17,          /* what a killed program began: some of it may be gone */
};
int moment_delete(const struct moment_kind *kind, struct vm *vm, const char *name, unsigned how);

#endif
