/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev - devices of the host: what programs do with them and what drivers supply
 *
 * A device is there (active) when the driver finds it.  Only mediated devices have stored
 * definitions, $ETC/FOLDER/NAME.xml: they can be made anew. */
#ifndef DRIVER_NODEDEV_H
#define DRIVER_NODEDEV_H

#include "driver/object.h"
#include "model/nodedev.h"

/* A device that is there, in short. */
struct nodedev_brief {
	char *name, *path;               /* "pci_0000_00_02_0", its place in sysfs or NULL */
	enum nodedev_kind kind;
};
LIST_OF(nodedev_brief);
void nodedev_brief_done(struct nodedev_brief *brief);
void nodedev_briefs_done(struct nodedev_brief_list *briefs);
#define auto_nodedev_briefs __attribute__((cleanup(nodedev_briefs_done)))

struct nodedev {
	struct object object;            /* name, stored, lock */
	bool active;
	struct nodedev_brief brief;      /* of an active one; of others the kind that is stored */
	struct nodedev_def *live, *config;       /* use nodedev_def() */
};

/* By its name, or a mediated device by its UUID.  NULL after FAULT_MISSING. */
struct nodedev *nodedev_open(const char *name, enum object_how how);
void nodedev_close(struct nodedev *nodedev);
static inline void nodedev_close_at(struct nodedev **nodedev) { nodedev_close(*nodedev); }
#define auto_nodedev __attribute__((cleanup(nodedev_close_at)))

/* What is there, unless `config` or it is not; the stored definition.  Borrowed. */
struct nodedev_def *nodedev_def(struct nodedev *nodedev, bool config);

/* The machine itself is there for good. */
bool nodedev_is_persistent(const struct nodedev *nodedev);
bool nodedev_is_autostarted(const struct nodedev *nodedev);

/* The name of the device it is part of; NULL when there is none, or after a failure.  Caller frees. */
char *nodedev_parent(struct nodedev *nodedev);

/* Sorted names of those (OBJECT_ACTIVE ...) that match a pattern, if one is said. */
int nodedev_names(unsigned filter, const char *pattern, struct strings *ret_names);
/* All of them as handles, sorted by name, each for the caller to close. */
struct nodedevs {
	struct nodedev **item;
	unsigned n;
};
int nodedevs_open(unsigned filter, struct nodedevs *ret_devices);
void nodedevs_close(struct nodedevs *devices);
#define auto_nodedevs __attribute__((cleanup(nodedevs_close)))

/* Words of --cap: kinds of devices, and what some of them can do besides. */
extern const char *const nodedev_capabilities[];
/* Does it have one of these, separated by commas?  -1 on failure. */
int nodedev_can(struct nodedev *nodedev, const char *capabilities);

/* The running guest that has it; NULL when none has.  Borrowed. */
int nodedev_user(struct nodedev *nodedev, const char **ret_vm);

enum nodedev_define_how { NODEDEV_VALIDATE = 1 << 0, NODEDEV_STRICT = 1 << 1 };
/* Make a device that a document describes, which is gone with the host's next start; store one
 * for nodedev_start().  The caller frees the name it has. */
int nodedev_create(const char *xml, const char *whence, enum nodedev_define_how how, char **ret_name);
int nodedev_define(const char *xml, const char *whence, enum nodedev_define_how how, char **ret_name);
/* Attributes of a mediated device: those it has now, those that are stored, or both. */
int nodedev_update(struct nodedev *nodedev, const char *xml, const char *whence,
		   enum nodedev_define_how how, bool live, bool config);
int nodedev_undefine(struct nodedev *nodedev);
int nodedev_set_autostart(struct nodedev *nodedev, bool on);
int nodedev_start(struct nodedev *nodedev);
int nodedev_stop(struct nodedev *nodedev);

/* PCI devices: to a driver for passthrough, back to the host's own, reset.  Not while a guest
 * has it (FAULT_STATE). */
int nodedev_detach(struct nodedev *nodedev, const char *driver);
int nodedev_reattach(struct nodedev *nodedev);
int nodedev_reset(struct nodedev *nodedev);
/* What drives it; NULL: nothing, or after a failure.  Borrowed. */
const char *nodedev_driver(struct nodedev *nodedev);
/* Names of the devices that go together with a PCI device, itself among them. */
int nodedev_group(struct nodedev *nodedev, struct strings *ret_names);

/* The virtual functions of a network adapter, "ens3": FAULT_UNSUPPORTED when it can have none. */
int nodedev_functions(const char *adapter, struct nodedev_address_list *ret_functions);
/* The network device of a PCI device; NULL: it has none now, or after a failure.  Caller frees. */
char *nodedev_interface(const struct pci_address *pci);

/* What happens to devices: they come and go, are stored and forgotten, and change. */
struct nodedev_follow;
struct nodedev_follow *nodedev_follow_open(void);
void nodedev_follow_close(struct nodedev_follow *follow);
static inline void nodedev_follow_close_at(struct nodedev_follow **follow) { nodedev_follow_close(*follow); }
#define auto_nodedev_follow __attribute__((cleanup(nodedev_follow_close_at)))
/* The next event, an object as --json prints it: 1, 0 when time is up, -1.  Caller puts it. */
int nodedev_follow_next(struct nodedev_follow *follow, int64_t timeout_ms, struct json_object **ret_event);

/* What the driver was told: a device that went, by its name or path, then one that came or
 * changed; NULL what did not happen. */
struct nodedev_change {
	char *gone;
	struct nodedev_brief here;
	bool changed;                    /* here was there before */
};
enum { NODEDEV_LOST = 2 };

struct nodedev_ops {
	/* The devices that are there, in any order; with a name, others may be left out. */
	int (*scan)(const struct service *service, const char *name,
		    struct nodedev_brief_list *ret_found);
	/* The name of the device it is part of; NULL when there is none.  Caller frees. */
	char *(*parent)(const struct service *service, const struct nodedev_brief *brief);
	/* NULL after FAULT_MISSING: it went.  Caller frees. */
	struct nodedev_def *(*describe)(const struct service *service, const struct nodedev_brief *brief);
	/* Make a mediated device, or a virtual port of a Fibre Channel adapter.  Caller frees the name. */
	int (*make)(const struct service *service, const struct nodedev_def *def, char **ret_name);
	int (*remove)(const struct service *service, const struct nodedev_brief *brief);
	/* A mediated device that is there gets these attributes. */
	int (*set)(const struct service *service, const struct nodedev_brief *brief,
		   const struct mdev_attribute_list *attributes);
	/* Give a PCI device to that driver; NULL: to the host's own. */
	int (*bind)(const struct service *service, const struct nodedev_brief *brief, const char *driver);
	int (*reset)(const struct service *service, const struct nodedev_brief *brief);
	/* The network device of a PCI device, "ens3", and the PCI device behind one by its name here;
	 * NULL: there is none.  Caller frees. */
	char *(*interface)(const struct service *service, const struct nodedev_brief *brief);
	char *(*behind)(const struct service *service, const char *interface);
	/* A descriptor that is readable when something happened; -1 after a failure. */
	int (*watch)(const struct service *service);
	/* One of it: 1, NODEDEV_LOST when there was more than could be kept, 0 when there is no more now, -1. */
	int (*next)(const struct service *service, int fd, struct nodedev_change *ret_change);
};

#endif
