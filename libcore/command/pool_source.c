/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_source - {poolsrc}: a storage pool told by options, for pool-define-as and pool-create-as */
#include "command/pool_program.h"

struct pool_said pool_said;

/* "-" holds the place of a positional argument that is not said. */
static bool
is_said(const char *value)
{
	return value && !text_same(value, "-");
}

static void
add_attribute(struct text *out, const char *name, const char *value)
{
	if (!is_said(value))
		return;
	text_addf(out, " %s='", name);
	text_add_said_xml(out, value, true);
	text_add_char(out, '\'');
}

/* An element of one attribute, when it was said. */
static void
add_element(struct text *out, const char *element, const char *attribute, const char *value)
{
	if (!is_said(value))
		return;
	text_addf(out, "<%s", element);
	add_attribute(out, attribute, value);
	text_add(out, "/>");
}

static void
add_text(struct text *out, const char *element, const char *value)
{
	if (!is_said(value))
		return;
	text_addf(out, "<%s>", element);
	text_add_said_xml(out, value, false);
	text_addf(out, "</%s>", element);
}

static void
add_adapter(struct text *out)
{
	if (!pool_said.adapter && !pool_said.wwnn && !pool_said.wwpn)
		return;
	text_addf(out, "<adapter type='%s'", pool_said.wwnn || pool_said.wwpn ? "fc_host" : "scsi_host");
	add_attribute(out, "name", pool_said.wwnn || pool_said.wwpn ? NULL : pool_said.adapter);
	add_attribute(out, "parent", pool_said.parent);
	add_attribute(out, "parent_wwnn", pool_said.parent_wwnn);
	add_attribute(out, "parent_wwpn", pool_said.parent_wwpn);
	add_attribute(out, "parent_fabric_wwn", pool_said.fabric);
	add_attribute(out, "wwnn", pool_said.wwnn);
	add_attribute(out, "wwpn", pool_said.wwpn);
	text_add(out, "/>");
}

static void
add_auth(struct text *out)
{
	if (!pool_said.auth_type && !pool_said.user)
		return;
	text_add(out, "<auth");
	add_attribute(out, "type", pool_said.auth_type);
	add_attribute(out, "username", pool_said.user);
	text_add(out, "><secret");
	add_attribute(out, "uuid", pool_said.secret_uuid);
	add_attribute(out, "usage", pool_said.secret_usage);
	text_add(out, "/></auth>");
}

static void
add_initiator(struct text *out, const char *iqn)
{
	if (!is_said(iqn))
		return;
	text_add(out, "<initiator>");
	add_element(out, "iqn", "name", iqn);
	text_add(out, "</initiator>");
}

char *
pool_server_document(const char *host, const char *port, const char *initiator)
{
	struct text out = { 0 };

	text_add(&out, "<source>");
	if (host) {
		text_add(&out, "<host");
		add_attribute(&out, "name", host);
		add_attribute(&out, "port", port);
		text_add(&out, "/>");
	}
	add_initiator(&out, initiator);
	text_add(&out, "</source>");
	return text_take(&out);
}

char *
pool_source_document(void)
{
	struct text out = { 0 };

	text_add(&out, "<pool");
	add_attribute(&out, "type", pool_said.type);
	text_add(&out, ">");
	add_text(&out, "name", pool_said.name);
	text_add(&out, "<source>");
	add_element(&out, "host", "name", pool_said.host);
	add_element(&out, "device", "path", pool_said.dev);
	add_element(&out, "dir", "path", pool_said.path);
	add_adapter(&out);
	add_text(&out, "name", pool_said.source_name);
	add_initiator(&out, pool_said.initiator);
	add_element(&out, "format", "type", pool_said.format);
	add_auth(&out);
	add_element(&out, "protocol", "ver", pool_said.protocol);
	text_add(&out, "</source>");
	if (is_said(pool_said.target)) {
		text_add(&out, "<target>");
		add_text(&out, "path", pool_said.target);
		text_add(&out, "</target>");
	}
	text_add(&out, "</pool>");
	return text_take(&out);
}
