/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* host - what -c names: a driver, its folder and the trees it uses */
#include "driver/driver.h"

#include <stdlib.h>
#include <unistd.h>

#include "state/place.h"

static struct {
	char *said;                          /* -c URI */
	const struct driver *at_hand;        /* host_use() */
	struct host host;
	bool open;
} here;

static void
host_close(void)
{
	uri_done(&here.host.uri);
	free(here.host.folder);
	for (unsigned i = 0; i < NOUN_COUNT; i++)
		free(here.host.services[i].folder);
	here.host = (struct host){ 0 };
	here.open = false;
}

void
host_choose(const char *uri)
{
	host_close();
	free(here.said);
	here.said = xstrdup(uri);
}

void
host_use(const struct driver *driver)
{
	host_close();
	here.at_hand = driver;
}

const char *
host_uri(void)
{
	static const char *const variables[] = {
		"VIRTUTILS_URI", "LIBVIRT_DEFAULT_URI", "VIRSH_DEFAULT_CONNECT_URI",
	};

	if (here.said && *here.said)
		return here.said;
	for (unsigned i = 0; i < COUNT(variables); i++) {
		const char *value = secure_getenv(variables[i]);

		if (value && *value)
			return value;
	}
	return geteuid() == 0 ? "qemu:///system" : "qemu:///session";
}

/* The last step of the path says which trees, whatever the driver. */
static int
use_places(const struct uri *uri)
{
	auto_free char *root = uri_query_value(uri, "root");

	place_use_root(NULL);
	if (text_same(uri->path, "/session"))
		place_use_session(true);
	else if (text_same(uri->path, "/system"))
		place_use_session(false);
	if (!text_same(uri->path, "/embed"))
		return 0;
	if (!root || *root != '/')
		return fail(FAULT_USAGE, "%s needs an absolute ?root=DIRECTORY", quote(uri->text));
	place_use_root(root);
	return 0;
}

static int
host_open(struct host *host)
{
	if (uri_parse(host_uri(), &host->uri) < 0)
		return -1;
	if (host->uri.transport || host->uri.host)
		return fail(FAULT_UNSUPPORTED, "no driver for the remote host of %s",
			    quote(host->uri.text));
	if (use_places(&host->uri) < 0)
		return -1;
	host->driver = here.at_hand ? here.at_hand : driver_load(driver_of_scheme(host->uri.driver));
	return host->driver ? host->driver->open(host) : -1;
}

static int
first_use(struct host *host)
{
	return host->driver->first_use ? host->driver->first_use(host) : 0;
}

struct host *
host_here(void)
{
	if (here.open)
		return &here.host;
	here.open = host_open(&here.host) == 0;
	if (here.open && first_use(&here.host) == 0)
		return &here.host;
	host_close();
	return NULL;
}
