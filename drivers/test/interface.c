/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface - simulated interfaces of the host: they are up when their files say so */
#include "driver/interface.h"
#include "state/store.h"
#include "test.h"

static struct interface_def *
read_document(const struct service *service, enum place place, const char *name)
{
	auto_free char *file = place_file(place, "%s/%s.xml", service->folder, name);
	auto_free char *xml = store_has(place, service->folder, name) ? store_read(place, service->folder, name) : NULL;

	return xml ? interface_def_parse(xml, strlen(xml), file, VIEW_FILE | VIEW_STATUS, 0) : NULL;
}

static int
write_document(const struct service *service, enum place place, const struct interface_def *def)
{
	auto_free char *xml = interface_def_text(def, VIEW_FILE | VIEW_STATUS);

	return store_write(place, service->folder, def->name, NULL, xml);
}

static int
list(const struct service *service, struct strings *ret_names)
{
	return store_names(PLACE_RUN, service->folder, ret_names);
}

static bool
is_there(const struct service *service, const char *name)
{
	return store_has(PLACE_RUN, service->folder, name);
}

static struct interface_def *
describe(const struct service *service, const char *name)
{
	struct interface_def *def = read_document(service, PLACE_RUN, name);

	if (!def && !fail_fault())
		fail(FAULT_MISSING, "no such interface");
	return def;
}

static int
list_stored(const struct service *service, struct strings *ret_names)
{
	return store_names(PLACE_ETC, service->folder, ret_names);
}

static struct interface_def *
read_stored(const struct service *service, const char *name)
{
	return read_document(service, PLACE_ETC, name);
}

static int
write_stored(const struct service *service, const struct interface_def *def)
{
	return write_document(service, PLACE_ETC, def);
}

static int
remove_stored(const struct service *service, const char *name)
{
	return store_remove(PLACE_ETC, service->folder, name, NULL);
}

/* What is in another is not there by itself. */
static int
start(const struct service *service, const struct interface_def *def)
{
	list_each(port, &def->bridge.interfaces)
		if (store_remove(PLACE_RUN, service->folder, port->name, NULL) < 0)
			return -1;
	return write_document(service, PLACE_RUN, def);
}

static int
stop(const struct service *service, const struct interface_def *def)
{
	return store_remove(PLACE_RUN, service->folder, def->name, NULL);
}

static int
places(const struct service *service, struct strings *ret_paths)
{
	strings_take(ret_paths, place_file(PLACE_ETC, "%s", service->folder));
	return 0;
}

const struct interface_ops test_interface_ops = {
	.list        = list,
	.is_there    = is_there,
	.describe    = describe,
	.is_up       = is_there,
	.list_stored = list_stored,
	.read        = read_stored,
	.write       = write_stored,
	.remove      = remove_stored,
	.start       = start,
	.stop        = stop,
	.places      = places,
};

/* ---- what test:///default has ---- */

static const char document[] =
	"<interface type='ethernet' name='eth1'>\n"
	"  <start mode='onboot'/>\n"
	"  <mtu size='1492'/>\n"
	"  <protocol family='ipv4'>\n"
	"    <ip address='192.168.0.5' prefix='24'/>\n"
	"    <route gateway='192.168.0.1'/>\n"
	"  </protocol>\n"
	"  <mac address='aa:bb:cc:dd:ee:ff'/>\n"
	"</interface>\n";

int
test_load_interfaces(void)
{
	const struct service *service = service_for(NOUN_INTERFACE);
	auto_document(interface_def) struct interface_def *def =
		service ? interface_def_parse(document, strlen(document), "test:///default", VIEW_CONFIG, 0) : NULL;

	return !def || write_stored(service, def) < 0 ? -1 : start(service, def);
}
