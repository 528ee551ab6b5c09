/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_driver_uri - URIs, the choice of a host, and loading a driver */
#include "unit.h"

#include "driver/driver.h"
#include "state/place.h"

static void
test_good(void)
{
	static const struct {
		const char *text, *driver, *transport, *user, *host, *path, *query;
		unsigned port;
	} good[] = {
		{ "qemu:///system", "qemu", NULL, NULL, NULL, "/system", NULL, 0 },
		{ "test:///tmp/a%20b.xml", "test", NULL, NULL, NULL, "/tmp/a b.xml", NULL, 0 },
		{ "qemu+ssh://eve@host.example:2222/system?keyfile=/k", "qemu", "ssh", "eve",
		  "host.example", "/system", "keyfile=/k", 2222 },
		{ "esx://[2001:db8::1]/?no_verify=1", "esx", NULL, NULL, "2001:db8::1", "/",
		  "no_verify=1", 0 },
		{ "esx://[::1]:443/", "esx", NULL, NULL, "::1", "/", NULL, 443 },
		{ "qemu://host", "qemu", NULL, NULL, "host", "", NULL, 0 },
	};

	for (unsigned i = 0; i < COUNT(good); i++) {
		struct uri uri = { 0 };

		CHECK(uri_parse(good[i].text, &uri) == 0);
		CHECK_TEXT(uri.text, good[i].text);
		CHECK_TEXT(uri.driver, good[i].driver);
		CHECK_TEXT(uri.transport, good[i].transport);
		CHECK_TEXT(uri.user, good[i].user);
		CHECK_TEXT(uri.host, good[i].host);
		CHECK_TEXT(uri.path, good[i].path);
		CHECK_TEXT(uri.query, good[i].query);
		CHECK(uri.port == good[i].port);
		uri_done(&uri);
	}
}

static void
test_bad(void)
{
	static const char *const bad[] = {
		"", "qemu", "qemu:/system", "://system", "+ssh:///system", "qemu+:///system",
		"../etc:///x", "qemu://host:0/system", "qemu://host:65536/system", "qemu://host:a/",
		"qemu://[::1/system", "qemu://[::1]x/system", "test:///a%2", "test:///a%zz", "test:///a%00",
	};

	for (unsigned i = 0; i < COUNT(bad); i++) {
		struct uri uri = { 0 };
		auto_free char *story = text_format("%s is not a URI like 'qemu:///system'", quote(bad[i]));

		CHECK_FAILS(uri_parse(bad[i], &uri), FAULT_USAGE, story);
		CHECK(!uri.text);
	}
}

static void
test_query(void)
{
	struct uri uri = { .query = (char *)"b=1&root=/a%20b&rootless=no;c=" };
	auto_free char *root = uri_query_value(&uri, "root");
	auto_free char *b = uri_query_value(&uri, "b");
	auto_free char *c = uri_query_value(&uri, "c");
	auto_free char *none = uri_query_value(&uri, "oot");

	CHECK_TEXT(root, "/a b");
	CHECK_TEXT(b, "1");
	CHECK_TEXT(c, "");
	CHECK_TEXT(none, NULL);
}

static void
test_choice(void)
{
	setenv("LIBVIRT_DEFAULT_URI", "xen:///system", true);
	setenv("VIRTUTILS_URI", "", true);
	CHECK_TEXT(host_uri(), "xen:///system");
	setenv("VIRTUTILS_URI", "lxc:///system", true);
	CHECK_TEXT(host_uri(), "lxc:///system");
	host_choose("qemu:///embed?root=/r");
	CHECK_TEXT(host_uri(), "qemu:///embed?root=/r");
	unsetenv("LIBVIRT_DEFAULT_URI");
	unsetenv("VIRTUTILS_URI");
	host_choose(NULL);
	CHECK_TEXT(host_uri(), geteuid() == 0 ? "qemu:///system" : "qemu:///session");
}

static int
fake_open(struct host *host)
{
	host->folder = xstrdup("fake");
	return 0;
}

static const struct driver fake = { .interface = DRIVER_INTERFACE, .name = "fake", .open = fake_open };

static void
test_places(void)
{
	host_use(&fake);
	host_choose("fake:///session");
	CHECK(host_here() != NULL && place_is_session());
	host_choose("fake:///system");
	CHECK(host_here() != NULL && !place_is_session());
	host_choose("fake:///embed?root=/r");
	CHECK(host_here() != NULL);
	CHECK_TEXT(place_path(PLACE_ETC), "/r/etc");
	host_choose("fake:///embed?root=r");
	CHECK_NULL(host_here(), FAULT_USAGE, "'fake:///embed?root=r' needs an absolute ?root=DIRECTORY");
	host_choose("fake+ssh://far/system");
	CHECK_NULL(host_here(), FAULT_UNSUPPORTED, "no driver for the remote host of 'fake+ssh://far/system'");
	host_use(NULL);
}

static void
test_loading(void)
{
	auto_free char *here = getcwd(NULL, 0);
	auto_strings struct strings names = { 0 };

	setenv("VIRTUTILS_DRIVERS", here, true);
	host_choose("foo:///system");
	CHECK_NULL(host_here(), FAULT_UNSUPPORTED, "no driver 'foo'");
	CHECK(file_replace(AT_FDCWD, "foo.so", "this is not ELF", 15, 0600) == 0);
	CHECK(host_here() == NULL);
	CHECK(fail_fault() == FAULT_UNSUPPORTED && text_starts(fail_story(), "driver 'foo': "));
	fail_forget();
	CHECK(driver_names(&names) == 0 && names.n == 1);
	CHECK_TEXT(names.item[0], "foo");
	unsetenv("VIRTUTILS_DRIVERS");
	host_choose(NULL);
}

TESTS(
	TEST("URIs are taken apart", test_good),
	TEST("what is no URI is refused", test_bad),
	TEST("values are found in a query", test_query),
	TEST("the option comes before the environment", test_choice),
	TEST("a URI says which trees", test_places),
	TEST("a driver that is missing or broken is told", test_loading),
)
