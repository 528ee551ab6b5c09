/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* driver - what a driver is, and how -c URI finds one
 *
 * A driver is one shared object NAME.so in the driver directory that exports
 * one symbol, `driver`.  It has a table of operations per noun it serves; an
 * operation it does not have is left out, and the caller says "the X driver
 * does not support ...".  A driver is handed everything resolved: it never looks for another
 * driver. */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>

#include "base/fail.h"
#include "base/text.h"

/* Goes up whenever a struct in libcore/driver changes. */
enum { DRIVER_INTERFACE = 18 };

struct vm_ops;
struct snapshot_ops;
struct checkpoint_ops;
struct block_ops;
struct backup_ops;
struct nic_ops;
struct device_ops;
struct host_ops;
struct host_info;
struct pool_ops;
struct volume_ops;
struct network_ops;
struct interface_ops;
struct nwfilter_ops;
struct nodedev_ops;
struct secret_ops;

/* A parsed URI: driver[+transport]://[user@]host[:port]/path[?query] */
struct uri {
	char *text;              /* as it was given */
	char *driver, *transport, *user, *host, *path, *query;
	unsigned port;
};
int uri_parse(const char *text, struct uri *ret_uri);       /* FAULT_USAGE */
void uri_done(struct uri *uri);
/* The value of a key in the query ("root" of ?root=/x&a=b); NULL when there is none.
 * Caller frees. */
char *uri_query_value(const struct uri *uri, const char *key);

/* Nouns beside guests, and who serves them: the driver of this call's URI when it does,
 * else, for a hypervisor on this host, the host's own driver of that noun. */
enum noun {
	NOUN_POOL, NOUN_NETWORK, NOUN_INTERFACE, NOUN_NWFILTER, NOUN_NODEDEV, NOUN_SECRET,
	NOUN_COUNT,
};
struct service {
	const struct driver *driver;     /* whose table of that noun is there */
	char *folder;                    /* "storage", "test-storage": for store.h */
};

/* What -c names: a driver and the folder its files are in. */
struct host {
	struct uri uri;
	const struct driver *driver;
	char *folder;            /* "qemu"; NULL: the driver keeps no files here */
	struct service services[NOUN_COUNT];     /* found so far, see service_for() */
};

struct driver {
	unsigned interface;
	const char *name, *summary;
	/* Check the URI's path and choose host->folder.  The places are already those of
	 * the URI (session, system). */
	int (*open)(struct host *host);
	/* Make the objects that are there from the first time on; host_here() is this host. */
	int (*first_use)(struct host *host);
	const struct vm_ops *vm;
	const struct snapshot_ops *snapshot;
	const struct checkpoint_ops *checkpoint;
	const struct block_ops *block;
	const struct backup_ops *backup;
	const struct nic_ops *nic;
	const struct device_ops *device;
	const struct host_ops *host;
	/* A hypervisor on this host: nouns below that it does not serve itself are served
	 * by the host's own drivers, see service_for(). */
	bool local;
	const struct pool_ops *pool;
	const struct volume_ops *volume;
	const struct network_ops *network;
	const struct interface_ops *interfaces;
	const struct nwfilter_ops *nwfilter;
	const struct nodedev_ops *nodedev;
	const struct secret_ops *secret;
};

/* In the driver: DRIVER(.name = "qemu", ...); */
#define DRIVER(...)                                                        \
	__attribute__((visibility("default"))) extern const struct driver driver; \
	const struct driver driver = { .interface = DRIVER_INTERFACE, __VA_ARGS__ }

/* Which URI this call uses: the option's, or $VIRTUTILS_URI, $LIBVIRT_DEFAULT_URI,
 * $VIRSH_DEFAULT_CONNECT_URI, else qemu:///system for root and qemu:///session. */
void host_choose(const char *uri);
const char *host_uri(void);

/* The host of this call; its driver is loaded on first use.  NULL after a
 * failure (FAULT_UNSUPPORTED when there is no such driver).  Borrowed. */
struct host *host_here(void);

/* Who serves a noun here.  NULL after a failure (FAULT_UNSUPPORTED).  Borrowed. */
const struct service *service_for(enum noun noun);

/* Use a driver that is at hand instead of loading one, with whatever URI: for
 * programs that have a driver linked in, as the unit tests do. */
void host_use(const struct driver *driver);

/* Call an operation of the host's driver, or say that it cannot:
 *	DRIVER_CALL(vm, suspend, vm, ...)  ->  -1 and FAULT_UNSUPPORTED without it */
#define DRIVER_CALL(noun, operation, ...)                                        \
	(host_here() && host_here()->driver->noun && host_here()->driver->noun->operation \
	 ? host_here()->driver->noun->operation(__VA_ARGS__)                     \
	 : driver_cannot(#noun, #operation))
#define DRIVER_HAS(noun, operation) \
	(host_here() && host_here()->driver->noun && host_here()->driver->noun->operation)
int driver_cannot(const char *noun, const char *operation);

/* Drivers are in virtutils/drivers next to libvirtutils.so, or in $VIRTUTILS_DRIVERS.
 * NULL after a failure. */
const struct driver *driver_load(const char *name);
/* The driver that a URI's first word names: a driver may have several ("vmwareplayer" and
 * "vmwarews" are vmware's).  Borrowed. */
const char *driver_of_scheme(const char *scheme);
/* Names of the drivers that are installed, for host-validate and --version. */
int driver_names(struct strings *ret_names);

/* Information about the host itself.  Each appends a document to out. */
struct host_ops {
	int (*capabilities)(struct text *out);
	int (*vm_capabilities)(const char *virttype, const char *emulator,
			       const char *arch, const char *machine, struct text *out);
	int (*version)(char **ret_hypervisor, unsigned long *ret_version);  /* "QEMU", 7002000 */
	/* Processors and memory, when they are not those of this machine. */
	int (*info)(struct host_info *ret_info);
};

#endif
